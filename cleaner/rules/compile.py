"""Rules of one stage and one language, ready to run: keywords gate patterns, so that most texts cost one look."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from cleaner.document import Document
from cleaner.rules.find import Match, find
from cleaner.rules.load import load_rules
from cleaner.rules.model import Rule
from cleaner.rules.screened import literal, passing


def fallback(language: str, script: str) -> tuple[str, ...]:
    """Return the tags whose rules apply, most particular first.

    >>> fallback("de-AT", "Latn")
    ('de-AT', 'de', 'Latn', 'und')
    """
    tags = []
    parts = language.split("-")
    while parts:
        tags.append("-".join(parts))
        parts.pop()
    for tag in (script, "und"):
        if tag not in tags:
            tags.append(tag)
    return tuple(tags)


@cache
def rules_for(stage: str, language: str, script: str, paths: tuple[str, ...] = ()) -> RuleSet:
    """Return the rules of `stage` that apply to a document of this language and script, with the user's from `paths`."""
    order = {tag: place for place, tag in enumerate(fallback(language, script))}
    last = len(order)
    rules = [rule for rule in load_rules(stage, paths) if rule.tag in order or rule.everywhere]
    rules.sort(key=lambda rule: order.get(rule.tag, last))
    return RuleSet(tuple(rules))


@dataclass(frozen=True)
class RuleSet:
    """Compiled rules of one stage for one language, in order of preference."""

    rules: tuple[Rule, ...]

    @cached_property
    def _gated(self) -> dict[str, tuple[int, ...]]:
        """Map each keyword to the places of the rules that it opens."""
        gated: dict[str, list[int]] = {}
        for place, rule in enumerate(self.rules):
            for keyword in rule.folded_keywords:
                gated.setdefault(keyword, []).append(place)
        return {keyword: tuple(places) for keyword, places in gated.items()}

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return tuple(self._gated)

    @cached_property
    def _cased(self) -> bool:
        """Whether a keyword has letters with capitals, so that a text must be folded before it is looked for."""
        return any(keyword.upper() != keyword.lower() for keyword in self._gated)

    @cached_property
    def _least(self) -> tuple[str, ...]:
        """What stands in a text that holds a keyword: of `://` a slash, which is found ten times as fast; no word that holds another."""
        words = {word if any(map(str.isalnum, word)) else word[-1] for word in self._gated}
        return tuple(word for word in words if not any(other != word and other in word for other in words))

    @cached_property
    def screen(self) -> str | None:
        """An RE2 pattern that every text matches in which `find` finds something. None: to call `find` at once costs less.

        Capitals and small letters are one here too; letters that `casefold` makes two of, as `ﬁ`, pass where a keyword may be in them.
        """
        if self._ungated or len(self._least) <= _FEW:
            return None
        split = "".join(c for c in _split_by_folding() if any(_may_be_in(c.casefold(), word) for word in self._words))
        return f"(?i:{'|'.join(map(literal, self._words))})" + (f"|[{split}]" if split else "")

    @cached_property
    def _ungated(self) -> tuple[int, ...]:
        return tuple(place for place, rule in enumerate(self.rules) if not rule.keywords)

    def find(self, document: Document, lines: Iterable[int] | None = None) -> list[Match]:
        """Return all matches of all rules, by start; of two that overlap, the rule that stands first in the set wins.

        `lines`: rules with keywords are tried on these lines alone, which a stage has chosen by a cheaper look.
        """
        hits = self._hits(document, lines)
        if not hits and not self._ungated:
            return []
        matches: list[Match] = []
        taken: set[int] = set()  # lines that a rule covers whole: no later one can win them
        for place in sorted({*self._ungated, *(place for word in hits for place in self._gated[word])}):
            rule = self.rules[place]
            if rule.keywords:
                gated = {line for keyword in rule.folded_keywords for line in hits.get(keyword, ())} - taken
                found = list(find(rule, document, sorted(gated)))
            else:
                found = list(find(rule, document))
            matches += found
            if rule.unit == "line":
                taken.update(match.line for match in found)
        return _apart(matches)

    def _hits(self, document: Document, lines: Iterable[int] | None) -> dict[str, set[int]]:
        """Map each keyword that stands in the text, or in some lines of it, to the lines where it stands."""
        words: Sequence[str] = self._words
        if lines is None:  # most texts hold none, which one look at the whole tells
            whole = document.text.casefold() if self._cased else document.text
            for word in self._least:
                if word in whole:
                    break
            else:
                return {}
            words, lines = [word for word in words if word in whole], document.content_lines
        hits: dict[str, set[int]] = {}
        if words:
            texts = document.line_texts
            for i in lines:
                folded = texts[i].casefold() if self._cased else texts[i]
                for word in words:
                    if word in folded:
                        hits.setdefault(word, set()).add(i)
        return hits


_FEW = 3
"""So few keywords are looked for as fast one by one."""


@cache
def _split_by_folding() -> tuple[str, ...]:
    """Return the letters that are several when they are folded, such as `ß`: none stands elsewhere in Unicode."""
    return tuple(c for c in map(chr, (*range(0x80, 0x2000), *range(0xFB00, 0xFB18))) if len(c.casefold()) > 1)


def _may_be_in(folded: str, word: str) -> bool:
    """Whether a word may stand in a text that holds a folded letter and needs it: across an edge of it, or inside.

    >>> [_may_be_in("fi", word) for word in ("with files", "if", "tweet")]
    [True, True, False]
    """
    inside = folded in word or word in folded
    return inside or any(word.startswith(folded[i:]) or word.endswith(folded[:i]) for i in range(1, len(folded)))


def may_hold(sets: Sequence[RuleSet], documents: Sequence[Document]) -> set[int]:
    """Return the places of documents in which the rules of a set, each its own, may find something: one search for all of a set."""
    held: set[int] = set()
    together: dict[int, list[int]] = defaultdict(list)
    for i, rules in enumerate(sets):
        if rules.rules:
            together[id(rules)].append(i)
    for places in together.values():
        screen = sets[places[0]].screen
        held.update(places if screen is None else [places[i] for i in passing([documents[i].text for i in places], screen)])
    return held


def _apart(matches: Sequence[Match]) -> list[Match]:
    taken: list[tuple[int, int]] = []
    kept: list[Match] = []
    for match in matches:
        at = bisect_right(taken, (match.start, match.start))
        clear_before = at == 0 or taken[at - 1][1] <= match.start
        clear_after = at == len(taken) or taken[at][0] >= match.end
        if clear_before and clear_after:
            taken.insert(at, (match.start, match.end))
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)

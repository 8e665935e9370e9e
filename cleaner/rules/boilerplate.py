"""The vocabulary of `web_boilerplate`: phrases of all languages by what they say, ready to be looked up.

In: `<tag>/web_boilerplate.txt`, phrases under `[kind]` headings. Out: one `Vocabulary` for all languages at once, because a
widget speaks the language of the site and not of the article. The kind says how far a phrase may be trusted.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from cleaner.errors import RuleError
from cleaner.rules.load import load_phrases
from cleaner.rules.phrases import fold_all, fold_anew
from cleaner.rules.places_to_share import BRAND_LETTER

STAGE = "web_boilerplate"

KINDS: Mapping[str, str] = {
    "navigation": "Whole lines that lead through a site; they go wherever they stand.",
    "share": "Whole lines that ask to share, send, print or save; they go wherever they stand.",
    "comment": "Whole lines around readers' comments; they go wherever they stand.",
    "subscription": "Whole lines about newsletters, accounts and paywalls; they go wherever they stand.",
    "notice": "Whole lines about cookies, terms, copyright and errors; they go wherever they stand.",
    "advertisement": "Whole lines that mark advertisements; they go wherever they stand.",
    "player": "Whole lines around videos, sound and galleries; they go wherever they stand.",
    "follow": "Whole lines that ask to follow a site elsewhere; they go wherever they stand.",
    "counted": "Whole lines with a number in them: counts of comments, times of reading and ages of posts.",
    "button": "Labels that could be headings: they go above or below the body, beside other widgets and in bars.",
    "brand": "Names of places to share at: they go where buttons go.",
    "home": "First words of breadcrumbs (`Home > World > Asia`): they go where buttons go.",
    "section": "Names of sections: they go only beside buttons and in bars with one.",
    "read_more": "Links to a whole article: they go, and with them the teaser right above.",
    "lead_in": "Words before a teaser of another article (`Read also: ...`): they go with its title, on the line or below.",
    "media": "Words before the title of a video or gallery (`Watch: ...`): they go with it, but not above the body.",
    "links": "Headings of lists of other articles: they go with the list.",
    "asks": "First words of pleas: the line goes where it also names one of [asked], such as a newsletter or Facebook.",
    "asks_last": "Last words of pleas: the line goes where it also names one of [asked].",
    "asked": "What pleas ask for and places to share at; says nothing alone.",
    "begins": "First words of pleas and notices: the line goes, whatever follows; where a colon is written, it must follow.",
    "ends": "Last words of pleas and notices: the line goes, whatever precedes.",
    "time_label": "Words before the time of publishing or updating: the line goes where it is a time and nothing else.",
    "source_label": "Words before a source: the line goes below the body.",
}
"""What may stand as a `[kind]` heading, and what becomes of its phrases."""

CERTAIN = frozenset({"navigation", "share", "comment", "subscription", "notice", "advertisement", "player", "follow"})
"""Kinds that go wherever they stand."""
_WHOLE = CERTAIN | {"button", "brand", "home", "section", "read_more", "links"}
IN_BARS = CERTAIN | {"button", "brand", "home", "section", "counted", "read_more"}
"""Kinds that a bar may be made of."""

HEAD = 5
"""So many characters of a long line are looked at first: one look-up tells nearly all body lines from widgets."""


class Phrase(NamedTuple):
    """A folded phrase with its kind and the id of its rule.

    `colon`: it was written with one, and must be followed by one. `single`: it is one word, which may begin any sentence.
    """

    folded: str
    kind: str
    rule: str
    colon: bool = False
    single: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """All phrases, by folded text.

    `whole` are whole lines; `counted` too, for lines with a digit. `leading` and `ending` map the first (last) folded characters to
    the phrases that begin (end) so, longest first. `heads` and `tails` hold what raw lines of these begin and end with.
    `folded_heads` are for lines in Arabic letters. `asked` is what pleas ask for, by tag; `about_time` are the
    words of labels before times and of counts, which may stand beside a time. `bars` are the folded phrases that bars are made of;
    `lengths` maps the first three folded characters to the lengths of the phrases for bars.
    """

    whole: Mapping[str, Phrase]
    counted: Mapping[str, Phrase]
    leading: Mapping[str, tuple[Phrase, ...]]
    ending: Mapping[str, tuple[Phrase, ...]]
    heads: frozenset[str]
    folded_heads: frozenset[str]
    asked: Mapping[str, frozenset[str]]
    about_time: frozenset[str]
    bars: frozenset[str]
    tails: frozenset[str]
    lengths: Mapping[str, tuple[int, ...]]

    def may_start(self, line: str) -> bool:
        """Whether a raw line may begin with a phrase; False is certain."""
        head = line[:HEAD]
        if "\u0600" <= head[:1] <= "\u06ff":  # one letter has several code points
            head = fold_anew(line[: HEAD + 4])[:HEAD]
            if len(head) < HEAD:
                return True
            heads = self.folded_heads
        else:
            heads = self.heads
        return (
            head in heads
            or (head[:4] in heads and not line[4:5].islower())  # whole phrases: labels may be glued, but not to a small letter
            or (head[:3] in heads and not line[3:4].islower())
            or (head[:2] in heads and not line[2:3].islower())
        )

    def may_end(self, line: str) -> bool:
        """Whether a raw line without marks at its end may end with a phrase; False is certain."""
        return line[-4:] in self.tails or line[-3:] in self.tails

    def starts(self, folded: str) -> list[Phrase]:
        """Return the phrases that a folded line begins with, longest first."""
        found: list[Phrase] = []
        for size in (4, 3, 2):
            if group := self.leading.get(folded[:size]):
                found += [phrase for phrase in group if folded.startswith(phrase.folded)]
        return found

    def ends(self, folded: str) -> list[Phrase]:
        """Return the phrases that a folded line ends with, longest first."""
        return [
            phrase
            for size in (4, 3, 2)
            for phrase in self.ending.get(folded[-size:], ())
            if folded.endswith(phrase.folded) and (size == 4 or len(phrase.folded) == size)
        ]


@cache
def load_vocabulary() -> Vocabulary:
    """Read the lists of all languages, once per process. Raises `RuleError` for an unknown kind.

    >>> load_vocabulary().whole[fold_anew("Skip to main content!")].rule
    'en.web_boilerplate.navigation'
    """
    whole: dict[str, Phrase] = {}
    counted: dict[str, Phrase] = {}
    leading: dict[str, dict[tuple[str, bool], Phrase]] = {}
    ending: dict[str, dict[tuple[str, bool], Phrase]] = {}
    asked: dict[str, set[str]] = {}
    about_time: set[str] = set()
    heads: set[str] = set()
    tails: set[str] = set()
    phrases = [(rule, text.replace("{brand}", BRAND_LETTER)) for rule, text in load_phrases(STAGE)]
    for (rule, text), folded in zip(phrases, fold_all([text for _, text in phrases]), strict=True):
        kind = rule.rpartition(".")[2]
        if kind not in KINDS:
            raise RuleError(f"rules/{rule.split('.')[0]}/{STAGE}.txt: unknown kind [{kind}]; known are {', '.join(KINDS)}")
        if kind == "asked":
            asked.setdefault(rule.partition(".")[0], set()).add(folded)
            continue
        if kind in ("time_label", "counted"):
            about_time.update(text.split())
        if len(folded) < 2:
            raise RuleError(f"rules/{rule.split('.')[0]}/{STAGE}.txt: {text!r} has less than two letters")
        phrase = Phrase(folded, kind, rule, text.endswith((":", "：")), " " not in text)
        if kind in _WHOLE:
            if folded not in whole or _trust(kind) < _trust(whole[folded].kind):
                whole[folded] = phrase
        elif kind == "counted":
            counted.setdefault(folded, phrase)
        elif kind in ("ends", "asks_last"):
            ending.setdefault(folded[-4:], {}).setdefault((folded, kind == "ends"), phrase)
            tails.add(text[-8:])
            continue
        else:
            leading.setdefault(folded[:4], {}).setdefault((folded, kind == "asks"), phrase)
        heads.update((text[: HEAD + 4], text.lstrip("¿(【※「0123456789 ")[: HEAD + 4]))
    lengths: dict[str, set[int]] = {}
    bars = [phrase for phrase in (*whole.values(), *counted.values()) if phrase.kind in IN_BARS]
    for phrase in bars:
        lengths.setdefault(phrase.folded[:3], set()).add(len(phrase.folded))
    starting = [*whole.values(), *(phrase for found in leading.values() for phrase in found.values())]
    return Vocabulary(
        whole,
        counted,
        {key: _longest_first(found) for key, found in leading.items()},
        {key: _longest_first(found) for key, found in ending.items()},
        frozenset().union(*({shape[:HEAD] for shape in way} for way in _ways_to_write(heads))),
        frozenset(phrase.folded.partition(BRAND_LETTER)[0][:HEAD] for phrase in starting),
        {tag: frozenset(names | asked["und"]) for tag, names in asked.items()},
        frozenset(fold_all(sorted(about_time))),
        frozenset(phrase.folded for phrase in bars),
        frozenset().union(*({shape[-4:] for shape in way} for way in _ways_to_write(tails))),
        {key: tuple(sorted(found, reverse=True)) for key, found in lengths.items()},
    )


def _trust(kind: str) -> int:
    """Of one phrase under two kinds, in two languages, the more careful kind counts: `section` before `button` before others."""
    return ("section", "home", "button", "brand").index(kind) if kind in ("section", "home", "button", "brand") else 9


def _longest_first(found: Mapping[tuple[str, bool], Phrase]) -> tuple[Phrase, ...]:
    return tuple(sorted(found.values(), key=lambda phrase: (-len(phrase.folded), phrase.folded)))


class _Bare(dict[int, str | None]):
    """A translation table that fills itself: marks go."""

    def __missing__(self, code: int) -> str | None:
        self[code] = kept = None if unicodedata.combining(chr(code)) else chr(code)
        return kept


_BARE = _Bare()


def _ways_to_write(texts: Collection[str]) -> Iterator[list[str]]:
    """Yield the texts as titles, capitals and keyboards without accents write them; many at once, because there are thousands."""
    plain = [text for text in texts if text.isascii()]
    cased = [text for text in texts if not text.isascii() and text.lower() != text.upper()]
    caseless = [text for text in texts if not text.isascii() and text.lower() == text.upper()]
    ways = _cases(plain) | _without_accents(_cases(cased)) | _without_accents({"\n".join(caseless)})
    ways |= {"\n".join(found).replace("i", "İ").upper() for found in (plain, cased)}
    return (way.split("\n") for way in ways)


def _cases(texts: Sequence[str]) -> set[str]:
    joined = "\n".join(texts)
    return {joined, joined.lower(), joined.upper(), joined.title(), "\n".join([t[:1].upper() + t[1:].lower() for t in texts])}


def _without_accents(ways: set[str]) -> set[str]:
    bare = {unicodedata.normalize("NFD", way).translate(_BARE) for way in ways}
    return ways | bare | {way.replace("ı", "i").replace("ё", "е") for way in bare}

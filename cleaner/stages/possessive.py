"""Possessives of names that lost their apostrophe. In: a text and the words of its language. Out: where the apostrophes belong."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MIN_LETTERS = 3
"""Shorter names are initials and abbreviations more often than names."""

_S = re.compile(r"s (?=[^\W_])")
_NOT_IN_NAME = re.compile(r"[^\w]")
_NEXT = re.compile(r"[^\W_]+")
_PREVIOUS = re.compile(r"([^\s]+)\s+\Z")
_WINDOW = 40


@dataclass(frozen=True)
class Names:
    """The words by which a language tells a possessive from a plural; see `rules/en/lost_apostrophe.toml`."""

    verbs: frozenset[str]
    openers: frozenset[str]
    determiners: frozenset[str]
    stop: frozenset[str]
    never: frozenset[str]
    with_article: frozenset[str]
    titles: frozenset[str]
    things: frozenset[str]

    @classmethod
    def of(cls, table: Mapping[str, str]) -> Names:
        names = ("verbs", "openers", "determiners", "stop", "never", "with_article", "titles", "things")
        return cls(*(frozenset(table[name].split()) for name in names))


def possessives(text: str, names: Names) -> Iterator[tuple[int, str, str]]:
    """Yield the place of each lost apostrophe, its kind and the word it belongs in.

    A word is a possessive when every place where it stands can hold one, and the name without s acts somewhere as one person or
    place does (`Merkel said`, without an article), or a title and a first name before it show one person, and a thing
    behind it what the person has (`Chancellor Angela Merkels decision`).
    """
    candidates: dict[str, list[int]] = defaultdict(list)
    for found in _S.finditer(text):
        end = found.start()
        start = max(text.rfind(" ", max(0, end - _WINDOW), end), text.rfind("\n", max(0, end - _WINDOW), end)) + 1
        if not text[start : start + 1].isupper():
            start = _start_of_word(text, start, end)
        if end - start >= MIN_LETTERS and text[start].isupper():
            start = _start_of_word(text, start, end)
            candidates[text[start : end + 1]].append(start)
    for word, places in sorted(candidates.items(), key=lambda item: item[1][0]):
        name = word[:-1]
        if len(name) < MIN_LETTERS or not name[-1].islower() or name[-1] in "sxz" or word in names.never or not name.isalpha():
            continue
        if not name[0].isupper() or not name[1:].islower() and not any(c.islower() for c in name):
            continue
        if text.count(name) > len(places) and _acts(text, name, names):
            kind = "possessive_name"
        elif any(_titled(text, start, len(word), names) for start in places):
            kind = "possessive_titled"
        else:
            continue
        if _every_place_fits(text, word, names):
            for start in places:
                yield start + len(name), kind, word


def _start_of_word(text: str, start: int, end: int) -> int:
    """Return where the word that ends at `end` begins: behind quotation marks, brackets, hyphens."""
    while end > start and (text[end - 1].isalpha()):
        end -= 1
    return end


def _every_place_fits(text: str, word: str, names: Names) -> bool:
    """Whether a noun may follow the word wherever it stands, and nothing before it asks for a plural."""
    for found in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text):
        following = text[found.end() : found.end() + _WINDOW]
        if not following.startswith(" "):
            return False
        after = _NEXT.match(following, 1)
        if after is None or after.group().lower() in names.stop:
            return False
        before = _PREVIOUS.search(text, max(0, found.start() - _WINDOW), found.start())
        if before is not None:
            last = before.group(1)
            if last.lower() in names.determiners and word[:-1] not in names.with_article or last[-1].isdigit():
                return False
    return True


def _acts(text: str, name: str, names: Names) -> bool:
    """Whether the name stands somewhere as the subject of a verb, at the start of its clause or behind another name."""
    escaped = re.escape(name)
    if re.search(rf"\b(?:[Aa]n?|[Aa]nother|[Ee]very|[Ee]ach|[Oo]ne) {escaped}\b", text) or re.search(rf"\b{name.lower()}s?\b", text):
        return False
    for found in re.finditer(rf"(?<![\w-]){escaped}(?: ([a-z]+)|(?=['’]s\b))", text):
        verb = found.group(1)
        if verb is None:
            return True
        if verb not in names.verbs:
            continue
        before = text[max(0, found.start() - _WINDOW) : found.start()]
        last = _PREVIOUS.search(before)
        if name in names.with_article or last is None or before.endswith("\n"):
            return True
        previous = last.group(1)
        if previous[-1] in ".,:;!?”\"'’)—–-" or previous.lower() in names.openers or previous[0].isupper() and previous.lower() != "the":
            return True
    return False


_TITLED = re.compile(r"([A-Z][a-z]+)\.? (?:[A-Z][a-z]+|[A-Z]\.) (?:[A-Z]\. )?\Z")


def _titled(text: str, start: int, length: int, names: Names) -> bool:
    """Whether a title and a first name stand before the word, and a thing that one has behind it."""
    before = _TITLED.search(text, max(0, start - _WINDOW), start)
    after = _NEXT.match(text, start + length + 1)
    return before is not None and before.group(1) in names.titles and after is not None and after.group() in names.things

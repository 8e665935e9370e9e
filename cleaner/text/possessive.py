"""Possessives of names that lost their apostrophe. In: a text, words of its language. Out: where apostrophes belong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cleaner.patterns import compiled

MIN_LETTERS = 3
"""Shorter names are initials and abbreviations more often than names."""

_CANDIDATE = compiled(r"([A-ZÀ-ÖØ-ÞĀ-Ž][a-zß-ɏ]*+) (?<=s )(?=[^\W_])")
_NEXT = compiled(r"[^\W_]+")
_WINDOW = 40
_ONE_OF_MANY = frozenset({"a", "an", "another", "every", "each", "one"})
_CLOSE = (".", ",", ";", ")")
APOSTROPHES = ("'", "\N{RIGHT SINGLE QUOTATION MARK}")


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
    for found in _CANDIDATE.finditer(text):
        start = found.start()
        if not start or not (text[start - 1].isalnum() or text[start - 1] in "_@#"):
            candidates[found.group(1)].append(start)
    for word, places in sorted(candidates.items(), key=lambda item: item[1][0]):
        name = word[:-1]
        if len(name) < MIN_LETTERS or not name[-1].islower() or name[-1] in "sxz" or word in names.never:
            continue
        repeated = text.count(name) > len(places)  # few words are, or have a title: what costs more is asked of these alone
        titled = any(_titled(text, start, len(word), names) for start in places)
        if not (repeated or titled) or not _every_place_fits(text, word, names):
            continue
        if repeated and _acts(text, name, names):
            kind = "possessive_name"
        elif titled:
            kind = "possessive_titled"
        else:
            continue
        for start in places:
            yield start + len(name), kind, word


def _places(text: str, word: str) -> Iterator[int]:
    """Yield where a whole word stands."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (at and text[at - 1].isalnum()) and not text[end : end + 1].isalnum():
            yield at
        at = text.find(word, end)


def _every_place_fits(text: str, word: str, names: Names) -> bool:
    """Whether a noun may follow the word wherever it stands, and nothing before it asks for a plural."""
    for start in _places(text, word):
        end = start + len(word)
        after = _NEXT.match(text, end + 1)
        if text[end : end + 1] != " " or after is None or after.group().lower() in names.stop:
            return False
        last = _word_before(text, start)
        if last and ((last.lower() in names.determiners and word[:-1] not in names.with_article) or last[-1].isdigit()):
            return False
    return True


def _word_before(text: str, start: int) -> str:
    """Return what stands before a place up to white space, with its punctuation; nothing at the start of a line."""
    before = text[max(0, start - _WINDOW) : start]
    words = before.split()
    return words[-1] if words and not before.endswith("\n") else ""


def _acts(text: str, name: str, names: Names) -> bool:
    """Whether the name stands somewhere as one person or place does, and nowhere as a thing of which there are many."""
    small = name.lower()
    if any(True for word in (small, small + "s") for _ in _places(text, word)):
        return False
    acts = False
    for start in _places(text, name):
        previous = _word_before(text, start)
        if previous.lower() in _ONE_OF_MANY:
            return False
        acts = acts or _is_subject(text, start, start + len(name), previous, names)
    return acts


def _is_subject(text: str, start: int, end: int, previous: str, names: Names) -> bool:
    """Whether a verb follows, and before the name a clause begins or stands another name. `Merkel's` will do too."""
    if text[start - 1 : start] == "-":
        return False
    if text[end : end + 1] in APOSTROPHES and text[end + 1 : end + 2] == "s" and not text[end + 2 : end + 3].isalnum():
        return True
    if text[end : end + 1] in _CLOSE and previous.isalpha() and previous[0].isupper() and previous[1:].islower():
        return True  # behind a first name: `by Linda Okafor, who`
    verb = _NEXT.match(text, end + 1)
    if text[end : end + 1] != " " or verb is None or verb.group() not in names.verbs:
        return False
    if not previous or text[start:end] in names.with_article:
        return True
    if not previous[-1].isalnum() or previous.lower() in names.openers:
        return True
    return previous[0].isupper() and previous.lower() != "the"


_TITLED = compiled(r"([A-Z][a-z]+)\.? (?:[A-Z][a-z]+|[A-Z]\.) (?:[A-Z]\. )?\Z")


def _titled(text: str, start: int, length: int, names: Names) -> bool:
    """Whether a title and a first name stand before the word, and a thing that one has behind it."""
    after = _NEXT.match(text, start + length + 1)
    if after is None or after.group() not in names.things:
        return False
    before = _TITLED.search(text, max(0, start - _WINDOW), start)
    return before is not None and before.group(1) in names.titles

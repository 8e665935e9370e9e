"""Marks that tell near languages apart. In: a text and the best answer so far. Out: what its words add, in nats by language.

The lists (`data/marks.txt`) were written for this project: whole words, and beginnings, ends and insides of words. A group of
languages is asked only where one of them is the best answer, so that most texts pay nothing; all of a text counts, not a sample,
since near languages differ in one word of ten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from cleaner.language.words import spelled_words

STRONG = 20.0
"""Nats of a hit, where the line names no others."""

LONGEST_TEXT = 600
"""Characters of a text that are looked at."""


Gain = tuple[tuple[str, float], ...]
"""Languages, and the nats that each gains."""


@dataclass(eq=False)
class Group:
    """Languages that are taken for each other, and the patterns of words that speak for some of them."""

    members: tuple[str, ...]
    whole: dict[str, dict[str, float]] = field(default_factory=dict)
    starts: dict[str, dict[str, float]] = field(default_factory=dict)
    ends: dict[str, dict[str, float]] = field(default_factory=dict)
    insides: dict[str, dict[str, float]] = field(default_factory=dict)

    def add(self, pattern: str, tags: Iterable[str], nats: float) -> None:
        """Take in one pattern; `*` at an end stands for any letters."""
        bare = pattern.strip("*")
        first, last = pattern.startswith("*"), pattern.endswith("*")
        table = self.insides if first and last else self.ends if first else self.starts if last else self.whole
        found = table.setdefault(bare, {})
        for tag in tags:
            found[tag] = max(found.get(tag, 0.0), nats)

    def take(self, other: Group) -> None:
        """Take in all patterns of another group."""
        for mine, others in zip(self.tables, other.tables, strict=True):
            for bare, gains in others.items():
                found = mine.setdefault(bare, {})
                for tag, nats in gains.items():
                    found[tag] = max(found.get(tag, 0.0), nats)

    @property
    def tables(self) -> tuple[dict[str, dict[str, float]], ...]:
        return self.whole, self.starts, self.ends, self.insides


_Patterns = tuple[tuple[str, Gain], ...]


class Finder:
    """Find what words add to the languages of a group: its tables, kept by the letters that a word must begin or end with.

    >>> group = Group(("a", "b"))
    >>> group.add("ab*", ["a"], 3.0), group.add("*c", ["a", "b"], 5.0)
    (None, None)
    >>> Finder(group).gains(["abc", "x", "abc"])
    {'a': 10.0, 'b': 10.0}
    """

    def __init__(self, group: Group) -> None:
        whole, starts, ends, insides = ({bare: tuple(gains.items()) for bare, gains in table.items()} for table in group.tables)
        self._any, self._whole = starts.pop("", ()), whole
        self._starts = _by_key(starts, slice(None, _KEY))
        self._ends = _by_key(ends, slice(-_KEY, None))
        self._insides: _Patterns = tuple(insides.items())

    def gains(self, words: Sequence[str]) -> dict[str, float]:
        """Return what words add to each language: of each word the best pattern counts, not their sum."""
        total = {tag: nats * len(words) for tag, nats in self._any}
        every = " ".join(words)
        insides = [pair for pair in self._insides if pair[0] in every]
        starts, ends, whole = self._starts, self._ends, self._whole
        for word, times in Counter(words).items():
            hits = [whole[word]] if word in whole else []
            if near := starts.get(word[:_KEY]):
                hits += [gain for start, gain in near if word.startswith(start)]
            if near := starts.get(word[:1]):
                hits += [gain for _, gain in near]
            if near := ends.get(word[-_KEY:]):
                hits += [gain for end, gain in near if word.endswith(end)]
            if near := ends.get(word[-1:]):
                hits += [gain for _, gain in near]
            if insides:
                hits += [gain for inside, gain in insides if inside in word]
            if hits:
                self._add(total, hits, times)
        return total

    def _add(self, total: dict[str, float], hits: Sequence[Gain], times: int) -> None:
        """Add what one word says: a language that gains by any word gains no less by this one."""
        found = dict(self._any)
        for gain in hits:
            for tag, nats in gain:
                if nats > found.get(tag, 0.0):
                    found[tag] = nats
        for tag, nats in self._any:
            found[tag] -= nats
        for tag, nats in found.items():
            total[tag] = total.get(tag, 0.0) + nats * times


_KEY = 2
"""Letters that patterns are kept by; shorter ones by their one letter."""


def _by_key(table: Mapping[str, Gain], key: slice) -> dict[str, _Patterns]:
    """Group patterns by their first or last letters."""
    groups: dict[str, list[tuple[str, Gain]]] = {}
    for bare, gain in table.items():
        groups.setdefault(bare[key], []).append((bare, gain))
    return {letters: tuple(patterns) for letters, patterns in groups.items()}


@cache
def load_marks() -> tuple[Group, ...]:
    """Read the marks of the package, once per process."""
    groups: list[Group] = []
    for line in files("cleaner.language").joinpath("data/marks.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            groups.append(Group(tuple(line.strip("[]").split())))
        elif line and not line.startswith("#"):
            head, _, patterns = line.partition(":")
            *tags, last = head.split()
            own = last[0].isdigit()
            nats, tags = (float(last), tags) if own else (STRONG, [*tags, last])
            for pattern in spelled_words(patterns):
                groups[-1].add(pattern, tags, nats)
    return tuple(groups)


@cache
def load_groups() -> Mapping[str, tuple[Group, ...]]:
    """Return, for each language that has near ones, the groups that it is in."""
    groups = load_marks()
    return {tag: tuple(group for group in groups if tag in group.members) for each in groups for tag in each.members}


@cache
def _finder(best: str) -> Finder:
    """Return what finds the marks of all groups of a language."""
    together = Group(())
    for group in load_groups().get(best, ()):
        together.take(group)
    return Finder(together)


def mark_gains(text: str, best: str) -> Mapping[str, float]:
    """Return what the words of a text add to the languages that are near the best one.

    >>> gains = mark_gains("Posle svega, vreme je za reč.", "hr")
    >>> max(gains, key=gains.get)
    'sr-Latn'
    """
    return _finder(best).gains(spelled_words(text[:LONGEST_TEXT]))

"""Marks that tell near languages apart. In: a text and the best answer so far. Out: what its words add, in nats by language.

The lists (`data/marks.txt`) were written for this project: whole words, and beginnings, ends and insides of words. A group of
languages is asked only where one of them is the best answer, so that most texts pay nothing; all of a text counts, not a sample,
since near languages differ in one word of ten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
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


class Finder:
    """Find what words add to the languages of a group: its tables, and in which lengths patterns come.

    >>> group = Group(("a", "b"))
    >>> group.add("ab*", ["a"], 3.0), group.add("*c", ["a", "b"], 5.0)
    (None, None)
    >>> Finder(group).gain("abc"), Finder(group).gain("x")
    ((('a', 5.0), ('b', 5.0)), ())
    """

    def __init__(self, group: Group) -> None:
        self._whole, self._starts, self._ends, insides = group.tables
        self._any = tuple(self._starts.pop("", {}).items())
        self._start_lengths = sorted({len(start) for start in self._starts})
        self._end_lengths = sorted({len(end) for end in self._ends})
        self._insides = tuple(insides.items())

    def gain(self, word: str) -> Gain:
        """Return what one word adds to each language: its best pattern counts, not their sum."""
        hits = [self._whole[word]] if word in self._whole else []
        starts, ends = self._starts, self._ends
        for length in self._start_lengths:
            if (start := word[:length]) in starts:
                hits.append(starts[start])
        for length in self._end_lengths:
            if (end := word[-length:]) in ends:
                hits.append(ends[end])
        hits += [gains for inside, gains in self._insides if inside in word]
        if not hits:
            return self._any
        found = dict(self._any)
        for gains in hits:
            for tag, nats in gains.items():
                if nats > found.get(tag, 0.0):
                    found[tag] = nats
        return tuple(found.items())


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
def _finder(best: str) -> Callable[[str], Gain]:
    """Return a function for all groups of a language; it keeps the words that it met last."""
    together = Group(())
    for group in load_groups().get(best, ()):
        together.take(group)
    return lru_cache(1 << 13)(Finder(together).gain)


def mark_gains(text: str, best: str) -> Mapping[str, float]:
    """Return what the words of a text add to the languages that are near the best one.

    >>> gains = mark_gains("Posle svega, vreme je za reč.", "hr")
    >>> max(gains, key=gains.get)
    'sr-Latn'
    """
    gains: dict[str, float] = {}
    gain = _finder(best)
    for word in spelled_words(text[:LONGEST_TEXT]):
        for tag, nats in gain(word):
            gains[tag] = gains.get(tag, 0.0) + nats
    return gains

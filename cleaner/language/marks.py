"""Marks that tell near languages apart. In: a text and the best answer so far. Out: what its words add, in nats by language.

The lists (`data/marks.txt`) were written for this project: whole words, and beginnings, ends and insides of words. A group of
languages is asked only where one of them is the best answer, so that most texts pay nothing; all of a text counts, not a sample,
since near languages differ in one word of ten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from cleaner.language.words import words_of

STRONG = 20.0
"""Nats of a hit, where the line names no others."""

LONGEST_TEXT = 600
"""Characters of a text that are looked at."""


@dataclass(eq=False)
class Group:
    """Languages that are taken for each other, and the patterns of words that speak for some of them."""

    members: tuple[str, ...]
    whole: dict[bytes, dict[str, float]] = field(default_factory=dict)
    starts: dict[bytes, dict[str, float]] = field(default_factory=dict)
    ends: dict[bytes, dict[str, float]] = field(default_factory=dict)
    insides: dict[bytes, dict[str, float]] = field(default_factory=dict)
    start_lengths: tuple[int, ...] = ()
    end_lengths: tuple[int, ...] = ()

    def add(self, pattern: bytes, tags: Iterable[str], nats: float) -> None:
        """Take in one pattern; `*` at an end stands for any letters."""
        bare = pattern.strip(b"*")
        first, last = pattern.startswith(b"*"), pattern.endswith(b"*")
        table = self.insides if first and last else self.ends if first else self.starts if last else self.whole
        found = table.setdefault(bare, {})
        for tag in tags:
            found[tag] = max(found.get(tag, 0.0), nats)

    def seal(self) -> None:
        """Note which lengths patterns have, once all are there."""
        self.start_lengths = tuple(sorted({len(start) for start in self.starts}))
        self.end_lengths = tuple(sorted({len(end) for end in self.ends}))

    def gain(self, word: bytes) -> dict[str, float]:
        """Return what one word adds to each language: its best pattern counts, not their sum."""
        hits = [self.whole[word]] if word in self.whole else []
        for length in self.start_lengths:
            if word[:length] in self.starts:
                hits.append(self.starts[word[:length]])
        for length in self.end_lengths:
            if word[-length:] in self.ends:
                hits.append(self.ends[word[-length:]])
        for inside, gains in self.insides.items():
            if inside in word:
                hits.append(gains)
        if len(hits) < 2:
            return hits[0] if hits else {}
        found = dict(hits[0])
        for gains in hits[1:]:
            for tag, nats in gains.items():
                found[tag] = max(found.get(tag, 0.0), nats)
        return found


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
            for pattern in words_of(patterns):
                groups[-1].add(pattern, tags, nats)
    for group in groups:
        group.seal()
    return tuple(groups)


@cache
def load_groups() -> Mapping[str, tuple[Group, ...]]:
    """Return, for each language that has near ones, the groups that it is in."""
    groups = load_marks()
    return {tag: tuple(group for group in groups if tag in group.members) for each in groups for tag in each.members}


@lru_cache(1 << 14)
def _gain(best: str, word: bytes) -> tuple[tuple[str, float], ...]:
    """Return what one word adds to each language near the best one."""
    found: dict[str, float] = {}
    for group in load_groups().get(best, ()):
        for tag, nats in group.gain(word).items():
            found[tag] = max(found.get(tag, 0.0), nats)
    return tuple(found.items())


def mark_gains(text: str, best: str) -> Mapping[str, float]:
    """Return what the words of a text add to the languages that are near the best one.

    >>> gains = mark_gains("Posle svega, vreme je za reč.", "hr")
    >>> max(gains, key=gains.get)
    'sr-Latn'
    """
    gains: dict[str, float] = {}
    for word in words_of(text[:LONGEST_TEXT]):
        for tag, nats in _gain(best, word):
            gains[tag] = gains.get(tag, 0.0) + nats
    return gains

"""Finds the marks of near languages in words. In: a group of languages with its patterns. Out: what words add to each of them.

A pattern is a whole word, or the beginning, end or inside of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from cleaner.language.automaton import Array
from cleaner.patterns import compiled

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
        if nats * _STEPS % 1:
            raise ValueError(f"marks: {pattern!r}: {nats} nats are not whole tenths")
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

_KEY = 2
"""Letters that patterns are kept by; shorter ones by their one letter."""

_STEPS = 10
"""Nats are whole tenths; `_BYTES` hold the sum of all words of a text."""

_BYTES = 4

_MOST_WORDS = 1 << 13
"""Words that a finder remembers: those that are frequent are told once."""


class Finder:
    """Find what words add to the languages of a group: its tables, kept by the letters that a word must hold.

    What a word adds is one whole number, in which every language of `tags` has its own bits. So the words of a text are summed up
    without a loop over languages, and each word is looked at once.

    >>> group = Group(("a", "b"))
    >>> group.add("ab*", ["a"], 3.0), group.add("*c", ["a", "b"], 5.0)
    (None, None)
    >>> finder = Finder(group)
    >>> finder.tags, finder.gains([["abc", "x", "abc"], []]).tolist()
    (('a', 'b'), [[10.0, 10.0], [0.0, 0.0]])
    """

    def __init__(self, group: Group) -> None:
        self.tags = tuple(dict.fromkeys(tag for table in group.tables for gains in table.values() for tag in gains))
        whole, starts, ends, insides = ({bare: tuple(gains.items()) for bare, gains in table.items()} for table in group.tables)
        self._whole = whole
        self._starts = starts
        self._start_lengths = {letters: {len(start) for start, _ in own} for letters, own in _by_key(starts, slice(None, _KEY)).items()}
        self._ends = _by_key(ends, slice(-_KEY, None))
        self._first = {letter: gain for letter, gain in starts.items() if len(letter) < _KEY}
        self._last = {letter: gain for letter, gain in ends.items() if len(letter) < _KEY}
        self._insides = _by_key({bare: gain for bare, gain in insides.items() if len(bare) >= _KEY}, slice(None, _KEY))
        self._letters = tuple((letter, gain) for letter, gain in insides.items() if len(letter) == 1)
        self._always = [gain for bare, gain in insides.items() if not bare]
        self._find_inside = compiled(_one_of(sorted(filter(None, insides)))).search if any(insides) else None
        self._remembered = lru_cache(_MOST_WORDS)(self._gain)
        self._together = lru_cache(_MOST_WORDS)(self._best)

    def gains(self, texts: Sequence[Sequence[str]]) -> Array:
        """Return what the words of texts add, a row a text, a column each of `tags`: of a word the best pattern counts, not their sum."""
        width = _BYTES * len(self.tags)
        sums = b"".join([sum(map(self._remembered, words)).to_bytes(width, "little") for words in texts])
        gains: Array = np.frombuffer(sums, f"<u{_BYTES}").reshape(len(texts), len(self.tags)) / _STEPS
        return gains

    def _gain(self, word: str) -> int:
        """Return what one word adds."""
        hits = [*self._always]
        if word in self._whole:
            hits.append(self._whole[word])
        for length in self._start_lengths.get(word[:_KEY], ()):  # many begin alike: few lengths, not each pattern
            if word[:length] in self._starts:
                hits.append(self._starts[word[:length]])
        for end, gain in self._ends.get(word[-_KEY:], ()):
            if word.endswith(end):
                hits.append(gain)
        if self._first and word[0] in self._first:
            hits.append(self._first[word[0]])
        if self._last and word[-1] in self._last:
            hits.append(self._last[word[-1]])
        if self._find_inside and (found := self._find_inside(word)):  # most words hold none: one pattern tells it sooner than each pair
            for i in range(found.start(), len(word) - 1):
                for inside, gain in self._insides.get(word[i : i + _KEY], ()):
                    if inside in word:
                        hits.append(gain)
            for letter, gain in self._letters:
                if letter in word:
                    hits.append(gain)
        return self._together(*hits) if hits else 0

    def _best(self, *hits: Gain) -> int:
        """Return the most that each language gains, each in its own bits."""
        found: dict[str, float] = {}
        for gain in hits:
            for tag, nats in gain:
                if nats > found.get(tag, 0.0):
                    found[tag] = nats
        return sum(round(found[tag] * _STEPS) << 8 * _BYTES * place for place, tag in enumerate(self.tags) if tag in found)


def _by_key(table: Mapping[str, Gain], key: slice) -> dict[str, _Patterns]:
    """Group patterns by their first or last letters."""
    groups: dict[str, list[tuple[str, Gain]]] = {}
    for bare, gain in table.items():
        groups.setdefault(bare[key], []).append((bare, gain))
    return {letters: tuple(patterns) for letters, patterns in groups.items()}


def _one_of(texts: Sequence[str]) -> str:
    """Return a pattern that finds one of some texts: those that begin alike share their beginning, so that few are tried at each place.

    >>> _one_of(["abc", "abd", "b", "bc"])
    '(?:ab(?:c|d)|b)'
    """
    rests: dict[str, list[str]] = {}
    for text in texts:
        rests.setdefault(text[0], []).append(text[1:])
    parts = [re.escape(letter) + ("" if "" in own else _one_of(own)) for letter, own in rests.items()]
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"

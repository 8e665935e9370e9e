"""Questions about many places of a text at once: which characters stand there, and whether one of many words does.

In: the code points of a text and places in it, as arrays. Out: an answer for each place, for a few nanoseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from cleaner.text.scripts import code_points

Points = np.ndarray[Any, np.dtype[np.uint32]]
Places = np.ndarray[Any, np.dtype[np.int64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]

_ROOM = 256
"""So many times as many rows as words has a table: one place in so many is taken for one of the words by mistake."""
_MOST_BITS = 22
_MIX = np.uint32(2_654_435_761)
"""Knuth's multiplicative hash: the golden ratio of 32 bits."""


def parts_of(texts: Sequence[str], most: int) -> Iterator[tuple[int, int]]:
    """Yield first and last place, behind the end, of texts to be looked at together: of no more characters than `most`, but where
    one alone is longer.

    >>> list(parts_of(["abc", "d", "efgh", "i"], 4))
    [(0, 2), (2, 3), (3, 4)]
    """
    first = size = 0
    for i, text in enumerate(texts):
        if size and size + len(text) > most:
            yield first, i
            first, size = i, 0
        size += len(text)
    if texts:
        yield first, len(texts)


class Characters:
    """A class of characters, asked of many at once: a table over all code points that fills itself."""

    def __init__(self, holds: Callable[[str], bool]) -> None:
        self._holds = holds
        self._known = np.zeros(0x110000, np.uint8)

    def has(self, points: Points) -> Mask:
        """Whether each of the characters is in the class."""
        known = self._known[points]
        if not known.all():
            for code in set(points[known == 0].tolist()):
                self._known[code] = 1 + self._holds(chr(code))
            known = self._known[points]
        held: Mask = known == 2
        return held


class Runs:
    """Runs of so many characters, looked for at many places at once. False is certain."""

    def __init__(self, size: int, runs: Iterable[str]) -> None:
        runs = [run for run in runs if len(run) == size]
        bits = min(_MOST_BITS, (_ROOM * (len(runs) + 1)).bit_length())
        self._size, self._shift = size, np.uint32(32 - bits)
        self._table = np.zeros(1 << bits, bool)
        points = code_points("".join(runs))
        self._table[(self._keys(points, np.arange(0, len(points), size)) * _MIX) >> self._shift] = True

    def at(self, points: Points, places: Places) -> Mask:
        """Whether one of the runs stands at each of the places."""
        return self.of(self._keys(points, places))

    def of(self, keys: Points) -> Mask:
        """Do the same for places of which the keys are known: the sums of their characters."""
        held: Mask = self._table[(keys * _MIX) >> self._shift]
        return held

    def _keys(self, points: Points, places: Places) -> Points:
        keys = points[places]
        for place in range(1, self._size):
            keys = keys * _MIX + points[places + place]
        return keys


class RunsOfSizes:
    """Runs of several sizes, looked for at the same places: where they begin, with a step of -1 where they end. False is certain."""

    def __init__(self, sizes: Collection[int], runs: Iterable[str], step: int) -> None:
        runs = list(runs)
        self._step = step
        self._runs = {size: Runs(size, [run[::step] for run in runs if len(run) == size]) for size in sizes}

    def at(self, points: Points, places: Places) -> dict[int, Mask]:
        """Map each size to whether one of its runs stands at each of the places; each character is looked at once for all sizes."""
        keys, found = points[places], {}
        for size in range(2, max(self._runs) + 1):
            keys = keys * _MIX + points[places + self._step * (size - 1)]
            if size in self._runs:
                found[size] = self._runs[size].of(keys)
        return found


def skipped(points: Points, places: Places, characters: Characters, step: int) -> Places:
    """Return the places behind what stands there of a class of characters, before it with a step of -1; it holds no line break."""
    places = places.copy()
    moving = np.flatnonzero(characters.has(points[places]))
    while moving.size:
        places[moving] += step
        moving = moving[characters.has(points[places[moving]])]
    return places

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
    """Runs of characters of several sizes, looked for at many places at once: where they begin, with a step of -1 where they end."""

    def __init__(self, sizes: Collection[int], runs: Iterable[str], step: int) -> None:
        points, starts, lengths = laid_out(runs)
        firsts = starts if step > 0 else starts + lengths - 1
        self._step = step
        self._tables = {size: _table(points, firsts[lengths == size], step, size) for size in sizes}

    def at(self, points: Points, places: Places) -> dict[int, Mask]:
        """Map each size to whether one of its runs stands at each of the places; False is certain."""
        found: dict[int, Mask] = {}
        for size, keys in enumerate(_keys(points, places, self._step, max(self._tables)), 1):
            if size in self._tables:
                table, shift = self._tables[size]
                found[size] = table[keys >> shift]
        return found


def laid_out(words: Iterable[str]) -> tuple[Points, Places, Places]:
    """Return the code points of words, one word behind the other, where each starts, and how long it is.

    >>> [found.tolist() for found in laid_out(["ab", "", "c"])]
    [[97, 98, 99], [0, 2, 2], [2, 0, 1]]
    """
    words = list(words)
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    return code_points("".join(words)), np.cumsum(lengths) - lengths, lengths


def _table(points: Points, places: Places, step: int, size: int) -> tuple[Mask, np.uint32]:
    """Return a table of the keys of runs at places, and by how many bits a key is too long for it."""
    bits = min(_MOST_BITS, (_ROOM * (len(places) + 1)).bit_length())
    shift, table = np.uint32(32 - bits), np.zeros(1 << bits, bool)
    *_, keys = _keys(points, places, step, size)
    table[keys >> shift] = True
    return table, shift


def _keys(points: Points, places: Places, step: int, size: int) -> Iterator[Points]:
    """Yield keys of the runs of 1, 2, ... characters at places: each character is looked at once for all sizes."""
    keys = points[places]
    yield keys * _MIX
    for place in range(1, size):
        keys = keys * _MIX + points[places + step * place]
        yield keys * _MIX


def counted(points: Points, starts: Places, sizes: Places, characters: Characters) -> Places:
    """Return how many characters of a class each of some runs of characters holds; runs of `sizes` from `starts` on.

    >>> counted(code_points("1 and 22, none"), np.array([0, 6, 10]), np.array([5, 3, 4]), Characters(str.isdecimal)).tolist()
    [1, 2, 0]
    """
    ends = sizes.cumsum()
    places = np.repeat(starts - ends + sizes, sizes)
    places += np.arange(len(places))
    held = np.flatnonzero(characters.has(points[places]))
    counts: Places = np.diff(held.searchsorted(ends), prepend=0)
    return counts


def skipped(points: Points, places: Places, characters: Characters, step: int) -> Places:
    """Return the places behind what stands there of a class of characters, before it with a step of -1; it holds no line break."""
    places = places.copy()
    moving = np.flatnonzero(characters.has(points[places]))
    while moving.size:
        places[moving] += step
        moving = moving[characters.has(points[places[moving]])]
    return places

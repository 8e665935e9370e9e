"""The lines of many documents as arrays: what the features of `line_noise` are computed from.

In: the lines of documents, blank ones left out. Out: their code points in one run with the class of each, where each line starts and ends,
how long it is, and whether it ends a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.noise import characters as c
from cleaner.noise.surroundings import Pages, pages_of

LONG_WITH_STOP = 80
"""From this length on a line that ends a sentence is taken for body text where places and overlaps are measured."""
LONG = 160
"""From this length on a line is taken for body text whatever its end."""
WIDE_WEIGHT = 1.8
"""A wide character says as much as this many letters of an alphabet."""

_BEHIND = np.zeros(c.CLASSES, bool)
_BEHIND[[c.QUOTE, c.CLOSING, c.SPACE]] = True  # what may stand behind the end of a sentence: «Elle a pleuré ?\N{NO-BREAK SPACE}»


class Lines(NamedTuple):
    """All lines of a batch one after the other, with what the columns are computed from."""

    pages: Pages
    points: NDArray[np.int32]
    classes: NDArray[np.uint8]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    counts: NDArray[np.int64]
    weights: NDArray[np.float64]
    stop: NDArray[np.bool_]
    long: NDArray[np.bool_]

    def of(self, pages: NDArray[np.bool_]) -> Lines:
        """Return the lines of some documents.

        >>> read_lines([["One."], ["Two.", "Three."]]).of(np.array([False, True])).ends.tolist()
        [4, 11]
        """
        rows = self.pages.spread(pages)
        sizes = self.ends - self.starts + 1
        characters = np.repeat(rows, sizes)
        ends = np.cumsum(sizes[rows]) - 1
        starts = ends + 1 - sizes[rows]
        lines = (self.counts[rows], self.weights[rows], self.stop[rows], self.long[rows])
        return Lines(pages_of(self.pages.sizes[pages]), self.points[characters], self.classes[characters], starts, ends, *lines)


def read_lines(documents: Sequence[Sequence[str]]) -> Lines:
    """Return the lines of documents with their lengths, classes of characters and ends; every document needs a line."""
    texts = [line.strip() for document in documents for line in document]
    points = c.code_points("\n".join(texts) + "\n")
    classes = c.class_table().take(points)
    ends = np.flatnonzero(points == 10)
    if len(ends) != len(texts):
        raise ValueError("a line must not hold a line feed")
    starts = np.concatenate(([0], ends[:-1] + 1))
    cells = np.repeat(np.arange(len(ends)) * c.CLASSES, ends - starts + 1)
    cells += classes
    counts = np.bincount(cells, minlength=len(ends) * c.CLASSES).reshape(-1, c.CLASSES)
    weights = (ends - starts) + (WIDE_WEIGHT - 1) * counts[:, c.WIDE]
    last = ends - 1
    for _ in range(3):
        kind = classes[np.maximum(last, starts)]
        last = np.where((last > starts) & _BEHIND[kind], last - 1, last)
    last = np.maximum(last, starts)
    stop = (classes[last] == c.STOP) & (ends > starts)
    before = points[np.maximum(last - 1, starts)]
    stop |= (points[last] == ord(";")) & (before >= 0x370) & (before < 0x400)  # the Greek question mark
    long = (weights >= LONG) | (stop & (weights >= LONG_WITH_STOP))
    return Lines(pages_of([len(document) for document in documents]), points, classes, starts, ends, counts, weights, stop, long)

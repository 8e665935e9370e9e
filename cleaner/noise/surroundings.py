"""Lines and their neighbours: numbers of one line looked at from others of the same document, for a whole batch at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


class Pages(NamedTuple):
    """Where documents lie in the run of all lines: `first` line and `sizes` of each, and the `number` of the document of
    each line."""

    first: Places
    sizes: Places
    number: Places

    def total(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return the sum over each document."""
        return np.add.reduceat(values.astype(np.float64), self.first)

    def spread(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return one value per document as one value per line."""
        spread: NDArray[Any] = values[self.number]
        return spread

    def before(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return for each line the sum over the lines above it."""
        sums = np.concatenate(([0.0], np.cumsum(values.astype(np.float64))))
        above: NDArray[Any] = sums[:-1] - self.spread(sums[self.first])
        return above


def pages_of(sizes: Sequence[int] | Places) -> Pages:
    """Lay documents of these numbers of lines one after the other.

    >>> pages_of([2, 3]).number.tolist()
    [0, 0, 1, 1, 1]
    """
    counts = np.asarray(sizes, np.int64)
    first = np.concatenate(([0], np.cumsum(counts)[:-1]))
    return Pages(first, counts, np.repeat(np.arange(len(counts)), counts))


def shifted(pages: Pages, values: NDArray[Any], step: int, missing: float = -1.0) -> Numbers:
    """Return the value `step` lines further down (up where negative); `missing` beyond the document.

    >>> shifted(pages_of([2, 1]), np.array([1.0, 2.0, 3.0]), 1).tolist()
    [2.0, -1.0, -1.0]
    """
    found = np.full(len(values), missing)
    if step > 0:
        here, there = slice(None, -step), slice(step, None)
    else:
        here, there = slice(-step, None), slice(None, step)
    np.copyto(found[here], values[there], where=pages.number[here] == pages.number[there])
    return found


def window_mean(pages: Pages, values: NDArray[Any], reach: int) -> Numbers:
    """Return the mean over the lines from `reach` above to `reach` below, without the line itself.

    >>> window_mean(pages_of([3]), np.array([1.0, 2.0, 3.0]), 1).tolist()
    [2.0, 2.0, 2.0]
    """
    sums = np.concatenate(([0.0], np.cumsum(values.astype(np.float64))))
    places = np.arange(len(values))
    first = pages.spread(pages.first)
    last = first + pages.spread(pages.sizes)
    low = np.maximum(places - reach, first)
    high = np.minimum(places + reach + 1, last)
    mean: Numbers = (sums[high] - sums[low] - values) / np.maximum(high - low - 1, 1)
    return mean


_EQUAL = 1e-6
"""Sums this near to each other are the same sum: what they are rounded by depends on the documents before."""


def segment(pages: Pages, values: Numbers) -> tuple[Places, Places]:
    """Return for each line the first and last line, counted in its document, of the unbroken run with the greatest sum.

    Kadane's search, on running sums of all documents at once.

    >>> low, high = segment(pages_of([5]), np.array([-1.0, 3.0, -1.0, 3.0, -1.0]))
    >>> (int(low[0]), int(high[0]))
    (1, 3)
    """
    running = np.cumsum(values)
    before = np.concatenate(([0.0], running[:-1]))
    # the sum falls from one document to the next by more than it can rise in the two, so that no segment reaches over
    rise = pages.total(np.abs(values)) + 1
    fall = pages.spread(np.cumsum(rise) + np.cumsum(np.concatenate(([0.0], rise[:-1]))))
    lowest = np.minimum.accumulate(before - fall)
    gain = running - fall - lowest
    best = np.maximum.reduceat(gain, pages.first)
    places = np.arange(len(values))
    reached = np.where(gain >= pages.spread(best) - _EQUAL, places, len(values))
    high = np.minimum.reduceat(reached, pages.first)
    is_lowest = np.where(before - fall <= lowest + _EQUAL, places, -1)
    start = np.maximum.accumulate(is_lowest)
    low = start[high]
    return pages.spread(low - pages.first), pages.spread(high - pages.first)

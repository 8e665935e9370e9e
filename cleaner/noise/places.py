"""Where a line stands: in its document, between its neighbours, and in the run of lines that is most likely the body.

In: lines. Out: columns of features by name.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.noise import characters as c
from cleaner.noise.lines import Lines
from cleaner.noise.surroundings import Pages, segment, shifted, window_mean

PENALTIES = (0.15, 0.5, 1.5)
"""What a short line costs in the search for the best segment, in units of a line of 100 characters."""


def place_features(lines: Lines) -> dict[str, NDArray[Any]]:
    """Return the columns that come from places and neighbours."""
    pages, long, weights = lines.pages, lines.long, lines.weights
    size = np.log1p(weights)
    index = np.arange(len(weights)) - pages.spread(pages.first)
    page_size = pages.spread(pages.sizes)
    page_long = pages.spread(pages.total(long))
    page_weight = pages.spread(np.maximum(pages.total(weights), 1))
    columns: dict[str, NDArray[Any]] = {
        "from_top": np.minimum(index, 200),
        "from_end": np.minimum(page_size - 1 - index, 200),
        "place": index / np.maximum(page_size - 1, 1),
        "page_lines": np.log1p(page_size),
        "page_long": np.log1p(page_long),
        "page_long_share": pages.spread(pages.total(weights * long)) / page_weight,
        "page_mean_long": np.log1p(pages.spread(pages.total(weights * long)) / np.maximum(page_long, 1)),
        "weight_share": weights / page_weight,
    }
    value = np.minimum(weights, 500) / 100
    for name, penalty in zip(("easy", "middle", "hard"), PENALTIES, strict=True):
        low, high = segment(pages, np.where(long, value, -penalty))
        columns[f"segment_{name}"] = np.clip(np.maximum(low - index, index - high), -20, 60)
    before, after = _distance(pages, long)
    columns |= {"long_before": before, "long_after": after}
    for name, step in (("previous", -1), ("next", 1), ("previous_2", -2), ("next_2", 2)):
        columns[f"length_{name}"] = shifted(pages, size, step)
        columns[f"sentence_end_{name}"] = shifted(pages, lines.stop.astype(float), step)
    columns |= {
        "capitals_previous": shifted(pages, lines.counts[:, c.UPPER] / np.maximum(lines.ends - lines.starts, 1), -1),
        "capitals_next": shifted(pages, lines.counts[:, c.UPPER] / np.maximum(lines.ends - lines.starts, 1), 1),
        "length_around": window_mean(pages, size, 3),
        "sentence_ends_around": window_mean(pages, lines.stop.astype(float), 3),
        "long_around": window_mean(pages, long.astype(float), 3),
        "long_around_far": window_mean(pages, long.astype(float), 10),
        "long_above": pages.before(long) / np.maximum(page_long, 1),
    }
    return columns


def _distance(pages: Pages, long: NDArray[np.bool_]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return how many lines up and down the next long line stands, at most 30."""
    total = len(long)
    places = np.arange(total)
    first = pages.spread(pages.first)
    last = first + pages.spread(pages.sizes) - 1
    above = np.maximum.accumulate(np.where(long, places, -1))
    above = np.concatenate(([-1], above[:-1]))
    below = np.minimum.accumulate(np.where(long, places, total)[::-1])[::-1]
    below = np.concatenate((below[1:], [total]))
    up = np.where(above >= first, places - above, 30)
    down = np.where(below <= last, below - places, 30)
    return np.minimum(up, 30), np.minimum(down, 30)


def judged_features(lines: Lines, judged: NDArray[np.bool_]) -> dict[str, NDArray[Any]]:
    """Return the columns that follow where another tool has judged the lines."""
    pages, flags = lines.pages, judged.astype(float)
    low, high = segment(pages, np.where(judged, np.minimum(lines.weights, 500) / 100 + 0.2, -0.5))
    index = np.arange(len(flags)) - pages.spread(pages.first)
    return {
        "kept_elsewhere": flags,
        "kept_previous": shifted(pages, flags, -1),
        "kept_next": shifted(pages, flags, 1),
        "kept_around": window_mean(pages, flags, 3),
        "kept_segment": np.clip(np.maximum(low - index, index - high), -20, 60),
        "kept_share": pages.spread(pages.total(flags * lines.weights) / np.maximum(pages.total(lines.weights * lines.long), 1)),
    }

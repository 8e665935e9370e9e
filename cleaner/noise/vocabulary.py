"""What the words of a line say: hints, function words, what it shares with the other lines of its document.

In: lines. Out: columns of features by name.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.noise import characters as c
from cleaner.noise.lines import Lines
from cleaner.noise.surroundings import window_mean
from cleaner.noise.widget_words import widget_weights
from cleaner.noise.words import Words, count_hints, find_words, pair_numbers

_BUCKETS = 4096
_SPREAD = 20
"""As many of the most spread short words of a document are taken for function words."""


def word_features(lines: Lines) -> dict[str, NDArray[Any]]:
    """Return the columns that come from words."""
    words = find_words(lines.points, lines.classes)
    total = len(lines.starts)
    line_of = np.searchsorted(lines.ends, words.starts)
    per_line = np.bincount(line_of, minlength=total)
    count = np.maximum(per_line, 1)
    columns: dict[str, NDArray[Any]] = {
        "words": np.log1p(per_line),
        "word_length": np.bincount(line_of, words.lengths, total) / count,
        "capital_words": np.bincount(line_of, words.capital, total) / count,
    }
    pairs = pair_numbers(words.numbers)
    page = lines.pages.number[line_of]
    pairs[:-1][page[1:] != page[:-1]] = 0  # what another document begins with says nothing
    columns |= hint_columns(words.numbers, pairs, line_of, total)
    columns |= _vocabulary(lines, words, line_of, count)
    columns |= _twins(lines, words, line_of, per_line)
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(words.numbers)))
    ends = np.cumsum(per_line)
    whole = sums[ends] - sums[ends - per_line] + (lines.weights * 10).astype(np.uint64)
    columns["copies"] = alike(lines, whole)
    return columns


def hint_columns(
    numbers: NDArray[np.uint64], pairs: NDArray[np.uint64], line_of: NDArray[np.int64], lines: int
) -> dict[str, NDArray[np.int64]]:
    """Return how many words and pairs of words of each list the lines hold, at most three."""
    singles, doubles = count_hints(numbers, line_of, lines), count_hints(pairs, line_of, lines)
    return {f"{name}_word": np.minimum(singles[name] + doubles[name], 3) for name in singles}


def _vocabulary(lines: Lines, words: Words, line_of: NDArray[np.int64], count: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Return the share of function words in each line and the share of its longer words that other long lines have too."""
    total = len(lines.starts)
    pages = lines.pages
    bucket = (words.numbers >> np.uint64(52)).astype(np.int64)  # twelve bits: _BUCKETS
    wide = lines.classes[words.starts] == c.WIDE
    short = (words.lengths <= 4) & (lines.classes[words.starts] != c.DIGIT)
    from_long = lines.long[line_of]
    is_function, shared = np.zeros(len(bucket), bool), np.zeros(len(bucket), bool)
    word_page = np.searchsorted(line_of, np.append(pages.first, total))
    for page, first in enumerate(pages.first):
        here = slice(word_page[page], word_page[page + 1])
        numbers, own, brief = bucket[here], from_long[here], short[here]
        pairs = (line_of[here][own] - first) * _BUCKETS + numbers[own]
        seen = np.sort(pairs)
        seen = seen[np.concatenate(([True], seen[1:] != seen[:-1]))] if len(seen) else seen
        spread = np.bincount(seen & (_BUCKETS - 1), minlength=_BUCKETS)
        of_short = np.zeros(_BUCKETS, np.int64)
        of_short[numbers[own & brief]] = spread[numbers[own & brief]]
        at_least = np.cumsum(np.bincount(of_short)[::-1])  # how many buckets have the greatest spread, the next one or more, ...
        least = max(2, len(at_least) - 1 - int(np.searchsorted(at_least, _SPREAD)))
        is_function[here] = (of_short[numbers] >= least) & brief
        shared[here] = spread[numbers] > own
    plain = ~is_function & ~wide
    function = np.bincount(line_of[is_function], minlength=total) / count
    overlap = np.bincount(line_of[shared & plain], minlength=total) / np.maximum(np.bincount(line_of[plain], minlength=total), 1)
    weights = widget_weights(words.numbers)
    own = np.where(shared | is_function, 0, weights)
    return {
        "function_words": function,
        "overlap": overlap,
        "widget_words": np.bincount(line_of, weights, total) / count,
        "widget_own": np.bincount(line_of, own, total) / count,
        "widget_most": _most(own, line_of, total),
    }


def _most(values: NDArray[Any], line_of: NDArray[np.int64], total: int) -> NDArray[Any]:
    """Return the greatest value of the words of each line; words stand in the order of lines."""
    most = np.zeros(total)
    if len(values):
        first = np.flatnonzero(np.diff(line_of, prepend=-1))
        most[line_of[first]] = np.maximum.reduceat(values, first)
    return most


_MIX = np.uint64(0xC2B2AE3D27D4EB4F)
"""Tells documents apart in keys; not a multiple of the factor that numbers of words are made with."""


def alike(lines: Lines, key: NDArray[np.uint64]) -> NDArray[Any]:
    """Return how many lines of the same document have the same key, at most nine."""
    mixed = key + lines.pages.number.astype(np.uint64) * _MIX
    _, inverse, copies = np.unique(mixed, return_inverse=True, return_counts=True)
    return np.minimum(copies[inverse], 9)


def _twins(lines: Lines, words: Words, line_of: NDArray[np.int64], per_line: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Return how many lines of the document begin with the same two words, and end with them; numbers are all alike."""
    total = len(per_line)
    digits = lines.classes[words.starts] == c.DIGIT
    none = np.zeros(1, np.uint64)  # for lines without a word
    numbers = np.concatenate((np.where(digits, np.uint64(7), words.numbers), none))
    pairs = pair_numbers(numbers)
    first = np.searchsorted(line_of, np.arange(total))
    last = np.maximum(first + per_line - 1, 0)
    columns: dict[str, NDArray[Any]] = {}
    many, some = per_line >= 2, per_line >= 1
    begins = np.where(many, pairs[first], np.where(some, numbers[first], none))
    ends = np.where(many, pairs[np.maximum(last - 1, 0)], np.where(some, numbers[last], none))
    long = lines.long
    for name, key in (("same_begin", begins), ("same_end", ends)):
        columns[name] = np.where(some, alike(lines, key * np.uint64(31) + long), 1)
    repeated = ((columns["same_begin"] >= 3) | (columns["same_end"] >= 3)) & ~long
    columns["repeats_around"] = window_mean(lines.pages, repeated.astype(float), 3)
    return columns

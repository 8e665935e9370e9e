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

_BITS = 12
_PAGES = 32
"""Documents whose words are counted at once: more leave the caches."""
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
    wide = lines.classes[words.starts] == c.WIDE
    is_function, shared = _function_and_shared(lines, words, line_of)
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


def _function_and_shared(lines: Lines, words: Words, line_of: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which words are function words of their document, and which stand in another of its long lines too.

    Words are told apart by twelve bits of their numbers: each document has so many cells, which count the long lines that hold a word.
    """
    pages = lines.pages
    bucket = (words.numbers >> np.uint64(64 - _BITS)).astype(np.int64)
    brief = (words.lengths <= 4) & (lines.classes[words.starts] != c.DIGIT)
    from_long = lines.long[line_of]
    is_function, shared = np.zeros(len(bucket), bool), np.zeros(len(bucket), bool)
    first_word = np.searchsorted(line_of, np.append(pages.first, len(lines.starts)))
    for start in range(0, len(pages.first), _PAGES):
        count = min(_PAGES, len(pages.first) - start)
        here = slice(first_word[start], first_word[start + count])
        own, page = from_long[here], pages.number[line_of[here]] - start
        cell = (page << _BITS) + bucket[here]
        pairs = np.sort((line_of[here][own] << _BITS) + bucket[here][own])
        pairs = pairs[np.flatnonzero(np.diff(pairs, prepend=-1))]  # a word counts once a line
        page_of_pair = pages.number[pairs >> _BITS] - start
        spread = np.bincount((page_of_pair << _BITS) + (pairs & (1 << _BITS) - 1), minlength=count << _BITS)
        of_brief = np.zeros_like(spread)
        of_brief[cell[own & brief[here]]] = spread[cell[own & brief[here]]]
        is_function[here] = (of_brief[cell] >= _least_spread(of_brief, count)[page]) & brief[here]
        shared[here] = spread[cell] > own
    return is_function, shared


def _least_spread(spread: NDArray[np.int64], pages: int) -> NDArray[np.int64]:
    """Return how spread the least of the `_SPREAD` most spread words of each document is, at least two."""
    cells = np.flatnonzero(spread)
    page = cells >> _BITS
    far = (page + 1) * (int(spread.max(initial=0)) + 1)
    falling = far - np.sort(far - spread[cells])  # documents stay in order, the most spread first
    sizes = np.bincount(page, minlength=pages)
    enough = sizes >= _SPREAD
    least = np.full(pages, 2)
    least[enough] = np.maximum(2, falling[(np.cumsum(sizes) - sizes)[enough] + _SPREAD - 1])
    return least


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

"""What can be seen of a line without knowing its language.

In: the lines of documents, blank ones left out. Out: a matrix, one row a line, one column each of `NAMES`. All documents of
a batch go
through numpy at once; no step looks at one line in Python.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.noise import characters as c
from cleaner.noise.surroundings import Pages, pages_of, segment, shifted, window_mean
from cleaner.noise.words import Words, count_hints, find_words, pair_numbers

LONG_WITH_STOP = 80
"""From this length on a line that ends a sentence is taken for body text where places and overlaps are measured."""
LONG = 160
"""From this length on a line is taken for body text whatever its end."""
WIDE_WEIGHT = 1.8
"""A wide character says as much as this many letters of an alphabet."""
PENALTIES = (0.15, 0.5, 1.5)
"""What a short line costs in the search for the best segment, in units of a line of 100 characters."""


NAMES = (
    "length", "sentence_end", "stops", "stop_rate", "comma_rate", "capital_share", "digit_share", "letter_share", "quotes",
    "brackets", "bars", "colons", "dashes", "symbols", "first_kind", "last_kind", "caseless", "foreign_script",
    "clock_or_date", "years", "starts_with_digit", "words", "word_length", "capital_words", "agency_word", "photo_word",
    "by_word", "teaser_word", "function_words", "overlap", "copies", "from_top", "from_end", "place", "page_lines",
    "page_long", "page_long_share", "page_mean_long", "weight_share", "segment_easy", "segment_middle", "segment_hard",
    "long_before", "long_after", "length_previous", "sentence_end_previous", "length_next", "sentence_end_next",
    "length_previous_2", "sentence_end_previous_2", "length_next_2", "sentence_end_next_2", "capitals_previous",
    "capitals_next", "length_around", "sentence_ends_around", "long_around", "long_around_far", "long_above",
)  # fmt: skip
"""The columns of `line_features`, in order."""
JUDGED_NAMES = (
    "kept_elsewhere", "kept_previous", "kept_next", "kept_around", "kept_segment", "kept_share",
)  # fmt: skip
"""The columns that follow where another tool has judged the lines."""


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


def read_lines(documents: Sequence[Sequence[str]]) -> Lines:
    """Return the lines of documents with their lengths, classes of characters and ends; every document needs a line."""
    texts = [line.strip() for document in documents for line in document]
    points = c.code_points("\n".join(texts) + "\n")
    classes = c.class_table()[points]
    ends = np.flatnonzero(points == 10)
    if len(ends) != len(texts):
        raise ValueError("a line must not hold a line feed")
    starts = np.concatenate(([0], ends[:-1] + 1))
    rows = np.repeat(np.arange(len(ends), dtype=np.int32) * np.int32(c.CLASSES), ends - starts + 1)
    counts = np.bincount(rows + classes, minlength=len(ends) * c.CLASSES).reshape(-1, c.CLASSES)
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


def line_features(lines: Lines, judged: NDArray[np.bool_] | None = None) -> NDArray[np.float32]:
    """Return the matrix of features, columns as in `NAMES`; with `judged` those of `JUDGED_NAMES` follow.

    >>> lines = read_lines([["Home", "Share", "The council has met to speak about the new bridge over the river, it said."]])
    >>> line_features(lines).shape == (3, len(NAMES))
    True
    """
    columns = {**_shape(lines), **_words(lines), **_places(lines)}
    if judged is not None:
        columns |= _judged(lines, judged)
    return np.stack([np.asarray(column, np.float32) for column in columns.values()], axis=1)


def _shape(lines: Lines) -> dict[str, NDArray[Any]]:
    counts, weights, classes = lines.counts, lines.weights, lines.classes
    size = np.maximum(lines.ends - lines.starts, 1)
    letters = counts[:, [c.LOWER, c.UPPER, c.CASELESS, c.WIDE, c.MARK]].sum(1)
    cased = counts[:, c.LOWER] + counts[:, c.UPPER]
    first, last = classes[lines.starts], classes[np.maximum(lines.ends - 1, lines.starts)]
    caseless = 1 - cased / np.maximum(letters, 1)
    pages = lines.pages
    page_cased, page_letters = pages.total(cased), np.maximum(pages.total(letters), 1)
    page_caseless = pages.spread(1 - page_cased / page_letters)
    # shapes of clocks and dates: a digit on both sides of a sign, and runs of four digits
    digit = classes == c.DIGIT
    signs = np.zeros(len(classes), bool)
    signs[1:-1] = digit[:-2] & digit[2:] & ~digit[1:-1]
    clocks = np.add.reduceat(signs.astype(np.int64), lines.starts)
    fours = np.zeros(len(classes), bool)
    if len(classes) > 6:
        run = digit[1:-4] & digit[2:-3] & digit[3:-2] & digit[4:-1]
        fours[1:-4] = run & ~digit[:-5] & ~digit[5:]
    years = np.add.reduceat(fours.astype(np.int64), lines.starts)
    start_years = (np.add.reduceat(digit.astype(np.int64), lines.starts) > 0) & (first == c.DIGIT)
    return {
        "length": np.log1p(weights),
        "sentence_end": lines.stop,
        "stops": counts[:, c.STOP],
        "stop_rate": counts[:, c.STOP] / size,
        "comma_rate": counts[:, c.COMMA] / size,
        "capital_share": counts[:, c.UPPER] / np.maximum(cased, 1),
        "digit_share": counts[:, c.DIGIT] / size,
        "letter_share": letters / size,
        "quotes": np.minimum(counts[:, c.QUOTE], 9),
        "brackets": np.minimum(counts[:, c.OPENING] + counts[:, c.CLOSING], 9),
        "bars": np.minimum(counts[:, c.BAR], 9),
        "colons": np.minimum(counts[:, c.COLON], 9),
        "dashes": np.minimum(counts[:, c.DASH], 9),
        "symbols": np.minimum(counts[:, c.SYMBOL] + counts[:, c.OTHER], 9),
        "first_kind": first,
        "last_kind": last,
        "caseless": page_caseless,
        "foreign_script": np.abs(caseless - page_caseless) * (letters > 0),
        "clock_or_date": np.minimum(clocks, 9),
        "years": np.minimum(years, 9),
        "starts_with_digit": start_years,
    }


def _words(lines: Lines) -> dict[str, NDArray[Any]]:
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
    singles = count_hints(words.numbers, line_of, total)
    doubles = count_hints(pair_numbers(words.numbers), line_of, total)
    columns |= {f"{name}_word": np.minimum(singles[name] + doubles[name], 3) for name in singles}
    columns |= _vocabulary(lines, words, line_of, count)
    whole = np.bincount(line_of, (words.numbers >> np.uint64(12)).astype(np.float64) % 1e9, total) * 1e3 + lines.weights
    key = whole * 1.000001 + lines.pages.number * 1e14
    _, inverse, copies = np.unique(key, return_inverse=True, return_counts=True)
    columns["copies"] = np.minimum(copies[inverse], 9)
    return columns


_BUCKETS = 4096
_SPREAD = 20
"""As many of the most spread short words of a document are taken for function words."""


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
    return {"function_words": function, "overlap": overlap}


def _places(lines: Lines) -> dict[str, NDArray[Any]]:
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


def _judged(lines: Lines, judged: NDArray[np.bool_]) -> dict[str, NDArray[Any]]:
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

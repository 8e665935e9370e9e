"""What can be seen of a line without knowing its language.

In: the lines of documents as `read_lines` gives them. Out: a matrix, one row a line, one column each of `NAMES`. All documents of
a batch go through numpy at once; no step looks at one line in Python.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.noise import characters as c
from cleaner.noise.lines import Lines
from cleaner.noise.places import judged_features, place_features
from cleaner.noise.vocabulary import word_features

NAMES = (
    "length", "sentence_end", "stops", "stop_rate", "comma_rate", "capital_share", "digit_share", "letter_share", "quotes",
    "brackets", "bars", "colons", "dashes", "symbols", "first_kind", "last_kind", "caseless", "foreign_script",
    "clock_or_date", "years", "starts_with_digit", "words", "word_length", "capital_words", "agency_word", "photo_word",
    "by_word", "teaser_word", "function_words", "overlap", "widget_words", "widget_own", "widget_most",
    "same_begin", "same_end", "repeats_around", "copies", "from_top", "from_end", "place", "page_lines",
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


def line_features(lines: Lines, judged: NDArray[np.bool_] | None = None) -> NDArray[np.float32]:
    """Return the matrix of features, columns as in `NAMES`; with `judged` those of `JUDGED_NAMES` follow.

    >>> from cleaner.noise.lines import read_lines
    >>> lines = read_lines([["Home", "Share", "The council has met to speak about the new bridge over the river, it said."]])
    >>> line_features(lines).shape == (3, len(NAMES))
    True
    """
    columns = {**_shape(lines), **word_features(lines), **place_features(lines)}
    if judged is not None:
        columns |= judged_features(lines, judged)
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
    signs[lines.ends[pages.first + pages.sizes - 1]] = False  # beyond it another document begins
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

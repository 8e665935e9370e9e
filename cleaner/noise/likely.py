"""Short lines of an article that are most likely body: sub-headings, lists set into it, and a last line in plain words.

In: the lines of a batch and their features. Out: a flag for each. `guard.py` knows what is body for certain; here it is the lack of every
word and sign of widgets that speaks for a line.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.noise import characters as c
from cleaner.noise.features import NAMES
from cleaner.noise.guard import table_rows
from cleaner.noise.lines import Lines
from cleaner.noise.surroundings import shifted

PLAIN_LONG = 100
"""From this length on a line needs a word of the lists to be put to the model of articles: a stop is forgotten now and then. At 130 three
asides of 1,000 more were found, and a third more was lost of clean news."""
LIST_LINES = 3
LIST_SHORT = 45
WIDGET_WORDS = 3.0
"""So many lines, each shorter, none with more bits of widget words a word, are a list: cost 8 of 1,000 asides, saved 18 body lines."""

ALONE, ALONE_BETWEEN, ALONE_LINES = 45, 60, 12
"""A line at most so long, between two at least so long, in a document of fewer lines than that, is a sub-heading for all we know: of
1,002 headings, short sentences and list items in articles of four lines the model cut 77; one of 967 asides stays for it."""
NAMED = 0.6
"""A word of bylines or an agency counts where such a share of the words is capitalised: `Tempo di scelte` has the `by` of Italian."""


def likely_body(lines: Lines, matrix: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return which lines of articles may well be body although they are short: sub-headings, and lists set into the body."""
    hints = _hints(matrix)
    return _sub_headings(lines, matrix, hints) | _set_in(lines, matrix, hints) | _closing(lines, matrix, hints) | _alone(lines, matrix)


def inner_lines(lines: Lines, matrix: NDArray[np.float32], cut: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which of the lines to be cut from whole pages stand inside the body: lists and tables, and sentences, between lines that stay.

    F1 of pages is the same with and without; a reader misses the answers of an interview.
    """
    widget = _of_widgets(lines, matrix, _hints(matrix))
    plain = ~widget & (lines.weights < LIST_SHORT) & ~lines.stop & ~lines.long
    stays = lines.stop & ~cut
    lists = _runs_between(lines, cut, stays & lines.long, ~plain & ~table_rows(lines), LIST_LINES)
    return lists | _runs_between(lines, cut, stays, widget | ~lines.stop, 1)


def _set_in(lines: Lines, matrix: NDArray[np.float32], hints: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Runs of short lines right between two long ones, not one of them with a word or sign of widgets.

    Ingredients, names, prices, verse. Menus and teasers that an extractor leaves between paragraphs give themselves away.
    """
    short = ~lines.stop & ~lines.long & (lines.weights < LIST_SHORT)
    return _runs_between(lines, short, lines.long & lines.stop, _of_widgets(lines, matrix, hints), LIST_LINES)


def _alone(lines: Lines, matrix: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Short lines, each between two long ones that end sentences: in so few lines only a name or a picture tells it from a heading."""
    body = (lines.stop & (lines.weights >= ALONE_BETWEEN)).astype(float)
    between = (shifted(lines.pages, body, -1) > 0) & (shifted(lines.pages, body, 1) > 0)
    plain = ~lines.stop & (lines.weights <= ALONE) & (lines.counts[:, [c.COLON, c.BAR]].sum(1) == 0)
    few = lines.pages.spread(lines.pages.sizes < ALONE_LINES)
    found: NDArray[np.bool_] = between & plain & few & ~_named(matrix) & (matrix[:, NAMES.index("photo_word")] == 0)
    return found


def _hints(matrix: NDArray[np.float32]) -> NDArray[np.bool_]:
    columns = [NAMES.index(f"{name}_word") for name in ("agency", "photo", "by", "teaser")]
    hints: NDArray[np.bool_] = matrix[:, columns].sum(axis=1) > 0
    return hints


def _named(matrix: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Lines with a word of bylines or an agency whose words are mostly capitalised, or have no case."""
    capital = (matrix[:, NAMES.index("capital_words")] >= NAMED) | (matrix[:, NAMES.index("caseless")] > NAMED)
    found: NDArray[np.bool_] = capital & ((matrix[:, NAMES.index("agency_word")] > 0) | (matrix[:, NAMES.index("by_word")] > 0))
    return found


def _of_widgets(lines: Lines, matrix: NDArray[np.float32], hints: NDArray[np.bool_]) -> NDArray[np.bool_]:
    colon = lines.classes[np.maximum(lines.ends - 1, lines.starts)] == c.COLON  # says what the list is: Survived by:
    widget = (hints & ~colon) | (matrix[:, NAMES.index("widget_own")] >= WIDGET_WORDS) | (matrix[:, NAMES.index("copies")] > 1)
    found: NDArray[np.bool_] = widget | (lines.counts[:, c.BAR] > 0)
    return found


def _runs_between(
    lines: Lines, flags: NDArray[np.bool_], body: NDArray[np.bool_], spoils: NDArray[np.bool_], least: int
) -> NDArray[np.bool_]:
    """Return the flags in runs of `least` or more that touch body above and below and hold no line that spoils them."""
    run = np.cumsum(flags & ~(shifted(lines.pages, flags.astype(float), -1) > 0)) * flags
    runs = int(run.max(initial=0)) + 1
    inside = np.ones(runs, bool)
    for step in (-1, 1):
        touches = np.zeros(runs, bool)
        touches[run[flags & (shifted(lines.pages, body.astype(float), step) > 0)]] = True
        inside &= touches
    fits = inside & (np.bincount(run, minlength=runs) >= least) & (np.bincount(run[flags & spoils], minlength=runs) == 0)
    found: NDArray[np.bool_] = flags & fits[run]
    return found


def _closing(lines: Lines, matrix: NDArray[np.float32], hints: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Last lines in plain words right below the body, such as a note on the author: body to some, and a teaser seldom stands alone."""
    last = np.zeros(len(hints), bool)
    last[lines.pages.first + lines.pages.sizes - 1] = True
    last &= shifted(lines.pages, lines.stop.astype(float), -1) > 0
    signs = lines.counts[:, [c.DIGIT, c.BAR, c.SYMBOL, c.COLON, c.OTHER]].sum(1)
    plain = ~hints & (signs == 0) & (matrix[:, NAMES.index("widget_own")] < WIDGET_WORDS)
    names = matrix[:, NAMES.index("capital_words")]
    found: NDArray[np.bool_] = last & plain & (names < 0.7) & (matrix[:, NAMES.index("words")] >= np.log1p(5))
    return found


def _sub_headings(lines: Lines, matrix: NDArray[np.float32], hints: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which lines of articles may well be headlines or sub-headings, in plain words, or are long ones that lack an end.

    A sub-heading stands alone between two long lines of body, a headline above all of them. Plain: no word of the lists, no
    digit, no sign that menus and credits use; for a sub-heading not mostly capitalised words, as names are; for a headline four
    words.
    """
    body = (lines.long & lines.stop).astype(float)
    alone = (shifted(lines.pages, body, -1) > 0) & (shifted(lines.pages, body, 1) > 0)
    signs = lines.counts[:, [c.DIGIT, c.BAR, c.SYMBOL, c.OPENING, c.CLOSING, c.OTHER]].sum(1)
    names = matrix[:, NAMES.index("capital_words")]
    fits = (lines.weights >= 6) & (lines.weights <= 90) & (matrix[:, NAMES.index("copies")] < 2)
    headline = (matrix[:, NAMES.index("long_above")] == 0) & (lines.weights >= 25) & (lines.weights <= 160)
    headline &= (matrix[:, NAMES.index("words")] >= np.log1p(4)) & (matrix[:, NAMES.index("page_long")] > 0)
    heading = (signs == 0) & ((alone & fits & (names <= 0.6)) | headline)
    said = matrix[:, [NAMES.index("photo_word"), NAMES.index("teaser_word")]].sum(axis=1) > 0
    long = (lines.weights >= PLAIN_LONG) & ~said & ~_named(matrix)
    found: NDArray[np.bool_] = (~hints & heading) | long
    return found

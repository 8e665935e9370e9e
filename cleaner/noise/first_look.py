"""A first look at the lines of articles: enough to see that most of those in question are likely body, without the words of the others.

In: the lines of a batch, and which are in question. Out: which of them `likely_body` spares, as far as can be told by few columns. Where
a column costs much a bound stands in its place that speaks for noise: more may stay in question than by all features, never less.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.noise import characters as c
from cleaner.noise.features import NAMES
from cleaner.noise.likely import LIST_SHORT, likely_body
from cleaner.noise.lines import Lines
from cleaner.noise.vocabulary import alike, hint_columns
from cleaner.noise.widget_words import widget_weights
from cleaner.noise.words import find_words, pair_numbers

_WORD = [c.LOWER, c.UPPER, c.CASELESS, c.WIDE, c.MARK, c.DIGIT]
_NEXT = 64
"""So much of the next line is read: its first word makes a pair with the last one of the line above."""


def spared(lines: Lines, asked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which lines in question are seen to be likely body.

    >>> from cleaner.noise.lines import read_lines
    >>> body = "The council has met to speak about the new bridge over the river, which was closed in May after a flood."
    >>> lines = read_lines([[body, "A bridge of wood", body, body, "Photo: A. Quill", body]])
    >>> spared(lines, ~lines.stop).tolist()
    [False, True, False, False, False, False]
    """
    runs = ~lines.stop & ~lines.long & (lines.weights < LIST_SHORT)  # one line of a list speaks for the others
    return asked & likely_body(lines, _bounds(lines, np.flatnonzero(asked | runs)))


def _bounds(lines: Lines, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return a matrix as `line_features` does, with numbers in some rows alone, and in the columns that `likely_body` looks at."""
    places, pieces = _pieces(lines, rows)
    words = find_words(lines.points[places], lines.classes[places])
    piece = pieces[words.starts]
    own = piece % 2 == 0  # not of the beginnings of next lines
    numbers, line_of = words.numbers[own], piece[own] // 2
    per_line = np.bincount(line_of, minlength=len(rows))
    count = np.maximum(per_line, 1)
    pages, cased = lines.pages, lines.counts[:, c.LOWER] + lines.counts[:, c.UPPER]
    letters = cased + lines.counts[:, [c.CASELESS, c.WIDE, c.MARK]].sum(1)
    lengths = (lines.weights * 10).astype(np.uint64) * _FACTOR + lines.counts[:, _WORD].sum(1).astype(np.uint64)
    columns = {
        "words": np.log1p(per_line),
        "capital_words": np.bincount(line_of, words.capital[own], len(rows)) / count,
        "widget_own": np.bincount(line_of, widget_weights(numbers), len(rows)) / count,  # or less: words of the body too count nothing
        **hint_columns(numbers, pair_numbers(words.numbers)[own], line_of, len(rows)),
        "copies": alike(lines, lengths)[rows],  # or less
        "caseless": pages.spread(1 - pages.total(cased) / np.maximum(pages.total(letters), 1))[rows],
        "page_long": pages.spread(pages.total(lines.long))[rows],
        "long_above": pages.before(lines.long)[rows],
    }
    matrix = np.zeros((len(lines.starts), len(NAMES)), np.float32)
    for name, column in columns.items():
        matrix[rows, NAMES.index(name)] = column
    return matrix


def _pieces(lines: Lines, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of the characters of some lines, each followed by the beginning of the next line with a word.

    Beside them the number of the piece that each belongs to: even ones are the lines, odd ones what follows.
    """
    speaking = np.flatnonzero(lines.counts[:, _WORD].sum(1))
    behind = np.minimum(np.searchsorted(speaking, rows, "right"), len(speaking) - 1)
    below = speaking[behind] if len(speaking) else rows
    there = (below > rows) & (lines.pages.number[below] == lines.pages.number[rows])
    starts = np.stack((lines.starts[rows], lines.starts[below]), 1).ravel()
    ends = np.stack((lines.ends[rows], np.minimum(lines.ends[below], lines.starts[below] + np.where(there, _NEXT, 0))), 1).ravel()
    sizes = ends - starts + 1
    stops = np.cumsum(sizes)
    places = np.arange(int(sizes.sum())) - np.repeat(stops - sizes - starts, sizes)
    places[stops - 1] = lines.ends[0]  # a line feed keeps words of two pieces apart
    return places, np.repeat(np.arange(len(sizes)), sizes)


_FACTOR = np.uint64(1_000_003)
"""Makes one key of the length of a line and that of its words: lines with the same words have the same."""

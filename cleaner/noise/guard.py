"""Lines of an article that are not put to the model at all: what is body by its shape, and what stands in a group of its like.

In: the lines of a batch. Out: a flag for each. A list, a poem, a table, a live ticker or wrapped text has short lines
without sentence ends, as noise has; but it comes in runs, and its lines look like each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from cleaner.noise import characters as c
from cleaner.noise.lines import Lines
from cleaner.noise.surroundings import shifted

SHORT_WITH_STOP = 15
"""A line that ends a sentence is put to the model of articles only where it is shorter."""
ENDS = frozenset(c.STOPS + c.QUOTES + ")）]】」』")
_LAST = itemgetter(-1)
TABLE_LINES = 8
TABLE_DIGIT_SHARE = 0.4
"""So many short lines in a row, such a share of them with a digit, are a table or a score sheet."""
COLON_LONG = 80
ANNOUNCED = 30
"""A line at least this long that ends in a colon announces a list of at most so many lines."""
WRAPPED = 45
"""Lines at least this long that break without a sentence end and go on with a small letter are wrapped text."""


def is_doubtful(lines: Sequence[str]) -> bool:
    """Return whether an article has lines that may be noise: short, or without the end of a sentence. The first line may be
    a headline.

    >>> is_doubtful(["The bridge is to be repaired", "The council met on Monday to speak about the bridge over the river."])
    False
    """
    rest = lines[1:]
    # no loop in Python: nearly all documents are body all through
    return bool(rest) and not (ENDS.issuperset(map(_LAST, rest)) and min(map(len, rest)) >= SHORT_WITH_STOP)


def protected_lines(lines: Lines) -> NDArray[np.bool_]:
    """Return which lines of articles are body for certain."""
    plain = lines.stop & ((lines.weights >= SHORT_WITH_STOP) | _spoken(lines))
    found = plain | _first(lines) | _unknown_ends(lines) | _items(lines) | _results(lines)
    return found | _wrapped(lines) | _quotation(lines) | _announced(lines)


def _spoken(lines: Lines) -> NDArray[np.bool_]:
    """Short lines that say something: two words that end in one stop, or one between two lines that end in stops."""
    letters = lines.counts[:, [c.LOWER, c.UPPER, c.CASELESS, c.WIDE]].sum(1) > 0
    stops = lines.stop.astype(float)
    around = (shifted(lines.pages, stops, -1) > 0) & (shifted(lines.pages, stops, 1) > 0)
    words = lines.counts[:, c.SPACE] + lines.counts[:, c.WIDE] > 0
    dots = (lines.counts[:, c.STOP] > 1) | (lines.points[np.maximum(lines.ends - 1, 0)] == ord("\N{HORIZONTAL ELLIPSIS}"))
    plain: NDArray[np.bool_] = letters & (around | (words & ~dots & (lines.counts[:, [c.COLON, c.DIGIT, c.BAR]].sum(1) == 0)))
    return plain


def _first(lines: Lines) -> NDArray[np.bool_]:
    """First lines that are long enough for a headline."""
    flags = np.zeros(len(lines.starts), bool)
    flags[lines.pages.first] = True
    return flags & (lines.weights >= 20)


def _unknown_ends(lines: Lines) -> NDArray[np.bool_]:
    """Lines of documents whose long lines mostly lack the end of a sentence: the script has none, or the text is verse or a
    table."""
    long = lines.weights >= 80
    pages = lines.pages
    total = pages.total(long)
    unknown: NDArray[np.bool_] = pages.spread((pages.total(long & lines.stop) < 0.5 * total) | (total < 2))
    return unknown


def _items(lines: Lines) -> NDArray[np.bool_]:
    """Lines that begin with a bullet, a dash or a number with a stop, two or more in a row."""
    first = lines.classes[lines.starts]
    second = lines.classes[np.minimum(lines.starts + 1, lines.ends)]
    third = lines.classes[np.minimum(lines.starts + 2, lines.ends)]
    bullet = ((first == c.BAR) | (first == c.DASH)) & ((second == c.SPACE) | (first == c.DASH))
    behind = np.isin(second, (c.STOP, c.CLOSING)) | ((second == c.DIGIT) & np.isin(third, (c.STOP, c.CLOSING)))
    number = (first == c.DIGIT) & behind
    return _in_run(lines, bullet, 2) | _in_run(lines, number, 2)


def _results(lines: Lines) -> NDArray[np.bool_]:
    """Rows of a table: words with a number at the end, three or more in a row; or a long run of short lines, many with digits."""
    words = lines.counts[:, c.LOWER] + lines.counts[:, c.CASELESS] + lines.counts[:, c.WIDE]
    digits = lines.counts[:, c.DIGIT]
    row = (lines.classes[lines.ends - 1] == c.DIGIT) & (words >= 4) & (digits <= words) & (lines.counts[:, c.BAR] == 0)
    return _in_run(lines, row, 3) | table_rows(lines)


def table_rows(lines: Lines) -> NDArray[np.bool_]:
    """Return the lines of long runs of short ones, many of them with digits: tables, score sheets, lists of prices."""
    short = ~lines.long & ~lines.stop & (lines.weights < 80)
    return _in_run(lines, short, TABLE_LINES, lines.counts[:, c.DIGIT] > 0, TABLE_DIGIT_SHARE)


def _wrapped(lines: Lines) -> NDArray[np.bool_]:
    """Lines that go on in the next one, and the next one: the first word down there is small and the line above has no end."""
    small = lines.classes[lines.starts] == c.LOWER
    open_end = ~lines.stop & (lines.weights >= WRAPPED)
    goes_on = open_end & (shifted(lines.pages, small.astype(float), 1) > 0)
    continues = small & (shifted(lines.pages, open_end.astype(float), -1) > 0)
    wrapped: NDArray[np.bool_] = goes_on | continues
    return wrapped


def _quotation(lines: Lines) -> NDArray[np.bool_]:
    """Lines that begin with a quotation mark and end a sentence."""
    quoted: NDArray[np.bool_] = (lines.classes[lines.starts] == c.QUOTE) & lines.stop & (lines.weights >= 25)
    return quoted


def _announced(lines: Lines) -> NDArray[np.bool_]:
    """The run of short lines below a long one that ends in a colon, two to `ANNOUNCED` of them: a list without bullets."""
    last = lines.classes[np.maximum(lines.ends - 1, lines.starts)]
    says: NDArray[np.bool_] = (last == c.COLON) & (lines.weights >= COLON_LONG)
    if not says.any():
        return says
    short = ~lines.long & ~lines.stop & ~says
    places = np.arange(len(says))
    above = np.maximum.accumulate(np.where(short, -1, places))  # the last line above that is not short
    first = lines.pages.spread(lines.pages.first)
    below = short & (above >= first) & says[np.maximum(above, 0)]
    size = np.bincount(np.maximum(above, 0), below, minlength=len(says))[np.maximum(above, 0)]
    run: NDArray[np.bool_] = below & (size >= 2) & (size <= ANNOUNCED)
    return run


def _in_run(
    lines: Lines, flags: NDArray[np.bool_], minimum: int, among: NDArray[np.bool_] | None = None, share: float = 0.0
) -> NDArray[np.bool_]:
    """Return the flags that stand in a run of at least `minimum` within one document, a `share` of them in `among` too."""
    if not flags.any():
        return flags
    starts = flags & ~(shifted(lines.pages, flags.astype(float), -1) > 0)
    run = np.cumsum(starts)
    sizes = np.bincount(run[flags], minlength=int(run[-1]) + 1)
    if among is not None:
        both = np.bincount(run[flags & among], minlength=len(sizes))
        sizes = np.where(both >= share * sizes, sizes, 0)
    return flags & (sizes[run] >= minimum)

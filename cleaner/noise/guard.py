"""Lines of an article that are not put to the model at all: what is body by its shape, and what stands in a group of its like.

In: the lines of a batch. Out: a flag for each. A list, a poem, a table, a live ticker or wrapped text has short lines without sentence ends, as
noise has; but it comes in runs, and its lines look like each other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.noise import characters as c
from cleaner.noise.features import Lines
from cleaner.noise.surroundings import shifted

WRAPPED = 45
"""Lines at least this long that break without a sentence end and go on with a small letter are wrapped text."""


def protected_lines(lines: Lines) -> NDArray[np.bool_]:
    """Return which lines of articles are body for certain."""
    return _long_between_long(lines) | _items(lines) | _results(lines) | _wrapped(lines) | _quotation(lines)


def _long_between_long(lines: Lines) -> NDArray[np.bool_]:
    body = lines.long & lines.stop
    before, after = shifted(lines.pages, body.astype(float), -1, 1.0), shifted(lines.pages, body.astype(float), 1, 1.0)
    return body & (before > 0) & (after > 0) & (lines.weights >= 2 * 80)


def _items(lines: Lines) -> NDArray[np.bool_]:
    """Lines that begin with a bullet, a dash or a number with a stop, two or more in a row."""
    first = lines.classes[lines.starts]
    second = lines.classes[np.minimum(lines.starts + 1, lines.ends)]
    third = lines.classes[np.minimum(lines.starts + 2, lines.ends)]
    bullet = ((first == c.BAR) | (first == c.DASH)) & ((second == c.SPACE) | (first == c.DASH))
    number = (first == c.DIGIT) & ((second == c.STOP) | (second == c.CLOSING) | ((second == c.DIGIT) & ((third == c.STOP) | (third == c.CLOSING))))
    return _in_run(lines, bullet, 2) | _in_run(lines, number, 2)


def _results(lines: Lines) -> NDArray[np.bool_]:
    """Rows of a table: words and then a number at the end, three or more rows in a row, none of them with a year."""
    words = lines.counts[:, c.LOWER] + lines.counts[:, c.CASELESS] + lines.counts[:, c.WIDE]
    digits = lines.counts[:, c.DIGIT]
    row = (lines.classes[lines.ends - 1] == c.DIGIT) & (words >= 4) & (digits <= words) & (lines.counts[:, c.BAR] == 0)
    return _in_run(lines, row, 3)


def _wrapped(lines: Lines) -> NDArray[np.bool_]:
    """Lines that go on in the next one, and the next one: the first word down there is small and the line above has no end."""
    small = lines.classes[lines.starts] == c.LOWER
    open_end = ~lines.stop & (lines.weights >= WRAPPED)
    goes_on = open_end & (shifted(lines.pages, small.astype(float), 1) > 0)
    continues = small & (shifted(lines.pages, open_end.astype(float), -1) > 0)
    return goes_on | continues


def _quotation(lines: Lines) -> NDArray[np.bool_]:
    """Lines that begin with a quotation mark and end a sentence."""
    return (lines.classes[lines.starts] == c.QUOTE) & lines.stop & (lines.weights >= 25)


def _in_run(lines: Lines, flags: NDArray[np.bool_], minimum: int) -> NDArray[np.bool_]:
    """Return the flags that stand in an unbroken run of at least `minimum` within one document."""
    if not flags.any():
        return flags
    starts = flags & ~(shifted(lines.pages, flags.astype(float), -1) > 0)
    run = np.cumsum(starts)
    sizes = np.bincount(run[flags], minlength=int(run[-1]) + 1)
    return flags & (sizes[run] >= minimum)

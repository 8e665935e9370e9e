"""The first folded letters of many lines at once, or the last ones: enough to see that a line begins (ends) with no phrase of a list.

In: the code points of a text and where lines of it begin or end. Out: for each line whether one of many folded phrases may stand
there. What `fold_anew` makes of a line is, letter by letter, what it makes of its characters, but where a mark melts into the letter
before it, or changes places with another mark. Lines for which that cannot be excluded may hold any phrase.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import numpy as np

from cleaner.rules.phrases import fold_anew
from cleaner.text.places import Mask, Places, Points, laid_out
from cleaner.text.scripts import text_of

LETTERS = 10
"""So many folded letters tell nearly all lines that begin like a phrase by chance."""
_WINDOW = 24
"""So many characters are looked at: most lines have their first ten letters among them."""
MARGIN = _WINDOW + 1
_COLUMNS = np.arange(_WINDOW + 1, dtype=np.int32)
_SPACE = 32
_JAMO = frozenset("".join(map(chr, [*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)])))
"""Vowels and finals of Hangul, which melt into the consonant before them."""
_JOINS, _SEVERAL = np.uint32(1 << 30), np.uint32(1 << 29)
_LETTER = np.uint32((1 << 21) - 1)
"""The bits of a code point."""
_UNKNOWN = np.uint32(0xFFFFFFFF)
_BITS = 22
"""A table of four million places for some 30,000 phrases: fewer than one look-up in a hundred finds what is not there."""
_MIX, _STEP = np.uint32(2_654_435_761), np.uint32(0x85EBCA6B)
"""Knuth's multiplicative hash; the step tells `aa` from `a`."""


class _Table:
    """What each character folds to, filled where a character is met: 0 for nothing, a code point for one letter, else `_SEVERAL`.

    `_JOINS` is added for what can melt into, or change places with, what stands before it.
    """

    def __init__(self) -> None:
        self._known = np.full(0x110000, _UNKNOWN, np.uint32)

    def of(self, points: Points) -> Points:
        folded: Points = self._known[points]
        missing = folded == _UNKNOWN
        if missing.any():
            for code in set(points[missing].tolist()):
                self._known[code] = _folded(chr(code))
            folded = self._known[points]
        return folded


def _folded(character: str) -> int:
    letters = fold_anew(character)
    code = int(_SEVERAL) if len(letters) > 1 else ord(letters) if letters else 0
    joins = any(unicodedata.category(part)[0] == "M" or part in _JAMO for part in unicodedata.normalize("NFKC", character))
    return code | int(_JOINS) if joins else code


_TABLE = _Table()


class FoldedPhrases:
    """Folded phrases, looked for at the beginnings of many lines, with a step of -1 at their ends.

    >>> from cleaner.text.scripts import code_points
    >>> phrases = FoldedPhrases(["readmore", "share"], 1)
    >>> text = "Read »more« ... Readers ... share of the ... e\u0301 ..." + "\\n" * MARGIN
    >>> phrases.near(text, code_points(text), np.array([0, 16, 28, 45]), np.array([15, 27, 44, 51]))
    [(0, 'readmore'), (2, 'shareofthe'), (3, '')]
    """

    def __init__(self, phrases: Iterable[str], step: int) -> None:
        self._step = step
        self._table = np.zeros(1 << _BITS, bool)
        points, starts, lengths = laid_out(filter(None, phrases))
        firsts, sizes = starts if step > 0 else starts + lengths - 1, np.minimum(lengths, LETTERS)
        letters = points[np.clip(firsts[:, None] + step * np.arange(LETTERS), 0, len(points) - 1)] if len(points) else points.reshape(0, 1)
        self._table[_places(letters)[sizes - 1, np.arange(len(sizes))]] = True

    def near(self, text: str, points: Points, starts: Places, ends: Places) -> list[tuple[int, str]]:
        """Return which of the lines `text[start:end]` may begin (end) with a phrase, each with its first (last) folded letters.

        `points` are the code points of the text, with `MARGIN` characters of others above and below all these lines. Letters are as
        many as the line has, at most `LETTERS`, in their order; where they are not certain there are none. A line that is left out
        begins (ends) with no phrase, nor with the first (last) letters of one.
        """
        letters, sure = _letters(text, points, starts, ends, self._step)
        rows = np.flatnonzero(~sure | self._table[_places(letters)].any(axis=0))
        letters[~sure] = 0
        said = text_of(letters[rows].ravel())
        heads = [said[place : place + LETTERS].rstrip("\0") for place in range(0, len(said), LETTERS)]
        return list(zip(rows.tolist(), heads if self._step > 0 else [head[::-1] for head in heads], strict=True))


def _places(letters: Points) -> Points:
    """Return where the first 1, 2, ... letters of lines have their places in a table, a row each."""
    places = np.empty(letters.T.shape, np.uint32)
    key = np.zeros(len(letters), np.uint32)
    for place in range(len(places)):
        key ^= letters[:, place]
        key *= _MIX
        key += _STEP
        places[place] = key
    places ^= places >> np.uint32(15)
    places *= _MIX
    places >>= np.uint32(32 - _BITS)
    return places


def _letters(text: str, points: Points, starts: Places, ends: Places, step: int) -> tuple[Points, Mask]:
    """Return the first (last) letters of lines, a row a line, filled up with zeros, and whether these are all there are to know."""
    sizes = ends - starts
    raw = _windows(points, starts, ends, step)
    folded = _TABLE.of(raw)
    folded[sizes[:, None] <= _COLUMNS] = 0
    used = _certain(text, raw, folded, starts, ends, step)
    kept = (folded & _LETTER > 0) & (used[:, None] > _COLUMNS)
    numbers = np.cumsum(kept, axis=1, dtype=np.int8)
    rows, cells = np.nonzero(kept & (numbers <= LETTERS))
    first = np.zeros((len(starts), LETTERS), np.uint32)
    first[rows, numbers[rows, cells] - 1] = folded[rows, cells] & _LETTER
    count = numbers[:, -1]
    return first, (count >= LETTERS) | ((count > 0) & (used >= sizes))


def _windows(points: Points, starts: Places, ends: Places, step: int) -> Points:
    """Return the first characters of lines, and one more; with a step of -1 the last ones, from the end."""
    windows = np.ndarray((len(points) - _WINDOW, _WINDOW + 1), points.dtype, points, 0, 2 * points.strides)  # one from each place on
    found: Points = windows[starts] if step > 0 else windows[ends - _WINDOW - 1][:, ::-1]
    return found


def _certain(text: str, raw: Points, folded: Points, starts: Places, ends: Places, step: int) -> Places:
    """Return how many characters of each line fold as they do alone, each to one letter or none.

    Where something may melt into what stands before it, those are certain that are in normal form together; what stands before
    (behind) a space is for itself, and the rest of such a line may change by what follows.
    """
    used = np.full(len(raw), _WINDOW)
    joining = np.flatnonzero((folded & _JOINS).any(axis=1))
    if joining.size:
        sizes = (ends - starts)[joining]
        spaces = (raw[joining] == _SPACE) & (sizes[:, None] > _COLUMNS)
        last_space = np.where(spaces.any(axis=1), _WINDOW - np.argmax(spaces[:, ::-1], axis=1), 0)
        reach = np.where(sizes <= _WINDOW, sizes, last_space)
        firsts = starts[joining] if step > 0 else ends[joining] - reach
        pieces = [text[first : first + size] for first, size in zip(firsts.tolist(), reach.tolist(), strict=True)]
        used[joining] = np.where([unicodedata.is_normalized("NFKC", piece) for piece in pieces], reach, 0)
    several = (folded & _SEVERAL) > 0
    split = np.flatnonzero(several.any(axis=1))
    used[split] = np.minimum(used[split], np.argmax(several[split], axis=1))
    return used

"""Classes of characters: text comes in as code points, a small number for each goes out.

The tables are built of `unicodedata` and kept for the next process; nothing here knows a language.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaner.kept import kept
from cleaner.text.scripts import text_of

OTHER, LOWER, UPPER, CASELESS, WIDE, MARK, DIGIT, SPACE, STOP = range(9)
COMMA, QUOTE, OPENING, CLOSING, COLON, DASH, BAR, SYMBOL = range(9, 17)
CLASSES = 32
"""Room for classes: counts per line are kept in rows of this width."""

STOPS = ".!?\N{HORIZONTAL ELLIPSIS}。！？．｡؟۔।॥։።៕။᙮"
"""Characters that end a sentence, in the scripts of the world's news."""
COMMAS = ",;，、；،؛፣､"
QUOTES = "\"'`´“”„‟‘’‚‛«»‹›「」『』《》〈〉＂＇״׳"
BARS = "|/\\<>•·▪►▶→›*#_~^+=&@©®■●◆▼▲✓✔"
COLONS = ":：፡"

_LIMIT = 0x10000
"""Code points above the basic plane share one place: pictures, most of them."""


@cache
def class_table() -> NDArray[np.uint8]:
    """Return the class of every code point of the basic plane, and of one more that stands for all others."""
    classes = kept("classes", Path(__file__).read_bytes(), lambda: text_of(_classes() + ord("0")))
    return (code_points(classes) - ord("0")).astype(np.uint8)


def _classes() -> NDArray[np.uint8]:
    table = np.zeros(_LIMIT + 1, np.uint8)
    by_category = {
        "Lu": UPPER, "Lt": UPPER, "Ll": LOWER, "Lo": CASELESS, "Lm": CASELESS, "Ps": OPENING, "Pe": CLOSING, "Pd": DASH,
        "Pi": QUOTE, "Pf": QUOTE,
    }  # fmt: skip
    by_group = {"M": MARK, "N": DIGIT, "Z": SPACE, "S": SYMBOL}
    for code in range(_LIMIT):
        character = chr(code)
        category = unicodedata.category(character)
        table[code] = by_category.get(category, by_group.get(category[0], OTHER))
        if category == "Lo" and unicodedata.east_asian_width(character) in "WF" and not "\uac00" <= character <= "\ud7a3":
            table[code] = WIDE
    named = ((STOPS, STOP), (COMMAS, COMMA), (QUOTES, QUOTE), (BARS, BAR), (COLONS, COLON), ("\t\r\n\v\f", SPACE))
    for characters, number in named:
        for character in characters:
            table[ord(character)] = number
    table[ord("-")] = DASH
    table[_LIMIT] = SYMBOL
    return table


@cache
def fold_table() -> NDArray[np.uint64]:
    """Return the small letter of every code point of the basic plane."""
    return code_points(kept("small_letters", Path(__file__).read_bytes(), lambda: text_of(_small_letters()))).astype(np.uint64)


def _small_letters() -> NDArray[np.uint64]:
    table = np.arange(_LIMIT + 1, dtype=np.uint64)
    for code in range(_LIMIT):
        small = chr(code).lower()
        if len(small) == 1:
            table[code] = ord(small)
    return table


def code_points(text: str) -> NDArray[np.int32]:
    """Return the code points of a text, those above the basic plane as one.

    >>> code_points("aé").tolist()
    [97, 233]
    """
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.int32)
    return np.minimum(points, np.int32(_LIMIT))

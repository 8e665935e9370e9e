"""What the layout of a line says: how wide it is, whether it ends a sentence, whether it is in capitals. In: a text. Out: an answer."""

from __future__ import annotations

import math
import re
from string import ascii_uppercase

from cleaner.patterns import compiled

_FULL_STOPS = frozenset(".…。।۔։။៕።;；")
CLOSERS = "\"'”’»“‘)]）】」』〉》*› "
_WIDE = compiled("[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]")
_ABBREVIATIONS = ("Inc", "Co", "Ltd", "Jr", "Sr", "Corp", "No", "St", "u.a", "etc", "N.V", "S.A")
_ABBREVIATION = compiled(rf"(?:\b[A-Z]\.){{2,}}$|\b(?:{'|'.join(map(re.escape, _ABBREVIATIONS))})\.$")
_ABBREVIATION_ENDS = frozenset([each[-2:] for each in _ABBREVIATIONS] + [f".{letter}" for letter in ascii_uppercase])
"""What stands before the full stop of an abbreviation or of the last of several initials."""


def width(text: str) -> float:
    """Return how wide a text is in letters of an alphabet; an ideograph, kana or Hangul syllable counts 1.8."""
    if text.isascii():
        return len(text)
    return len(text) + 0.8 * len(_WIDE.findall(text, 0, 600))


def width_within(text: str, least: float, most: float = math.inf) -> bool:
    """Whether a width is in a range; wide characters, which nearly double it, are counted only where they make a difference.

    >>> width_within("Fluß über Ufer", 10, 20), width_within("洪水が三つの村を襲う", 10, 20), width_within("洪水", 10)
    (True, True, False)
    """
    length = len(text)
    return least <= length and 1.8 * length <= most or length <= most and 1.8 * length >= least and least <= width(text) <= most


def wider(text: str, other: str) -> bool:
    """Whether a text is wider than another one."""
    return len(text) > 1.8 * len(other) or width(text) > width(other)


def open_end(text: str) -> bool:
    """Whether a text ends in no full stop (question and exclamation marks are left to titles)."""
    stripped = text.rstrip(CLOSERS)
    if not stripped:
        return True
    if stripped[-1] in "!?！？؟":
        return len(text) < 170
    return stripped[-1] not in _FULL_STOPS or (
        stripped[-1] == "." and stripped[-3:-1] in _ABBREVIATION_ENDS and _ABBREVIATION.search(stripped[-12:]) is not None
    )


def in_capitals(text: str) -> bool:
    """Whether all letters that have small forms are capitals, and there are some."""
    return text[:2].upper() == text[:2] and text.upper() == text and text.lower() != text

"""Normal form C: which characters can break it."""

from __future__ import annotations

import unicodedata
from functools import cache

LAST_DECOMPOSED = 0x30000
"""No character from here on has a canonical decomposition or a combining class, but for tags and selectors."""


@cache
def combining_marks() -> tuple[int, ...]:
    """All marks that stack on a base: those with a combining class, and enclosing ones."""
    return tuple(
        code
        for code in range(0x300, LAST_DECOMPOSED)
        if unicodedata.combining(chr(code)) or unicodedata.category(chr(code)) == "Me"
    )


@cache
def may_break_nfc() -> tuple[int, ...]:
    """All characters without which a text is in normal form C: those that never stand in it, that melt with one before, or stack."""
    codes = set(combining_marks())
    for code in range(0xC0, LAST_DECOMPOSED):
        decomposition = unicodedata.decomposition(chr(code))
        if decomposition and decomposition[0] != "<":
            parts = decomposition.split()
            if len(parts) == 2:
                codes.add(int(parts[1], 16))
            if not unicodedata.is_normalized("NFC", chr(code)):
                codes.add(code)
    return tuple(sorted({*codes, *range(0x1161, 0x1176), *range(0x11A8, 0x11C3)}))

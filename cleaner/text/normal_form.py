"""Normal form C: which characters can break it, as an RE2 pattern, and which words of a text do."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

LAST_DECOMPOSED = 0x30000
"""No character from here on has a canonical decomposition or a combining class, but for tags and selectors."""


def character_class(codes: Iterable[int]) -> str:
    """Return a class of these code points that RE2 and `re` both read.

    >>> character_class([97, 98, 99, 0x301])
    '[\\\\x{61}-\\\\x{63}\\\\x{301}]'
    """
    ranges: list[list[int]] = []
    for code in sorted(set(codes)):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "[" + "".join(f"\\x{{{a:x}}}" if a == b else f"\\x{{{a:x}}}-\\x{{{b:x}}}" for a, b in ranges) + "]"


@cache
def combining_marks() -> tuple[int, ...]:
    """All marks that stack on a base: those with a combining class, and enclosing ones."""
    return tuple(
        code
        for code in range(0x300, LAST_DECOMPOSED)
        if unicodedata.combining(chr(code)) or unicodedata.category(chr(code)) == "Me"
    )


@cache
def not_nfc_pattern() -> str:
    """Return an RE2 pattern that matches every text that is not in normal form C, and hardly any that is.

    A text breaks the form by a character that never stands in it, by two marks that may be in the wrong order (the first may be
    part of its letter), or by a base before a mark that it would melt with. Marks alone say nothing: Bengali and Tamil vowel
    signs may melt, and seldom do.
    """
    never: list[int] = []
    marked: list[int] = []
    bases: dict[int, list[int]] = defaultdict(list)
    for code in range(0xC0, LAST_DECOMPOSED):
        character = chr(code)
        decomposed = unicodedata.decomposition(character)
        if not decomposed or decomposed.startswith("<"):
            continue
        if unicodedata.normalize("NFC", character) != character:
            never.append(code)
        if unicodedata.combining(unicodedata.normalize("NFD", character)[-1]):
            marked.append(code)
        parts = [int(part, 16) for part in decomposed.split()]
        if len(parts) == 2:
            bases[parts[1]].append(parts[0])
    marks_of: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for second, characters in bases.items():
        marks_of[tuple(sorted(set(characters)))].append(second)
    mark = character_class(combining_marks())
    pairs = [character_class(characters) + character_class(marks) for characters, marks in sorted(marks_of.items())]
    hangul = [r"[\x{1100}-\x{1112}][\x{1161}-\x{1175}]", r"[\x{ac00}-\x{d7a3}][\x{11a8}-\x{11c2}]"]
    return "|".join([character_class(never), mark + mark, character_class(marked) + mark, *pairs, *hangul])

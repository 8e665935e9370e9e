"""Whole-line phrases: folding, and the lookup table over all languages at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from cleaner.rules.load import load_phrases

_KEPT_CATEGORIES = ("L", "M")
_APART = "\U0010ffff"
"""Stands between lines that are folded together; no character, so no text holds it."""


class _Folder(dict[int, str | None]):
    """A translation table that fills itself: letters and marks stay, all else goes.

    Accents of Latin and Greek go too, which capitals often lack; letters of Arabic that keyboards mix up become one.
    """

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        if character in _SAME:
            kept: str | None = _SAME[character]
        elif unicodedata.category(character)[0] not in _KEPT_CATEGORIES or "\u0300" <= character <= "\u036f":
            kept = None
        elif unicodedata.name(character, "").startswith(("LATIN", "GREEK")):
            kept = unicodedata.normalize("NFD", character)[0]
        else:
            kept = character
        self[code] = kept
        return kept


_SAME = {
    **dict.fromkeys("أإآٱ", "ا"), **dict.fromkeys("یىې", "ي"), **dict.fromkeys("ﮎکګ", "ك"), "ة": "ه", "ہ": "ه", "ۀ": "ه", "ـ": None,
    **dict.fromkeys("ًٌٍَُِّْ"), "ё": "е", "ı": "i", "đ": "d", "ł": "l",
    _APART: _APART,
}  # fmt: skip
"""Letters that spellings of one phrase mix up."""
_FOLDER = _Folder()


@lru_cache(maxsize=65_536)
def fold(line: str) -> str:
    """Return what two spellings of one widget share: case, width, digits, punctuation and spaces are folded away.

    >>> fold("Read More »") == fold("read more")
    True
    >>> fold("  مشاركة :  ") == fold("مشاركة")
    True
    >>> fold("３ Ｃｏｍｍｅｎｔｓ") == fold("12 comments")
    True
    >>> fold("ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ") == fold("Διαβάστε επίσης")
    True
    """
    return fold_anew(line)


def fold_anew(line: str) -> str:
    """Do what `fold` does without remembering it, for pieces of lines that are seen once."""
    if not line.isascii():
        line = unicodedata.normalize("NFKC", line)
    return line.casefold().translate(_FOLDER)


def fold_all(lines: Sequence[str]) -> list[str]:
    """Return what `fold` makes of each line, for a tenth of the cost: the lists hold tens of thousands.

    >>> fold_all(["Read More »", "12", "ΕΠΙΣΗΣ"]) == [fold("Read More »"), fold("12"), fold("ΕΠΙΣΗΣ")]
    True
    """
    return fold_anew(_APART.join(lines)).split(_APART) if lines else []


@cache
def phrase_table(stage: str) -> Mapping[str, str]:
    """Map the folded phrases of a stage, of all languages, to rule ids. The first of two equal ones, by tag, wins."""
    table: dict[str, str] = {}
    phrases = load_phrases(stage)
    for (rule, _), folded in zip(phrases, fold_all([phrase for _, phrase in phrases]), strict=True):
        if folded:
            table.setdefault(folded, rule)
    return table

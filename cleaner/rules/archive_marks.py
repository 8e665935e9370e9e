"""One line, read for a mark of archives or of illustration: `(Foto de archivo)`, `Symbolbild: ...`, `... Ilustrační foto`.

In: the text of a line. Out: its caption and what else the mark names, or None. The marks of all languages are known at once.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from cleaner.patterns import compiled
from cleaner.rules.credit_names import is_cased

RULE = "und.photo_caption.archive_mark"
_LONGEST_MARK = 44
_FEWEST_WORDS = 2
_FEWEST_CHARACTERS = 4
"""So long is a caption in letters without capitals, which may have no spaces."""
_CLOSING = ")]）】"
_BRACKETS = compiled(r"\s?[(\[（【]\s?([^()\[\]（）【】\n]{2,80}?)\s?[)\]）】]$")
_PIECES = compiled(r"\s?[,.:：/／|–—、]\s?|\s-\s")
_PREFIX = compiled(r"[(\[（【]?([^()\[\]（）【】:：|\n]{4,44}?)(?:\s?[:：|]|[)\]）】])\s{0,2}(?=\S)")
_SUFFIX = compiled(r"(?:[.!?…。।۔]|[,–—/-](?=\s)|(?<=[\u3040-\u9fff])(?=\s)|(\|))\s{0,2}([^.!?…。।۔,|–—/\n]{4,44})$")


class Mark(NamedTuple):
    """`caption`: the line without the mark, or whole where the mark begins it. `credit`: what stands beside the mark."""

    caption: str
    credit: str


def read_mark(text: str) -> Mark | None:
    """Return what a line with such a mark is made of, None for a line without one.

    >>> read_mark("El puente, de noche (archivo/EFE)"), read_mark("Symbolbild: Eine Brücke.")
    (Mark(caption='El puente, de noche', credit='EFE'), Mark(caption='Symbolbild: Eine Brücke.', credit=''))
    >>> read_mark("The photo from the archive was lost."), read_mark("Archivo: una vida")
    (None, None)
    """
    whole, bracket = _marks()
    bare = text.rstrip(" \t.。।")
    if bare[-1:] in _CLOSING and bare and (found := _BRACKETS.search(bare, max(0, len(bare) - 90))):
        caption = bare[: found.start()].rstrip()
        pieces = [piece for piece in _PIECES.split(found[1]) if piece]
        known = whole | bracket if text[-1] in _CLOSING else whole
        others = [other for piece in pieces if (other := _beside(piece, known))]
        enough = not caption or len(caption.split()) >= _FEWEST_WORDS or (len(caption) >= _FEWEST_CHARACTERS and not is_cased(caption))
        if enough and others != pieces:
            return Mark(caption, ", ".join(others))
    if (found := _PREFIX.match(text)) and _fold(found[1]) in whole:
        return Mark(text, "")
    found = _SUFFIX.search(bare, max(0, len(bare) - _LONGEST_MARK - 4))
    if found and (_fold(found[2]) in whole or (found[1] and _fold(found[2]) in bracket)):
        return Mark(bare[: found.start() + 1].rstrip(" ,|–—/-"), "")
    return Mark("", "") if len(bare) <= _LONGEST_MARK and _fold(bare.strip("()[]（）【】")) in whole else None


def _beside(piece: str, known: frozenset[str]) -> str:
    """What is not a mark in a piece of a bracket: all of it, or the name behind a mark, as in `Archivio Ansa`."""
    if _fold(piece) in known:
        return ""
    mark, _, name = piece.partition(" ")
    return name if name and _fold(mark) in known and all(word[0].isupper() for word in name.split()) else piece


def last_words() -> frozenset[str]:
    """The last words of marks that stand before a caption with a colon."""
    return frozenset(word.rpartition("'")[2] for word in _lists()["[colon]"])


def _fold(text: str) -> str:
    return text.strip(" \t.\u200f\u200e").replace("’", "'").replace("İ", "i").lower()


@cache
def _marks() -> tuple[frozenset[str], frozenset[str]]:
    """The marks that say it wherever they stand, and those that say it in brackets."""
    lists = _lists()
    return lists["[whole]"], lists["[bracket]"]


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = files("cleaner.rules").joinpath("archive_marks.txt").read_text("utf-8")
    lists: dict[str, set[str]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            found = lists.setdefault(line, set())
        elif line and not line.startswith("#"):
            found.add(_fold(line))
    return {name: frozenset(words) for name, words in lists.items()}

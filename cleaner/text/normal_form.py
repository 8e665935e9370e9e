"""Normal form C and stacked marks. In: a text. Out: edits; and tables of the characters that can break the form, or stack."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import Any

import numpy as np

from cleaner.edit import Edit
from cleaner.text.scripts import code_points, text_of

LAST_DECOMPOSED = 0x30000
"""No character from here on has a canonical decomposition or a combining class, but for tags and selectors."""
_PLAIN = (range(0x3400, 0xA000), range(0xAC00, 0xF900), range(0x12000, 0x16000), range(0x17000, 0x1B000), range(0x20000, 0x2F800))
"""Ideographs, syllables, surrogates and private use: nothing there decomposes (Hangul by its letters alone) or combines."""


def _candidates(first: int) -> str:
    blocks = []
    for block in (*_PLAIN, range(LAST_DECOMPOSED, LAST_DECOMPOSED)):
        blocks.append(np.arange(first, block.start))
        first = block.stop
    return text_of(np.concatenate(blocks))


@cache
def combining_marks() -> tuple[int, ...]:
    """All marks that stack on a base: those with a combining class, and enclosing ones."""
    found = _candidates(0x300)
    facts = zip(found, map(unicodedata.combining, found), map(unicodedata.category, found), strict=True)
    return tuple([ord(character) for character, order, category in facts if order or category == "Me"])


@cache
def may_break_nfc() -> tuple[int, ...]:
    """All characters without which a text is in normal form C, where no two marks of `mark_table` stand side by side.

    They never stand in it, or melt with one before; marks beyond the table are taken to. Order alone breaks it between marks.
    """
    codes = {code for code in combining_marks() if code >= 0x10000}
    found = _candidates(0xC0)
    for character, decomposition in zip(found, map(unicodedata.decomposition, found), strict=True):
        if decomposition and decomposition[0] != "<":
            parts = decomposition.split()
            if len(parts) == 2:
                codes.add(int(parts[1], 16))
            if not unicodedata.is_normalized("NFC", character):
                codes.add(ord(character))
    return tuple(sorted({*codes, *range(0x1161, 0x1176), *range(0x11A8, 0x11C3)}))


def find_not_nfc(text: str, rule: str) -> Iterator[Edit]:
    """Yield edits of words that are not in normal form C; only what changes of a word is in the edit."""
    start = 0
    for line in text.split("\n"):
        if not line.isascii() and (normal := unicodedata.normalize("NFC", line)) != line:
            words, forms = line.split(), normal.split()
            starts = _starts(line, words)
            for found, wanted, place in zip(words, forms, starts, strict=True):
                if found != wanted:
                    yield _edit(found, wanted, start + place, rule)
        start += len(line) + 1


def _starts(line: str, words: list[str]) -> list[int]:
    """Return where the words of a line start."""
    starts = list(accumulate(map((1).__add__, map(len, words[:-1])), initial=0))
    if not words or len(line) == starts[-1] + len(words[-1]):  # one space between each two
        return starts
    place, starts = 0, []
    for word in words:
        starts.append(line.index(word, place))
        place = starts[-1] + len(word)
    return starts


def _edit(found: str, wanted: str, place: int, rule: str) -> Edit:
    start, limit = 0, min(len(found), len(wanted))
    while start < limit and found[start] == wanted[start]:
        start += 1
    end = 0
    while end < limit - start and found[-1 - end] == wanted[-1 - end]:
        end += 1
    return Edit(place + start, place + len(found) - end, wanted[start : len(wanted) - end], rule)


def find_stacked(text: str, most: int, rule: str) -> Iterator[Edit]:
    """Yield edits that cut marks beyond the first `most` on one base, so-called Zalgo."""
    marks = mark_table().take(code_points(text))
    further = marks[most:]
    if not (further & marks[: len(further)]).any():  # no two so far apart
        return
    for run in mark_run().finditer(text):
        if run.end() - run.start() > most:
            yield Edit(run.start() + most, run.end(), "", rule, f"{run.end() - run.start()} marks")


@cache
def mark_run() -> re.Pattern[str]:
    """Return the pattern of two marks or more."""
    codes = "".join(chr(code) for code in combining_marks() if code < 0x10000)
    return re.compile(f"[{codes}]{{2,}}")


@cache
def mark_table() -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return, for every code point, whether it is a mark that stacks."""
    table = np.zeros(0x110000, bool)
    table[[code for code in combining_marks() if code < 0x10000]] = True
    return table

"""Normal form C and stacked marks. In: a text. Out: edits; and tables of the characters that can break the form, or stack."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from cleaner.edit import Edit
from cleaner.kept import kept
from cleaner.patterns import compiled
from cleaner.text.places import Places, Points, Runs
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
    return tuple(_forms()["marks"])


@cache
def _melting() -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the pairs of characters that melt into one, and the characters that are never in normal form C, or taken to be."""
    return tuple(_forms()["pairs"]), tuple(_forms()["never"])


@cache
def _forms() -> Mapping[str, Sequence[Any]]:
    """Return what normal form has to know of characters, made of `unicodedata` once and kept for the next process."""
    forms: Mapping[str, Sequence[Any]] = kept("normal_form", Path(__file__).read_bytes(), _make_forms)
    return forms


def _make_forms() -> Mapping[str, Sequence[Any]]:
    found = _candidates(0x300)
    facts = zip(found, map(unicodedata.combining, found), map(unicodedata.category, found), strict=True)
    marks = [ord(character) for character, order, category in facts if order or category == "Me"]
    pairs, never = [], {code for code in marks if code >= 0x10000}
    found = _candidates(0xC0)
    for character, decomposition in zip(found, map(unicodedata.decomposition, found), strict=True):
        if decomposition and decomposition[0] != "<":
            if not unicodedata.is_normalized("NFC", character):
                never.add(ord(character))
            else:
                pairs.append("".join(chr(int(part, 16)) for part in decomposition.split()))
    never |= {*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)}  # the letters of Hangul
    return {"marks": marks, "pairs": pairs, "never": sorted(never)}


MARK, SECOND, NEVER = 1, 2, 4
"""What a character is to normal form C: a mark that stacks, one that melts with some other before it, one that is never in it."""


@cache
def form_table() -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Return, for every code point, what it is to normal form; a text without any is in it."""
    pairs, never = _melting()
    table = np.zeros(0x110000, np.uint8)
    table[[code for code in combining_marks() if code < 0x10000]] = MARK
    table[[ord(pair[1]) for pair in pairs]] |= SECOND
    table[list(never)] |= NEVER
    return table


@cache
def _orders() -> tuple[np.ndarray[Any, np.dtype[np.uint8]], np.ndarray[Any, np.dtype[np.uint8]]]:
    """Return, for every code point, the order in which it stands among the marks of one letter, 0 for what is no mark; and the order
    of the last mark in it, for letters with marks of their own."""
    orders = np.zeros(0x110000, np.uint8)
    marks = combining_marks()
    orders[list(marks)] = list(map(unicodedata.combining, map(chr, marks)))
    last_orders = orders.copy()
    marked = [pair for pair in _melting()[0] if unicodedata.combining(pair[1])]
    last_orders[[ord(unicodedata.normalize("NFC", pair)) for pair in marked]] = [unicodedata.combining(pair[1]) for pair in marked]
    return orders, last_orders


@cache
def _pairs() -> Runs:
    return Runs((2,), _melting()[0], 1)


def loose_places(points: Points, places: Places) -> Places:
    """Return where a text may not be in normal form C; `places` are all places of characters of `form_table`.

    Why: the standard's quick check says "maybe" of most texts of India, and normal form has then to be made of all to compare. What
    melts is seen by two characters that stand together. Behind a mark, where one further before counts, a place is taken to be loose.

    >>> points = code_points("e\\u0301 \\u0b95\\u0bbe \\u0bc6\\u0bbe A\\u0300\\u0323")
    >>> loose_places(points, np.flatnonzero(form_table()[points])).tolist()
    [1, 7, 10, 11]
    """
    orders, last_orders = _orders()
    here, before = points.take(places), points.take(places - 1)
    kinds, order, order_before = form_table().take(here), orders.take(here), orders.take(before)
    melts = _pairs().at(points, places - 1)[2] | (order_before > 0) | (last_orders.take(before) > order)
    parted = (order_before > order) & (order > 0)
    loose: Places = places[(kinds & NEVER != 0) | (kinds & SECOND != 0) & melts | parted]
    return loose


def find_not_nfc(text: str, rule: str, loose: Sequence[int] | None = None) -> list[Edit]:
    """Return edits of words that are not in normal form C; only what changes of a word is in the edit.

    `loose` are the `loose_places` of the text where they are known.
    """
    points = code_points(text)
    places = loose_places(points, np.flatnonzero(form_table().take(points))) if loose is None else np.array(loose, np.int64)
    if not places.size:
        return []
    spaces = np.concatenate(([-1], np.flatnonzero(space_table().take(points)), [len(points)]))
    words = np.unique(np.searchsorted(spaces, places))
    spans = zip((spaces[words - 1] + 1).tolist(), spaces[words].tolist(), strict=True)
    changes = ((start, end, change) for start, end in spans if (change := _change(text[start:end])))
    return [Edit(start + kept, end - left, put, rule) for start, end, (kept, left, put) in changes]


@lru_cache(8192)
def _change(found: str) -> tuple[int, int, str] | None:
    """Return how many characters of a word stay at its start and its end, and what stands between them then; None for all of them."""
    wanted = unicodedata.normalize("NFC", found)
    if found == wanted:
        return None
    start, limit = 0, min(len(found), len(wanted))
    while start < limit and found[start] == wanted[start]:
        start += 1
    end = 0
    while end < limit - start and found[-1 - end] == wanted[-1 - end]:
        end += 1
    return start, end, wanted[start : len(wanted) - end]


@cache
def space_table() -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return, for every code point, whether it parts words."""
    table = np.zeros(0x110000, bool)
    table[[code for code in range(0x3001) if chr(code).isspace()]] = True
    return table


def find_stacked(text: str, most: int, rule: str) -> Iterator[Edit]:
    """Yield edits that cut marks beyond the first `most` on one base, so-called Zalgo."""
    marks = form_table().take(code_points(text)) & MARK
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
    return compiled(f"[{codes}]{{2,}}")

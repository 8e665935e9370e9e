"""Characters that nobody sees. In: any text. Out: an edit for each run of controls, odd spaces, line ends, loose letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from cleaner.document import Document
from cleaner.edit import Edit, apply, compose
from cleaner.stage import NOTHING, Stage, StageResult, option
from cleaner.text.invisible import IDEOGRAPHIC_SPACE, find_invisible, invisible_table
from cleaner.text.normal_form import find_not_nfc, find_stacked, mark_table, may_break_nfc
from cleaner.text.places import parts_of
from cleaner.text.scripts import code_points
from cleaner.text.white_space import find_white_space

_RULE = "und.invisible_character."
_ROUNDS = 8
"""Rounds after which a text comes to rest; the longest chain known (control, space, line, letter) takes three."""


@dataclass(frozen=True)
class InvisibleCharacter(Stage):
    """Characters that nobody sees: controls, stray zero-width and bidi characters, odd spaces, line ends, letters not in NFC.

    Two texts that look the same should be the same, for search, for counting, for finding duplicates. Afterwards a line ends with
    `\\n`, no line ends with a space, paragraphs are apart by one blank line, and every letter is in normal form C.

    Left alone: tabs, joiners where Arabic script, the scripts of India or emoji need them, zero-width spaces in Thai, Khmer and
    their kin, the ideographic space inside of Chinese and Japanese lines (their
    indent goes: a blank line parts paragraphs), marks of direction inside of lines that hold right-to-left
    letters, full-width letters, and spaces that are merely many. A no-break space becomes a space in French too: where a line
    may break is the matter of whoever shows the text.

    >>> from cleaner.pipeline import Pipeline
    >>> Pipeline.from_names("invisible_character").clean("10\\u00a0000 visi\\u00adtors \\r\\n").text
    '10 000 visitors'
    """

    name = "invisible_character"

    max_marks: int = option(6, "More combining marks than this on one base are cut.", minimum=1, maximum=64)

    def process_batch(self, documents: Sequence[Document]) -> Sequence[StageResult]:
        """Look at those that hold a sign of dirt; one table tells them, for less than a pattern of this size costs."""
        results = [NOTHING] * len(documents)
        texts = [document.text for document in documents]
        for first, last in parts_of(texts, _PART):
            signs = find_signs(texts[first:last], self.max_marks)
            for i, found in enumerate(signs, first):
                if found & _SIGNS:
                    results[i] = self._clean(documents[i], found)
        return results

    def process(self, document: Document) -> StageResult:
        return self._clean(document, find_signs([document.text], self.max_marks)[0])

    def _clean(self, document: Document, signs: int) -> StageResult:
        """Do what the signs ask for, until none is left: what goes can bring others to an edge."""
        text, edits = document.text, list[Edit]()
        if signs & INVISIBLE:  # what goes may leave the others behind
            signs |= EDGE | (STACKED if signs & MANY_MARKS else 0) | (NOT_NFC if signs & LOOSE else 0)
        for _ in range(_ROUNDS):
            before, normal = text, False
            for sign in (INVISIBLE, EDGE, STACKED, NOT_NFC):
                if signs & sign and (found := list(self._find(sign, text))):
                    edits = compose(document.text, edits, found) if edits else found
                    text = apply(text, found)
                    normal = False
                normal = normal or bool(signs & sign & NOT_NFC)
            if text == before:
                break
            loose = NOT_NFC if signs & LOOSE and not normal and not unicodedata.is_normalized("NFC", text) else 0
            stacked = STACKED if signs & (MANY_MARKS | NOT_NFC) else 0  # normal form may part a letter from its mark
            signs = signs & (INVISIBLE | MANY_MARKS | LOOSE) | EDGE | stacked | loose  # no change makes invisible characters
        edits = [edit for edit in edits if document.text[edit.start : edit.end] != edit.replacement]
        return StageResult(edits) if edits else NOTHING

    def _find(self, sign: int, text: str) -> Iterator[Edit]:
        if sign == INVISIBLE:
            return find_invisible(text, _RULE)
        if sign == EDGE:
            return find_white_space(text, _RULE)
        if sign == STACKED:
            return find_stacked(text, self.max_marks, _RULE + "stacked_mark")
        return find_not_nfc(text, _RULE + "not_nfc")


_PART = 250_000
"""Characters looked at together: bounds the memory."""


INVISIBLE, EDGE, STACKED, NOT_NFC = 1, 2, 4, 8
"""What a text shows signs of: an invisible character, white space at an edge, too many marks on one letter, loose letters."""
MANY_MARKS, LOOSE = 64, 128
"""No signs of dirt by themselves: a cut may bring marks together, and letters that melt."""
_SIGNS = INVISIBLE | EDGE | STACKED | NOT_NFC
_BLANK, _FEED = 16, 32


def find_signs(texts: Sequence[str], max_marks: int) -> list[int]:
    """Return the signs of each text; what it shows no sign of is not in it for certain.

    >>> find_signs(["Clean.", "a\\u00a0b", "a \\nb", "e\\u0301"], 6) == [0, INVISIBLE, EDGE, NOT_NFC | LOOSE]
    True
    """
    points = code_points("\n".join(texts) + "\n")
    signs = _sign_table()[points]
    ends = np.cumsum([len(text) + 1 for text in texts]) - 1
    starts = np.concatenate(([0], ends[:-1] + 1))
    feeds = np.flatnonzero(points == 10)
    signs[feeds[signs[feeds - 1] & _BLANK > 0]] |= EDGE  # a space before a line's end
    triple = feeds[2:][(feeds[2:] - feeds[:-2]) == 2]
    signs[triple] |= EDGE
    for edges in (starts, np.maximum(ends - 1, starts)):
        signs[edges[(signs[edges] & (_BLANK | _FEED)) > 0]] |= EDGE
    found: list[int] = np.bitwise_or.reduceat(signs, starts).tolist()
    for i in [i for i, seen in enumerate(found) if seen & (STACKED | NOT_NFC)]:
        marked = signs[starts[i] : ends[i]] & STACKED
        marks = np.count_nonzero(marked)
        together = marks > 1 and bool((marked[1:] & marked[:-1]).any())
        kept = found[i] & ~(STACKED | NOT_NFC)
        if marks > max_marks:
            kept |= MANY_MARKS | (STACKED if together else 0)
        if found[i] & NOT_NFC or marks > 1:
            kept |= LOOSE
        if (found[i] & NOT_NFC or together) and not unicodedata.is_normalized("NFC", texts[i]):
            kept |= NOT_NFC
        found[i] = kept
    return [seen & (_SIGNS | MANY_MARKS | LOOSE) for seen in found]


@cache
def _sign_table() -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Return, for every code point, what it is a sign of; `_BLANK` must not end a line."""
    table = invisible_table().astype(np.uint8) * np.uint8(INVISIBLE)
    table[mark_table()] |= STACKED
    table[list(may_break_nfc())] |= NOT_NFC
    table[[ord(character) for character in f" \t{IDEOGRAPHIC_SPACE}"]] |= _BLANK
    table[10] |= _FEED
    return table

"""Characters that nobody sees. In: any text. Out: an edit for each run of controls, odd spaces, line ends, loose letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from cleaner.document import Document
from cleaner.edit import Edit, apply, compose
from cleaner.stage import NOTHING, Stage, StageResult, option
from cleaner.text.invisible import IDEOGRAPHIC_SPACE, find_invisible, idle_places, invisible_table
from cleaner.text.normal_form import MARK, NEVER, SECOND, find_not_nfc, find_stacked, form_table, loose_places
from cleaner.text.places import Places, parts_of
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
        """Look at those that hold a sign of dirt, and again at those that have changed: what goes can bring others to an edge."""
        results = [NOTHING] * len(documents)
        work = [_Work(place, document.text, document.text, []) for place, document in enumerate(documents)]
        for _ in range(_ROUNDS):
            work = [each for each, found in self._signed(work) if self._change(each, found)]
            for each in work:
                edits = [edit for edit in each.edits if each.source[edit.start : edit.end] != edit.replacement]
                results[each.place] = StageResult(edits) if edits else NOTHING
            if not work:
                break
        return results

    def _signed(self, work: Sequence[_Work]) -> Iterator[tuple[_Work, Signs]]:
        """Yield the texts in work that show a sign of dirt, with their signs."""
        texts = [each.text for each in work]
        for first, last in parts_of(texts, _PART):
            for place, found in find_signs(texts[first:last], self.max_marks).items():
                yield work[first + place], found

    def process(self, document: Document) -> StageResult:
        return self.process_batch([document])[0]

    def _change(self, work: _Work, signs: Signs) -> bool:
        """Do to a text what its signs ask for. Return whether it is another now."""
        kinds, changed = signs.kinds, False
        for kind in (INVISIBLE, EDGE, STACKED, NOT_NFC):
            if kinds & kind and (found := list(self._find(kind, work.text, signs.idle, None if changed else signs.loose))):
                if kind == INVISIBLE:
                    kinds |= _left_behind(work.text, found)
                work.edits = compose(work.source, work.edits, found) if work.edits else found
                work.text = apply(work.text, found)
                changed = True
        return changed

    def _find(self, kind: int, text: str, idle: Sequence[int], loose: Sequence[int] | None) -> Iterable[Edit]:
        if kind == INVISIBLE:
            return find_invisible(text, idle, _RULE)
        if kind == EDGE:
            return find_white_space(text, _RULE)
        if kind == STACKED:
            return find_stacked(text, self.max_marks, _RULE + "stacked_mark")
        return find_not_nfc(text, _RULE + "not_nfc", loose)


@dataclass(slots=True)
class _Work:
    """A text in work: its place in the batch, what it was and what it is now, and the edits that make the one of the other."""

    place: int
    source: str
    text: str
    edits: list[Edit]


def _left_behind(text: str, edits: Sequence[Edit]) -> int:
    """Return the signs of what edits of invisible characters leave behind: white space at an edge, marks that meet, letters that melt.

    Only what is cut beside the end of a line brings white space to it: what is cut before a space at an edge shows that by itself.
    """
    before, behind = {text[edit.start - 1 : edit.start] for edit in edits}, {text[edit.end : edit.end + 1] for edit in edits}
    put = {edit.replacement for edit in edits}
    edge = not _ENDS.isdisjoint(before) or not _ENDS.isdisjoint(behind) or any("\n" in each for each in put)
    meet = "" in put and form_table().take(code_points("".join(behind))).any()
    return (EDGE if edge else 0) | (STACKED | NOT_NFC if meet else 0)


_ENDS = frozenset(("", "\n"))
_PART = 250_000
"""Characters looked at together: bounds the memory."""

INVISIBLE, EDGE, STACKED, NOT_NFC = 1, 2, 4, 8
"""What a text shows signs of: an invisible character without work, white space at an edge, too many marks on one letter, loose
letters."""
_UNSEEN, _FEED, _BLANK = 8, 16, 32
"""What a character is besides what `form_table` says."""


class Signs(NamedTuple):
    """What a text shows signs of, the places of invisible characters that are not seen at once to be at work, and `loose_places`."""

    kinds: int
    idle: Sequence[int]
    loose: Sequence[int]


def find_signs(texts: Sequence[str], max_marks: int) -> dict[int, Signs]:
    """Return the signs of dirt in those texts that show one, by their place; what a text shows no sign of is not in it for certain.

    >>> find_signs(["Clean.", "a\\u00a0b", "a \\nb"], 6) == {1: Signs(INVISIBLE, [1], []), 2: Signs(EDGE, [], [])}
    True
    """
    points = code_points("\n".join(texts) + "\n")
    kinds = _sign_table().take(points)
    ends = np.cumsum([len(text) + 1 for text in texts])
    starts = np.concatenate(([0], ends[:-1]))
    signs = np.zeros(len(texts), np.uint8)

    def show(sign: int, places: Places) -> None:
        signs[np.searchsorted(ends, places, "right")] |= sign

    places = np.flatnonzero(kinds & ~np.uint8(_BLANK) != 0)
    found = kinds.take(places)
    feeds = places[found & _FEED != 0]
    show(EDGE, feeds[kinds.take(feeds - 1) & _BLANK != 0])
    show(EDGE, feeds[2:][feeds[2:] - feeds[:-2] == 2])
    for edges in (starts, np.maximum(ends - 2, starts)):
        show(EDGE, edges[kinds.take(edges) & (_BLANK | _FEED) != 0])
    marks = places[found & MARK != 0]
    show(STACKED, marks[max_marks:][marks[max_marks:] - marks[:-max_marks] == max_marks])
    loose = loose_places(points, places[found & (MARK | SECOND | NEVER) != 0])
    show(NOT_NFC, loose)
    idle = idle_places(points, places[found & _UNSEEN != 0])
    show(INVISIBLE, idle)
    dirty = np.flatnonzero(signs).tolist()
    first, last = starts[dirty], ends[dirty]
    facts = zip(dirty, signs[dirty].tolist(), _apart(idle, first, last), _apart(loose, first, last), strict=True)
    return {place: Signs(kind, *own) for place, kind, *own in facts}


def _apart(places: Places, starts: Places, ends: Places) -> list[list[int]]:
    """Return the places in each of some texts, counted from where it starts."""
    bounds = zip(starts.tolist(), *np.searchsorted(places, [starts, ends]).tolist(), strict=True)
    return [(places[first:last] - start).tolist() for start, first, last in bounds]


@cache
def _sign_table() -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Return, for every code point, what it is a sign of; `_BLANK` must not end a line."""
    table = form_table() | invisible_table().astype(np.uint8) * np.uint8(_UNSEEN)
    table[[ord(character) for character in f" \t{IDEOGRAPHIC_SPACE}"]] |= _BLANK
    table[10] |= _FEED
    return table

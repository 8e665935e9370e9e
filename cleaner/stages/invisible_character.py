"""Characters that nobody sees. In: any text. Out: an edit for each run of controls, odd spaces, line ends, loose letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from cleaner.document import Document
from cleaner.edit import Edit, apply, compose
from cleaner.stage import NOTHING, Stage, StageResult, option
from cleaner.text.normal_form import combining_marks, may_break_nfc
from cleaner.text.scripts import code_points

LINE_BREAKS = {"\r\n": "\n", "\r": "\n", "\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n\n"}
"""All that ends a line or a paragraph, and what should stand there."""

CONTROLS = r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
SOFT_HYPHEN = "\u00ad"
BIDI_CONTROLS = "\u202a-\u202e\u2066-\u2069\u206a-\u206f"
"""Embeddings, overrides, isolates and the deprecated ones: they move what is shown away from what is written."""
BIDI_MARKS = "\u061c\u200e\u200f"
INVISIBLE = "\u2060-\u2064\ufeff\ufff9-\ufffc"
"""Word joiner, invisible operators, byte order mark, annotation marks, object replacement: never text in a document."""
JOINERS = "\u200c\u200d"
ZERO_WIDTH_SPACE = "\u200b"
TAGS = "\U000e0001\U000e0020-\U000e007f"
NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff" + "".join(chr(p + i) for p in range(0x1FFFE, 0x110000, 0x10000) for i in (0, 1))
ODD_SPACES = "\u00a0\u180e\u2000-\u200a\u202f\u205f\u2800\u3164\uffa0"
"""Spaces of a width of their own, and letters that are drawn as nothing."""
IDEOGRAPHIC_SPACE = "\u3000"

UNSPACED = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df"
    "\u1a20-\u1aaf\u1b00-\u1b7f\ua980-\ua9df\ua9e0-\ua9ff\uaa60-\uaadf"
)
"""Thai, Lao, Burmese, Khmer and their neighbours: a zero-width space parts their words."""
JOINED = (
    "\u0600-\u07bf\u0840-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
    "\U00010d00-\U00010d3f\U00011000-\U00011fff\U0001e900-\U0001e95f"
)
"""Arabic and its kin, the scripts of India, Tibetan, Burmese, Khmer, Mongolian: joiners choose the form of their letters."""
MONGOLIAN = "\u1800-\u18af"
PICTURES = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
WIDE = "\u2e80-\u2fdf\u3001-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff9f\uffa1-\uffef\U00020000-\U0003fffd"
RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"

_RUN = re.compile(
    f"(?P<line_break>\r\n|[\r\v\f\x85\u2028\u2029])"
    f"|(?P<control>[{CONTROLS}]+)"
    f"|(?P<soft_hyphen>{SOFT_HYPHEN}+)"
    f"|(?P<bidi_control>[{BIDI_CONTROLS}]+)"
    f"|(?P<bidi_mark>[{BIDI_MARKS}]+)"
    f"|(?P<zero_width>[{INVISIBLE}]+)"
    f"|(?P<zero_width_space>{ZERO_WIDTH_SPACE}+)"
    f"|(?P<joiner>[{JOINERS}]+)"
    f"|(?P<tag>[{TAGS}]+)"
    f"|(?P<noncharacter>[{NONCHARACTERS}]+)"
    f"|(?P<odd_space>[{ODD_SPACES}][ {ODD_SPACES}]*)"
    f"|(?P<ideographic_space>{IDEOGRAPHIC_SPACE}+)"
)
_ANY = (
    f"\r\v\f\x85\u2028\u2029{CONTROLS}{SOFT_HYPHEN}{BIDI_CONTROLS}{BIDI_MARKS}{INVISIBLE}{ZERO_WIDTH_SPACE}{JOINERS}{TAGS}"
    f"{NONCHARACTERS}{ODD_SPACES}{IDEOGRAPHIC_SPACE}"
)
_BLANKS = re.compile(f"[ \t{IDEOGRAPHIC_SPACE}\n]+")
_LINE_DIRT = ("\n\n\n", " \n", "\t\n", f"{IDEOGRAPHIC_SPACE}\n")
_WORD = re.compile(r"\S+")


def _names(found: str) -> str:
    return ", ".join(dict.fromkeys(f"U+{ord(character):04X}" for character in found[:40]))


_KIND = {"zero_width_space": "zero_width", "joiner": "zero_width", "tag": "zero_width", "ideographic_space": "odd_space"}
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
        for first, last in _parts(documents):
            for i in _suspects([document.text for document in documents[first:last]], self.max_marks):
                results[first + i] = self.process(documents[first + i])
        return results

    def process(self, document: Document) -> StageResult:
        text, edits = document.text, list[Edit]()
        for _ in range(_ROUNDS):
            changed = False
            for find in (_characters, _white_space, self._marks, _not_nfc):
                found = list(find(text))
                if found:
                    edits = compose(document.text, edits, found) if edits else found
                    text = apply(text, found)
                    changed = True
            if not changed:
                break
        edits = [edit for edit in edits if document.text[edit.start : edit.end] != edit.replacement]
        return StageResult(edits) if edits else NOTHING

    def _marks(self, text: str) -> Iterator[Edit]:
        """Cut marks beyond the first `max_marks` on one base, so-called Zalgo."""
        if text.isascii() or np.count_nonzero(_mark_table()[code_points(text)]) <= self.max_marks:
            return
        for run in _mark_run().finditer(text):
            if run.end() - run.start() > self.max_marks:
                yield Edit(
                    run.start() + self.max_marks, run.end(), "", _RULE + "stacked_mark", f"{run.end() - run.start()} marks"
                )


_PART = 500_000
"""Characters looked at together: bounds the memory."""


def _parts(documents: Sequence[Document]) -> Iterator[tuple[int, int]]:
    """Divide documents into parts of bounded size."""
    first = size = 0
    for i, document in enumerate(documents):
        if size and size + len(document.text) > _PART:
            yield first, i
            first, size = i, 0
        size += len(document.text)
    if documents:
        yield first, len(documents)


def _suspects(texts: Sequence[str], max_marks: int) -> list[int]:
    """Return which texts may hold something to change: all others are clean for certain."""
    points = code_points("\n".join(texts) + "\n")
    signs = _sign_table()[points]
    ends = np.cumsum([len(text) + 1 for text in texts]) - 1
    starts = np.concatenate(([0], ends[:-1] + 1))
    feeds = np.flatnonzero(points == 10)
    signs[feeds[signs[feeds - 1] & _BLANK > 0]] |= _DIRT  # a space before a line's end
    triple = feeds[2:][(feeds[2:] - feeds[:-2]) == 2]
    signs[triple] |= _DIRT
    for edges in (starts, np.maximum(ends - 1, starts)):
        signs[edges[(signs[edges] & (_BLANK | _FEED)) > 0]] |= _DIRT
    found = np.bitwise_or.reduceat(signs, starts)
    suspects = found & (_DIRT | _ALWAYS) > 0
    for i in np.flatnonzero(~suspects & (found & (_UNSURE | _MARK) > 0)).tolist():
        text = texts[i]
        if found[i] & _MARK and np.count_nonzero(signs[starts[i] : ends[i]] & _MARK) > max_marks:
            suspects[i] = bool(_mark_run().search(text))
        if not suspects[i] and found[i] & _UNSURE:
            suspects[i] = not unicodedata.is_normalized("NFC", text)
    return [int(i) for i in np.flatnonzero(suspects)]


_ALWAYS, _MARK, _UNSURE, _BLANK, _FEED, _DIRT = 1, 2, 4, 8, 16, 32


@cache
def _sign_table() -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Return, for every code point, what it is a sign of: `_ALWAYS` has to be looked at, `_MARK` may stack, `_UNSURE` may be
    out of normal form, `_BLANK` must not end a line."""
    table = np.where(_any_table(), _ALWAYS, 0).astype(np.uint8)
    table[_mark_table()] |= _MARK
    table[list(may_break_nfc())] |= _UNSURE
    table[[ord(character) for character in f" \t{IDEOGRAPHIC_SPACE}"]] |= _BLANK
    table[10] |= _FEED
    return table


def _characters(text: str) -> Iterator[Edit]:
    """Single characters and runs of one kind, judged by their neighbours."""
    position = 0
    for place in np.flatnonzero(_any_table()[code_points(text)]).tolist():
        if place < position:
            continue
        run = _RUN.match(text, place)
        if run is None:  # _ANY and _RUN hold the same characters
            raise AssertionError(f"no kind for U+{ord(text[place]):04X}")
        kind, start, found = run.lastgroup or "", run.start(), run.group()
        if kind == "odd_space":
            while start > position and text[start - 1] == " ":
                start -= 1
        position = run.end()
        replacement = _replacement(kind, found, text, start, position)
        if replacement != text[start:position]:
            yield Edit(start, position, replacement, _RULE + _KIND.get(kind, kind), _names(found))


@cache
def _any_table() -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return, for every code point, whether `_ANY` holds it: many times faster than a class of this size in a pattern."""
    table = np.zeros(0x110000, bool)
    plane = "".join(map(chr, range(0x10000)))
    for found in re.finditer(f"[{_ANY}]+", plane):
        table[found.start() : found.end()] = True
    table[[ord(c) for c in re.findall(f"[{_ANY}]", "".join(map(chr, range(0xE0000, 0xE0080))) + NONCHARACTERS)]] = True
    return table


def _replacement(kind: str, found: str, text: str, start: int, end: int) -> str:
    before, after = text[start - 1 : start], text[end : end + 1]
    match kind:
        case "line_break":
            return LINE_BREAKS[found]
        case "joiner":
            return found[0] if _joins(found[0], before, after) else ""
        case "zero_width_space":
            return found[0] if _is(UNSPACED, before) and _is(UNSPACED, after) else ""
        case "bidi_mark":
            inside = before not in ("", "\n") and after not in ("", "\n")
            return found[0] if inside and _line_has(RIGHT_TO_LEFT, text, start) else ""
        case "tag":
            return found if before == "\N{WAVING BLACK FLAG}" and found[-1] == "\U000e007f" else ""
        case "odd_space":
            if _is(MONGOLIAN, after) and found in ("\u180e", "\u202f"):
                return found
            if "\u2800" in found and (_is("\u2801-\u28ff", before) or _is("\u2801-\u28ff", after)):
                return found
            return "" if before in ("", "\n") or after in ("", "\n") else " "
        case "ideographic_space":
            if before in ("", "\n"):
                return ""
            return found if _line_has(WIDE, text, start) else " "
    return ""


def _joins(joiner: str, before: str, after: str) -> bool:
    """Whether a joiner has work to do between two characters."""
    if joiner == "\u200d" and _is(PICTURES, after):
        return (before in "\ufe0f\u20e3" and before != "") or _is(PICTURES, before)
    if _is(JOINED, after) and before and not before.isspace():
        return True
    if not _is(JOINED, before):
        return False
    return joiner == "\u200d" or unicodedata.combining(before) == 9  # a virama: explicit at the end of a word


@cache
def _single(characters: str) -> re.Pattern[str]:
    return re.compile(f"[{characters}]")


def _is(characters: str, character: str) -> bool:
    return bool(character) and _single(characters).match(character) is not None


LINE_WINDOW = 400
"""How far to look for letters of a script around a character: a line of text may be a whole book."""


def _line_has(characters: str, text: str, at: int) -> bool:
    start = max(text.rfind("\n", 0, at) + 1, at - LINE_WINDOW)
    end = text.find("\n", at, at + LINE_WINDOW)
    return _single(characters).search(text, start, end if end >= 0 else at + LINE_WINDOW) is not None


def _white_space(text: str) -> Iterator[Edit]:
    """Spaces before a line's end, more line breaks than two, white space around the document."""
    outer = text[:1] + text[-1:]
    if not any(dirt in text for dirt in _LINE_DIRT) and not _BLANKS.search(outer):
        return
    for run in _BLANKS.finditer(text):
        start, end, found = run.start(), run.end(), run.group()
        breaks = found.count("\n")
        if start == 0 or end == len(text):
            wanted, kind = "", "outer_space"
        elif not breaks:
            continue
        else:
            indent = found[found.rindex("\n") + 1 :]
            wanted = ("\n" if breaks == 1 else "\n\n") + indent
            kind = "trailing_space" if breaks <= 2 else "blank_line"
        if found != wanted:
            yield Edit(start, end, wanted, _RULE + kind)


def _not_nfc(text: str) -> Iterator[Edit]:
    """Words that are not in normal form C; only what changes of a word is in the edit."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return
    for word in _words_not_nfc(text):
        found = word.group()
        wanted = unicodedata.normalize("NFC", found)
        if wanted == found:
            continue
        start, limit = 0, min(len(found), len(wanted))
        while start < limit and found[start] == wanted[start]:
            start += 1
        end = 0
        while end < limit - start and found[-1 - end] == wanted[-1 - end]:
            end += 1
        yield Edit(word.start() + start, word.end() - end, wanted[start : len(wanted) - end], _RULE + "not_nfc")


def _words_not_nfc(text: str) -> Iterator[re.Match[str]]:
    """Yield words that may not be in normal form: whole lines that are need no look at their words."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if not line.isascii() and not unicodedata.is_normalized("NFC", line):
            yield from (word for word in _WORD.finditer(text, start, end) if not word.group().isascii())
        start = end + 1


@cache
def _mark_run() -> re.Pattern[str]:
    codes = "".join(chr(code) for code in combining_marks() if code < 0x10000)
    return re.compile(f"[{codes}]{{2,}}")


@cache
def _mark_table() -> np.ndarray[Any, np.dtype[np.bool_]]:
    table = np.zeros(0x110000, bool)
    table[[code for code in combining_marks() if code < 0x10000]] = True
    return table

"""Characters that nobody sees, judged one by one: controls, odd spaces, joiners without work, marks of direction, odd line ends.

In: a text. Out: edits. `invisible_table` tells them from all other characters at the cost of one look-up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np

from cleaner.edit import Edit
from cleaner.patterns import compiled
from cleaner.text.normal_form import space_table
from cleaner.text.places import Places, Points
from cleaner.text.scripts import text_of

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
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u1b00-\u1b7f\ua980-\ua9df\ua9e0-\ua9ff\uaa60-\uaadf"
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

_RUN = compiled(
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
_PLAIN_SPACES = frozenset("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u205f\u3164\uffa0")
"""Odd spaces that become a space between any two characters that are not `_ASIDE`."""
_ASIDE = frozenset(("", "\n", " ", "\u180e", "\u202f", "\u2800", *_PLAIN_SPACES))
"""What makes a run of spaces, or the edge of a line."""
_LINE_WINDOW = 400
"""How far to look for letters of a script around a character: a line of text may be a whole book."""
_KIND = {"zero_width_space": "zero_width", "joiner": "zero_width", "tag": "zero_width", "ideographic_space": "odd_space"}


def find_invisible(text: str, places: Sequence[int], rule: str) -> Iterator[Edit]:
    """Yield edits of single characters and runs of one kind at `idle_places`, judged by their neighbours; ids begin with `rule`."""
    position = 0
    for place in places:
        if place < position:
            continue
        if text[place] in _PLAIN_SPACES and _ASIDE.isdisjoint((text[place - 1 : place], text[place + 1 : place + 2])):
            position = place + 1  # nine of ten: between two words
            yield Edit(place, position, " ", rule + "odd_space", _names(text[place]))
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
            yield Edit(start, position, replacement, rule + _KIND.get(kind, kind), _names(found[:40]))


def idle_places(points: Points, places: Places) -> Places:
    """Return which of the places of invisible characters are not seen at once to be at work; `points` end with a line feed.

    Why: Persian is full of joiners between letters, Khmer of zero-width spaces between words, Japanese of wide spaces.

    >>> from cleaner.text.scripts import code_points
    >>> points = code_points("\\u0645\\u06cc\\u200c\\u0631\\u0648\\u0645 a\\u200cb\\n")
    >>> idle_places(points, np.flatnonzero(invisible_table()[points])).tolist()
    [8]
    """
    if not places.size:
        return places
    here = points.take(places)
    before, after = (_neighbour_table().take(points.take(places + step)) for step in (-1, 1))
    joins = ((here == 0x200C) | (here == 0x200D)) & (after & _JOINED > 0) & (before & _SPACE == 0)
    parts = (here == 0x200B) & (before & after & _UNSPACED > 0)
    indents = (here == 0x3000) & ((before | after) & _WIDE > 0) & (before & _FEED == 0)
    idle: Places = places[~(joins | parts | indents)]
    return idle


_JOINED, _UNSPACED, _WIDE, _SPACE, _FEED = 1, 2, 4, 8, 16
"""What the neighbour of an invisible character is."""


@cache
def _neighbour_table() -> np.ndarray[Any, np.dtype[np.uint8]]:
    table = np.zeros(0x110000, np.uint8)
    for kind, ranges in ((_JOINED, JOINED), (_UNSPACED, UNSPACED), (_WIDE, WIDE)):
        for first, last in re.findall("(.)-(.)", ranges):
            table[ord(first) : ord(last) + 1] |= kind
    table[:0x3001][space_table()[:0x3001]] |= _SPACE
    table[10] |= _FEED
    return table


@lru_cache(256)
def _names(found: str) -> str:
    return ", ".join(dict.fromkeys(f"U+{ord(character):04X}" for character in found[:40]))


@cache
def invisible_table() -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return, for every code point, whether `_ANY` holds it: many times faster than a class of this size in a pattern."""
    table = np.zeros(0x110000, bool)
    plane = text_of(np.arange(0x10000))
    for found in re.finditer(f"[{_ANY}]+", plane):
        table[found.start() : found.end()] = True
    table[[ord(c) for c in re.findall(f"[{_ANY}]", "".join(map(chr, range(0xE0000, 0xE0080))) + NONCHARACTERS)]] = True
    return table


def _between_letters(before: str, after: str) -> bool:
    """Whether a joiner stands before a letter that joins, and behind anything but a space or nothing."""
    return after in _letters(JOINED) and before != "" and not before.isspace()


@cache
def _letters(ranges: str) -> frozenset[str]:
    return frozenset(chr(code) for first, last in re.findall("(.)-(.)", ranges) for code in range(ord(first), ord(last) + 1))


def _replacement(kind: str, found: str, text: str, start: int, end: int) -> str:
    before, after = text[start - 1 : start], text[end : end + 1]
    match kind:
        case "line_break":
            return LINE_BREAKS[found]
        case "joiner":
            return found[0] if _joins(found[0], before, after) else ""
        case "zero_width_space":
            return found[0] if before in _letters(UNSPACED) and after in _letters(UNSPACED) else ""
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
    if _between_letters(before, after):
        return True
    if before not in _letters(JOINED):
        return False
    return joiner == "\u200d" or unicodedata.combining(before) == 9  # a virama: explicit at the end of a word


@cache
def _single(characters: str) -> re.Pattern[str]:
    return compiled(f"[{characters}]")


def _is(characters: str, character: str) -> bool:
    return bool(character) and _single(characters).match(character) is not None


def _line_has(characters: str, text: str, at: int) -> bool:
    start = max(text.rfind("\n", 0, at) + 1, at - _LINE_WINDOW)
    end = text.find("\n", at, at + _LINE_WINDOW)
    return _single(characters).search(text, start, end if end >= 0 else at + _LINE_WINDOW) is not None

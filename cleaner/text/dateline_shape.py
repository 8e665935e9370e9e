"""The shape of a dateline: place, date, agency, in any order, in any script, up to the dash.

In: a text and where a line of it begins. Out: a `Head` that says what was read, or None where it is not certain.
"""

from __future__ import annotations

import re

from cleaner.patterns import compiled
from cleaner.text.dateline_desk import is_desk, read_opening
from cleaner.text.dateline_gate import may_begin, may_open
from cleaner.text.dateline_judge import Head, Parts, judge
from cleaner.text.dateline_part import read_part
from cleaner.text.dateline_place import JOINING, is_known, known_prefix
from cleaner.text.dateline_wire import DASH, GAP, bare_text, caseless, ends_bare, read_bare, read_bracket, read_glued, read_press
from cleaner.text.dates import day_at

__all__ = ["MAX_HEAD", "Head", "read_head"]

MAX_HEAD = 180
"""No dateline is longer: the longest of 2,500 newswire ones has 60 characters, one with three places and a reporter 120."""

_SIGNED_BEHIND = compiled(r"([A-ZÇĞİÖŞÜ]{2,15}(?: [A-ZÇĞİÖŞÜ]{2,15}){1,2}) [-–—] ")
"""Who signs behind a Turkish one: `KAHİRE (AA) – AHMED HASAN -`."""
_ENCLOSED = compiled(r"\(([^()\n]{2,60})\)")


def read_head(text: str, start: int, language: str = "", first: bool = True) -> Head | None:
    """Return the dateline that begins at `start`, None where nothing certain does. `first`: no line stands above.

    >>> read_head("RIVERTON, Ohio (AP) — A fire", 0)[:3]
    (22, 'RIVERTON', ('AP',))
    >>> read_head("IBM - the largest employer", 0) is None
    True
    """
    window = text[start : start + MAX_HEAD]
    if not may_open(window, first):
        return None
    head = None
    opening = read_opening(window) if first else None
    if opening and opening.kind == "desk" and window[: opening.end].rstrip()[-1] in "-–—":
        head = Head(opening.end, None, opening.agencies, None, (), "agency_alone")
    elif opening:
        parts = _read(window, opening.end, language)
        parts = parts._replace(agencies=parts.agencies or opening.agencies, authors=opening.authors or parts.authors)
        head = judge(window, parts, first, opening.kind)
        if head is None and opening.kind != "day" and (city := known_prefix(window, opening.end)):
            parts = Parts(opening.end, city[1], city[0], opening.agencies, authors=opening.authors)
            head = judge(window, parts, first, opening.kind)
    if head is None and first and window[0] == "(" and (enclosed := _read_enclosed(window, language)):
        head = judge(window, enclosed, first)
    if head is None and may_begin(window, language):
        head = judge(window, _read(window, 0, language), first)
    if head is None or not window[head.end :].strip() or head.kind == "place_in_capitals" and not _is_named(text, start, head):
        return None
    return head._replace(end=start + head.end)


def _is_named(text: str, start: int, head: Head) -> bool:
    """Whether a place that no list knows has a state behind it, or is named again, as a town is and a label is not."""
    place = head.place or ""
    behind = text.find("\n", start + head.end)
    if text[start + head.end : behind if behind >= 0 else len(text)][:MAX_HEAD].isupper():
        return False  # a heading
    written = text[start : start + head.end]
    if not {",", "("}.isdisjoint(written) and ("." in written or not written.isupper()):
        return True
    name = "".join(part.lower() if part in JOINING else part.capitalize() for part in re.split(r"([ /-])", place))
    found = text.find(name, start + head.end)
    while found > 1 and not (text[found - 1] == " " and text[found - 2].islower()):
        found = text.find(name, found + 1)
    return found > 1


def _read_enclosed(window: str, language: str) -> Parts | None:
    """Return what brackets around a whole dateline hold: `(Montréal) Le`, `(Казань, 12 марта, «Татар-информ»).`"""
    found = _ENCLOSED.match(window)
    parts = _read(found.group(1), 0, language) if found else None
    if not found or not parts or parts.place is None or parts.last < len(found.group(1)):
        return None
    if not is_known(parts.place) and not (parts.day and parts.agencies):
        return None
    return parts._replace(last=found.end(), bracket=True)


def _read(window: str, start: int, language: str) -> Parts:
    """Read part after part from `start` on, as long as one is there."""
    parts = Parts(start, start)
    position = start
    dashed = False
    while position < len(window):
        step = read_part(window, position, parts, language, dashed)
        if step is None:
            break
        parts = step
        position = parts.last
        dash = DASH.match(window, position)
        if not dash or not dash.group().strip():
            gap = GAP.match(window, position)
            position = gap.end() if gap else position
            continue
        if parts.agencies and parts.place is None:
            break
        if parts.agencies:
            signed = _SIGNED_BEHIND.match(window, dash.end()) if parts.bracket else None
            if signed:
                parts = parts._replace(last=signed.end(1), authors=(signed.group(1),))
            break
        dashed = True
        if not _goes_on(window, dash.end(), parts, language):
            break
        position = dash.end()
        step = read_part(window, position, parts, language, dashed)
        if step is None:
            break
        parts = step
        position = parts.last
        if DASH.match(window, position):
            break
        gap = GAP.match(window, position)
        position = gap.end() if gap else position
    return parts


def _goes_on(window: str, position: int, parts: Parts, language: str) -> bool:
    """Whether a dash stands inside the dateline: an agency, a desk, brackets with either, or a day stand behind it."""
    if parts.place and caseless(parts.place) and is_known(parts.place) and read_glued(window, position):
        return True
    bare = read_bare(window, position)
    if bare and ends_bare(window, bare[1]):
        return True
    if parts.place and is_desk(text := bare_text(window, position)) and ends_bare(window, position + len(text)):
        return True
    if parts.place and (parts.day or caseless(parts.place)) and read_press(window, position):
        return True
    if bracket := read_bracket(window, position, language):
        quoted = window[position] == "«" and DASH.match(window, bracket[1]) is not None
        return bool(bracket[0].agencies or bracket[0].desk or quoted)
    return bool(parts.place and not parts.day and (day := day_at(window, position, language)) and window[day.end : day.end + 2] == " (")

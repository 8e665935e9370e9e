"""The shape of a dateline: place, date, agency, in any order, in any script, up to the dash.

In: a text and where a line of it begins. Out: a `Head` that says what was read, or None where it is not certain.
"""

from __future__ import annotations

import re

from cleaner.rules.agencies import agency_kind
from cleaner.rules.datelines import is_label, known_cities, place_key
from cleaner.text.dateline_desk import is_desk, read_opening
from cleaner.text.dateline_gate import may_begin, may_open
from cleaner.text.dateline_judge import VIETNAMESE, Head, Parts, judge
from cleaner.text.dateline_place import is_known, known_prefix, read_place, read_region
from cleaner.text.dateline_wire import (
    DASH,
    GAP,
    bare_text,
    caseless,
    ends_bare,
    read_bare,
    read_bracket,
    read_glued,
    read_press,
    read_stroke,
    wire_by_shape,
)
from cleaner.text.dates import Day, day_at

__all__ = ["MAX_HEAD", "Head", "read_head"]

MAX_HEAD = 180
"""No dateline is longer: the longest of 2,500 newswire ones has 60 characters, one with three places and a reporter 120."""

_SIGNED = re.compile(r", ([А-ЯЁІЇЄ][а-яёіїє]+(?: [А-ЯЁІЇЄ][а-яёіїє]+){1,2})(?=\.\s)")
"""Who signs behind a Russian agency: `РИА Новости, Иван Иванов.`"""
_SIGNED_BEHIND = re.compile(r"([A-ZÇĞİÖŞÜ]{2,15}(?: [A-ZÇĞİÖŞÜ]{2,15}){1,2}) [-–—] ")
"""Who signs behind a Turkish one: `KAHİRE (AA) – AHMED HASAN -`."""
_DASH_NEXT = re.compile(r"\s?[-–—]{1,2}\s|\.?[:.।۔]?-?\s")
_ENCLOSED = re.compile(r"\(([^()\n]{2,60})\)")
_DAY_ALONE = re.compile(r"\d{1,2}(?= \()")
_DAY_NAMED = re.compile(r"(?:दि|ता|તા)(?:नांक|रीख|રીખ)?\.?\s?(\d{1,2})(?!\d|\s[^\W\d_])")
_WEEKDAY_BEHIND = re.compile(r",? (?:[^\W\d_]{3,14}(?= ?\()|[^\s,.:()\d]{2,8}(?:वार|વાર|বার|ਵਾਰ|వారం|ವಾರ)(?=[\s:।-]))")
_KUWAIT = re.compile(r"\s?[-–]\s?\d{1,2}\s?[-–]\s?\d{1,2}\s?(?=\(كونا)")
_SHORT_YEAR = re.compile(r" ['’]?\d\d(?= ?[(–—])")
_HIJRA = re.compile(r"\s?هـ?\s?(?:الموافق\s)?|\s?م(?=\s)")
_DIGIT = re.compile(r"\d")


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
    return head._replace(end=start + head.end) if head is not None and window[head.end :].strip() else None


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
        step = _part(window, position, parts, language, dashed)
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
        step = _part(window, position, parts, language, dashed)
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


def _part(window: str, position: int, parts: Parts, language: str, dashed: bool) -> Parts | None:
    """Return the parts with the one at `position`, None where nothing that belongs to a dateline stands there."""
    place, day = parts.place, parts.day
    if not parts.bracket and (bracket := read_bracket(window, position, language)):
        inside, end, strokes = bracket
        if inside.agencies:
            names = parts.agencies + tuple(name for name in inside.agencies if name not in parts.agencies)
            return parts._replace(last=end, agencies=names, day=day or inside.day, authors=inside.authors or parts.authors, bracket=True)
        content = window[position + 1 : end - 1].strip()
        short = len(content) <= 25
        if place and (inside.desk or (day and short and _DASH_NEXT.match(window, end))):
            return parts._replace(last=end, agencies=parts.agencies or wire_by_shape(content), bracket=True)
        if place and short and caseless(place) and window[end : end + 1] == "।" and not _DIGIT.search(content):
            return parts._replace(last=end, bracket=True)
        initials = position == 0 and short and content.isupper() and VIETNAMESE.search(window) is not None
        if initials and DASH.match(window, end) and not is_label(content):
            return parts._replace(last=end, agencies=(content,), bracket=True)
        if place and window[position] == "«" and dashed:
            return parts._replace(last=end, bracket=True)
        if place and strokes and content.isupper() and place_key(place) in known_cities():
            return parts._replace(last=end, bracket=True)
        if inside.desk and position == 0 and window[0] in "([":
            return parts._replace(last=end, bracket=True, desk=True)
        return parts._replace(last=end, day=inside.day) if inside.day and not day else None
    if not day and (read := day_at(window, position, language)):
        end = read.end
        if hijra := _HIJRA.match(window, end):
            end = hijra.end()
            if again := day_at(window, end, language):
                read, end = again, again.end
                if gregorian := _HIJRA.match(window, end):
                    end = gregorian.end()
        elif short_year := _SHORT_YEAR.match(window, end):
            end = short_year.end()
        elif behind := _WEEKDAY_BEHIND.match(window, end):
            end = behind.end()
        return parts._replace(last=end, day=read)
    if not parts.agencies and (bare := read_bare(window, position)):
        names, end = bare
        if agency_kind(names[0]) == "photo" or not ends_bare(window, end):
            return None
        signed = _SIGNED.match(window, end)
        authors = (signed.group(1),) if signed else ()
        return parts._replace(last=signed.end() if signed else end, agencies=names, authors=authors)
    if place and not parts.agencies and not parts.bracket:
        text = bare_text(window, position)
        if text and is_desk(text):
            return parts._replace(last=position + len(text), bracket=True)
        if not day and (found := _DAY_NAMED.match(window, position)):
            return parts._replace(last=found.end(1), day=Day(0, 0, int(found.group(1)), found.end(1)))
        if not day and (found := _DAY_ALONE.match(window, position)):
            return parts._replace(last=found.end())
        if (day or dashed and caseless(place)) and (named := read_press(window, position)):
            return parts._replace(last=named[1], agencies=(named[0],))
    if place and not parts.agencies and (stroke := read_stroke(window, position)):
        return parts._replace(last=stroke[1], agencies=(stroke[0],), bracket=True)
    if place and (day or dashed and caseless(place)) and not parts.agencies and (glued := read_glued(window, position)):
        return parts._replace(last=glued[1], agencies=(glued[0],), bracket=True)
    closed = day is not None and parts.agencies and window[parts.last - 1] == "."  # `ТАСС, 5 мая. Министр`
    if place is None and not closed and not dashed and not parts.bracket and (named := read_place(window, position)):
        name, end = named
        if kuwait := _KUWAIT.match(window, end):
            end = kuwait.end()
        city, _, last = name.rpartition(" ")
        if city and caseless(name) and is_desk(last):
            return parts._replace(place=city, last=end, bracket=True)
        region = read_region(window, name, end, language)
        agencies = region[1] if region and not parts.agencies else ()
        return parts._replace(
            place=name, last=region[0] if region else end, region=region is not None, agencies=parts.agencies or agencies,
            bracket=bool(agencies),
        )  # fmt: skip
    return None

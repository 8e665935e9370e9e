"""One part of a dateline after the other: brackets, a day, a wire, a place.

In: the beginning of a line, a position in it, and the parts before it. Out: the parts with the one that stands there.
"""

from __future__ import annotations

from cleaner.patterns import compiled
from cleaner.rules.agencies import agency_kind
from cleaner.rules.datelines import is_label, known_cities, place_key
from cleaner.text.dateline_desk import is_desk
from cleaner.text.dateline_judge import VIETNAMESE, Parts
from cleaner.text.dateline_place import is_known, read_place, read_region
from cleaner.text.dateline_wire import (
    DASH,
    Inside,
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

_SIGNED = compiled(r", ([А-ЯЁІЇЄ][а-яёіїє]+(?: [А-ЯЁІЇЄ][а-яёіїє]+){1,2})(?=\.\s)")
"""Who signs behind a Russian agency: `РИА Новости, Иван Иванов.`"""
_DASH_NEXT = compiled(r"\s?[-–—]{1,2}\s|\.?[:.।۔]?-?\s")
_DAY_ALONE = compiled(r"\d{1,2}(?:/\d{1,2})?(?= \()")
_DAY_NAMED = compiled(r"(?:दि|ता|તા)(?:नांक|रीख|રીખ)?\.?\s?(?=(\d{1,2})(?!\d))")
_DAY_WORDS = ("दि", "ता", "તા")
"""The word for a date before it: `दि. १२`, `તા. ૧૨ માર્ચ`."""
_WEEKDAY_BEHIND = compiled(r",? (?:[^\W\d_]{3,14}(?= ?\()|[^\s,.:()\d]{2,8}(?:वार|વાર|বার|ਵਾਰ|వారం|ವಾರ)(?=[\s:।-]))")
_KUWAIT = compiled(r"\s?[-–]\s?\d{1,2}\s?[-–]\s?\d{1,2}\s?(?=\(كونا)")
_SHORT_YEAR = compiled(r" ['’]?\d\d(?= ?[(–—])")
_HIJRA = compiled(r"\s?هـ?\s?(?:الموافق\s)?|\s?م(?=\s)")
_DIGIT = compiled(r"\d")


def read_part(window: str, position: int, parts: Parts, language: str, dashed: bool) -> Parts | None:
    """Return the parts with the one at `position`, None where nothing that belongs to a dateline stands there."""
    place, day = parts.place, parts.day
    if not parts.bracket and (bracket := read_bracket(window, position, language)):
        return _with_bracket(window, position, parts, bracket, dashed)
    if not day and (read := _day(window, position, place, language)):
        read, end = _whole_day(window, read, language)
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
        if text and is_desk(text) and (caseless(place) or is_known(place) or window[:position].rstrip()[-1:] in ",/-–—"):
            return parts._replace(last=position + len(text), bracket=True)
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


def _with_bracket(window: str, position: int, parts: Parts, bracket: tuple[Inside, int, bool], dashed: bool) -> Parts | None:
    """Return the parts with what brackets or strokes hold."""
    place, day = parts.place, parts.day
    inside, end, strokes = bracket
    if inside.agencies:
        names = parts.agencies + tuple(name for name in inside.agencies if name not in parts.agencies)
        return parts._replace(last=end, agencies=names, day=day or inside.day, authors=inside.authors or parts.authors, bracket=True)
    content = window[position + 1 : end - 1].strip()
    short = len(content) <= 25
    if place and (inside.desk or (day and short and not _DIGIT.search(content) and _DASH_NEXT.match(window, end))):
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


def _day(window: str, position: int, place: str | None, language: str) -> Day | None:
    """Return the day at `position`, or the one behind the word for a date, which may be a number alone."""
    named = _DAY_NAMED.match(window, position) if place and window.startswith(_DAY_WORDS, position) else None
    if named is None:
        return day_at(window, position, language)
    return day_at(window, named.end(), language) or Day(0, 0, int(named.group(1)), named.end(1))


def _whole_day(window: str, day: Day, language: str) -> tuple[Day, int]:
    """Return a day and where it ends: a second calendar, a short year or a weekday behind it are part of it."""
    if hijra := _HIJRA.match(window, day.end):
        end = hijra.end()
        if again := day_at(window, end, language):
            gregorian = _HIJRA.match(window, again.end)
            return again, gregorian.end() if gregorian else again.end
        return day, end
    found = _SHORT_YEAR.match(window, day.end) or _WEEKDAY_BEHIND.match(window, day.end)
    return day, found.end() if found else day.end

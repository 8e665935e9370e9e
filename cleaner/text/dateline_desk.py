"""What stands before the place of some datelines: a desk, a reporter, a day, the wire itself.

In: the beginning of a line. Out: where the place can begin, and who was named on the way. Desks are data (`datelines.toml`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from cleaner.patterns import compiled
from cleaner.rules.datelines import canonical_source, desks, desks_first, may_be_source, place_key, read_sources


class Opening(NamedTuple):
    """What was read before the place: `kind` is `desk`, `reporter`, `day` or `wire`."""

    end: int
    kind: str
    agencies: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


_UPPER = "A-ZÀ-ÖØ-ÞČĆŠŽĐĚŘŇŤĎĽŁŃŚŹŻŐŰȘȚŞŢĂİĞ"
_NAME = rf"[{_UPPER}][\w'’.-]{{0,20}}(?: [{_UPPER}][\w'’.-]{{0,20}}){{1,3}}"
_BY = compiled(
    rf"(?:By|BY|Por|POR|Par|Von|VON|Av|Di|De|Da|Door|Na) ({_NAME}),? (?=[{_UPPER}]{{3,}}[ ,(/])|(?:Na|Daga) ({_NAME}), (?=[{_UPPER}])"
)
_BY_WORDS = ("By ", "BY ", "Por ", "POR ", "Par ", "Von ", "VON ", "Av ", "Di ", "De ", "Da ", "Door ", "Na ", "Daga ")
_BY_LETTERS = frozenset(word[0] for word in _BY_WORDS)
_TURKISH = compiled(rf"((?:[{_UPPER}][a-zçğıöşüñéáíóú]+ ){{1,3}}[{_UPPER}]{{2,20}})(?: ?/ ?| [-–] )(?=[{_UPPER}]{{3,}}[ ,(])")
_CATALAN = compiled(r"([A-Z]{3,8}) (?=[A-Z][^\W\d_]{2,20}\.-)")
_SITE_FIRST = compiled(r"\(?[\w-]{2,24}\.[A-Za-z]{2}")
_SITE = compiled(r"[\w-]{2,24}(?:\.co)?\.[a-z]{2,4}", re.IGNORECASE)
_DAY_FIRST = compiled(r"[0-3]?\d\.[01]?\d\.(?:(?:19|20)\d\d)?\s(?=[^\W\d_])")
_WIRE_FIRST = compiled(
    r"(?:\((?P<in>[^()\n]{2,40})\)\s?(?:[-–—]{1,2}\s?)?|(?P<out>[^\s,:;()|/\n][^,:;()|/\n]{1,30}?)(?:\s?[/|,]\s?|-|\s[-–]\s))(?=\w)"
)


@cache
def _desk_first() -> re.Pattern[str]:
    """A desk and the mark or space behind it; Indian papers put their own name before the desk."""
    words = "|".join(re.escape(desk) for desk in sorted(desks_first(), key=lambda desk: (-len(desk), desk)))
    return compiled(rf"(?:([^\s,।:/|]{{2,14}}) )??(?:{words})(?: ?[,،/|.:।] ?| [-–—] | )(?=[^\W\d_])", re.IGNORECASE)


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(desk.split(" ")[0][:3].casefold() for desk in desks_first())


@cache
def _beginnings_of_openings() -> frozenset[str]:
    return _beginnings() | {word[:3].rstrip().casefold() for word in _BY_WORDS}


@cache
def _desk_words() -> re.Pattern[str]:
    words = "|".join(re.escape(place_key(desk)) for desk in sorted(desks(), key=lambda desk: (-len(desk), desk)))
    return compiled(rf"(?:^|(?<=[^\w]))(?:{words})(?=$|[^\w])")


def is_desk(text: str) -> bool:
    """Whether words name a desk or reporters in general, and nobody in particular.

    >>> is_desk("एजेंसी"), is_desk("staff reporter"), is_desk("Springfield")
    (True, True, False)
    """
    return len(text) <= 40 and _desk_words().search(place_key(text)) is not None


def begins_like_opening(window: str) -> bool:
    """Whether a word for a reporter or a desk stands first: what an opening without any mark needs."""
    if window[0] < "\u0900" and window[:3].rstrip().casefold() not in _beginnings_of_openings():
        return False
    return window.startswith(_BY_WORDS) or _mentions_desk(window)


def read_opening(window: str) -> Opening | None:
    """Return what stands before the place, None where the line begins with the place itself.

    >>> read_opening("Mehmet DEMİR / ADANA (DHA) - Bir")
    Opening(end=15, kind='reporter', agencies=(), authors=('Mehmet DEMİR',))
    """
    first = window[:1]
    if first.isdigit():
        found = _DAY_FIRST.match(window)
        return Opening(found.end(), "day") if found else None
    found = None
    if first in _BY_LETTERS and window.startswith(_BY_WORDS):
        found = _BY.match(window)
    elif window.find("/", 0, 70) >= 0 or window.find(" - ", 0, 70) >= 0:
        found = _TURKISH.match(window)
    if found:
        return Opening(found.end(), "reporter", (), (found.group(found.lastindex or 1),))
    if _mentions_desk(window) and (found := _desk_first().match(window)):
        paper = canonical_source(found.group(1)) if found.group(1) else None
        paper = paper or canonical_source(found.group().strip(" ,،/|.:।"))
        return Opening(found.end(), "desk", (paper,) if paper else ())
    if ".-" in window[:35] and (found := _CATALAN.match(window)) and (name := canonical_source(found.group(1))):
        return Opening(found.end(), "reporter", (name,))
    begins = may_be_source(window.lstrip("(")) or "." in window[:28] and _SITE_FIRST.match(window)
    if begins and (found := _WIRE_FIRST.match(window)) and (names := _wires((found["in"] or found["out"]).strip())):
        return Opening(found.end(), "wire", names)
    return None


def _wires(text: str) -> tuple[str, ...]:
    return read_sources(text) or ((text,) if _SITE.fullmatch(text) else ())


def _mentions_desk(window: str) -> bool:
    """Whether one of the first words begins like a desk: the cheap test that most lines fail."""
    beginnings = _beginnings()
    if window[:3].rstrip().casefold() in beginnings:
        return True
    if window[0] < "\u0900":  # papers before the desk are for the scripts of India
        return False
    words = window[:48].split(" ", 3)
    return len(words) > 2 and (words[1][:3] in beginnings or words[2][:3] in beginnings)

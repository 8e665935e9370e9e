"""The shape of a dateline: place, date, agency, in any order, in any script, up to the dash.

In: a text and where a line of it begins. Out: a `Head` that says what was read, or None where it is not certain.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from cleaner.rules.agencies import agency_kind, canonical_agency, read_agencies
from cleaner.rules.datelines import known_cities, labels, place_key
from cleaner.text.dates import Day, day_at

MAX_HEAD = 180
"""No dateline is longer: the longest of 2,500 newswire ones has 60 characters, one with three places and a reporter 120."""


class Head(NamedTuple):
    """A dateline: `end` is behind the dash and the white space; `kind` says why it is certain."""

    end: int
    place: str | None
    agencies: tuple[str, ...]
    day: Day | None
    authors: tuple[str, ...]
    kind: str


_L = (
    r"[^\s\d_!-/:-@\[-`{-~\u00a0-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2000-\u200b\u200e-\u2bff"
    r"\u0964\u0965\u1361-\u1368\u060c\u061b\u061f\u06d4\u0e2f\u3000-\u303f\uff00-\uff20]"
)
_WORD = rf"(?:(?:[Ss][Tt]|[Ss][Tt][Ee]|[Mm][Tt]|[Ff][Tt]|Sta|Sto|S|TP)\. ?)?{_L}+ฯ?(?:['’‘ʻ`.-]{_L}+)*"
_PLACE = re.compile(rf"{_WORD}(?:(?:/| / | - (?=\w+ ?[(,])| ){_WORD}){{0,5}}")
_REGION = re.compile(
    rf",\s?({_WORD}\.?(?: {_WORD}\.?){{0,4}})(?=\s?[,(\-–—:|]|\s[-–—])|\s\(([^\W\d_][\w "
    rf".'-]{{1,24}})\)(?=\s?[,(\-–—])"
)
_GAP = re.compile(r"[\s,،、፣|।.۔]*(?:दि(?:नांक|\.)\s?)?")
_BRACKET = re.compile(
    r"[(\[（［【]\s{0,2}([^()\[\]（）［］【】\n]{2,60}?)\s{0,2}[)\]）］】]|/\s?([^/\n()]{2,40}?)\s?/|=([\w "
    r"]{2,20})=|«([^«»\n]{2,30})»"
)
_BARE = re.compile(r"(?:[^(),:;।۔،–—|/=\n\[\]]{2,40}?)(?=\s*(?:$|[(),:;।۔،–—|/=\n\[\]]|\.\s|\.[-–—]|\.$|\s-|-\s|-$))")
_DASH = re.compile(r"[\s.,:।]{0,3}(?:[-–—―−‒─]{1,3}|--|—-|(?<= )_{1,2}(?= ))\s*")
_STOP = re.compile(r"\s{0,2}[:।۔.=|]\s*|\s*،\s*|(?<=[)\]/])\s{0,3}[,:]?\s*")
_CORRESPONDENT = re.compile(r"^(?:корр|кор|corr)\.?\s+|\s*[-–—]\s*$", re.IGNORECASE)
_SIGNED = re.compile(r", ([А-ЯЁІЇЄ][а-яёіїє]+(?: [А-ЯЁІЇЄ][а-яёіїє]+){1,2})(?=\.\s)")
"""Who signs behind a Russian agency: `РИА Новости, Иван Иванов.`"""
_DASH_NEXT = re.compile(r"\s?[-–—]{1,2}\s")
_DAY_ALONE = re.compile(r"\d{1,2}(?= \()")
_WEEKDAY_BEHIND = re.compile(r",? [^\W\d_]{3,14}(?= ?\()")
_KUWAIT = re.compile(r"\s?[-–]\s?\d{1,2}\s?[-–]\s?\d{1,2}\s?(?=\(كونا)")
_DESKS = (
    "ویب ڈیسک",
    "نیوز ڈیسک",
    "مانیٹرنگ ڈیسک",
    "نمائندہ خصوصی",
    "صباح نیوز",
    "own correspondent",
    "राज्य ब्यूरो",
    "संवाददाता",
    "डिजिटल डेस्क",
    "संवाद सूत्र",
    "संवाद सहयोगी",
    "एजेंसियां",
    "ब्यूरो",
    "staff reporter",
    "web desk",
    "news desk",
)
_DESK_FIRST = re.compile(
    r"(?:[^\s,।:]{2,14} )?(?:संवाददाता|ब्यूरो|संवाद सूत्र|संवाद सहयोगी|संसू|जासं|डिजिटल डेस्क|न्यूज डेस्क|न्यूज़ डेस्क|ऑनलाइन डेस्क),? "
    r"([^\s,।:\d][^\s,।:\d]{1,14}(?: [^\s,।:\d]{2,12})?)\s?[।:|]\s*(?=\S)"
)
"""The desk before the place, as Hindi papers write it: `जागरण संवाददाता, पटना।`"""
_GENERIC = frozenset(_DESKS) | frozenset(
    "agencias agencies agenturen agences agenzie agencje agências एजेंसी एजेंसियां एजेंसियाँ एजेन्सी ब्यूरो وكالات وكالاتː "
    "ajanslar agensi agency "
    "agenturer agenturerna এজেন্সি ஏஜென்சி एजेंसीज ایجنسیاں ایجنسی اےجنسی агенції агентства agenţii agentii agenture агенције "
    "hk 通讯 סוכנויות "
    "ప్రజాశక్తి ब्युरो मराठी".split()
)
_PARTICLES = frozenset(
    "de da do das dos del della di du des der den d la le les los las el al am an auf bei im in of on upon sur y e et und and "
    "i и na nad ob po pri "
    "pe es cu la van aan en het op ter a ve og och ja på sul zu zum".split()
)


def read_head(text: str, start: int, language: str = "", first: bool = True) -> Head | None:
    """Return the dateline that begins at `start`, None where nothing certain does. `first`: no line stands above.

    >>> read_head("RIVERTON, Ohio (AP) — A fire", 0)[:3]
    (22, 'RIVERTON', ('AP',))
    >>> read_head("IBM - the largest employer", 0) is None
    True
    """
    head = _head_of(text[start : start + MAX_HEAD], language, first)
    return head and head._replace(end=start + head.end)


@lru_cache(maxsize=4_096)
def _head_of(window: str, language: str, first: bool) -> Head | None:
    """Read the beginning of a line. Remembered, because several stages ask about the same first lines."""
    if "\u0900" <= window[:1] <= "\u097f" and (desk := _DESK_FIRST.match(window)):
        return Head(desk.end(), desk.group(1).strip(), (), None, (), "place_and_agency")
    if not _may_begin(window[:90]):
        return None
    head = _read(window, 0, language, first)
    return head if head is not None and window[head.end :].strip() else None


_SIGNAL = re.compile(r"[(\[（［【/—–―=|«]|--|[\s.,]-|-[\s(]| _|[,.،] ?\d")
_BEFORE_STOP = re.compile(r"([^.:।۔]{2,48})[.:।۔]")


def _may_begin(window: str) -> bool:
    """Whether a dateline can begin here: the cheap test that most lines fail."""
    if _SIGNAL.search(window) or window[:1].isdigit():
        return True
    found = _BEFORE_STOP.match(window)
    if not found:
        return False
    before = found.group(1)
    if before.isupper() or place_key(before) in known_cities() or any(c.isdigit() for c in before):
        return True
    city, hyphen, _ = before.rpartition("-")
    if hyphen and place_key(city) in known_cities():
        return True
    _, comma, name = before.rpartition(",")
    return bool(comma) and (canonical_agency(name.strip()) is not None or name.strip() in _GENERIC)


def _read(window: str, start: int, language: str, first: bool) -> Head | None:
    place: str | None = None
    agencies: list[str] = []
    generic = bracket = region = dashed = False
    authors: tuple[str, ...] = ()
    day: Day | None = None
    position = start
    last = start
    while position < len(window):
        if not (bracket or generic) and (found := _BRACKET.match(window, position)):
            inside = _CORRESPONDENT.sub("", next(g for g in found.groups() if g is not None).strip())
            names, inner_day = _inside(inside, language)
            if not names and found.group(2) and (signed := re.match(r"([^\W\d_]+) ([А-ЯЁЇІЄ]\w+ [А-ЯЁЇІЄ]\w+)$", inside)):
                names = read_agencies(signed.group(1))
                authors = (signed.group(2),) if names else ()
            if names:
                agencies += [name for name in names if name not in agencies]
                bracket = True
            elif place and (inside.casefold() in _GENERIC or (day and len(inside) <= 25 and _DASH_NEXT.match(window, found.end()))):
                generic = True
            elif place and found.group(2) and inside.isupper() and place_key(place) in known_cities():
                generic = True
            elif inner_day and not day:
                day = inner_day
            else:
                break
            if inner_day and not day:
                day = inner_day
            position = last = found.end()
        elif not day and (read := day_at(window, position, language)):
            day = read
            position = last = read.end
            if behind := _WEEKDAY_BEHIND.match(window, position):
                position = last = behind.end()
        elif not agencies and (found := _BARE.match(window, position)) and (name := canonical_agency(found.group().strip())):
            if agency_kind(found.group().strip()) == "photo" or not _ends(window, found.end()):
                break
            agencies.append(name)
            position = last = found.end()
            if signed := _SIGNED.match(window, position):
                authors = (signed.group(1),)
                position = last = signed.end()
        elif place and not agencies and not generic and (found := _BARE.match(window, position)) and found.group() in _GENERIC:
            generic = True
            position = last = found.end()
        elif place and not day and (found := _DAY_ALONE.match(window, position)):
            position = last = found.end()
        elif not agencies and (glued := _glued_capitals(window, position, place, day)):
            agencies += read_agencies(glued.group())
            position = last = glued.end()
            bracket = True
        elif place is None and not dashed and not bracket and (named := _place(window, position)):
            place, position = named
            last = position
            if kuwait := _KUWAIT.match(window, position):
                position = last = kuwait.end()
            tail = _REGION.match(window, position)
            while tail and not region and not _is_other(tail.group(1) or tail.group(2), language):
                position = last = tail.end()
                region = True
                again = _REGION.match(window, position)
                if again and again.group(1) and not _is_other(again.group(1), language):
                    position = last = again.end()
                tail = None
        else:
            break
        dash = _DASH.match(window, position)
        if dash and dash.group().strip():
            if agencies and place is None:  # (ANSA) - ROMA, 6 FEB - ...
                inner = _read(window, dash.end(), language, first=True) if position and start == 0 else None
                if inner and inner.place and not inner.agencies:
                    return inner._replace(agencies=tuple(agencies), kind="agency_and_place")
                break
            if agencies:
                break
            dashed = True
            after = _BARE.match(window, dash.end())
            bracket_after = _BRACKET.match(window, dash.end())
            is_agency = after and canonical_agency(after.group().strip()) and _ends(window, after.end())
            desk = bool(after and place and after.group().strip() in _GENERIC and _ends(window, after.end()))
            if (
                not is_agency
                and not desk
                and not (bracket_after and _inside(bracket_after.group(1) or bracket_after.group(2) or "", language)[0])
            ):
                break
            position = dash.end()
        else:
            gap = _GAP.match(window, position)
            position = gap.end() if gap else position
    head = _judge(window, start, last, place, tuple(agencies), day, bracket or generic, region, first)
    return head._replace(authors=authors) if head and authors else head


def _glued_capitals(window: str, position: int, place: str | None, day: Day | None) -> re.Match[str] | None:
    """Return an agency in capitals behind place and date that no punctuation closes: `Bakı, 6 fevral, AZƏRTAC`."""
    if place is None or day is None:
        return None
    found = re.compile(rf"({_L}{{3,12}})(?=\s)").match(window, position)
    return found if found and found.group().isupper() and canonical_agency(found.group()) else None


def _ends(window: str, position: int) -> bool:
    """Whether a bare agency may end here: at punctuation or a dash, not in the middle of a sentence."""
    return bool(re.compile(r"\s*[-–—:।۔|=/()\[]|\.\s|\.[-–—]|,\s|،").match(window, position))


def _inside(text: str, language: str) -> tuple[tuple[str, ...], Day | None]:
    """Read what brackets hold: agencies, a date, or both."""
    names = read_agencies(text)
    if names:
        return names, None
    day = day_at(text, 0, language)
    if day:
        rest = text[day.end :].strip(" ,.-–—")
        return (read_agencies(rest), day) if rest else ((), day)
    head, _, tail = text.partition(",")
    if tail and (names := read_agencies(head)):
        day = day_at(tail.strip(), 0, language)
        return (names, day) if day else ((), None)
    return (), None


def _is_other(text: str, language: str) -> bool:
    """Whether what stands behind a comma is a date or an agency, and not a region."""
    return bool(day_at(text, 0, language)) or canonical_agency(text) is not None or not (text[:1].isupper() or _caseless(text))


def _caseless(text: str) -> bool:
    """Whether a text has no capitals; those of Georgian are for headlines alone, and `upper` knows them all the same."""
    return text.upper() == text.lower() or "\u10d0" <= text[:1] <= "\u10ff"


def _place(window: str, position: int) -> tuple[str, int] | None:
    """Return a place that begins here, and its end: a few capitalised words, or up to three of a script without case."""
    found = _PLACE.match(window, position)
    if not found:
        return None
    city, hyphen, wire = found.group().rpartition("-")
    if hyphen and place_key(city) in known_cities() and canonical_agency(wire):  # `دمشق-سانا`
        return city, position + len(city)
    words = list(re.finditer(rf"{_WORD}", found.group()))
    end = 0
    count = 0
    for word in words:
        text = word.group()
        if not (text[0].isupper() or _caseless(text) or (count and text.casefold() in _PARTICLES)):
            break
        if count and day_at(window, position + word.start()):
            break
        count += 1
        end = word.end()
    place = found.group()[:end]
    if re.search(r"\.[A-Z]$", place) and window[position + end : position + end + 1] == ".":
        end += 1
        place += "."
    if not place or count > 5 or place.split()[-1].casefold() in _PARTICLES and count > 1 and place.split()[-1].islower():
        return None
    if _caseless(place) and (count > 3 or len(place) > 28):
        return None
    if len(place) > 60 or any(place_key(part) in labels() for part in re.split(r"/", place)):
        return None
    return place, position + end


def _judge(
    window: str,
    start: int,
    last: int,
    place: str | None,
    agencies: tuple[str, ...],
    day: Day | None,
    bracket: bool,
    region: bool,
    first: bool,
) -> Head | None:
    """Say whether what was read is certain, and where the cut ends."""
    if last == start:
        return None
    dash = _DASH.match(window, last)
    stop = None if dash else _STOP.match(window, last)
    end = dash.end() if dash else stop.end() if stop else last
    dash_mark = dash.group() if dash else ""
    while bracket and window[end : end + 1].isspace():
        end += 1
    following = window[end : end + 1]
    separated = bool(dash) and (dash_mark[0].isspace() or dash_mark[-1].isspace() or dash_mark.strip() in ("—", "–", "--"))
    glued = bool(dash) and not separated
    dotted = dash_mark.startswith(".") or window[last - 1 : last] == "."
    spanish = dotted and place is not None and first and dash_mark[-1:].isspace()
    if glued and not (spanish or bracket or (day and not following.isdigit())):
        return None
    opens = following.isupper() or following in "\"'“„«»‘’‚<[($€£¡¿…*•" or following.isdigit() or (bool(following) and _caseless(following))
    caseless = place is not None and _caseless(place)
    capitals = place is not None and not caseless and place.upper() == place
    kind = ""
    if agencies or bracket:
        if bracket and dash:
            kind = "place_and_agency" if place else "agency_alone"
        elif bracket and place and opens and (not caseless or day or (stop and stop.group().strip()) or place_key(place) in known_cities()):
            kind = "place_and_agency"
        elif bracket and not place and first and opens and (not dash) and agencies and (day or not _caseless(following)):
            kind = "agency_alone"
        elif not bracket and place and (dash or stop) and opens and (dash or capitals or caseless or day or (stop and "." in stop.group())):
            kind = "place_and_agency"
        elif not bracket and day and (dash or (stop and stop.group().strip())) and opens:
            kind = "place_and_agency"
    elif day and place and dash:
        kind = "place_and_date"
    elif day and place and (capitals or place_key(place) in known_cities()) and stop and stop.group().strip() in (".", ":", "।") and opens:
        kind = "place_and_date"
    elif place and opens and not day:
        known = all(place_key(part) in known_cities() for part in place.split("/"))
        if known and (dash and separated) and (first or capitals or caseless):
            kind = "known_city"
        elif known and stop and first and stop.group()[-1:].isspace():
            mark = stop.group().strip()
            if (mark in (".", "۔") and not caseless) or (mark in (":", "۔", "।") and (capitals or caseless)):
                kind = "known_city"
        elif spanish and len(place) <= 30:
            kind = "place_and_dash"
        elif capitals and dash and separated and _city_like(place, region):
            kind = "place_in_capitals"
        elif region and dash and separated and first and len(place.split()) <= 3 and dash_mark.strip() in ("—", "--", "–"):
            kind = "place_in_capitals" if capitals else ""
    if not kind:
        return None
    return Head(end, place, agencies, day, (), kind)


def _city_like(place: str, region: bool) -> bool:
    """Whether words in capitals look like a place and not like an acronym or a headline."""
    words = re.split(r"[ /-]", place)
    if len(words) > (4 if region else 3) or any(ch.isdigit() for ch in place):
        return False
    longest = max(len(word) for word in words)
    return longest >= 4 + (not region) and place_key(place) not in labels() and not any(place_key(word) in labels() for word in words)

"""Read dates as newspapers write them: strictly, in some sixty languages, and never with today's date in mind.

In: a text that is a date and nothing else, or a place in a text where one may begin. Out: a `Day` with the fields that
stand there. What is ambiguous (`03/04/2019`) is no date.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import NamedTuple

from cleaner.patterns import compiled
from cleaner.text.months import month_key, month_numbers, month_pattern


class Day(NamedTuple):
    """A day as written: `year` and `month` are 0 where they do not stand there; `end` is behind it."""

    year: int
    month: int
    day: int
    end: int


_WEEKDAYS = (
    "(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thur?s?|fri|sat|sun|(?:mon|diens|donners|frei|sams|sonn)tag|"
    "mittwoch|sonnabend|mo|di|mi|do|fr|sa|so|"
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    "(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|"
    "(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:mån|tis|ons|tors|fre|lör|sön|man|tirs|lør)dag|"
    "poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela|pondělí|úterý|středa|čtvrtek|pátek|neděle|"
    "hétfő|kedd|szerda|csütörtök|péntek|szombat|vasárnap|luni|marți|marţi|miercuri|joi|vineri|sâmbătă|duminică|"
    "понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|понеділок|вівторок|середа|четвер|пʼятниця|п'ятниця|субота|"
    "неділя|"
    "понеделник|сряда|четвъртък|петък|събота|неделя|δευτέρα|τρίτη|τετάρτη|πέμπτη|παρασκευή|σάββατο|κυριακή|"
    "pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar|senin|selasa|rabu|kamis|jumat|sabtu|minggu|"
    "الاثنين|الإثنين|الثلاثاء|الأربعاء|الاربعاء|الخميس|الجمعة|السبت|الأحد|الاحد"
)


_DIGIT = compiled(r"\d")
_COUNT = compiled(r"\d++(?:[.,:]\d++)?+ ?+(?![月월年년])[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""A number before letters of Chinese, Japanese or Korean, which write no month as a word (`18 個州`)."""
_HINDI_DAYS = {"एक": "1", "दो": "2", "तीन": "3", "चार": "4", "पांच": "5", "पाँच": "5", "छह": "6", "सात": "7", "आठ": "8", "नौ": "9"}


@cache
def _day_regex() -> re.Pattern[str]:
    """Return a pattern of days; the names of months stand in it once, since they take most of the time to compile it."""
    month, end = f"(?P<n>{month_pattern()})", r"(?![^\W\d_])"
    year = (
        r"(?:[,፣/]? ?(?:(?:de|del|of|г\.?|року|i) )?(?P<y{0}>(?:19|20|25|২০|२०|۲۰|٢٠)\d\d)(?!\d)"
        r"(?:\s?(?:г\.|года|р\.|року|m\.|r\.|год|роки|г)" + end + ")?)?"
    )
    weekday = rf"(?:(?:{_WEEKDAYS})[.,]{{0,2}} )?"
    before = (
        weekday + r"(?:le |am |den |el |d\. |ngày |في )?(?P<d3>\d\d?)(?!\d)(?:st|nd|rd|th|er|º|°|ª|-го|-е|e)?\.? "
        r"?(?:de |d'|of |ga |-|/|ta' )?",
        r"(?P<y5>(?:19|20)\d\d)\.? (?:m\. )?",
        "(?P<d8>" + "|".join(_HINDI_DAYS) + ") ",
        weekday,
    )
    behind_year = r"\.? (?P<d5>\d\d?)(?!\d)\.?(?: d\.)?"
    behind_month = r"(?:\.?,? |\. ?)(?P<d4>\d\d?)(?!\d)(?:st|nd|rd|th)?\.?(?: d\.)?" + year.format(4)
    behind = rf"(?(d3)\.?{year.format(3)}|(?(d8){year.format(8)}|(?(y5){behind_year}|{behind_month})))"
    return compiled(
        "|".join(
            (
                r"(?P<y1>(?:19|20)\d\d)[-./](?P<m1>\d\d?)[-./](?P<d1>\d\d?)(?!\d)",
                r"(?:(?P<y2>(?:19|20)\d\d) ?[年년] ?)?(?P<m2>\d\d?) ?[月월] ?(?P<d2>\d\d?) ?[日日일号]",
                f"(?:{'|'.join(before)}){month}{end}{behind}",
                r"(?P<d6>\d\d?)(?:[./-]|\. )(?P<m6>\d\d?)(?:[./-]|\. )(?P<y6>(?:19|20)\d\d)(?!\d)",
                r"(?P<m9>\d\d?) ?(?:дугаар|дүгээр|-?р) сарын (?P<d9>\d\d?)(?!\d)",
                r"ngày (?P<d7>\d\d?)[/-](?P<m7>\d\d?)(?:[/-](?P<y7>20\d\d))?(?!\d)",
            )
        ),
        re.IGNORECASE,
    )


@cache
def day_beginnings() -> frozenset[str]:
    """The first three letters, in lower case, of all words that a day can begin with; two of the shortest."""
    words = [*month_numbers(), *re.findall(r"[^\W\d_][\w'ʼ]+", _WEEKDAYS), *_HINDI_DAYS, "le", "am", "den", "el", "d.", "ngày", "في"]
    return frozenset(word[:3] for word in words)


def may_be_day(text: str, position: int = 0) -> bool:
    """Whether a day can begin here, by its first letters: the cheap test before `day_at`.

    >>> may_be_day("6 Feb"), may_be_day("March 6"), may_be_day("Ships, 6 March")
    (True, True, False)
    """
    key = text[position : position + 3]
    lower = key.lower()
    if key[:1].isdecimal() or lower in day_beginnings() or len(lower) != len(key):
        return True
    return not lower[-1:].isalnum() and lower[:2] in day_beginnings()


def day_at(text: str, position: int = 0, language: str = "") -> Day | None:
    """Return the day that begins at `position`, None where none does; `month` is 0 where it can be read in two ways.

    >>> day_at("March 20 - Cooper")
    Day(year=0, month=3, day=20, end=8)
    >>> day_at("6 февраля 2019 г. Москва")[:3]
    (2019, 2, 6)
    >>> day_at("03/04/2019")
    Day(year=2019, month=0, day=3, end=10)
    """
    if not may_be_day(text, position) or not _DIGIT.search(text, position, position + 32) and language[:2] != "hi":
        return None
    found = None if _COUNT.match(text, position) else _day_regex().match(text, position)
    if found is None:
        return None
    groups = {key[0]: value for key, value in found.groupdict().items() if value is not None}
    day, year = int(_HINDI_DAYS.get(groups["d"], groups["d"])), int(groups.get("y", 0))
    if "n" in groups:
        month = month_numbers(language).get(month_key(groups["n"]), 0)
    else:
        month = int(groups["m"])
        if found.group("d6") and found.group()[len(groups["d"])] != ".":  # the day first, but not in American English
            if day <= 12 and month != day and language.split("-")[0] in ("", "und", "en"):
                month = 0
            elif day <= 12 < month:
                day, month = month, day
    if year >= 2500:  # the Thai calendar
        year -= 543
    if not 1 <= day <= 32 or month > 12:
        return None
    return Day(year, month, day, found.end())


_CLOCK = compiled(
    r"(?:T|,? +(?:(?:at|um|à|alle|klo|kl\.|às|в|o|a las|ore) )?|,? ?[-–|•·] ?)"
    r"(?P<h>\d\d?)[:.hH](?P<m>\d\d)(?::(?P<s>\d\d)(?:\.\d{1,9})?)?(?: ?(?P<half>[AaPp])\.?[Mm]\b\.?)?"
    r"(?: ?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d|EST|EDT|PST|PDT|CET|CEST|MSK|IST|JST|KST|BST)\b)?(?: Uhr)?"
)
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "EST": -300, "EDT": -240, "PST": -480, "PDT": -420, "CET": 60, "CEST": 120, "MSK": 180, "JST": 540,
    "KST": 540,
}  # fmt: skip
"""Zones that mean one thing, in minutes: `IST` and `BST` are found but mean several."""


def read_time(text: str, language: str = "") -> tuple[datetime, str] | None:
    """Return the time that `text` is, in UTC, and its precision; None for anything that is not wholly a date.

    A clock without a time zone is not certain to the minute in UTC: the day alone is read.

    >>> read_time("2019-02-06")
    (datetime.datetime(2019, 2, 6, 0, 0, tzinfo=datetime.timezone.utc), 'day')
    >>> read_time("Feb 6, 2019 10:30 AM EST")[0].isoformat()
    '2019-02-06T15:30:00+00:00'
    >>> read_time("6 Feb") is None
    True
    """
    found = time_at(text.strip(), 0, language)
    return found[:2] if found and found[2] == len(text.strip()) else None


def time_at(text: str, position: int = 0, language: str = "") -> tuple[datetime, str, int] | None:
    """Return the time that begins at `position`, its precision and where it ends; as `read_time`."""
    day = day_at(text, position, language)
    if day is None or not day.year or not day.month:
        return None
    try:
        time = datetime(day.year, day.month, day.day, tzinfo=UTC)
    except ValueError:
        return None
    clock = _CLOCK.match(text, day.end)
    if clock is None:
        return time, "day", day.end
    hour, minute, second = int(clock["h"]), int(clock["m"]), int(clock["s"] or 0)
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return time, "day", day.end
    zone = clock["zone"]
    if zone is None or (zone[0] not in "+-" and zone not in _ZONES):
        return time, "day", clock.end()
    minutes = _ZONES[zone] if zone in _ZONES else (int(zone[1:3]) * 60 + int(zone[-2:])) * (-1 if zone[0] == "-" else 1)
    if abs(minutes) >= 1440:
        return time, "day", clock.end()
    local = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=timezone(timedelta(minutes=minutes)))
    return local.astimezone(UTC), "second" if clock["s"] else "minute", clock.end()

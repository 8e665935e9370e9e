"""Dates as newspapers write them: read in one way, or not at all."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from itertools import product

import pytest

from cleaner.text.dates import day_at, read_time
from cleaner.text.months import month_numbers, month_pattern

READ = {
    "2019-02-06": "2019-02-06T00:00:00+00:00",
    "2019/2/6": "2019-02-06T00:00:00+00:00",
    "2019-02-06T10:20:30Z": "2019-02-06T10:20:30+00:00",
    "2019-02-06T10:20:30+02:00": "2019-02-06T08:20:30+00:00",
    "Feb. 6, 2019 5:57 PM EST": "2019-02-06T22:57:00+00:00",
    "Wednesday, February 6th, 2019": "2019-02-06T00:00:00+00:00",
    "6 de febrero de 2019": "2019-02-06T00:00:00+00:00",
    "6. Februar 2019": "2019-02-06T00:00:00+00:00",
    "1er février 2019": "2019-02-01T00:00:00+00:00",
    "2019. február 6.": "2019-02-06T00:00:00+00:00",
    "6 февраля 2019 г.": "2019-02-06T00:00:00+00:00",
    "6 Φεβρουαρίου 2019": "2019-02-06T00:00:00+00:00",
    "6 فبراير 2019": "2019-02-06T00:00:00+00:00",
    "6 फरवरी 2019": "2019-02-06T00:00:00+00:00",
    "২০১৯": None,
    "৬ ফেব্রুয়ারি, ২০১৯": "2019-02-06T00:00:00+00:00",
    "2019年2月6日": "2019-02-06T00:00:00+00:00",
    "2019년 2월 6일": "2019-02-06T00:00:00+00:00",
    "6 กุมภาพันธ์ 2562": "2019-02-06T00:00:00+00:00",
    "ngày 6/2/2019": "2019-02-06T00:00:00+00:00",
    "06.02.2019": "2019-02-06T00:00:00+00:00",
    "13/02/2019": "2019-02-13T00:00:00+00:00",
    "03/04/2019": None,
    "31 February 2019": None,
    "6 Feb": None,
    "February 2019": None,
    "2019-02-06 was a good day": None,
    "May": None,
    "": None,
}


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_a_time_is_read_or_refused(text: str, expected: str | None) -> None:
    found = read_time(text)
    assert (found[0].isoformat() if found else None) == expected


def test_a_clock_without_a_zone_makes_no_minute() -> None:
    found = read_time("6 Feb 2019, 10:20")
    assert found is not None
    assert found[1] == "day"


def test_languages_decide_between_months() -> None:
    assert month_numbers()["listopad"] == 0
    assert (month_numbers("hr")["listopad"], month_numbers("pl")["listopad"]) == (10, 11)


@pytest.mark.parametrize("spelled", [str, str.upper, str.title], ids=lambda case: case.__name__)
def test_the_longest_name_of_a_month_that_stands_there_is_found(spelled: Callable[[str], str]) -> None:
    """As one list of all names, the longest first, finds it; where a name goes on, is cut short, or ends in another one."""
    names = sorted(month_numbers(), key=len, reverse=True)
    one_by_one, found = (re.compile(pattern, re.IGNORECASE) for pattern in ("|".join(map(re.escape, names)), month_pattern()))
    for name, ending in product(names, ("", "a", "i", "ı", "s", "er", " 6", ".")):
        for text in (spelled(name) + ending, spelled(name[:-1]) + ending):
            here, there = (pattern.match(text) for pattern in (one_by_one, found))
            assert (here and here.group()) == (there and there.group()), text


def test_a_place_is_no_weekday() -> None:
    assert day_at("ANGELES, March 16 - Shr") is None


def test_hostile_text_costs_linear_time() -> None:
    def seconds(length: int) -> float:
        text = "1 " * length
        started = time.thread_time()
        for position in range(0, 2000, 2):
            day_at(text, position)
        return time.thread_time() - started

    seconds(2_000)
    assert seconds(200_000) < 8 * seconds(2_000) + 0.05

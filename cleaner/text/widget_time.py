"""Lines that say when something was published: a date, a time, both, perhaps with `Updated` or `5 min read` beside them.

In: the text of a line. Out: whether it is a time and nothing else, and how far such a line may be trusted.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

from cleaner.patterns import compiled
from cleaner.rules.phrases import fold
from cleaner.text.months import month_key, month_numbers
from cleaner.text.widget import Role

_STAMP = 120
MIN_DIGITS = 3
"""No time has fewer: `6:05`."""
_ENOUGH_DIGITS = compiled(r"\d\D*\d\D*\d")
_OTHER_DIGIT = compiled(r"[^\D0-9]")
_WORD = compiled(r"[^\W\d_][^\s\d,.:;|/•·()\[\]–—،؛।॥@+-]*")
"""A word with its marks, which are no letters to `re`: Indic vowels are such."""
YEAR = compiled(r"(?<!\d)(?:19[5-9]\d|20[0-4]\d|25[5-9]\d|1[34]\d\d)(?!\d)")
"""Of our calendar, of the Thai one and of the Iranian one."""
_DATE = compiled(r"\d{1,4}(?:[./-]|\. )\d{1,2}(?:[./-]|\. )\d{1,4}")
_SOURCE = compiled(
    r"[\s|｜/·]*(?:文章|信息|新闻|新聞)?(?:来源|來源|稿源|出处|出處)\s?[:：]\s?[^\s:：|｜。]{2,20}"
    r"(?:\s*[|｜]\s*[^\s。]{1,12})?\s*$"
)
"""Where a Chinese paper took a text from: behind the time, in the same line."""
_CLOCK = compiled(r"(?<!\d)\d{1,2}(?:[:.h٫]\d{2}(?!\d)|[時时시點点] ?\d{1,2}[分분])")
_DIGIT = compiled(r"\d")
_HOST = compiled(r"www\.[\w-]{1,40}(?:\.[\w-]{2,20}){1,3}[\s|,–-]{1,3}", re.IGNORECASE)


def is_time(rest: str, beside: frozenset[str] = frozenset()) -> bool:
    """Whether a text is a date, a time or both, and nothing else; `beside` are words that may stand there too.

    >>> is_time(": 6 Feb 2019, 14:05 GMT"), is_time("12 books in May"), is_time("मंगलवार, 6 मई 2019")
    (True, False, True)
    """
    if len(rest) > _STAMP:
        return False
    most = 14 if beside else 9
    for place, found in enumerate(_WORD.finditer(rest)):  # nearly all lines with digits end at the first word
        if place >= most or not _is_word_of_time(found.group(), beside):
            return False
    return len(_DIGIT.findall(rest)) >= 2


def may_begin_time(rest: str, beside: frozenset[str]) -> bool:
    """Whether `is_time` may be said of a text of which `rest` is the beginning, by its first word; False is certain.

    >>> may_begin_time(" 6 février", frozenset()), may_begin_time(" conseil de la", frozenset()), may_begin_time(" fév", frozenset())
    (True, False, True)
    """
    first = _WORD.search(rest)
    return first is None or first.end() == len(rest) or _is_word_of_time(first.group(), beside)


def _is_word_of_time(found: str, beside: frozenset[str]) -> bool:
    word = month_key(found)
    return word in _time_words() or word in month_numbers() or _is_letter_of_time(word) or (bool(beside) and fold(word) in beside)


def _is_letter_of_time(word: str) -> bool:
    """Whether a word is one sign, as in `6月`, or half a Thai abbreviation of a month."""
    return (len(word) == 1 and word > "\u2e80") or (len(word) <= 2 and "\u0e00" <= word < "\u0e80")


@cache
def _time_words() -> frozenset[str]:
    lines = files("cleaner.text").joinpath("time_words.txt").read_text("utf-8").splitlines()
    return frozenset(
        word.casefold() for line in lines if not line.startswith("#") for found in line.split() for word in (found, *_WORD.findall(found))
    )


def may_be_stamp(text: str, about_time: frozenset[str]) -> bool:
    """Whether a text holds the digits of a time and its words alone; False is certain.

    >>> may_be_stamp("6 Feb 2019, 14:05", frozenset()), may_be_stamp("In 2019, 14,000 came.", frozenset())
    (True, False)
    """
    if len(text) > _STAMP or not _ENOUGH_DIGITS.search(text):
        return False
    text = text[_behind_host(text) :]
    if not is_time(text, about_time) and not ((source := _SOURCE.search(text)) and is_time(text[: source.start()])):
        return False
    return bool(_OTHER_DIGIT.search(text) or _CLOCK.search(text) or YEAR.search(text))


def is_numeric_date(text: str) -> bool:
    """Whether a line of digits and marks holds a whole date.

    >>> is_numeric_date("2024-04-24 12:30"), is_numeric_date("31. 10. 2025 17:46"), is_numeric_date("2018 2019 2020")
    (True, True, False)
    """
    return YEAR.search(text) is not None and _DATE.search(text) is not None


def _behind_host(text: str) -> int:
    """Return where a text goes on behind the address of a site, as in `www.example.org 2019-02-06 14:05`."""
    found = _HOST.match(text) if text[:1] in "wW" else None
    return found.end() if found else 0


def read_stamp(text: str, about_time: frozenset[str]) -> Role | None:
    """A date with its year or a clock time, alone in its line; with "updated" or "5 min read" beside it, it goes anywhere.

    >>> read_stamp("6 Feb 2019, 14:05", frozenset()), read_stamp("In 2019, 14,000 came.", frozenset())
    ('moment', None)
    """
    if not may_be_stamp(text, about_time):
        return None
    text = text[_behind_host(text) :]
    if source := _SOURCE.search(text):
        return "certain" if _DIGIT.search(text, 0, source.start()) else None
    digits = len(_DIGIT.findall(text))
    if _OTHER_DIGIT.search(text):
        text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    clock, year = _CLOCK.search(text), YEAR.search(text)
    if len(text) <= 60 and digits >= 5 and (clock or year) and is_time(text):
        return "moment" if clock and year else "stamp"
    if len(text) <= 30 and clock and _WORD.search(text) and is_time(text):
        return "stamp"
    dated = clock or _DATE.search(text) or any(month_key(word) in month_numbers() for word in _WORD.findall(text))
    return "certain" if digits >= 5 and dated and (clock or year) else None

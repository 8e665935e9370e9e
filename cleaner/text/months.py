"""Names of months, of some sixty languages. In: `months.toml`. Out: their numbers, and a pattern that finds them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from cleaner.rules.package_data import load_toml

_OTHER_CALENDARS = (
    "बैशाख वैशाख जेठ असार साउन भदौ असोज कात्तिक कार्तिक मंसिर पुस माघ फागुन चैत فروردین اردیبهشت خرداد تیر مرداد شهریور مهر "
    "آبان آذر دی بهمن اسفند "
    "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت وری غويی غبرګولی چنګاښ زمری وږی تله لړم ليندۍ لیندۍ "
    "مرغومی سلواغه کب محرم صفر رجب شعبان رمضان شوال "
    "መስከረም ጥቅምት ኅዳር ህዳር ታኅሣሥ ታህሳስ ታኅሳስ ጥር የካቲት መጋቢት ሚያዝያ ሚያዚያ ግንቦት ሰኔ ሐምሌ ነሐሴ ጳጉሜን ጳጉሜ"
)
_HIJRA_PAIRS = (
    "ربيع الأول", "ربيع الآخر", "ربيع الثاني", "جمادى الأولى", "جمادى الآخرة", "جمادى الثانية", "ذو القعدة", "ذي القعدة", "ذو الحجة",
    "ذي الحجة",
)  # fmt: skip
"""Months of the calendars of Nepal, Iran, Afghanistan, Islam and Ethiopia: they make a date, but no month that could be counted here."""


def month_key(name: str) -> str:
    """Return a name of a month as `month_numbers` holds it: in lower case, composed, as Greek vowels with two marks are not by
    `casefold` alone.

    >>> month_key("ΜΑΐΟΥ") == month_key("Μαΐου")
    True
    """
    return unicodedata.normalize("NFC", name.casefold())


@cache
def _months() -> Mapping[str, list[list[str]]]:
    """Return for each language the spellings of its months, as keys."""
    data = load_toml("cleaner.text", "months.toml")
    return {tag: [list(map(month_key, spellings.split("/"))) for spellings in names.split()] for tag, names in data.items()}


@cache
def month_numbers(language: str = "") -> Mapping[str, int]:
    """Map casefolded names of months to 1..12, or to 0 where languages disagree and `language` does not decide.

    >>> month_numbers()["février"], month_numbers()["listopad"], month_numbers("hr")["listopad"]
    (2, 0, 10)
    """
    if language:
        own = enumerate(_months().get(language.split("-")[0], ()), 1)
        return {**month_numbers(), **{name: number for number, names in own for name in names}}
    table: dict[str, int] = {}
    for tag, months in _months().items():
        for number, names in enumerate(months, 1):
            for name in names:
                key = name.replace("-", " ") if tag == "ar" else name
                table[key] = number if table.get(key, number) == number else 0
    table.update(dict.fromkeys([*_OTHER_CALENDARS.split(), *_HIJRA_PAIRS], 0))
    return table


@cache
def month_pattern() -> str:
    """A pattern of all names of months, of those that begin alike the longest first, to be used with `re.IGNORECASE`.

    What begins alike is written once, so that a word that is no month is done with at its first letters.
    """
    return _one_of(list(month_numbers()))


def _one_of(endings: Sequence[str]) -> str:
    """Return a pattern of endings, the longest that stands there first.

    >>> _one_of(["mar", "march", "may"])
    'ma(?:r(?:ch)?|y)'
    """
    by_letter: dict[str, list[str]] = {}
    for ending in sorted(filter(None, endings)):
        by_letter.setdefault(ending[0], []).append(ending[1:])
    branches = "|".join(re.escape(letter) + _one_of(rest) for letter, rest in by_letter.items())
    if "" in endings:
        return f"(?:{branches})?" if branches else ""
    return f"(?:{branches})" if len(by_letter) > 1 else branches

"""Whether a line can begin with a dateline at all: the cheap tests that most lines fail.

In: the beginning of a line. Out: yes or no. A yes is no promise; a no hides no dateline.
"""

from __future__ import annotations

from functools import cache

from cleaner.patterns import compiled
from cleaner.rules.datelines import canonical_source, desks, known_cities, may_be_source, place_key
from cleaner.text.dateline_desk import begins_like_opening, is_desk
from cleaner.text.dateline_place import PARTICLES
from cleaner.text.dateline_wide import FIRST, may_begin_wide
from cleaner.text.dateline_wire import caseless, read_bare
from cleaner.text.dates import day_at, may_be_day

_PLAIN = compiled(r"[^\d()\[\]（）［］【】〔/—–―−‒=|«•\-_,.:;،؛。۔।፣፤፡։ঃ៖∙@＝／：]{48}")
"""So many characters without a mark or digit: no place is so long."""
_SIGNAL = compiled(
    r"[(\[（［【/—–―=|«•\-_\d](?:(?<=[(\[（［【/—–―=|«•])|(?<=[\s.,-]-)|(?<=-)(?=[\s(-])|(?<= _)|(?<=[,.،]\d)|(?<=[,.،] \d))"
)
"""A bracket, stroke or dash, or a hyphen or underscore that is one, or a number behind a comma. It begins with one set of characters,
which is what a search is fast with, and looks back from there."""
_RUN = compiled(r"[^\d()\[\]（）［］【】/—–―−=|«•\-_,.:;،؛。۔।፣፤፡։ঃ៖∙@]*")
_DIGIT = compiled(r"\d")
_SITE = compiled(r"[\w-]{2,24}\.[A-Za-z]")
_LONGEST = 40
"""No place without capitals is longer, the month behind it included."""
_BEFORE_STOP = compiled(r"((?:S(?:t|te|ta|to)\. )?[^.:։៖∙፡।۔ঃ]{2,48}+)[.:։៖∙፡।۔ঃ]")


def may_open(window: str, first: bool) -> bool:
    """Whether marks, capitals or a desk are there, of which every dateline has one.

    >>> may_open("LIMA (AP) - Two ships", True), may_open("The mayor said that the harbour would open again on Tuesday", True)
    (True, False)
    """
    return not _PLAIN.match(window) or window[:3].isupper() or first and begins_like_opening(window)


def may_begin(window: str, language: str = "") -> bool:
    """Whether a dateline can begin with the first word.

    >>> may_begin("OSLO (NTB): To"), may_begin("Three men (two of them from Oslo) were seen")
    (True, False)
    """
    if window[0] >= FIRST and not may_begin_wide(window):
        return False
    return _has_sign(window[:90]) and _may_be_first(window, language)


def _has_sign(window: str) -> bool:
    """Whether what follows a place, or a place that is known, stands near."""
    if window[:1].isdigit() or _SIGNAL.search(window):
        return True
    found = _BEFORE_STOP.match(window)
    if found:
        before = found.group(1)
        if before.isupper() or _DIGIT.search(before):
            return True
        if len(before) <= 30 and place_key(before) in known_cities():
            return True
        if len(before) <= 24 and (may_be_source(before) and canonical_source(before) or caseless(before) and is_desk(before)):
            return True
        city, hyphen, _ = before.rpartition("-")
        if hyphen and place_key(city) in known_cities():
            return True
        city, comma, name = before.rpartition(",")
        if comma and len(name) <= 30 and (canonical_source(name.strip()) is not None or is_desk(name) or place_key(city) in known_cities()):
            return True
    place, sign, _ = window[:32].partition("," if "," in window[:32] else "-")
    if sign and place_key(place) in known_cities():
        return True
    if not window[:3].isupper():
        return False
    words = window[:48].split(" ", 2)
    return len(words) > 2 and words[0].isupper() and (place_key(words[0].rstrip(",")) in known_cities() or _two(words))


def _two(words: list[str]) -> bool:
    return words[1].isupper() and place_key(f"{words[0]} {words[1]}") in known_cities()


def _may_be_first(window: str, language: str) -> bool:
    """Whether the first words can be a place, a day or a wire, and not the beginning of a sentence (`Three men, aged 33 (...)`)."""
    if window[0].isdecimal():
        return day_at(window, 0, language) is not None or may_be_source(window) or _SITE.match(window) is not None
    if window[0].isalpha() and caseless(window[0]):
        run = _RUN.match(window)
        before = run.group().rstrip() if run else ""
        return len(before) <= _LONGEST and before.count(" ") <= 3 or may_be_source(window)
    if window[:3].isupper():
        return True
    words = window[:90].split(" ", 7)[:7]
    for count, word in enumerate(words):
        if count and word[:1].islower() and word not in PARTICLES:
            return _may_follow(window, sum(map(len, words[:count])) + count, words[count:])
        if not word.removesuffix(",").isalpha():
            return True
        if not count and word[0].islower():
            return _may_follow(window, 0, words)
    return True


def _may_follow(window: str, position: int, words: list[str]) -> bool:
    """Whether small letters behind a place, and no mark between, can be a day, a wire or a desk."""
    if may_be_source(window, position) and read_bare(window, position):
        return True
    if may_be_day(window, position) and _DIGIT.search(window, position, position + 32):
        return True
    return not _desk_beginnings().isdisjoint([word[:3] for word in words])


@cache
def _desk_beginnings() -> frozenset[str]:
    """The first letters of the longest word of each desk."""
    return frozenset(place_key(max(desk.split(), key=len))[:3] for desk in desks())

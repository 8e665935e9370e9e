"""Whether a line can be a field at the top of a text: the cheap tests that nearly all first lines fail.

In: a line. Out: yes or no. A yes is no promise; a no hides no field.
"""

from __future__ import annotations

import re
from functools import cache

from cleaner.patterns import compiled
from cleaner.rules.header_fields import field_labels
from cleaner.text.dates import day_beginnings

INLINE_LABELS = (
    r"date|published(?: (?:on|at))?|posted(?: on)?|publish(?:ed)?_?date|pub_?date|updated(?: on)?|timestamp|fecha|"
    r"datum|data|дата|tarih|发布时间|日期|تاريخ"
)
"""What stands before a time that a scraper has put in front of the first sentence."""
_SIGNAL = compiled(r"[:：=\d]")
_LETTERS = compiled(r"[\s\-*#>\"'\[\]()|]*([^\n]{0,3})")
"""The first characters behind the marks that scrapers and pages put before a label."""
_LONGEST_TIME = 60


def may_be_field(text: str) -> bool:
    """Whether a line can be a label with its value, or a time alone: it begins like one, and a colon or a digit stands near.

    >>> may_be_field("Published: 6 Feb 2019"), may_be_field("* date 2019-02-06 Oslo"), may_be_field("18 May 2019")
    (True, True, True)
    >>> may_be_field("Three ships left at 9:30"), may_be_field("Published by a ministry"), may_be_field("A ship: the third")
    (False, False, False)
    """
    begins = text[:3].casefold()[:3]  # most lines begin with three letters, and not with those of a label
    if begins not in _beginnings() and begins.isalpha() or not _SIGNAL.search(text, 0, 80):
        return False
    letters = _LETTERS.match(text).group(1).casefold()[:3]  # type: ignore[union-attr]
    if letters[:1].isdecimal():
        return len(text.strip()) <= _LONGEST_TIME
    return letters in _beginnings() or not letters.isalpha() and (letters[:2] in _beginnings() or "\N{COMBINING DOT ABOVE}" in letters)


@cache
def _beginnings() -> frozenset[str]:
    """The first three letters, casefolded, of labels and of all that a day can begin with.

    A pattern that ignores case takes the dotless ı for an i, which casefolding does not; it takes the dotted İ for one too, whose
    dot is no letter in a casefolded text, so that `may_be_field` knows it.
    """
    words = [*field_labels(), *day_beginnings(), *re.findall(r"[^\W_]+", INLINE_LABELS)]
    found = frozenset(word.casefold()[:3] for word in words)
    return found | {word.replace("i", "ı") for word in found}

"""What stands above an article beside its text: when it was published, and who is named next to that.

In: lines of a document and the places of those that are times. Out: a time of publishing, names of authors.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from cleaner.document import Document
from cleaner.patterns import compiled
from cleaner.rules.agencies import read_agencies
from cleaner.rules.bylines import first_words, own_language
from cleaner.rules.header_fields import field_labels
from cleaner.text.author_names import roles
from cleaner.text.byline_shapes import is_person
from cleaner.text.dates import time_at

_RUNNING = 140
"""A longer line is running text; one such may stand above the time, as a standfirst does."""
_TITLE = 20
"""A shorter line is no title, below which alone names stand for themselves."""
_FEW = 2
"""Above a title, below more widgets than that, stands the day of the visit."""
_LONGEST_NAME = 40
_LONGEST_TIME = 140
_OF_THE = compiled(r"(?<!von )(?<!van )(?<!Van )(?<!Von )(?<!op )\bder\b")
"""What joins two nouns, but in names stands behind another particle alone."""
_NO_NAME = compiled(r"[A-ZÀ-ÖØ-ÞА-ЯЁ]{2}|\b(?!Mc|Mac|De|Di|La|Le|Van|Von|Fitz|O’|O')[^\W\d_]+[a-zß-öø-ÿа-яё](?=[A-ZÀ-ÖØ-ÞА-ЯЁ])")
"""Short for an institution, or where a page has lost the break between two words."""
_MOST_NAMES = 4
_DAY_MAY_BEGIN = compiled(r"(?<![^\W_])(?<!\d[./-])[^\W_]|(?<=[^\W\d_])\d")
_MOST_LINES = 40


def published_in(text: str, language: str) -> tuple[datetime, str] | None:
    """Return the time of publishing that a line names, and its precision; a time behind `Updated` is none.

    >>> published_in("Published: 15:56 BST, 27 April 2024 | Updated: 28 April 2024", "en")[0].date().isoformat()
    '2024-04-27'
    >>> published_in("Aktualisiert am 28.04.2023, 19:20 Uhr", "de"), published_in("5 min read", "en")
    (None, None)
    """
    if len(text) > _LONGEST_TIME:
        return None
    behind = said = 0
    while found := _DAY_MAY_BEGIN.search(text, behind):
        time = time_at(text, found.start(), language)
        if time is None:
            behind = found.end()
        elif _updated().search(text, said, found.start()):
            behind = said = time[2]
        else:
            return time[:2]
    return None


@cache
def _updated() -> re.Pattern[str]:
    labels = sorted((label for label, field in field_labels().items() if field == "updated"), key=len, reverse=True)
    return compiled(rf"(?<!\w)(?:{'|'.join(map(re.escape, labels))})(?!\w)", re.IGNORECASE)


class Published(NamedTuple):
    """What the lines around the times of a document say: the fields, and the lines that are nothing but names."""

    fields: dict[str, Any]
    names: tuple[int, ...]


def read_published(document: Document, times: Collection[int], cut: Collection[int]) -> Published:
    """Return what the `times` above the body say, and who is named on the lines next to them; `cut` are no part of the article.

    A time further down belongs to another article, or to an entry of a ticker. A name counts below a title alone.
    """
    content = document.content_lines
    texts = document.line_texts
    fields: dict[str, Any] = {}
    names: dict[int, str] = {}
    running = widgets = 0
    below_title = False
    for place, index in enumerate(content):
        text = texts[index]
        if index in times:
            time = published_in(text.strip(), document.language)
            if time is not None and (below_title or not fields and widgets <= _FEW):
                fields = {"published_at": time[0], "published_precision": time[1]}
            if below_title:
                names |= _beside(document, place, cut)
                if fields:
                    break
        elif index in cut:
            widgets += 1
        else:
            below_title = below_title or len(text) >= _TITLE
            running += len(text) > _RUNNING
            if running > 1 or running and place >= _MOST_LINES:
                break
    agencies = {index: read_agencies(name) for index, name in names.items()}
    for field, named in (
        ("authors", [name for index, name in names.items() if not agencies[index]]),
        ("agencies", [agency for index in names for agency in agencies[index]]),
    ):
        if named:
            fields[field] = list(dict.fromkeys(named))
    return Published(fields, tuple(names))


def _beside(document: Document, place: int, cut: Collection[int]) -> dict[int, str]:
    """Return the lines next to a time that are names: those above it, else those below."""
    content = document.content_lines
    for step in (-1, 1):
        found: dict[int, str] = {}
        at = place + step
        while 0 < at < len(content) - 1 and content[at] not in cut and len(found) < _MOST_NAMES:
            name = document.line_texts[content[at]].strip()
            if not is_name_line(document, name):
                break
            found[content[at]] = name
            at += step
        if found:
            return dict(sorted(found.items()))
    return {}


def is_name_line(document: Document, name: str) -> bool:
    """Whether a line is a name: two to four words with capitals, no city, no label of sites, no words of the text in small letters."""
    if len(name) > _LONGEST_NAME or name.upper() == name or name.lower() == name:
        return False
    return (
        is_person(name)
        and not _NO_NAME.search(name)
        and not roles().at_end.search(name)
        and name.split()[0].casefold() not in first_words(own_language(document.language))
        and not _OF_THE.search(name)
        and not any(_said_elsewhere(document.text, word, name) for word in name.split() if word[0].isupper())
    )


def _said_elsewhere(text: str, word: str, name: str) -> bool:
    """Whether a word of a name stands in the text in small letters, or without the rest of the name: a text speaks of its subject,
    not of its author."""
    return f" {word.lower()} " in text or len(word) > 3 and text.count(word) > text.count(name)

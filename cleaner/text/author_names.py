"""Names of authors in a piece of a line, in any script. In: raw text. Out: names and agencies, or None for anything else."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from cleaner.patterns import compiled
from cleaner.rules.agencies import read_agencies
from cleaner.rules.bylines import role_pattern
from cleaner.text.dates import day_at
from cleaner.text.widget_line import read_line

_W = (
    r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u0655\u0670\u0900-\u0dff\u0e31-\u0e4e"
    r"\u0eb1-\u0ecd\u102b-\u103e\u17b4-\u17d3\u200c\u200d.'’`ʼ-])*"
)
_PARTICLE = r"(?:de|da|do|dos|das|del|della|di|du|van|von|der|den|ten|ter|zu|la|le|el|al|bin|ibn|y|e|i|af|av|St|Mc|O|d|Al|abu|ben)"
_NAME = rf"(?:{_W}|{_PARTICLE})(?: (?:{_W}|{_PARTICLE})){{0,4}}"
_JOIN = (
    r"(?:\s*,\s*(?:and |und |et |y |e )?|\s*[&/+、،]\s*|"
    r"\s+(?:and|und|et|y|e|i|og|och|en|ja|és|și|и|та|i|και|ve|dan|và|و|with|mit|in cooperation with)\s+)"
)
_HANDLE = compiled(r"\s*[|(<]?\s*(?:[\w.+-]{1,40}@[\w.-]{3,60}|@\w{2,30})\s*[)>|]?\s*")
_NAME_AT = compiled(rf"{_NAME}")
_JOIN_AT = compiled(_JOIN)
_NO_NAME = compiled(r"\.{2}|…|['’]s(?:\s|$)")
"""What a title or a teaser has and a name has not: dots, or a word of another one: `Today's Courier`."""
_STOPS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december "
    "the this that these those then now today yesterday tomorrow contrast comparison default definition design law far "
    "invitation appointment "
    "popular chance mistake accident nature hand sea land air train rail road foot all any some many most its his her their "
    "our your my no not being "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag anfang der die das den dem ihm ihr hier heute oben unten "
    "wegen januar februar märz "
    "qué que eso favor fin ejemplo supuesto ahora otra otro lo la el los las un una primera vez dentro tanto conséquent "
    "ailleurs exemple rapport "
    "exemplo isso causa enquanto fim sua seu um uma".split()
)


class Roles(NamedTuple):
    """What authors are called: a role alone, at the end of a name, behind a name, and what else may follow the last name of a line."""

    alone: re.Pattern[str]
    at_end: re.Pattern[str]
    behind_name: re.Pattern[str]
    tail: re.Pattern[str]


@cache
def roles() -> Roles:
    """Return the patterns of roles, compiled when a line first asks for them."""
    role = rf"{role_pattern()}s?"
    link = r"[,;|•·–—/(-]|\b(?:avec|mit|with|con|com|met|med|in|for|at|of|on|from|aus|à|en|au|em|w|z|для|в)\b"
    tail = rf"\s*(?:{link})[^\n.!?。]{{0,70}}\.?$|\s+{role}\b[^.!?]{{0,50}}$"
    return Roles(*(compiled(p, re.IGNORECASE) for p in (rf"{role}\b", rf"(?:^|\s){role}$", rf"(?<=[^\W\d_])\s+{role}$", tail)))


def read_names(text: str, strict: bool) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the names and agencies that a text lists, None where it is anything else. `strict`: one word is no name."""
    text = _HANDLE.sub("", text).strip(" \t|,")
    whole = read_agencies(text.rstrip("."))
    if whole:
        return (), whole
    names: list[str] = []
    position = 0
    while True:
        name = first_name(text, position)
        if not name:
            return None
        position += len(name)
        if roles().alone.fullmatch(name):
            if not names:
                return None
        elif not is_name(name, strict):
            return None
        else:
            names.append(name)
        rest = text[position:]
        if not rest.strip(" .|"):
            break
        joined = _JOIN_AT.match(text, position)
        if joined:
            next_name = first_name(text, joined.end())
            apart = not next_name or roles().at_end.search(next_name) or roles().alone.match(next_name) or read_agencies(next_name)
            if not apart and is_name(next_name, strict):
                position = joined.end()
                continue
        if roles().tail.match(rest) or day_at(rest.strip(" ,|")) or rest.startswith(" For ") or _is_labelled_time(rest.strip(" ,|•·–—-")):
            break
        return None
    if names and not names[0].isupper():
        names = [name for name in names if not name.split()[0].isupper() or len(name.split()[0]) < 3]  # a broadcaster stands behind
    agencies: list[str] = []
    for piece in re.split(r"[,|/()]|\s?\b(?:for|and|avec|mit|with|con|com|met|med)\b", text[position:]):
        agencies += read_agencies(piece.strip()) if piece.strip() else ()
    return (tuple(names), tuple(agencies)) if names or agencies else None


def _is_labelled_time(text: str) -> bool:
    """Whether a text is a time behind a label: `Published 4 May 2024`."""
    widget = read_line(text) if 6 <= len(text) <= 60 and text[-4:].strip(".) ")[-1:].isdigit() else None
    return widget is not None and widget.rule.endswith(".time_label")


def first_name(text: str, position: int = 0) -> str:
    """Return the name that begins at `position`, empty where anything else does.

    >>> first_name("Jane Doe, 4 May"), first_name("4 May"), first_name("Jane van Doe said")
    ('Jane Doe', '', 'Jane van Doe')
    """
    found = _NAME_AT.match(text, position)
    return _trim(found.group()) if found else ""


def _trim(name: str) -> str:
    """Cut a run of words before the first that is no part of a name."""
    kept: list[str] = []
    for word in name.split(" "):
        if word[:1].islower() and not _georgian(word) and not re.fullmatch(_PARTICLE, word):
            break
        if len(kept) > 1 and word == "For":
            break
        kept.append(word)
    while kept and kept[-1].islower() and not _georgian(kept[-1]):
        kept.pop()
    joined = " ".join(kept)
    role = roles().behind_name.search(joined)
    return joined[: role.start()] if role and " " in joined[: role.start()] else joined


def _georgian(word: str) -> bool:
    """Whether a word is Georgian, which has capitals for headlines alone."""
    return "\u10d0" <= word[:1] <= "\u10ff"


def is_name(name: str, strict: bool) -> bool:
    """Whether words may be the name of a person; `strict`: one word is none."""
    words = name.split()
    if (
        not words
        or len(name) > 50
        or _NO_NAME.search(name)
        or words[0].casefold().strip(".") in _STOPS
        or any(w.casefold() in ("the", "and", "der", "die") and i for i, w in enumerate(words[:-1]) if w[0].isupper())
    ):
        return False
    cased = name.upper() != name.lower() and not _georgian(name)
    if not cased:
        return 1 <= len(words) <= 4 and len(name) <= 30
    if strict and len(words) < 2:
        return False
    return sum(w[0].isupper() for w in words) >= 1 and words[-1][0].isupper()

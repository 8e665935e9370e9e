"""Whether the parts that were read at the head of a line are a dateline for certain, and where the cut ends.

In: the beginning of a line and the parts that were read in it. Out: a `Head`, None where what was read may be something else.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.patterns import compiled
from cleaner.rules.agencies import agency_kind
from cleaner.rules.datelines import canonical_source, is_section, starters
from cleaner.text.dateline_place import is_capitals, is_city_like, is_known
from cleaner.text.dateline_wire import DASH, STOP, caseless
from cleaner.text.dates import Day

_LOST_DASH = compiled(r"\s\?\s(?=[\"“'A-Z])|(?<=[a-z])\?(?=[A-Z])")
"""A dash that a page of another encoding has lost: `KABUL, Afghanistan ? Two`."""
_FIRST_WORD = compiled(r"[^\W\d_]+")
VIETNAMESE = compiled("[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđơư]")
"""Papers of Vietnam name themselves by initials and a dash: `TTO - Chính phủ ...`."""
_SCORE = compiled(r"((?:[^\W\d_][^\s\d,.:;()]*\s){1,4})\(?\d{1,3}\s?[-–—:x]\s?\d{1,3}(?!\d)")
"""A second side and a score behind the dash: `Girona – Espanyol 2-1`."""
_PAIR = compiled(r"[^\W\d_][^\s\d,.:;()]*(?:\s[^\W\d_][^\s\d,.:;()]*)?[,:]\s")
"""A second name behind the dash: `Paris – Roubaix, `, `Lima - Callao: `."""
_ASIDE = compiled(r"[^\n.!?…。！？।۔:;()]{2,45}?\s[-–—]\s")
"""What two dashes hold: `Turku – Suomen vanhin kaupunki – juhli`."""
_BEHIND = compiled(r"[\s|]*")
_TITLE = 120
_ENDS = frozenset(".!?…。！？।؟۔")
_OPENERS = "\"'“„«»‘’‚<[($€£¡¿…*•「『《"


class Head(NamedTuple):
    """A dateline: `end` is behind the dash and the white space; `kind` says why it is certain."""

    end: int
    place: str | None
    agencies: tuple[str, ...]
    day: Day | None
    authors: tuple[str, ...]
    kind: str


class Parts(NamedTuple):
    """What was read from `start` up to `last`; `bracket`: brackets, or a desk that stands as good as an agency."""

    start: int
    last: int
    place: str | None = None
    agencies: tuple[str, ...] = ()
    day: Day | None = None
    authors: tuple[str, ...] = ()
    bracket: bool = False
    region: bool = False
    desk: bool = False


class _Marks(NamedTuple):
    """What stands behind the parts."""

    end: int
    dash: str
    stop: str
    separated: bool
    opens: bool
    following: str


def judge(window: str, parts: Parts, first: bool, opening: str = "") -> Head | None:
    """Return the dateline that `parts` make, None where it is not certain; `opening`: what was read before them.

    >>> judge("LIMA (AP) - Two", Parts(0, 9, "LIMA", ("AP",), bracket=True), True).end
    12
    """
    if parts.last == parts.start:
        return None
    marks = _marks(window, parts)
    spanish = (
        (marks.dash.startswith(".") or window[parts.last - 1 : parts.last] == ".")
        and parts.place is not None
        and first
        and marks.dash != ""
        and (marks.dash[-1:].isspace() or marks.following.isupper())
    )
    strong = spanish or parts.bracket or (parts.agencies and parts.place) or (parts.day and not marks.following.isdigit())
    if marks.dash and not marks.separated and not strong:
        return None
    if parts.agencies or parts.bracket:
        kind = _with_agency(window, parts, marks, first, opening)
    else:
        kind = _without_agency(window, parts, marks, first, opening, spanish)
    return Head(marks.end, parts.place, parts.agencies, parts.day, parts.authors, kind) if kind else None


def _marks(window: str, parts: Parts) -> _Marks:
    dash = DASH.match(window, parts.last)
    if not dash and (parts.agencies or parts.day or parts.region and parts.place and is_capitals(parts.place)):
        dash = _LOST_DASH.match(window, parts.last)
    stop = None if dash else STOP.match(window, parts.last)
    end = dash.end() if dash else stop.end() if stop else parts.last
    if parts.bracket or parts.agencies:
        behind = _BEHIND.match(window, end)
        end = behind.end() if behind and window[end : end + 1] in " |\t\u00a0\u3000" else end
    if end == parts.last:
        end = len(window) - len(window[end:].lstrip())
    following = window[end : end + 1]
    mark = dash.group() if dash else ""
    separated = bool(mark) and (mark[0].isspace() or mark[-1].isspace() or mark.strip() in ("—", "–", "--", "?"))
    opens = following.isupper() or following.isdigit() or following in _OPENERS or bool(following) and caseless(following)
    return _Marks(end, mark, stop.group() if stop else "", separated, opens and bool(following), following)


def _with_agency(window: str, parts: Parts, marks: _Marks, first: bool, opening: str) -> str:
    place = parts.place
    stop = marks.stop.strip()
    if place is None:
        return _agency_alone(window, parts, marks, first, opening)
    no_case = caseless(place)
    known = is_known(place)
    certain = is_capitals(place) or no_case or known or bool(parts.day)
    if opening == "wire" and not parts.bracket:
        if no_case and not known and not parts.day:
            return ""
        plain = known and not marks.dash and not stop and (no_case or is_capitals(place) or "." in window[: parts.start])
        return "agency_and_place" if marks.opens and (marks.dash or stop or plain) and certain else ""
    if parts.bracket:
        if marks.dash and (marks.opens or certain and (not parts.agencies or canonical_source(parts.agencies[0]))):
            return "place_and_agency"
        if marks.opens and (not no_case or parts.day or stop or is_known(place)):
            return "place_and_agency"
        return ""
    if marks.opens and (marks.dash or stop and (certain or "." in stop)):
        return "place_and_agency"
    if marks.opens and not marks.dash and not stop and is_known(place) and re.search(r"[./]\s?[^./]{2,20}$", window[: parts.last]):
        return "place_and_agency"  # `Bakı. Trend Hökumət`, `MALMÖ/TT Två`
    return ""


def _agency_alone(window: str, parts: Parts, marks: _Marks, first: bool, opening: str) -> str:
    if not first:
        return "agency_alone" if parts.bracket and marks.dash else ""
    if parts.bracket:
        if marks.dash or marks.stop.strip():
            return "agency_alone" if marks.opens else ""
        return "agency_alone" if marks.opens and (parts.day or parts.desk or not caseless(marks.following)) else ""
    if parts.day and (marks.dash or marks.stop.strip() or window[parts.last - 1] == ".") and marks.opens:
        return "place_and_agency"
    if not parts.agencies or not marks.opens or parts.start != 0:
        return ""
    written = window[: parts.last].strip()
    site = "." in written[1:-1] and " " not in written and canonical_source(written) is not None
    wire = agency_kind(parts.agencies[0]) == "agency"
    named = written.startswith("خبرگزاری") or "\u0e00" <= marks.following <= "\u0e7f"
    if named and marks.separated:
        return "agency_alone"
    wire = wire or VIETNAMESE.search(window) is not None
    if marks.separated and (site or wire and (named or (written.isupper() and len(written) >= 3 and written.isalpha()))):
        return "agency_alone"
    return "agency_alone" if named and wire and marks.stop.strip() in (":", "/") else ""


def _without_agency(window: str, parts: Parts, marks: _Marks, first: bool, opening: str, spanish: bool) -> str:
    place = parts.place
    if place is None or not marks.opens and not (parts.day and marks.dash) or not parts.day and _goes_with(window, place, marks):
        return ""
    no_case = caseless(place)
    capitals = is_capitals(place)
    known = is_known(place)
    stop = marks.stop.strip() or ("." if parts.day and window[parts.last - 1] == "." else "")
    dash = marks.dash.strip()
    if opening in ("desk", "wire", "reporter") and (dash or stop or known):
        return "place_and_agency" if dash or stop or opening == "desk" or _starts(window, marks) else ""
    if parts.day:
        comma = window[parts.start + len(place) : parts.start + len(place) + 1] in (",", "،", "፣")
        if dash and (comma or capitals or known or no_case or parts.region):
            return "place_and_date"
        if not stop and known and first and comma:
            return "place_and_date"  # `Chandigarh, March 9 The court`
        return "place_and_date" if (capitals or known) and stop in (".", ":", "।", "ঃ", "։") else ""
    if known and dash and marks.separated and (first or capitals or no_case):
        return "known_city"
    if known and stop and first and marks.stop[-1:].isspace():
        if stop in (".", "۔") and not no_case or stop in (":", "۔", "।", "|", "•", ".", "//", "։", "៖", "∙", "፡") and (capitals or no_case):
            return "known_city"
        if stop == ":" and _starts(window, marks) and _is_sentence(window):
            return "known_city"
    if known and not dash and not stop and first and capitals and len(place) >= 4:
        return "known_city" if parts.region and _caps_region(window, parts) or _starts(window, marks) else ""
    if is_section(place):
        return ""
    if spanish and not no_case and len(place) <= 30 and marks.following != "¿" and (marks.dash[-1:].isspace() or known or capitals):
        return "place_and_dash" if known or not capitals or parts.region else "place_in_capitals"
    if capitals and dash and marks.separated and is_city_like(place, parts.region):
        return "place_in_capitals"
    if capitals and parts.region and stop == ":" and first and window[parts.last - 1] == ")" and is_city_like(place, True):
        return "place_in_capitals"
    return ""


def _goes_with(window: str, place: str, marks: _Marks) -> bool:
    """Whether the city before a dash is part of the sentence: two sides and a score, two names, an aside."""
    if not marks.dash:
        return False
    if _ASIDE.match(window, marks.end):
        return True
    if found := _SCORE.match(window, marks.end):
        words = found.group(1).split()
        return not any(word[0].islower() for word in words) and (len(words) <= 2 or not caseless(words[0]))
    words = found.group().split() if (found := _PAIR.match(window, marks.end)) else []
    if not words or not all(word[0].isupper() for word in words):
        return False
    return words[-1][-1] == ":" or len(words) == 1 and not is_capitals(place)


def _starts(window: str, marks: _Marks) -> bool:
    """Whether what follows is a word that begins sentences, and so no second half of a name: `LEEUWARDEN De`, not `PARIS Hilton`."""
    word = _FIRST_WORD.match(window, marks.end)
    return word is not None and word.group() in starters()


def _is_sentence(window: str) -> bool:
    """Whether the line ends like a sentence or is too long for a headline: `Leeds: The long road home` is one."""
    line = window.partition("\n")[0].rstrip(" \t\"'”’»“)")
    return len(line) >= _TITLE or line[-1:] in _ENDS


def _caps_region(window: str, parts: Parts) -> bool:
    """Whether the region too is in capitals, as in `LONDON, ENGLAND Arsenal`."""
    text = window[parts.start : parts.last]
    return text.isupper() and "," in text

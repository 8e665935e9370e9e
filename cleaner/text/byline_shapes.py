"""Author lines without a by-word, told by what stands beside the name: a time, a role, the clock of a live ticker.

In: the text of a line, without outer white space. Out: the names, or none where the line is anything else.
"""

from __future__ import annotations

from cleaner.patterns import compiled
from cleaner.rules.agencies import read_agencies
from cleaner.rules.boilerplate_lists import load_vocabulary
from cleaner.rules.bylines import never_last
from cleaner.rules.datelines import known_cities, place_key
from cleaner.rules.phrases import fold
from cleaner.text.author_names import first_name, is_name, roles
from cleaner.text.widget import TIME_RULES
from cleaner.text.widget_line import read_line

_LONGEST, _LONGEST_WITH_ROLE = 100, 70
_MOST_WORDS = 4
_MARKS = "|•·,–—-/"
_BETWEEN = f" \t{_MARKS}"
_SEPARATOR = compiled(r"\s?[|•·,–—/]\s?")
GLUED = compiled(r"(?<=[a-zß-öø-ÿа-яё])(?=[A-ZÀ-ÖØ-ÞА-ЯЁ])")
"""Where a page has lost the break between a name and a role: `Jane DoeTravel Reporter`."""
_HALVES = (" Mc", " Mac", " De", " Di", " La", " Le", " Van", " Von", " Fitz")
"""What stands inside of a name before a capital."""
_PAPER = compiled(r"(?:[^\W\d_][\w.&’']*(?: |$)){1,4}")
"""A paper or an agency between a name and a time."""
_ANY_DIGIT = compiled(r"\d")
_TICKER = compiled(r"(?P<ago>\d{1,2} [^\W\d_]{1,10}\.?(?: [^\W\d_]{1,8})?)?\d{1,2}[:.]\d\d(?P<space>\s?)(?=[^\W\d_])")


def name_beside_time(text: str) -> str:
    """Return who is named beside a time and nothing else, in either order.

    >>> name_beside_time("Jane Doe 4 May 2024, 14:41"), name_beside_time("4. Mai 2024 um 15:46 Uhr / Max Muster")
    ('Jane Doe', 'Max Muster')
    >>> name_beside_time("New York, 4 May 2024"), name_beside_time("Windows Server 2019"), name_beside_time("Best Books of 2025")
    ('', '', '')
    """
    if len(text) > _LONGEST or not _ANY_DIGIT.search(text):
        return ""
    name = first_name(text)
    if name:
        rest = text[len(name) :].lstrip()
        begins = rest[:1].isdigit() or rest[:1] in _MARKS
        if begins and is_person(name):
            rest = rest.strip(_BETWEEN)
            if _is_time(rest):
                return name
            paper, mark, time = _split(rest)
            if mark and _PAPER.fullmatch(paper) and _is_time(time.strip(_BETWEEN)):
                return name
    for found in reversed(list(_SEPARATOR.finditer(text))):
        name = text[found.end() :].strip()
        if is_person(name) and _is_time(text[: found.start()].strip(_BETWEEN)):
            return name
    return ""


def _split(text: str) -> tuple[str, str, str]:
    """Divide a text at its first separator."""
    found = _SEPARATOR.search(text)
    return (text[: found.start()], found.group(), text[found.end() :]) if found else (text, "", "")


def name_before_role(text: str) -> str:
    """Return who is named right before a role that a page has glued to the name.

    >>> name_before_role("Jane DoeTravel News Reporter"), name_before_role("Ian McDonald Reporter")
    ('Jane Doe', '')
    """
    for glue in GLUED.finditer(text) if len(text) <= _LONGEST_WITH_ROLE else ():
        name, role = text[: glue.start()], text[glue.start() :]
        if roles().at_end.search(role) and not name.endswith(_HALVES) and is_person(name):
            return name
    return ""


def ticker_name(text: str) -> str:
    """Return who wrote an entry of a live ticker: a name glued to a clock, or behind one that is glued to so long ago.

    >>> ticker_name("21:00Jane Doe"), ticker_name("5 hours ago07:06 Jane Doe"), ticker_name("19:45 Manchester United")
    ('Jane Doe', 'Jane Doe', '')
    """
    found = _TICKER.match(text)
    if not found or (found["space"] and not found["ago"]):
        return ""
    name = text[found.end() :]
    return name if is_person(name) else ""


def is_person(name: str) -> bool:
    """Whether words are taken for a person: two to four, not all in capitals, and neither a city nor a label of sites."""
    return (
        2 <= len(name.split()) <= _MOST_WORDS
        and not (name.isupper() and name.isascii())
        and is_name(name, strict=True)
        and first_name(name) == name
        and (name.split()[-1].casefold() not in never_last() or bool(read_agencies(name)))
        and place_key(name) not in known_cities()
        and fold(name) not in load_vocabulary().whole
    )


def _is_time(text: str) -> bool:
    """Whether a text is a time of publishing: with a day and a year, a clock, or so long ago."""
    widget = read_line(text) if _ANY_DIGIT.search(text) else None
    return widget is not None and widget.rule.endswith(TIME_RULES)

"""The title of a page. In: what its sources state. Out: one title with the source that won, and all headlines it is known by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_MARKS = (" | ", " - ", " – ", " — ", " :: ", " • ")
_MIN_CHARACTERS = 12


class Stated(NamedTuple):
    """What a page states as its title, by source; an empty string where it states none."""

    headline: str
    """The headline of the JSON-LD article."""
    name: str
    """Its name, which some sites keep for readers while the headline is for search engines."""
    open_graph: str
    headings: tuple[str, ...]
    """The first headings of the first level, as on the page."""
    title: str
    site: str


def choose_title(stated: Stated) -> tuple[str, str]:
    """Return the title and the source that won, two empty strings where nothing is stated.

    A page that carries several (for readers, for search engines, for networks) has no right one, so the sources have a rank:
    JSON-LD, Open Graph, heading, title. Where JSON-LD itself gives two, the heading decides between them. The name of the
    site is no title, and it goes from the end of one.

    >>> choose_title(Stated("", "", "Bridge opens in the snow | Example Post", (), "", "Example Post"))
    ('Bridge opens in the snow', 'open graph')
    """
    site = letters(stated.site)
    heading = page_heading(stated)
    for text, source in _ranked(stated, heading):
        bare = without_site(text, stated.site)
        if bare and letters(bare) != site:
            return bare, source
    return "", ""


def page_heading(stated: Stated) -> str:
    """Return the heading that is the headline: one that says what another source says, else the only one there is."""
    others = (stated.headline, stated.open_graph, stated.title)
    alike = next((h for h in stated.headings if any(other and are_alike(h, other) for other in others)), "")
    return alike or (stated.headings[0] if len(stated.headings) == 1 else "")


def _ranked(stated: Stated, heading: str) -> Iterator[tuple[str, str]]:
    if stated.name and letters(stated.name) == letters(heading):
        yield stated.name, "json-ld"
    yield stated.headline or stated.name, "json-ld"
    yield stated.open_graph, "open graph"
    yield heading, "h1"
    yield stated.title, "title"


def letters(text: str) -> str:
    """Return what the spellings of a headline share: letters and digits, case folded."""
    return "".join(re.findall(r"\w+", text.lower()))


def are_alike(a: str, b: str) -> bool:
    """Whether two lines are one headline, or nearly: they share most of their words."""
    left, right = set(re.findall(r"\w+", a.lower())), set(re.findall(r"\w+", b.lower()))
    common = len(left & right)
    return bool(left) and common >= 0.6 * min(len(left), len(right)) and common >= 0.4 * len(left)


def without_site(title: str, site: str) -> str:
    """Return a title without the name of the site behind its last bar or dash.

    >>> without_site("Bridge opens in the snow - Example Post", "The Example Post")
    'Bridge opens in the snow'
    """
    names = (site.lower(), site.lower().removeprefix("the "))
    for mark in _MARKS:
        head, _, tail = title.rpartition(mark)
        if len(head) > _MIN_CHARACTERS and (mark == " | " or (site and tail.strip().lower() in names)):
            return head.strip()
    return title.strip()

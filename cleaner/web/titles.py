"""The title of a page. In: what its sources state. Out: one title with the source that won, and all headlines it is known by."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from lxml import etree

from cleaner.patterns import compiled
from cleaner.web.site_names import letters, without_site

_TAG = compiled(r"</?(?:b|i|u|em|strong|span|br|sup|sub|mark|small|font|wbr)\b[^<>]{0,200}>", re.IGNORECASE)
_ENTITY = compiled(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
_UNSEEN = compiled("[\u00ad\u200b\u2060\ufeff]")
_CUT_OFF = compiled(r"\s?(?:\.\.\.|…)$")
_UNREAD = frozenset({"svg", "script", "style", "noscript", "template"})
_MIN_LETTERS = 12
_LONG = 30


class Stated(NamedTuple):
    """What a page states as its title, by source; an empty string where it states none."""

    headline: str = ""
    """The headline of the JSON-LD article."""
    name: str = ""
    """Its name, which some sites keep for readers while the headline is for search engines."""
    alternative: str = ""
    """Its second headline."""
    open_graph: str = ""
    headings: tuple[str, ...] = ()
    """The first headings of the first level, as on the page."""
    title: str = ""
    sites: tuple[str, ...] = ()
    """What the site is called, see `names_of_site`."""
    sections: frozenset[str] = frozenset()

    def bare(self) -> Stated:
        """Return the same without the names of the site."""
        sure = (self.headline, self.name, *self.headings)

        def strip(text: str, headlines: Iterable[str] = ()) -> str:
            return without_site(text, self.sites, self.sections, headlines) if text else ""

        return self._replace(
            headline=strip(self.headline), name=strip(self.name), open_graph=strip(self.open_graph, sure),
            headings=tuple(map(strip, self.headings)), title=strip(self.title, sure),
        )  # fmt: skip


def choose_title(stated: Stated) -> tuple[str, str]:
    """Return the title and the source that won, two empty strings where nothing is stated.

    A page that carries several (for readers, for search engines, for networks) has no right one, so the sources have a rank:
    JSON-LD, Open Graph, heading, title. Where JSON-LD itself gives two, the heading decides between them; where heading, title
    and Open Graph agree on another headline they outvote one that has no second beside it. A headline that is cut off gives way
    to the whole one. The name of the site is no title, and goes from the ends of one.

    >>> choose_title(Stated(open_graph="Bridge opens in the snow | Example Post", sites=("examplepost",)))
    ('Bridge opens in the snow', 'open graph')
    """
    stated = stated.bare()
    for text, source in _ranked(stated, page_heading(stated)):
        if text and letters(text) not in stated.sites:
            return _whole(text, stated), source
    return "", ""


def page_heading(stated: Stated) -> str:
    """Return the heading that is the headline: one that says what another source says, else the only one there is, else the first
    that is as long as a headline."""
    others = (stated.headline, stated.open_graph, stated.title)
    alike = next((h for h in stated.headings if any(other and are_alike(h, other) for other in others)), "")
    if alike or len(stated.headings) == 1:
        return alike or stated.headings[0]
    return next((heading for heading in stated.headings if len(letters(heading)) >= _LONG), "")


def _ranked(stated: Stated, heading: str) -> Iterator[tuple[str, str]]:
    seen = letters(heading)
    if stated.name and letters(stated.name) == seen:
        yield stated.name, "json-ld"
    agreed = seen and seen == letters(stated.open_graph) == letters(stated.title)
    if agreed and not stated.alternative and seen != letters(stated.headline) != "":
        yield stated.open_graph, "open graph"
    yield stated.headline or stated.name, "json-ld"
    yield stated.open_graph, "open graph"
    yield heading, "h1"
    yield stated.title, "title"


def _whole(text: str, stated: Stated) -> str:
    """Return a headline that ends in dots as another source has it, where that goes on."""
    start = letters(_CUT_OFF.sub("", text))
    if len(start) < _MIN_LETTERS or not _CUT_OFF.search(text):
        return text
    others = (*stated.headings, stated.headline, stated.open_graph, stated.title)
    return next((other for other in others if len(letters(other)) > len(start) and letters(other).startswith(start)), text)


def are_alike(a: str, b: str) -> bool:
    """Whether two lines are one headline, or nearly: they share most of their words."""
    left, right = set(re.findall(r"\w+", a.lower())), set(re.findall(r"\w+", b.lower()))
    common = len(left & right)
    return bool(left) and common >= 0.6 * min(len(left), len(right)) and common >= 0.4 * len(left)


def heading_text(element: Any) -> str:
    """Return what an element says in one line; where the words of two elements touch, a space keeps them apart.

    >>> from lxml import html
    >>> heading_text(html.fromstring("<h1><span>Snow</span><span>Bridge closed</span></h1>"))
    'Snow Bridge closed'
    """
    pieces: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, part in walker:
        if event == "start" and part is not element and part.tag in _UNREAD:
            walker.skip_subtree()
            continue
        piece = part.text if event == "start" else part.tail if part is not element else None
        if piece:
            if pieces and piece[0].isupper() and (pieces[-1][-1].islower() or pieces[-1][-1].isdigit()):
                pieces.append(" ")
            pieces.append(piece)
    return plain_line("".join(pieces))


def plain_line(text: str) -> str:
    """Return a value of a page as one plain line: no markup, no entities, nothing that nobody sees.

    >>> plain_line("Tom &amp; <em>Mia</em>\\nmeet")
    'Tom & Mia meet'
    """
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    text = " ".join(text.split())
    return text if text.isascii() else _UNSEEN.sub("", unicodedata.normalize("NFC", text))

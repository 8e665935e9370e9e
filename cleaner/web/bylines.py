"""Bylines of a page. In: its tree, or the lines around its body. Out: names of people, in the order of the page.

Asked only where nobody but the site is named: so a name counts where the markup or a by-word says what it is, and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import cache
from typing import Any

from cleaner.patterns import compiled
from cleaner.rules.bylines import by_pattern
from cleaner.web.site_names import letters

_CAMEL = compiled(r"(?<=[a-z])(?=[A-Z])")
_BYLINE = compiled(
    r"(?:^|[\s_-])(?:by-?lines?|authors?|autor(?:en|es)?|auteurs?|forfattere?|contributors?)(?:names?|list|links?|info|text)?(?=[\s_-]|$)"
)
_NOT_BYLINE = compiled(r"comment|quote|zitat|related|teaser|card|recommend|avatar|image|photo|social|follow|bio|sidebar|widget")
_ASIDE_NAME = compiled(r"(?:^|\s)(?:comments?|related|recommend|teaser|sidebar|widget|follow|most-|trending|more-|card)")
_PAGE_OF_AUTHOR = compiled(
    r"/(?:by|authors?|autor(?:en|es|i)?|auteurs?|auther|autore|forfatter|columnists?|contributors?|journalist(?:e|en|er)?|people|person(?:en)?"
    r"|profiles?|profil|reporters?|redakteure?|staff|writers?|yazar(?:lar)?)/[^/?#]{3,80}/?(?:[?#].*)?$",
    re.IGNORECASE,
)
_ASIDE = frozenset({"nav", "footer", "aside", "blockquote", "form", "figure"})
_NAME = compiled(r"[^\W\d_][\w.'’ʼ-]*(?: [^\W\d_][\w.'’ʼ-]*){1,4}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,6}")
_PARTICLES = frozenset("de da do dos das del della di du van von der den ten ter zu la le el al bin ibn y e i af av".split())
_BETWEEN = compiled(r"\s*[,|;/•·]\s*|\s+(?:and|und|et|y|e|og|och)\s+")
_DATED = compiled(r"(?P<name>[^|•·\d]{5,60}?)\s*[|•·–—-]\s*(?=\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d)")
_REACH, _MOST = 60, 300
_FIRST, _PARAGRAPH = 2, 80
_MAX_LINE = 200


def names_in_elements(root: Any, own: Set[str]) -> list[str]:
    """Return the names in the first element that says it holds the author of the page. `own`: the names of the site, as `letters`
    writes them."""
    for tried, element in enumerate(_bylines(root)):
        if tried >= _REACH:
            break
        text = " ".join(" ".join(element.itertext()).split())
        if len(text) > _MAX_LINE:
            continue
        anchors = list(element.iter("a"))
        people = [link for link in anchors if link.get("rel") == "author" or _PAGE_OF_AUTHOR.search(link.get("href") or "")]
        links = [" ".join("".join(link.itertext()).split()) for link in people or anchors]
        for pieces in (links, _BETWEEN.split(text)):
            if found := _names(pieces, own):
                return found
    return []


def names_in_lines(lines: Sequence[str], own: Set[str]) -> list[str]:
    """Return the names in the first line that begins with a by-word, or with a name and a date.

    >>> names_in_lines(["Snow", "Von: Mia Roth, Jan Olsen", "3 minutes"], set())
    ['Mia Roth', 'Jan Olsen']
    >>> names_in_lines(["Mia Roth | 05.04.2025 - 10:30"], set())
    ['Mia Roth']
    """
    for line in lines:
        if len(line) > _MAX_LINE:
            continue
        by = _by().match(line)
        if by and (found := _names(_BETWEEN.split(line[by.end() :]), own)):
            return found
        dated = _DATED.match(line)
        if dated and (found := _names([dated["name"]], own)):
            return found
    return []


def is_signature(element: Any, text: str) -> bool:
    """Whether a line is a name and nothing else, set apart as those who sign an article do: in bold or italics, or on the right.

    >>> from lxml import html
    >>> is_signature(html.fromstring('<p style="text-align: right"><b>Mia Roth</b></p>'), "Mia Roth")
    True
    >>> is_signature(html.fromstring("<p>Mia Roth</p>"), "Mia Roth")
    False
    """
    if element.tag != "p" or not is_name(text):
        return False
    if "text-align:right" in (element.get("style") or "").replace(" ", "").lower() or element.get("align") == "right":
        return True
    inner = next(iter(element), None)
    return inner is not None and inner.tag in ("b", "strong", "i", "em") and " ".join("".join(inner.itertext()).split()) == text


@cache
def _by() -> re.Pattern[str]:
    words = f"(?:{by_pattern('by', 'und')}|{by_pattern('by', 'it')})"
    return compiled(rf"{words}(?:\s*[:：]\s*|\s+)|{by_pattern('label', 'und')}\s*[:：]\s*", re.IGNORECASE)


def _names(pieces: Sequence[str], own: Set[str]) -> list[str]:
    """Return the names among pieces of a byline, none where its first piece is no name."""
    names = [_by().sub("", piece, count=1).strip() if _by().match(piece) else piece for piece in map(str.strip, pieces) if piece]
    if not names or not is_name(names[0]):
        return []
    return list(dict.fromkeys(n for n in names if is_name(n) and not any(letters(n).startswith(site) for site in own)))


def is_name(text: str) -> bool:
    """Whether a line can be a person's name: two to five words, none in lower case but particles, or a short one in Han or Hangul."""
    return bool(_NAME.fullmatch(text)) and not any(word[0].islower() and word not in _PARTICLES for word in text.split())


def _bylines(root: Any) -> Iterator[Any]:
    """Yield elements by how plainly they name an author: a relation or property first, then their class, then where they lead."""
    named: list[Any] = []
    linked: list[Any] = []
    below, paragraphs = False, 0  # links to people count from the heading to the first paragraphs
    for element in root.iter("a", "span", "div", "p", "li", "ul", "address", "em", "strong", "h1"):
        tag = element.tag
        if tag == "h1":
            below = True
        elif tag == "p" and below and paragraphs < _FIRST:
            paragraphs += len("".join(element.itertext())) >= _PARAGRAPH
        attrib = element.attrib
        if not attrib:
            continue
        if attrib.get("rel") == "author" or attrib.get("itemprop") == "author":
            if not _is_aside(element):
                yield element
            continue
        names = _CAMEL.sub("-", f"{attrib.get('class', '')} {attrib.get('data-testid', '')}").lower()
        if ("aut" in names or "byl" in names or "by-l" in names) and _BYLINE.search(names) and not _NOT_BYLINE.search(names):
            if len(named) < _MOST:
                named.append(element)
        elif tag == "a" and below and paragraphs < _FIRST and _PAGE_OF_AUTHOR.search(attrib.get("href", "")) and len(linked) < _MOST:
            linked.append(element)
    yield from (element for element in named if not _is_aside(element))
    yield from (element for element in linked if not _is_aside(element))


def _is_aside(element: Any) -> bool:
    for parent in element.iterancestors():
        if parent.tag in _ASIDE or _ASIDE_NAME.search(f"{parent.get('class', '')} {parent.get('id', '')}".lower()):
            return parent.tag not in ("body", "html", "main", "article")
    return False

"""Who wrote a page. In: its tree, its meta tags, its JSON-LD article. Out: names with the source that won, agencies beside them.

A site that names itself as the author gives way to a byline on the page: an element that says it holds the author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.rules.agencies import agency_kind, read_agencies
from cleaner.rules.bylines import by_pattern
from cleaner.web.jsonld import people
from cleaner.web.site_names import letters

_METAS = (
    "author", "article:author", "article:author_name", "parsely-author", "dc.creator", "dcterms.creator", "sailthru.author",
    "byl", "cxenseparse:author", "articleauthor",
)  # fmt: skip
_ADDRESS = re.compile(r"https?://|www\.|@|^/|\.(?:com|org|net|de)\b")
_BY = re.compile(r"^(?:by|von|par|por|di|da|door|av|af)\s+", re.IGNORECASE)
_PARTS = re.compile(r"\s*[;|]\s*|\s*,\s*(?=\w+\.? \w)|\s+(?:and|und)\s+(?=\w+ \w)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BYLINE = re.compile(r"(?:^|[\s_-])(?:by-?line|authors?|autor(?:en|es)?|auteurs?)(?:[\s_-]?(?:name|names|list|link|byline))?(?:\s|$)")
_NOT_BYLINE = re.compile(r"comment|quote|zitat|related|teaser|card|recommend|avatar|image|photo|social|follow|bio|sidebar|widget")
_ASIDE = frozenset({"nav", "footer", "aside", "blockquote", "form", "figure"})
_NAME = re.compile(r"[^\W\d_][\w.'’ʼ-]*(?: [^\W\d_][\w.'’ʼ-]*){1,4}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,6}")
_PARTICLES = frozenset("de da do dos das del della di du van von der den ten ter zu la le el al bin ibn y e i af av".split())
_REACH = 60


def find_authors(
    root: Any, metas: Mapping[str, list[str]], article: Mapping[str, Any], site: tuple[str, ...]
) -> tuple[list[str], str, list[str]]:
    """Return the authors, the source that named them, and the agencies among them by their canonical names.

    `site` holds the names of site and publisher. An agency beside people is no author; one that stands alone is what the page
    names as its author, and is kept as such too.
    """
    stated = [(read_names(people(article.get("author")), site), "json-ld")]
    stated += [(read_names(metas[name], site), "meta") for name in _METAS if name in metas]
    own = {letters(name) for name in site} - {""}
    named = [(names, source) for names, source in stated if names]
    names, source = next((entry for entry in named if any(letters(name) not in own for name in entry[0])), ([], ""))
    if not names:
        names, source = _on_page(root, own), "element"
    if not names:
        names, source = named[0] if named else ([], "")
    wires = [name for name in names if _is_agency(name)]
    agencies = list(dict.fromkeys(agency for name in wires for agency in read_agencies(name)))
    writers = [name for name in names if name not in wires]
    return (writers or names), source, agencies


def _is_agency(name: str) -> bool:
    found = read_agencies(name)
    return bool(found) and all(agency_kind(agency) == "agency" for agency in found)


def read_names(values: list[str], site: tuple[str, ...] = ()) -> list[str]:
    """Return the names that values list; no addresses, unless an address is what the site calls itself.

    >>> read_names(["By Mia Roth and Jan Olsen", "https://example.com/mia"])
    ['Mia Roth', 'Jan Olsen']
    """
    names = []
    for value in values:
        for part in _PARTS.split(_BY.sub("", value)):
            name = " ".join(part.split()).strip(" ,")
            if not 2 < len(name) <= 80 or name[0] in "(（[【" or name.isdigit():
                continue
            if not _ADDRESS.search(name) or name in site:
                names.append(name)
    return list(dict.fromkeys(names))


def _on_page(root: Any, own: set[str]) -> list[str]:
    """Return the names in the first element that says it holds the author of the page."""
    by = re.compile(rf"{by_pattern('by', 'und')}\s+", re.IGNORECASE)
    for tried, element in enumerate(_bylines(root)):
        if tried >= _REACH:
            break
        links = [" ".join("".join(link.itertext()).split()) for link in element.iter("a")]
        text = " ".join(" ".join(element.itertext()).split())
        for pieces in (links, re.split(r"\s*[,|;/•·]\s*|\s+(?:and|und|et|y|e|og|och)\s+", text[:300])):
            names = [by.sub("", piece).strip() if by.match(piece) else piece for piece in pieces if piece]
            if not names or not _is_name(names[0]):
                continue
            writers = [name for name in names if _is_name(name) and not any(letters(name).startswith(site) for site in own)]
            if writers:
                return list(dict.fromkeys(writers))
    return []


def _is_name(text: str) -> bool:
    """Whether a line can be a person's name: two to five words, none in lower case but particles, or a short one in Han or Hangul."""
    return bool(_NAME.fullmatch(text)) and not any(word[0].islower() and word not in _PARTICLES for word in text.split())


def _bylines(root: Any) -> Iterator[Any]:
    """Yield elements by how plainly they name an author: a relation or property first, then their class."""
    named = []
    for element in root.iter("a", "span", "div", "p", "li", "ul", "address", "em", "strong"):
        attrib = element.attrib
        if not attrib:
            continue
        if attrib.get("rel") == "author" or attrib.get("itemprop") == "author":
            if not _is_aside(element):
                yield element
            continue
        names = _CAMEL.sub("-", f"{attrib.get('class', '')} {attrib.get('data-testid', '')}").lower()
        if ("aut" in names or "byl" in names or "by-l" in names) and _BYLINE.search(names) and not _NOT_BYLINE.search(names):
            named.append(element)
    yield from (element for element in named if not _is_aside(element))


def _is_aside(element: Any) -> bool:
    for parent in element.iterancestors():
        if parent.tag in _ASIDE or _NOT_BYLINE.search(f"{parent.get('class', '')} {parent.get('id', '')}".lower()):
            return parent.tag not in ("body", "html", "main", "article")
    return False

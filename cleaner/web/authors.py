"""Who wrote a page. In: its tree, its meta tags, its JSON-LD article. Out: names with the source that won, agencies beside them.

A site that names itself as the author gives way to a byline on the page: an element that says it holds the author, or a line
around the body, see `cleaner/web/bylines.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from typing import Any, NamedTuple

from cleaner.patterns import compiled
from cleaner.rules.agencies import agency_kind, read_agencies
from cleaner.web.bylines import names_in_elements
from cleaner.web.jsonld import people
from cleaner.web.site_names import letters

_METAS = (
    "author", "article:author", "article:author_name", "parsely-author", "dc.creator", "dcterms.creator", "sailthru.author",
    "byl", "cxenseparse:author", "articleauthor",
)  # fmt: skip
_ADDRESS = compiled(r"https?://|www\.|@|^/|\.(?:com|org|net|de)\b")
_BY = compiled(r"^(?:by|von|par|por|di|da|door|av|af)\s+", re.IGNORECASE)
_PARTS = compiled(r"\s*[;|]\s*|\s*,\s*(?=\w+\.? \w)|\s+(?:and|und)\s+(?=\w+ \w)")


class Authors(NamedTuple):
    """Names, who named them, the agencies beside them by their canonical names, and whether the names are those of the site alone."""

    names: list[str]
    source: str
    agencies: list[str]
    only_site: bool = False


def find_authors(root: Any, metas: Mapping[str, list[str]], article: Mapping[str, Any], site: tuple[str, ...], own: Set[str]) -> Authors:
    """Return the authors of a page. `site` holds the names of site and publisher, `own` all that the site goes by, as `letters`
    writes them.

    An agency beside people is no author; one that stands alone is what the page names as its author, and is kept as such too.
    """
    stated = [(read_names(people(article.get("author")), site), "json-ld")]
    stated += [(read_names(metas[name], site), "meta") for name in _METAS if name in metas]
    named = [(names, source) for names, source in stated if names]
    names, source = next((entry for entry in named if any(letters(name) not in own for name in entry[0])), ([], ""))
    wires: list[str] = []
    if not names:
        found = names_in_elements(root, own)
        wires = [name for name in found if _is_agency(name)]
        names, source = [name for name in found if name not in wires], "element"
    only_site = not names
    if not names:
        names, source = named[0] if named else (wires, source if wires else "")
    wires += [name for name in names if _is_agency(name) and name not in wires]
    agencies = list(dict.fromkeys(agency for name in wires for agency in read_agencies(name)))
    writers = [name for name in names if name not in wires]
    return Authors(writers or names, source, agencies, only_site)


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

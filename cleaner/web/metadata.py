"""What a page says about itself. In: a tree. Out: fields, for each the source that won, and whether dates contradict each other.

Sources in order: JSON-LD, Open Graph and article tags, other meta tags, elements, htmldate. Nothing is fetched, no clock is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from cleaner.patterns import compiled
from cleaner.web.authors import find_authors
from cleaner.web.jsonld import article_object, strings
from cleaner.web.page_dates import find_published
from cleaner.web.site_names import names_of_site, sections_of_page
from cleaner.web.titles import Stated, choose_title, heading_text, page_heading, plain_line

_SITES = ("og:site_name", "application-name", "apple-mobile-web-app-title", "al:android:app_name", "al:ios:app_name", "twitter:site")
_DESCRIPTIONS = ("og:description", "description", "twitter:description")
_SECTIONS = ("article:section", "section", "cxenseparse:section", "parsely-section", "dc.subject")
_TAGS = ("news_keywords", "keywords", "parsely-tags", "article:tag")
_LANGUAGE = compiled(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8}){0,3}")
_MAX_VALUE = 2000
_HEADINGS = 3


@dataclass
class Metadata:
    """The fields of a page, and where each of them came from."""

    fields: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    date_conflict: bool = False
    headlines: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    article_body: str = ""
    only_site: frozenset[str] | None = None
    """The names of the site, as `letters` writes them, where nobody else is named as the author; else None."""

    def set(self, name: str, value: Any, source: str) -> None:
        """Keep the first value that is not empty."""
        if value and name not in self.fields:
            self.fields[name] = value
            self.sources[name] = source


def read_metadata(root: Any, url: str | None = None, crawled_at: datetime | None = None) -> Metadata:
    """Return what the page says of itself. A time of publication after `crawled_at` is not believed.

    >>> from lxml import html
    >>> page = '<html lang="en-gb"><head><meta property="og:title" content="Snow"><meta name="author" content="Mia Roth"></head></html>'
    >>> read_metadata(html.document_fromstring(page)).fields
    {'title': 'Snow', 'authors': ['Mia Roth'], 'language': 'en-GB'}
    """
    found = Metadata()
    metas = _metas(root)
    article = article_object(root)
    found.set("url", *_address(root, metas, url))
    publisher = strings(article.get("publisher"))
    site = (*publisher, *(metas[name][0] for name in _SITES if name in metas))
    stated = _stated_titles(root, metas, article, site, url or found.fields.get("url"))
    found.set("title", *choose_title(stated))
    headlines = (stated.headline, stated.open_graph, found.fields.get("title", ""), page_heading(stated))
    found.headlines = tuple(dict.fromkeys(headline for headline in headlines if headline))
    described = next(iter(strings(article.get("description"))), "")
    found.set("description", described, "json-ld")
    found.set("description", _first(metas, *_DESCRIPTIONS), "meta")
    found.descriptions = tuple(dict.fromkeys(text for text in (described, *(_first(metas, name) for name in _DESCRIPTIONS)) if text))
    found.article_body = next(iter(strings(article.get("articleBody"))), "")
    own = frozenset(stated.sites)
    authors = find_authors(root, metas, article, site, own)
    found.set("authors", authors.names, authors.source)
    found.set("agencies", authors.agencies, authors.source)
    found.only_site = own if authors.only_site else None
    published = find_published(root, metas, article, url, crawled_at)
    if published:
        found.set("published_at", published.moment, published.source)
        found.fields["published_precision"] = published.precision
        found.date_conflict = published.conflict
    found.set("site_name", _first(metas, "og:site_name"), "open graph")
    found.set("site_name", next(iter(publisher), ""), "json-ld")
    found.set("section", next(iter(strings(article.get("articleSection"))), ""), "json-ld")
    found.set("section", _first(metas, *_SECTIONS), "meta")
    found.set("tags", _split_tags(strings(article.get("keywords"))), "json-ld")
    for name in _TAGS:
        found.set("tags", _split_tags(metas.get(name, [])), "meta")
    for language, source in _languages(root, metas, article):
        if _LANGUAGE.fullmatch(language.strip()):
            found.set("language", _tag(language.strip()), source)
    return found


def _stated_titles(root: Any, metas: Mapping[str, list[str]], article: Mapping[str, Any], site: tuple[str, ...], url: str | None) -> Stated:
    headings = (text for element in root.iter("h1") if (text := heading_text(element)))
    title = next(root.iter("title"), None)
    return Stated(
        headline=plain_line(next(iter(strings(article.get("headline"))), "")),
        name=plain_line(next(iter(strings(article.get("name"))), "")),
        alternative=next(iter(strings(article.get("alternativeHeadline"))), ""),
        open_graph=_first(metas, "og:title", "twitter:title"),
        headings=tuple(text for _, text in zip(range(_HEADINGS), headings, strict=False)),
        title=heading_text(title) if title is not None else "",
        sites=names_of_site(site, url),
        sections=sections_of_page((*strings(article.get("articleSection")), _first(metas, *_SECTIONS)), url),
    )


def _address(root: Any, metas: Mapping[str, list[str]], url: str | None) -> tuple[str, str]:
    """Return the address that the page gives itself, and who says so."""
    links = (e.get("href").strip() for e in root.iter("link") if (e.get("rel") or "").lower() == "canonical" and e.get("href"))
    for value, source in ((next(links, ""), "canonical"), (_first(metas, "og:url"), "open graph")):
        try:
            whole = urljoin(url or "", value)
            if whole.startswith(("http://", "https://")) and urlsplit(whole).hostname:
                return whole, source
        except ValueError:
            continue
    return "", ""


def _languages(root: Any, metas: Mapping[str, list[str]], article: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield root.get("lang") or root.get("xml:lang") or "", "lang"
    yield next(iter(strings(article.get("inLanguage"), "alternateName")), ""), "json-ld"
    yield _first(metas, "content-language", "og:locale", "dc.language", "language"), "meta"


def _metas(root: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        attrib = element.attrib
        content = attrib.get("content")
        name = attrib.get("property") or attrib.get("name") or attrib.get("itemprop") or attrib.get("http-equiv")
        if content and name and (content := plain_line(content)):
            found.setdefault(name.strip().lower(), []).append(content[:_MAX_VALUE])
    return found


def _first(metas: Mapping[str, list[str]], *names: str) -> str:
    return next((metas[name][0] for name in names if name in metas), "")


def _split_tags(values: list[str]) -> list[str]:
    parts = [part.strip() for value in values for part in (value.split(",") if len(values) == 1 or "," in value else [value])]
    return [part for part in dict.fromkeys(parts) if 1 < len(part) <= 80][:50]


def _tag(language: str) -> str:
    """Return a BCP 47 tag in its usual case: `en-us` is `en-US`."""
    parts = language.replace("_", "-").split("-")
    rest = [p.upper() if len(p) == 2 else p.title() if len(p) == 4 else p.lower() for p in parts[1:]]
    return "-".join([parts[0].lower(), *rest])

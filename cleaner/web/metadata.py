"""What a page says about itself. In: a tree. Out: fields, for each the source that won, and whether dates contradict each other.

Sources in order: JSON-LD, Open Graph and article tags, other meta tags, elements, htmldate. Nothing is fetched, no clock is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml import etree

from cleaner.text.dates import read_time
from cleaner.web.authors import find_authors
from cleaner.web.jsonld import article_object, strings
from cleaner.web.titles import Stated, choose_title, page_heading

_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ]+(\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?\s?(Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?)?(?:\[[\w/]+\])?"
)
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date.issued", "dcterms.created",
    "dc.date",
    "dcterms.date", "publish-date", "publishdate", "publication_date", "pubdate", "sailthru.date", "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "last-modified-date", "article.published", "published_at", "date.release", "bt:pubdate",
)  # fmt: skip
_TAGS = ("news_keywords", "keywords", "parsely-tags", "article:tag")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8}){0,3}")


@dataclass
class Metadata:
    """The fields of a page, and where each of them came from."""

    fields: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    date_conflict: bool = False
    headlines: tuple[str, ...] = ()

    def set(self, name: str, value: Any, source: str) -> None:
        """Keep the first value that is not empty."""
        if value and name not in self.fields:
            self.fields[name] = value
            self.sources[name] = source


def read_metadata(root: Any, url: str | None = None, crawled_at: datetime | None = None) -> Metadata:
    """Return what the page says of itself. A day of publication after `crawled_at` is not believed."""
    found = Metadata()
    metas = _metas(root)
    article = article_object(root)
    stated = _stated_titles(root, metas, article)
    found.set("title", *choose_title(stated))
    headlines = (stated.headline, stated.open_graph, found.fields.get("title", ""), page_heading(stated))
    found.headlines = tuple(dict.fromkeys(headline for headline in headlines if headline))
    found.set("description", next(iter(strings(article.get("description"))), ""), "json-ld")
    found.set("description", _first(metas, "og:description", "description", "twitter:description"), "meta")
    site = (*strings(article.get("publisher")), *(metas[name][0] for name in ("og:site_name", "application-name") if name in metas))
    authors, source, agencies = find_authors(root, metas, article, site)
    found.set("authors", authors, source)
    found.set("agencies", agencies, source)
    _published(found, root, metas, article, url, crawled_at)
    found.set("site_name", _first(metas, "og:site_name"), "open graph")
    found.set("site_name", next(iter(strings(article.get("publisher"))), ""), "json-ld")
    found.set("section", next(iter(strings(article.get("articleSection"))), ""), "json-ld")
    found.set("section", _first(metas, "article:section", "section", "cxenseparse:section"), "meta")
    keywords = strings(article.get("keywords"))
    found.set("tags", _split_tags(keywords), "json-ld")
    for name in _TAGS:
        found.set("tags", _split_tags(metas.get(name, [])), "meta")
    canonical = next(
        (e.get("href") for e in root.iter("link") if (e.get("rel") or "").lower() == "canonical" and e.get("href")), ""
    )
    found.set("url", canonical if canonical.startswith("http") else "", "canonical")
    found.set("url", u if (u := _first(metas, "og:url")).startswith("http") else "", "open graph")
    language = (
        root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or next(iter(strings(article.get("inLanguage"))), "")
    )
    if language and _LANGUAGE.fullmatch(language.strip()):
        found.set("language", _tag(language.strip()), "lang")
    return found


def _stated_titles(root: Any, metas: Mapping[str, list[str]], article: Mapping[str, Any]) -> Stated:
    headings = [_line(text) for element in root.iter("h1") if (text := "".join(element.itertext()).strip())][:3]
    return Stated(
        headline=next(iter(strings(article.get("headline"))), ""),
        name=next(iter(strings(article.get("name"))), ""),
        open_graph=_first(metas, "og:title", "twitter:title"),
        headings=tuple(headings),
        title=next((_line("".join(element.itertext())) for element in root.iter("title")), ""),
        site=next(iter(strings(article.get("publisher"))), "") or _first(metas, "og:site_name", "application-name"),
    )


def _published(
    found: Metadata,
    root: Any,
    metas: Mapping[str, list[str]],
    article: Mapping[str, Any],
    url: str | None,
    crawled_at: datetime | None,
) -> None:
    limit = crawled_at + timedelta(days=1) if crawled_at else None
    candidates: list[tuple[tuple[datetime, str], str]] = []
    for value, source in _dates(root, metas, article):
        time = read_page_time(value)
        if time and time[0].year >= 1990 and (limit is None or time[0] <= limit):
            candidates.append((time, source))
    if not candidates and (time := _guessed(root, url, crawled_at)):
        candidates.append((time, "htmldate"))
    if not candidates:
        return
    (moment, precision), source = candidates[0]
    found.fields["published_at"], found.fields["published_precision"] = moment, precision
    found.sources["published_at"] = source
    # Sites, not readers, set time zones: a day's difference is none.
    found.date_conflict = any(abs(other - moment) > timedelta(hours=36) for (other, _), kind in candidates if kind != "element")


def _dates(root: Any, metas: Mapping[str, list[str]], article: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ("datePublished", "dateCreated"):
        if key == "datePublished" or not article.get("datePublished"):
            for value in strings(article.get(key))[:1]:
                yield value, "json-ld"
    for name in _DATES:
        if name in metas:
            yield metas[name][0], "meta"
            break
    times = [e for e in root.iter("time") if e.get("datetime")]
    named = [
        e
        for e in times
        if e.get("itemprop") == "datePublished" or e.get("pubdate") is not None or "publish" in (e.get("class") or "").lower()
    ]
    for element in (named or times)[:1]:
        yield element.get("datetime"), "element"


def _guessed(root: Any, url: str | None, crawled_at: datetime | None) -> tuple[datetime, str] | None:
    """Ask htmldate, with bounds of our own: left alone it reads the clock."""
    from htmldate import find_date

    latest = crawled_at.strftime("%Y-%m-%d") if crawled_at else "2100-01-01"
    try:
        day = find_date(root, extensive_search=False, original_date=True, url=url, min_date="1990-01-01", max_date=latest)
    except Exception:  # htmldate raises much on odd pages; no date is the answer
        return None
    if not day or (day.endswith("-01") and not _stated(root, url, day)):  # it answers the first where it knows the month alone
        return None
    return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC), "day"


def _stated(root: Any, url: str | None, day: str) -> bool:
    """Whether the page or its address has the day in figures."""
    year, month, number = (str(int(part)) for part in day.split("-"))
    pattern = rf"{year}[-/.年]\s?0?{month}[-/.月]\s?0?{number}(?!\d)"
    pattern += rf"|(?<!\d)0?{number}[-/.]\s?0?{month}[-/.]\s?{year}|{year}{month:0>2}{number:0>2}(?!\d)"
    return re.search(pattern, f"{url} {etree.tostring(root, encoding='unicode')}") is not None


def read_page_time(value: str) -> tuple[datetime, str] | None:
    """Return the time that a page states, in UTC, with its precision; None for a relative date or what cannot be read for
    certain.

    >>> read_page_time("2024-11-26T20:00:00+0800")
    (datetime.datetime(2024, 11, 26, 12, 0, tzinfo=datetime.timezone.utc), 'second')
    >>> read_page_time("two hours ago")
    """
    value = value.strip()
    match = _ISO.match(value)
    if not match:
        return read_time(value) if len(value) < 80 else None
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        moment = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), min(59, int(second or 0)), tzinfo=UTC
        )
        if zone and zone[0] in "+-":
            digits = zone[1:].replace(":", "").ljust(4, "0")
            shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
            moment = moment - shift if zone[0] == "+" else moment + shift
    except (ValueError, OverflowError):
        return None
    return moment, "second" if second else "minute" if hour else "day"


def _metas(root: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = element.get("content")
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if content and name and (content := _line(content)):
            found.setdefault(name.strip().lower(), []).append(content[:2000])
    return found


def _first(metas: Mapping[str, list[str]], *names: str) -> str:
    return next((metas[name][0] for name in names if name in metas), "")


def _split_tags(values: list[str]) -> list[str]:
    parts = [part.strip() for value in values for part in (value.split(",") if len(values) == 1 or "," in value else [value])]
    return [part for part in dict.fromkeys(parts) if 1 < len(part) <= 80][:50]


def _line(text: str) -> str:
    return " ".join(text.split())


def _tag(language: str) -> str:
    """Return a BCP 47 tag in its usual case: `en-us` is `en-US`."""
    parts = language.replace("_", "-").split("-")
    rest = [p.upper() if len(p) == 2 else p.title() if len(p) == 4 else p.lower() for p in parts[1:]]
    return "-".join([parts[0].lower(), *rest])

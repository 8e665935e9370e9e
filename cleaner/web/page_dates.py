"""When a page was published. In: its tree, meta tags and JSON-LD article. Out: a time in UTC with its precision, the source that
won, and whether the sources contradict each other.

Nothing here reads the clock: a relative date is no date, and htmldate is asked with bounds of our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from lxml import etree

from cleaner.patterns import compiled
from cleaner.text.dates import read_time
from cleaner.web.jsonld import strings

_ISO = compiled(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ]+(\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?\s?(Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?)?(?:\[[\w/]+\])?"
)
_METAS = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date.issued", "dcterms.created", "dc.date",
    "dcterms.date", "publish-date", "publishdate", "publication_date", "pubdate", "sailthru.date", "parsely-pub-date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "last-modified-date", "article.published", "published_at", "date.release",
    "bt:pubdate",
)  # fmt: skip
_FIRST_YEAR = 1990
_CONFLICT = timedelta(hours=36)
"""Sites, not readers, set time zones: a day's difference is none."""


class Published(NamedTuple):
    """When a page was published, to which precision, who says so, and whether others say something else."""

    moment: datetime
    precision: str
    source: str
    conflict: bool = False


def find_published(
    root: Any, metas: Mapping[str, list[str]], article: Mapping[str, Any], url: str | None, crawled_at: datetime | None
) -> Published | None:
    """Return the first date that may be believed: JSON-LD, meta tags, elements, htmldate. None after `crawled_at` is."""
    found: list[Published] = []
    for value, source in _stated(root, metas, article):
        time = read_page_time(value)
        if time and time[0].year >= _FIRST_YEAR and (crawled_at is None or time[0] <= crawled_at):
            found.append(Published(*time, source))
    if not found:
        day = _guessed(root, url, crawled_at)
        return Published(day, "day", "htmldate") if day else None
    first = found[0]
    return first._replace(conflict=any(abs(other.moment - first.moment) > _CONFLICT for other in found if other.source != "element"))


def _stated(root: Any, metas: Mapping[str, list[str]], article: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ("datePublished", "dateCreated"):
        if key == "datePublished" or not article.get("datePublished"):
            for value in strings(article.get(key))[:1]:
                yield value, "json-ld"
    for name in _METAS:
        if name in metas:
            yield metas[name][0], "meta"
            break
    times = [element for element in root.iter("time") if element.get("datetime")]
    named = [element for element in times if _is_named(element)]
    for element in (named or times)[:1]:
        yield element.get("datetime"), "element"


def _is_named(element: Any) -> bool:
    attrib = element.attrib
    return attrib.get("itemprop") == "datePublished" or "pubdate" in attrib or "publish" in attrib.get("class", "").lower()


def _guessed(root: Any, url: str | None, crawled_at: datetime | None) -> datetime | None:
    """Ask htmldate, with bounds of our own: left alone it reads the clock."""
    from htmldate import find_date

    latest = crawled_at.strftime("%Y-%m-%d") if crawled_at else "2100-01-01"
    try:
        day = find_date(root, extensive_search=False, original_date=True, url=url, min_date=f"{_FIRST_YEAR}-01-01", max_date=latest)
    except Exception:  # htmldate raises much on odd pages; no date is the answer
        return None
    if not day or (day.endswith("-01") and not _has_figures(root, url, day)):  # it answers the first where it knows the month alone
        return None
    return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC)


def _has_figures(root: Any, url: str | None, day: str) -> bool:
    """Whether the page or its address has the day in figures."""
    year, month, number = (str(int(part)) for part in day.split("-"))
    pattern = rf"{year}[-/.年]\s?0?{month}[-/.月]\s?0?{number}(?!\d)"
    pattern += rf"|(?<!\d)0?{number}[-/.]\s?0?{month}[-/.]\s?{year}|{year}{month:0>2}{number:0>2}(?!\d)"
    return re.search(pattern, f"{url} {etree.tostring(root, encoding='unicode')}") is not None


def read_page_time(value: str) -> tuple[datetime, str] | None:
    """Return the time that a page states, in UTC, with its precision; None for a relative date or what cannot be read for certain.

    A clock without a time zone is not certain to the minute: the day alone is read.

    >>> read_page_time("2024-11-26T20:00:00+0800")
    (datetime.datetime(2024, 11, 26, 12, 0, tzinfo=datetime.timezone.utc), 'second')
    >>> read_page_time("2024-11-26 20:00")
    (datetime.datetime(2024, 11, 26, 0, 0, tzinfo=datetime.timezone.utc), 'day')
    >>> read_page_time("two hours ago")
    """
    value = value.strip()
    match = _ISO.match(value)
    if not match:
        return read_time(value) if len(value) < 80 else None
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        moment = datetime(int(year), int(month), int(day), tzinfo=UTC)
        if not zone:
            return moment, "day"
        moment = moment.replace(hour=int(hour), minute=int(minute), second=min(59, int(second or 0)))
        if zone[0] in "+-":
            digits = zone[1:].replace(":", "").ljust(4, "0")
            shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
            moment = moment - shift if zone[0] == "+" else moment + shift
    except (ValueError, OverflowError):
        return None
    return moment, "second" if second else "minute"

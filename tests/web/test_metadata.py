"""What a page says about itself: every field, the rank of its sources, and dates that are not believed."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html

from cleaner.pipeline import Cleaned, Pipeline
from cleaner.web.metadata import Metadata, read_metadata

CRAWLED = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)


def ld(**values: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": "Bridge", **values})}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta {"property" if ":" in name else "name"}="{name}" content="{content}">'


def read(head: str = "", body: str = "", root: str = "<html>", url: str | None = None, crawled: datetime | None = None) -> Metadata:
    return read_metadata(html.document_fromstring(f"{root}<head>{head}</head><body>{body}<p>It snowed.</p></body></html>"), url, crawled)


def clean(head: str, body: str = "", **fields: Any) -> Cleaned:
    paragraphs = "".join(f"<p>The council met on Monday evening and spoke for long about the bridge, point {i}.</p>" for i in range(6))
    page = f"<html><head>{head}</head><body><article><h1>Bridge</h1>{body}{paragraphs}</article></body></html>"
    return Pipeline.from_names("html_text").clean("", html=page, **fields)


@pytest.mark.parametrize(
    ("name", "sources"),
    [
        (
            "description",
            [
                (ld(description="It opened."), "It opened.", "json-ld"),
                (meta("og:description", "It was opened."), "It was opened.", "meta"),
                (meta("description", "Open &amp;amp; shut."), "Open & shut.", "meta"),
                (meta("twitter:description", "Opened!"), "Opened!", "meta"),
            ],
        ),
        (
            "section",
            [
                (ld(articleSection=["Local", "News"]), "Local", "json-ld"),
                (meta("article:section", "Sport"), "Sport", "meta"),
                (meta("section", "Life"), "Life", "meta"),
            ],
        ),
        (
            "tags",
            [
                (ld(keywords=["snow", "bridge"]), ["snow", "bridge"], "json-ld"),
                (meta("news_keywords", "snow, river"), ["snow", "river"], "meta"),
                (meta("keywords", "snow,sea,snow"), ["snow", "sea"], "meta"),
                (meta("article:tag", "Snow") + meta("article:tag", "Roads, old"), ["Snow", "Roads", "old"], "meta"),
            ],
        ),
        (
            "site_name",
            [
                (meta("og:site_name", "Valley Post"), "Valley Post", "open graph"),
                (ld(publisher={"@type": "Organization", "name": "Valley Press"}), "Valley Press", "json-ld"),
            ],
        ),
        (
            "url",
            [
                ('<link rel="canonical" href="https://post.example/1">', "https://post.example/1", "canonical"),
                (meta("og:url", "https://post.example/2"), "https://post.example/2", "open graph"),
            ],
        ),
        (
            "authors",
            [
                (ld(author=[{"@type": "Person", "name": "Mia Roth"}]), ["Mia Roth"], "json-ld"),
                (meta("author", "Jan Olsen"), ["Jan Olsen"], "meta"),
            ],
        ),
        (
            "published_at",
            [
                (ld(datePublished="2024-04-01T10:00:00+02:00"), datetime(2024, 4, 1, 8, tzinfo=UTC), "json-ld"),
                (meta("article:published_time", "2024-04-01T11:00:00Z"), datetime(2024, 4, 1, 11, tzinfo=UTC), "meta"),
                (meta("dcterms.created", "2024-04-01"), datetime(2024, 4, 1, tzinfo=UTC), "meta"),
            ],
        ),
    ],
)
def test_each_field_by_the_rank_of_its_sources(name: str, sources: list[tuple[str, Any, str]]) -> None:
    for i, (head, value, source) in enumerate(sources):
        lower = "".join(entry[0] for entry in reversed(sources[i + 1 :]))  # what ranks below stands first on the page
        found = read(lower + head)
        assert (found.fields[name], found.sources[name]) == (value, source)


def test_the_title_has_a_rank_too() -> None:
    assert read(meta("og:title", "Old bridge") + ld()).sources["title"] == "json-ld"
    assert read(meta("og:title", "Old bridge") + "<title>Bridge</title>").sources["title"] == "open graph"
    assert read("<title>Snow</title>", "<h1>Bridge</h1>").sources["title"] == "h1"
    assert read("<title>Snow</title>").sources["title"] == "title"


@pytest.mark.parametrize(
    ("root", "head", "language", "source"),
    [
        ('<html lang="pt-br">', ld(inLanguage="en"), "pt-BR", "lang"),
        ('<html xml:lang="zh-hant-tw">', "", "zh-Hant-TW", "lang"),
        ("<html>", ld(inLanguage="de"), "de", "json-ld"),
        ("<html>", ld(inLanguage={"@type": "Language", "name": "Spanish", "alternateName": "es"}), "es", "json-ld"),
        ("<html>", '<meta http-equiv="content-language" content="fr">', "fr", "meta"),
        ("<html>", meta("og:locale", "uk_UA"), "uk-UA", "meta"),
        ('<html lang="no language at all">', meta("og:locale", "nb_NO"), "nb-NO", "meta"),
    ],
)
def test_the_declared_language(root: str, head: str, language: str, source: str) -> None:
    found = read(head, root=root)
    assert (found.fields["language"], found.sources["language"]) == (language, source)


def test_a_relative_address_is_resolved_by_that_of_the_page_and_a_broken_one_is_none() -> None:
    link = '<link rel="canonical" href="/news/1">'
    assert read(link, url="https://post.example/x?y").fields["url"] == "https://post.example/news/1"
    assert "url" not in read(link).fields
    assert "url" not in read('<link rel="canonical" href="http://[">').fields


def test_the_winners_stand_in_the_detail_of_the_first_edit() -> None:
    detail = clean(ld(datePublished="2024-04-01") + meta("og:site_name", "Valley Post") + meta("section", "Local")).edits[0].detail
    assert {"title: json-ld", "published_at: json-ld", "site_name: open graph", "section: meta"} <= set(detail.split("; "))


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        ("2024-04-01", "day"), ("2024-04-01T10:00", "day"), ("2024-04-01T10:00Z", "minute"), ("2024-04-01T10:00:30+02:00", "second"),
        ("20240401T100030Z", "second"), ("April 1, 2024", "day"), ("1 April 2024", "day"), ("2024-04-01T10:00:30.123+0200", "second"),
    ],
)  # fmt: skip
def test_the_precision_of_a_date(value: str, precision: str) -> None:
    found = read(ld(datePublished=value)).fields
    assert (found["published_at"].date().isoformat(), found["published_precision"]) == ("2024-04-01", precision)


def test_dates_that_contradict_each_other_are_a_warning() -> None:
    first = ld(datePublished="2024-04-01T10:00:00Z")
    assert clean(first + meta("article:published_time", "2024-04-03T10:00:00Z")).fields["warnings"] == ["date_conflict"]
    for other in ("2024-04-02T09:00:00Z", "2024-04-01", "two days ago"):
        assert "warnings" not in clean(first + meta("article:published_time", other)).fields
    assert "warnings" not in clean(first, '<time datetime="2024-03-01">the fire</time>').fields


@pytest.mark.parametrize("late", ["2024-05-01T12:00:01Z", "2024-05-01T14:00:01+01:00", "2024-05-02", "2024-06-01", "2031-01-01T00:00:00Z"])
def test_no_date_after_the_crawl_is_believed(late: str) -> None:
    for head, body in (
        (ld(datePublished=late), ""),
        (meta("article:published_time", late), ""),
        ("", f'<time datetime="{late}">later</time>'),
    ):
        found = clean(head, body, crawled_at=CRAWLED).fields
        if late.startswith("2024-05-01"):  # htmldate reads the day, which has begun
            assert found.get("published_precision", "day") == "day"
        assert found.get("published_at", CRAWLED) <= CRAWLED
        earlier = head + meta("dc.date", "2024-04-30") if "published_time" not in head else ld(datePublished="2024-04-30") + head
        found = clean(earlier, body, crawled_at=CRAWLED).fields
        assert found["published_at"] == datetime(2024, 4, 30, tzinfo=UTC)
        assert "warnings" not in found


@pytest.mark.parametrize("late", ["2024-05-01T11:59:59Z", "2024-05-01", "2024-05-01T13:00:00+02:00"])
def test_a_date_up_to_the_crawl_is_believed(late: str) -> None:
    assert clean(ld(datePublished=late), crawled_at=CRAWLED).fields["published_at"] <= CRAWLED


@pytest.mark.parametrize("text", ["2 hours ago", "yesterday", "Gestern, 10:30", "hace 3 días", "il y a 2 heures", "5分前", "вчера в 10:30"])
def test_no_relative_date_is_resolved(text: str) -> None:
    for head, body in (
        (ld(datePublished=text), ""),
        (meta("article:published_time", text), ""),
        ("", f"<time>{text}</time>"),
        ("", f'<time datetime="{text}">{text}</time>'),
        ("", f'<p class="date">{text}</p>'),
    ):
        found = read(head, body).fields
        assert "published_at" not in found
        assert "published_precision" not in found


@pytest.mark.parametrize("year", [1995, 2024, 2090])
def test_the_clock_changes_nothing(year: int, monkeypatch: pytest.MonkeyPatch) -> None:
    import htmldate.core  # noqa: F401  # all its modules are loaded, and so patched

    class OtherClock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime(year, 6, 1, tzinfo=tz)

    patched = 0
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in ("htmldate", "dateparser", "cleaner") and getattr(module, "datetime", None) is datetime:
            monkeypatch.setattr(module, "datetime", OtherClock)
            patched += 1
    assert patched >= 3
    for day, crawled in (("3 April 2024", CRAWLED), ("3 April 2024", None), ("3 April 2029", None), ("3 April 1993", None)):
        found = read("", f'<p class="date">{day}</p>', crawled=crawled)
        assert found.fields["published_at"].strftime("%-d %B %Y") == day
        assert found.sources["published_at"] == "htmldate"


def test_what_the_input_says_stays() -> None:
    given = {"title": "Mine", "authors": ["Ada Lind"], "section": "Own", "tags": ["own"], "site_name": "Own Post", "language": "en"}
    head = ld(author={"name": "Mia Roth"}, articleSection="Local", keywords="snow") + meta("og:site_name", "Valley Post")
    fields = clean(head, **given, published_at=CRAWLED).fields
    assert {name: fields[name] for name in given} == given
    assert fields["published_at"] == CRAWLED

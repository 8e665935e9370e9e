"""Pages: what is kept, what is cut and under which name, and pages that are made to break things."""

from __future__ import annotations

import json
import socket
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html

from cleaner.edit import replay, undo
from cleaner.pipeline import Cleaned, Pipeline
from cleaner.web.metadata import read_metadata
from cleaner.web.selector_files import load_selectors
from cleaner.web.selectors import find_marked
from cleaner.web.tree import PageError, parse_page

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "seeds" / "html").glob("*.html"))
SENTENCE = "The council met on Monday evening and spoke for a long time about the bridge over the river."


def clean(page: str | bytes, **fields: object) -> Cleaned:
    if isinstance(page, bytes):
        return Pipeline.from_names("charset", "html_text").clean("", content=page, **fields)
    return Pipeline.from_names("html_text").clean("", html=page, **fields)


def article(inside: str = "", head: str = "") -> str:
    paragraphs = "".join(f"<p>{SENTENCE} Point {i} of the long agenda was passed.</p>" for i in range(6))
    return f"<html><head>{head}</head><body><nav>Home</nav><article><h1>Bridge</h1>{paragraphs}{inside}</article></body></html>"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_own_pages(page: Path) -> None:
    expected = json.loads(page.with_suffix(".json").read_text("utf-8"))
    cleaned = clean(page.read_bytes())
    assert cleaned.text == expected.pop("text")
    expected["published_at"] = datetime.fromisoformat(expected["published_at"])
    assert {name: cleaned.fields.get(name) for name in expected} == expected
    assert replay(cleaned.source, cleaned.edits) == cleaned.text
    assert undo(cleaned.text, cleaned.edits) == cleaned.source
    rules = {edit.rule for edit in cleaned.edits}
    assert rules >= {
        "und.html_text.share_bar",
        "und.html_text.related_box",
        "und.html_text.newsletter_box",
        "und.html_text.not_body",
    }
    assert "title: json-ld" in cleaned.edits[0].detail


def test_the_own_pages_are_there() -> None:
    assert len(PAGES) >= 5


@pytest.mark.parametrize("selector", load_selectors(), ids=lambda selector: selector.id)
def test_examples_of_selectors(selector) -> None:  # type: ignore[no-untyped-def]
    marked = 0
    for example in selector.examples:
        root = html.document_fromstring(f"<html><body>{example}</body></html>")
        found = set(find_marked(root, (selector,)))
        wanted = {element for element in root.iter() if element.get("data-marked") is not None}
        assert found == wanted, example
        marked += bool(wanted)
    assert marked >= 1
    assert len(selector.examples) - marked >= 2


@pytest.mark.parametrize("selector", load_selectors(), ids=lambda selector: selector.id)
def test_selectors_spare_the_body(selector) -> None:  # type: ignore[no-untyped-def]
    root = parse_page(article("<p>A share of the credit, a caption, an ad.</p>"))
    assert not find_marked(root, (selector,))


@pytest.mark.parametrize("tag", ["div", "b", "table", "ul", "span"])
@pytest.mark.parametrize("depth", [100, 255, 300, 900, 2000, 100_000, 1_000_000])
def test_fault_31_nothing_is_lost_behind_deep_nesting(tag: str, depth: int) -> None:
    inner = {"table": ("<table><tr><td>", "</td></tr></table>"), "ul": ("<ul><li>", "</li></ul>")}.get(
        tag, (f"<{tag}>", f"</{tag}>")
    )
    page = article(inner[0] * depth + "deep" + inner[1] * depth + "<p>Marker at the end.</p>")
    try:
        cleaned = clean(page)
    except PageError as error:
        assert str(error).startswith(("too_deep", "too_large"))  # noqa: PT017
        assert depth >= 300
    else:
        assert "Marker at the end." in cleaned.source
        assert "deep" in cleaned.source


def test_fault_32_a_node_of_eleven_megabytes() -> None:
    cleaned = clean(article("<p>" + "word " * 2_200_000 + "last</p><p>Marker at the end.</p>"))
    assert cleaned.source.count("word") == 2_200_000
    assert "Marker at the end." in cleaned.source


def test_fault_32_too_many_elements_and_characters() -> None:
    with pytest.raises(PageError, match="too_large"):
        clean(article("<i>a</i>" * 500_000))
    with pytest.raises(PageError, match="too_large"):
        parse_page("<p>" + "a" * 3000, max_characters=2000)


def test_fault_32_many_paragraphs_of_one_word_in_bounded_time() -> None:
    started = time.process_time()
    cleaned = clean(article("<p>word</p>" * 100_000))
    assert cleaned.source.count("word") == 100_000
    assert SENTENCE in cleaned.text
    assert "body: line model alone" in cleaned.edits[0].detail
    assert time.process_time() - started < 30


def test_fault_32_many_links_in_bounded_time() -> None:
    started = time.process_time()
    clean(article("<ul>" + "".join(f"<li><a href='/{i}'>Link {i}</a></li>" for i in range(20_000)) + "</ul>"))
    assert time.process_time() - started < 30


@pytest.mark.parametrize(
    "attack",
    [
        '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>&c;',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><p>a</p>',
        '<p xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd" parse="text"/></p>',
    ],
)
def test_fault_33_nothing_is_expanded_read_or_fetched(attack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    class Refused(socket.socket):  # a class, since libraries name it in annotations
        __init__ = refuse

    monkeypatch.setattr(socket, "socket", Refused)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    cleaned = clean(attack + article())
    assert "root:" not in cleaned.source
    assert "hahahahaha" not in cleaned.source
    assert SENTENCE in cleaned.text


def test_fault_35_a_data_uri_of_ten_megabytes() -> None:
    started = time.process_time()
    cleaned = clean(article(f'<img src="data:image/png;base64,{"A" * 10_000_000}"><p>Marker at the end.</p>'))
    assert time.process_time() - started < 1.5
    assert "Marker at the end." in cleaned.source
    assert "AAAA" not in cleaned.source


def test_a_date_after_the_crawl_is_not_believed() -> None:
    page = article(head='<meta property="article:published_time" content="2031-01-05T10:00:00Z">')
    assert clean(page, crawled_at=datetime(2024, 5, 1, tzinfo=UTC)).fields.get("published_at") is None
    assert clean(page).fields["published_at"].year == 2031


def test_a_conflict_of_dates_is_a_warning() -> None:
    data = json.dumps({"@type": "NewsArticle", "headline": "Bridge", "datePublished": "2024-05-01"})
    head = f'<script type="application/ld+json">{data}</script><meta property="article:published_time" content="2021-01-05">'
    cleaned = clean(article(head=head))
    assert cleaned.fields["warnings"] == ["date_conflict"]
    assert cleaned.fields["published_at"] == datetime(2024, 5, 1, tzinfo=UTC)
    assert cleaned.fields["published_precision"] == "day"


@pytest.mark.parametrize("value", ["yesterday", "2 hours ago", "0000-00-00", "9999-99-99", "2024-02-31", "10"])
def test_no_date_is_made_up(value: str) -> None:
    root = parse_page(article(head=f'<meta property="article:published_time" content="{value}">'))
    assert "published_at" not in read_metadata(root).fields


def test_columns_of_the_input_stay() -> None:
    cleaned = clean(article(head='<meta property="og:title" content="Bridge">'), title="Mine", url="https://a.example/1")
    assert (cleaned.fields["title"], cleaned.fields["url"]) == ("Mine", "https://a.example/1")


@pytest.mark.parametrize("page", ["", "   ", "<", "<!-- -->", "<html></html>", "\x00", "plain words", "<p>One.</p>"])
def test_pages_that_are_hardly_pages(page: str) -> None:
    try:
        cleaned = clean(page)
    except PageError as error:
        assert str(error).startswith("empty")  # noqa: PT017
    else:
        assert replay(cleaned.source, cleaned.edits) == cleaned.text


@pytest.mark.parametrize(
    ("inside", "captions"),
    [
        ('<div><img><div><p class="text-caption">The bridge in the snow.</p></div></div>', ["The bridge in the snow."]),
        ('<div><img><p class="text-caption">By Mia Roth, 10:30</p></div>', None),
        ('<div><img><p class="text-caption">05.04.2024, 10:30, 3 minutes</p></div>', None),
        ('<ul><li><span class="text-caption">Markets and prices</span></li></ul>', None),
    ],
)
def test_a_caption_belongs_to_an_image(inside: str, captions: list[str] | None) -> None:
    assert clean(article(inside)).fields.get("captions") == captions

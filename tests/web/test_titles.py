"""Which of the headlines that a page states is its title."""

from __future__ import annotations

import json

import pytest
from lxml import html

from cleaner.web.metadata import read_metadata
from cleaner.web.site_names import names_of_site, sections_of_page, without_site


def _read(head: str = "", body: str = "") -> tuple[str | None, str | None, tuple[str, ...]]:
    found = read_metadata(html.document_fromstring(f"<html><head>{head}</head><body>{body}<p>Text.</p></body></html>"))
    return found.fields.get("title"), found.sources.get("title"), found.headlines


def _ld(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **values})}</script>'


OG = '<meta property="og:title" content="{}">'
SITE = '<meta property="og:site_name" content="Example Post">'


@pytest.mark.parametrize(
    ("head", "body", "title", "source"),
    [
        (_ld(headline="Bridge opens") + OG.format("Look at this bridge"), "<h1>Bridge opens</h1>", "Bridge opens", "json-ld"),
        (OG.format("The old bridge opens") + "<title>Bridge opens</title>", "<h1>Bridge opens</h1>", "The old bridge opens", "open graph"),
        (_ld(headline="Bridge: opening, date", name="Bridge opens"), "<h1>Bridge opens</h1>", "Bridge opens", "json-ld"),
        (_ld(headline="Bridge opens", name="a-60a0111a"), "<h1>Bridge opens</h1>", "Bridge opens", "json-ld"),
        (SITE + OG.format("Snow closes the school - Example Post"), "", "Snow closes the school", "open graph"),
        (SITE + OG.format("Example Post"), "<h1>Snow closes the school</h1>", "Snow closes the school", "h1"),
        (SITE + "<title>Up - Example Post</title>", "", "Up - Example Post", "title"),
        ("<title>Snow closes the school | News</title>", "<h1>Menu</h1><h1>Snow closes the school</h1>", "Snow closes the school", "h1"),
        ("<title>Snow closes the school</title>", "<h1>Menu</h1><h1>Weather</h1>", "Snow closes the school", "title"),
        ("", "<p>No title.</p>", None, None),
        # heading, title and Open Graph outvote a headline that stands alone, not one that editors gave a second one
        (
            _ld(headline="Why snow") + OG.format("Bridge opens") + "<title>Bridge opens</title>",
            "<h1>Bridge opens</h1>",
            "Bridge opens",
            "open graph",
        ),
        (
            _ld(headline="Why snow", alternativeHeadline="Oh") + OG.format("Bridge opens") + "<title>Bridge opens</title>",
            "<h1>Bridge opens</h1>",
            "Why snow",
            "json-ld",
        ),
        # markup, entities, what nobody sees, and words that touch
        (_ld(headline="Tom &amp;amp; <em>Mia</em> meet"), "", "Tom & Mia meet", "json-ld"),
        ("<title>Sn\u00adow at last</title>", "", "Snow at last", "title"),
        ("", "<h1><span>Weather</span><span>Bridge closed by snow</span></h1>", "Weather Bridge closed by snow", "h1"),
        ("", "<h1>Bridge<svg><title>Logo</title></svg> closed by snow</h1>", "Bridge closed by snow", "h1"),
        # what is cut off gives way to the whole
        (OG.format("Bridge opens in the deep snow of ..."), "<h1>Bridge opens in the deep snow of the valley</h1>",
         "Bridge opens in the deep snow of the valley", "open graph"),
        # a headline that another source confirms is freed of what follows
        (OG.format("Snow closes the school * Post of the Hills * by Mia Roth"), "<h1>Snow closes the school</h1>",
         "Snow closes the school", "open graph"),
    ],
)
def test_the_title_and_its_source(head: str, body: str, title: str | None, source: str | None) -> None:
    assert _read(head, body)[:2] == (title, source)


@pytest.mark.parametrize(
    ("title", "names", "bare"),
    [
        ("Snow closes the school - Example Post", ["Example Post"], "Snow closes the school"),
        ("Snow closes the school – The Example Post", ["Example Post"], "Snow closes the school"),
        ("Snow closes the school - Sport - example.at", [], "Snow closes the school"),
        ("Snow closes the school | News | Sport | Example", ["Example"], "Snow closes the school"),
        ("Example Post | Weather | Snow closes the school", ["Example Post"], "Snow closes the school"),
        ("Snow closes the school - Example Online", ["Example"], "Snow closes the school"),
        ("雪で学校が休校になった朝：例日新聞", ["例日新聞"], "雪で学校が休校になった朝"),
        ("雪で学校が休校になった朝｜例日新聞", [], "雪で学校が休校になった朝"),
        ("大雪封校三天孩子们在家上课--例报网", ["例报"], "大雪封校三天孩子们在家上课"),
        ("Школу закрыли из-за снега — Пример", ["Пример"], "Школу закрыли из-за снега"),
        # a dash, a colon, a name of the site inside of a headline say nothing
        ("Snow closes the school - at last", ["Example Post"], "Snow closes the school - at last"),
        ("Example - a word that teachers love", ["Example Post"], "Example - a word that teachers love"),
        ("Row over snow - Example Post strikes back at critics", ["Example Post"], "Row over snow - Example Post strikes back at critics"),
        ("Sport - a love story of the valley", [], "Sport - a love story of the valley"),
        ("Snow closes the school - Sport", [], "Snow closes the school - Sport"),
        ("Up - Example Post", ["Example Post"], "Up - Example Post"),
    ],
)
def test_names_of_sites_go_from_the_ends_of_a_title(title: str, names: list[str], bare: str) -> None:
    url = "https://www.example.at/sport/snow.html"
    assert without_site(title, names_of_site(names, None), sections_of_page([], url)) == bare


def test_a_host_is_a_name_too() -> None:
    names = names_of_site([], "https://www.valley-post.co.uk/1")
    assert without_site("Snow closes the school - Valley Post", names) == "Snow closes the school"


@pytest.mark.parametrize("url", [None, "", "http://[", "http://a", "//", "mailto:x", "https://例え.jp/雪/1"])
def test_odd_addresses(url: str | None) -> None:
    assert isinstance(names_of_site(["A"], url), tuple)
    assert isinstance(sections_of_page(["A"], url), frozenset)




def test_the_heading_is_known_as_a_headline_even_where_another_source_wins() -> None:
    _, _, headlines = _read(_ld(headline="Why the bridge opens late"), "<h1>The bridge opens late</h1>")
    assert headlines == ("Why the bridge opens late", "The bridge opens late")

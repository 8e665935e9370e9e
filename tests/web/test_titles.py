"""Which of the headlines that a page states is its title."""

from __future__ import annotations

import json

import pytest
from lxml import html

from cleaner.web.metadata import read_metadata


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
    ],
)
def test_the_title_and_its_source(head: str, body: str, title: str | None, source: str | None) -> None:
    assert _read(head, body)[:2] == (title, source)


def test_the_heading_is_known_as_a_headline_even_where_another_source_wins() -> None:
    _, _, headlines = _read(_ld(headline="Why the bridge opens late"), "<h1>The bridge opens late</h1>")
    assert headlines == ("Why the bridge opens late", "The bridge opens late")

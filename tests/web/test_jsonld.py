"""JSON-LD as pages write it: lists, graphs, references, and what a strict parser refuses."""

from __future__ import annotations

import pytest
from lxml import html

from cleaner.web.jsonld import article_object
from cleaner.web.metadata import read_metadata

ARTICLE = '{"@type": "NewsArticle", "headline": "Snow, and ice", "datePublished": "2024-04-01"}'


def tree(*scripts: str) -> html.HtmlElement:
    found = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return html.document_fromstring(f"<html><head>{found}</head><body><p>It snowed.</p></body></html>")


@pytest.mark.parametrize(
    "script",
    [
        ARTICLE,
        f"[{ARTICLE}]",
        f'{{"@graph": [{{"@type": "WebSite"}}, {ARTICLE}]}}',
        f'{{"@type": "WebPage", "mainEntity": {ARTICLE}}}',
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        f"/*<![CDATA[*/{ARTICLE}/*]]>*/",
        f"<![CDATA[{ARTICLE}]]>",
        f"<!-- {ARTICLE} -->",
        f"{ARTICLE};",
        ARTICLE.replace("}", ",\n}"),
        ARTICLE.replace('"', "&quot;"),
        ARTICLE.replace("Snow, and", "Snow,\n and"),
        ARTICLE.replace('"NewsArticle"', '["Article", "https://schema.org/NewsArticle"]'),
    ],
)
def test_an_article_in_whatever_wrapping(script: str) -> None:
    assert " ".join(article_object(tree(script))["headline"].split()) == "Snow, and ice"


@pytest.mark.parametrize(
    "script",
    [
        "", "{", "null", "[[[[", '{"@type": "Product", "headline": "A"}', "[" * 100_000, '{"@type": {"a": 1}}', "function() {}",
        "a" + " " * 500_000 + "a", "," * 500_000, "&quot;" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_article(script: str) -> None:
    assert article_object(tree(script)) == {}


def test_the_article_that_says_most_wins() -> None:
    poor = '{"@type": "NewsArticle", "headline": "Other"}'
    assert article_object(tree(poor, ARTICLE, poor))["headline"] == "Snow, and ice"


def test_people_named_by_reference_are_looked_up() -> None:
    graph = (
        '{"@graph": [{"@type": "NewsArticle", "headline": "Snow", "author": [{"@id": "#mia"}, {"@id": "#none"}],'
        ' "publisher": {"@id": "#post"}}, {"@type": "Person", "@id": "#mia", "name": "Mia Roth"},'
        ' {"@type": "Organization", "@id": "#post", "name": "Valley Post"}]}'
    )
    fields = read_metadata(tree(graph)).fields
    assert (fields["authors"], fields["site_name"]) == (["Mia Roth"], "Valley Post")


def test_references_in_a_circle_end() -> None:
    graph = '{"@graph": [{"@type": "NewsArticle", "@id": "#a", "name": "A", "headline": "Snow", "author": {"@id": "#a"}}]}'
    assert read_metadata(tree(graph)).fields["title"] == "Snow"

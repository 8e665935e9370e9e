"""Authors of a page: names, and nothing that stands in brackets."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import html

from cleaner.pipeline import Pipeline
from cleaner.web.metadata import read_metadata


def _authors(*names: str) -> list[str]:
    metas = "".join(f'<meta name="author" content="{name}">' for name in names)
    found = read_metadata(html.document_fromstring(f"<html><head>{metas}</head><body><p>Text.</p></body></html>"))
    return list(found.fields.get("authors", []))


def test_a_photo_credit_in_brackets_is_no_author() -> None:
    assert _authors("Mia Roth", "(Image: Example Pictures)", "（写真：例）") == ["Mia Roth"]


def test_a_name_that_ends_in_brackets_stays() -> None:
    assert _authors("Mia Roth (Bonn)", "Al Noor") == ["Mia Roth (Bonn)", "Al Noor"]


def _found(head: str = "", body: str = "", **article: object) -> dict[str, Any]:
    ld = json.dumps({"@type": "NewsArticle", "headline": "Bridge", "publisher": {"name": "Example Post"}, **article})
    page = f'<html><head>{head}<script type="application/ld+json">{ld}</script></head><body><h1>Bridge</h1>{body}</body></html>'
    return read_metadata(html.document_fromstring(page)).fields


SELF = {"@type": "Organization", "name": "Example Post"}
BODY = "<p>The bridge opened in the snow.</p>"


@pytest.mark.parametrize(
    "byline",
    [
        '<a rel="author" href="/mia">Mia Roth</a>',
        '<span itemprop="author">Mia Roth</span>',
        '<div class="byline">By Mia Roth</div>',
        '<p class="article__author">von Mia Roth, Example Post Nord</p>',
        '<ul class="metaAuthorList"><li><a href="/mia">Mia Roth</a></li></ul>',
        '<div class="author-name">Mia Roth | 3 May 2024</div>',
        '<span class="author__name">Mia Roth</span>',
        '<span class="authorname">Mia Roth</span>',
        '<div class="_singleAuthor_1wc6r_126">Mia Roth</div>',
        '<div class="byline_author-section__x1"><a href="/tips">Tips us</a> <a href="/author/mia">Mia Roth</a></div>',
        '<div class="has-sidebar with-image"><span class="author">Mia Roth</span></div>',
        '<a href="/forfatter/mia-roth">Mia Roth</a>',
        '<span class="author-art">di Mia Roth</span>',
    ],
)
def test_a_site_that_names_itself_gives_way_to_a_byline(byline: str) -> None:
    assert _found(body=byline + BODY, author=SELF)["authors"] == ["Mia Roth"]


@pytest.mark.parametrize(
    "other",
    [
        '<div class="comment-author">Jan Olsen</div>',
        '<div class="related"><span class="author">Jan Olsen</span></div>',
        '<footer><span class="author">Jan Olsen</span></footer>',
        '<blockquote><span class="author">Jan Olsen</span></blockquote>',
        '<div class="author">All about our authors and what they do all day for you here</div>',
        '<div class="authority">Harbour Board</div>',
        '<div class="most-read"><span class="author">Jan Olsen</span></div>',
        f'<div class="author-page"><a href="/a">Jan Olsen</a> {"and much more of what the page says " * 9}</div>',
    ],
)
def test_a_site_that_names_itself_stays_without_a_byline(other: str) -> None:
    assert _found(body=other + BODY, author=SELF)["authors"] == ["Example Post"]


def test_a_named_author_is_not_looked_for_on_the_page() -> None:
    fields = _found(body='<span class="author">Jan Olsen</span>' + BODY, author={"name": "Mia Roth"})
    assert fields["authors"] == ["Mia Roth"]


def test_a_meta_tag_with_a_name_wins_over_the_name_of_the_site() -> None:
    assert _found('<meta name="parsely-author" content="Mia Roth">', author=SELF)["authors"] == ["Mia Roth"]


def test_names_in_parts_and_in_nested_lists() -> None:
    author = [{"givenName": "Mia", "familyName": "Roth"}, [{"name": "Jan Olsen"}]]
    assert _found(author=author)["authors"] == ["Mia Roth", "Jan Olsen"]


def test_a_site_named_like_its_address_is_kept() -> None:
    fields = _found(author={"name": "post.de"}, publisher={"name": "post.de"})
    assert fields["authors"] == ["post.de"]


def test_an_agency_beside_a_person_goes_to_agencies() -> None:
    fields = _found(author=[{"name": "Mia Roth"}, {"name": "Reuters"}])
    assert (fields["authors"], fields["agencies"]) == (["Mia Roth"], ["Reuters"])


def test_an_agency_alone_is_author_and_agency() -> None:
    fields = _found(author={"name": "Agence France-Presse"})
    assert (fields["authors"], fields["agencies"]) == (["Agence France-Presse"], ["AFP"])


def test_a_person_is_no_agency() -> None:
    assert "agencies" not in _found(author={"name": "Ansa Reuter-Roth"})


def _page(above: str = "", below: str = "", author: object = SELF) -> Any:
    ld = json.dumps({"@type": "NewsArticle", "headline": "Bridge in the snow", "publisher": {"name": "Example Post"}, "author": author})
    body = "".join(f"<p>The council met on Monday evening and spoke for a long time about the bridge, point {i}.</p>" for i in range(6))
    page = (
        f'<html><head><script type="application/ld+json">{ld}</script></head>'
        f"<body><article><h1>Bridge in the snow</h1>{above}{body}{below}</article></body></html>"
    )
    return Pipeline.from_names("html_text").clean("", html=page)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ('<ul><li>3 minutes</li><li>Von: <span>Mia Roth</span>, <span>Jan Olsen</span></li></ul>', ""),
        ('<div><a href="/people/mia-roth">Mia Roth</a>, <a href="/people/jan-olsen">Jan Olsen</a></div>', ""),
        ("<div>Text: Mia Roth und Jan Olsen</div>", ""),
    ],
)
def test_people_around_the_body_are_found_where_the_site_names_itself(above: str, below: str) -> None:
    found = _page(above, below)
    assert found.fields["authors"][0] == "Mia Roth"
    assert _page(above, below, {"name": "Ada Lind"}).fields["authors"] == ["Ada Lind"]


def test_a_name_with_a_date_above_the_body() -> None:
    assert _page("<div><span>Mia Roth |</span> <span>05.04.2025 - 10:30</span></div>").fields["authors"] == ["Mia Roth"]


@pytest.mark.parametrize(
    "signature",
    ['<p style="text-align: right;">Mia Roth</p>', "<p><strong>Mia Roth</strong></p>", "<p><em>Mia Roth</em></p>"],
)
def test_a_signature_is_the_author_and_no_text(signature: str) -> None:
    found = _page(below=signature)
    assert found.fields["authors"] == ["Mia Roth"]
    assert "Mia Roth" not in found.text


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("<div>Snow | 05.04.2025</div>", ""),
        ("<div>by the river at night</div>", ""),
        ('<div><a href="/topics/mia-roth">Mia Roth</a></div>', ""),
        ("", "<p>Mia Roth</p>"),
        ("", "<p><strong>The end of the story</strong></p>"),
        ("", '<p>Later.</p><div class="most-read"><a href="/author/mia-roth">Mia Roth</a></div>'),
    ],
)
def test_what_is_no_byline_names_nobody(above: str, below: str) -> None:
    assert _page(above, below).fields["authors"] == ["Example Post"]

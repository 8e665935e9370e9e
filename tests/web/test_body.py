"""Which lines are body: standfirsts above it, headings in it, and what the model must not decide alone."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from lxml import html

from cleaner.noise import model
from cleaner.pipeline import Pipeline
from cleaner.web.body import judged_lines, leads_of_body
from cleaner.web.page_text import PageLine, page_lines

LEAD = "The old bridge stays open for another winter, although its northern pillar is weak"
PARAGRAPHS = [f"The council met on Monday evening and spoke for a long time about the bridge, point {i} of the agenda." for i in range(6)]


def clean(above: str, head: str = "", outside: str = "") -> str:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    page = f"<html><head>{head}</head><body>{outside}<h1>Bridge stays open</h1><div>{above}</div><article>{body}</article></body></html>"
    return Pipeline.from_names("html_text").clean("", html=page).text


def described(text: str) -> str:
    return f'<meta name="description" content="{text}">'


@pytest.mark.parametrize("shown", [LEAD, LEAD + " and costs much.", LEAD.upper()])
def test_a_line_that_repeats_the_description_is_the_standfirst(shown: str) -> None:
    assert clean(f"<div>{shown}</div>", described(LEAD)) == "\n\n".join([shown, *PARAGRAPHS])


@pytest.mark.parametrize("name", ["standfirst", "article__lead", "c-perex", "articleSubtitle", "ingress", "teaser-text"])
def test_a_line_whose_element_is_named_a_lead_is_the_standfirst(name: str) -> None:
    assert clean(f'<p class="{name}">{LEAD}</p>') == "\n\n".join([LEAD, *PARAGRAPHS])


@pytest.mark.parametrize(
    ("above", "description"),
    [
        (f'<p class="leader">{LEAD}</p>', ""),  # a name that only begins like one
        (f'<p class="lead"><a href="/other">{LEAD}</a></p>', LEAD),  # a link to another article
        (f'<div><img><p class="caption lead">{LEAD}</p></div>', LEAD),  # a caption is a caption
        ('<p class="lead">Photo: Ida</p>', ""),  # too short to be one
        ("<div>Bridge</div>", "Bridge"),
        (f"<div>{LEAD}</div>", ""),
    ],
)
def test_what_is_no_standfirst(above: str, description: str) -> None:
    lines, kept = _lines(above)
    assert leads_of_body(lines, kept, (description,)) == set()


def test_a_standfirst_is_said_once() -> None:
    lines, kept = _lines(f'<p class="lead">{PARAGRAPHS[0]}</p>')
    assert leads_of_body(lines, kept, (PARAGRAPHS[0],)) == set()


def _lines(above: str, between: str = "") -> tuple[list[PageLine], set[int]]:
    """Return the lines of a page, and which of them trafilatura would have kept."""
    from cleaner.web.selector_files import load_selectors
    from cleaner.web.selectors import find_marked

    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[:3]) + between + "".join(f"<p>{text}</p>" for text in PARAGRAPHS[3:])
    root = html.document_fromstring(f"<html><body><h1>Title</h1>{above}<article>{body}</article><div>The end of it all</div></body></html>")
    lines = page_lines(root, find_marked(root, load_selectors()))
    return lines, {i for i, line in enumerate(lines) if line.block.getparent().tag == "article" and line.selector is None}


def _judged(monkeypatch: pytest.MonkeyPatch, between: str, noise: set[str], more: set[str] = frozenset()) -> set[str]:  # type: ignore[assignment]
    """Return what is body where the model says of `noise` that it is none, and of `more` that it is."""
    lines, kept = _lines("", between)
    kept = {i for i in kept if lines[i].text not in more}

    def scores(texts: list[str], judged: Any = None) -> Any:
        body = [text not in noise and (flag or text in more) for text, flag in zip(texts, judged, strict=True)]
        return np.where(body, 0.01, 0.99)

    monkeypatch.setattr(model, "page_scores", scores)
    return {lines[i].text for i in judged_lines(lines, kept)}


def test_a_heading_with_its_paragraph_below_is_not_the_models_to_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _judged(monkeypatch, "<h3>What now</h3>", {"What now"}) == {*PARAGRAPHS, "What now"}
    figure = "<h3>What now</h3><figure><img><figcaption>A bridge.</figcaption></figure>"
    assert "What now" in _judged(monkeypatch, figure, {"What now"})
    assert _judged(monkeypatch, "<h3>More of it</h3><p>Short</p>", {"More of it", "Short"}) == {*PARAGRAPHS}


def test_what_trafilatura_left_out_comes_in_beside_what_it_kept_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, boxed = "A word of the mayor", "A box of the site"
    between = f"<p>{inside}</p><div><p>{boxed}</p></div>"
    assert _judged(monkeypatch, between, set(), {inside, boxed, "The end of it all"}) == {*PARAGRAPHS, inside}


def test_a_model_that_cuts_most_of_a_page_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _judged(monkeypatch, "<p>One</p>", {"One", *PARAGRAPHS}) == {"One", *PARAGRAPHS}


def _carrying(article_body: str) -> str:
    """Return what is left of a page whose text stands in an element that is named like the comments of readers."""
    other = "".join(f"<p>Our shop has many books about snow and bridges, sent to all the world, number {i}.</p>" for i in range(9))
    data = json.dumps({"@type": "NewsArticle", "headline": "Bridge stays open", "articleBody": article_body})
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    head = f'<script type="application/ld+json">{data}</script>'
    page = f'<h1>Bridge stays open</h1><div id="comments">{body}</div><article>{other}</article>'
    return Pipeline.from_names("html_text").clean("", html=f"<html><head>{head}</head><body>{page}</body></html>").text


def test_a_body_that_trafilatura_missed_is_found_by_what_json_ld_states() -> None:
    assert "Our shop" in _carrying("")
    for stated in (" ".join(PARAGRAPHS), "<p>" + "</p><p>".join(PARAGRAPHS).upper() + "</p>"):
        assert _carrying(stated) == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize("stated", ["An excerpt. " + PARAGRAPHS[0], "Another text altogether. " * 40, PARAGRAPHS[0] + " Snow." * 200])
def test_what_json_ld_states_and_the_page_does_not_show_changes_nothing(stated: str) -> None:
    assert _carrying(stated) == _carrying("")

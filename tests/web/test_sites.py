"""Rule files of the user for pages: what they cut and keep, how they are told wrong, and where they are shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from cleaner.config import load_config
from cleaner.edit import replay
from cleaner.errors import CleanerError, RuleError
from cleaner.explain import explain
from cleaner.pipeline import Cleaned, Pipeline
from cleaner.stages.html_text import HtmlText
from cleaner.web.selector_files import parse_selectors, parse_sites
from cleaner.web.sites import find_elements

SENTENCE = "The council met on Monday evening and spoke for a long time about the bridge over the river."
ADDRESS = "https://www.news.example/bridge"
SITE = """
[[site]]
host = "news.example"
title = "h2.headline"
body = "div.story > p, div.story ul"
remove = ["p.donate", "[data-kind=teaser]"]
"""
PAGE = f"""<html><head><title>Bridge, council, river | Example</title></head><body>
<h1>News</h1><h2 class="small headline">The bridge <i>stays</i> open</h2>
<div class="side"><p>{SENTENCE} This side piece is as long as the story itself.</p></div>
<div class="story"><p>{SENTENCE}</p><p class="donate">{SENTENCE} Give us your money, it will be well spent.</p>
<ul><li><a href="/1">The minutes of the meeting of the council</a></li><li>Short.</li></ul>
<p data-kind="teaser">{SENTENCE} More of it in the next number of the paper.</p>
<figure><img><figcaption>The bridge in the snow.</figcaption></figure><p>{SENTENCE} It was late.</p></div></body></html>"""


def file_of(folder: Path, text: str, name: str = "own.toml") -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def clean(path: str, url: str = ADDRESS, page: str = PAGE) -> Cleaned:
    return Pipeline((HtmlText(rules=(path,)),)).clean("", html=page, url=url)


def test_title_body_and_remove_of_a_site(tmp_path: Path) -> None:
    cleaned = clean(file_of(tmp_path, SITE))
    assert cleaned.text == f"{SENTENCE}\n\nThe minutes of the meeting of the council\nShort.\n\n{SENTENCE} It was late."
    assert cleaned.fields["title"] == "The bridge stays open"
    assert cleaned.fields["captions"] == ["The bridge in the snow."]
    assert [edit.rule for edit in cleaned.edits].count("und.html_text.site_remove") == 2
    assert "title: site; body: site" in cleaned.edits[0].detail
    assert replay(cleaned.source, cleaned.edits) == cleaned.text


def test_another_site_is_not_touched(tmp_path: Path) -> None:
    path = file_of(tmp_path, SITE)
    for url in ("https://news.example.org/bridge", "https://badnews.example/", "not an address", "http://[::1"):
        cleaned = clean(path, url)
        assert "und.html_text.site_remove" not in {edit.rule for edit in cleaned.edits}
        assert cleaned.fields["title"] != "The bridge stays open"


def test_a_body_that_finds_nothing_is_said_and_the_common_way_is_taken(tmp_path: Path) -> None:
    cleaned = clean(file_of(tmp_path, '[[site]]\nhost = "news.example"\nbody = "div.gone"\n'))
    assert SENTENCE in cleaned.text
    assert "body: nothing found by the site news.example" in cleaned.edits[0].detail


def test_the_nearest_host_and_the_last_file_win(tmp_path: Path) -> None:
    first = file_of(tmp_path, '[[site]]\nhost = "www.news.example"\ntitle = "h1"\n', "a.toml")
    wide = file_of(tmp_path, SITE, "b.toml")
    last = file_of(tmp_path, '[[site]]\nhost = "www.news.example"\ntitle = "h2"\n', "c.toml")
    titles = [
        Pipeline((HtmlText(rules=paths),)).clean("", html=PAGE, url=ADDRESS).fields["title"]
        for paths in ((first, wide), (first, wide, last))
    ]
    assert titles == ["News", "The bridge stays open"]


def test_a_selector_of_the_user(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        """
[[selector]]
id = "und.html_text.own_side"
summary = "Side pieces of our paper."
kind = "cut"
words = '(?:^|\\s)side(?:\\s|$)'
examples = ['<div class="side" data-marked>A</div>', '<div class="sidecar">A</div>', '<p>side</p>']
""",
    )
    rules = {edit.rule for edit in clean(path).edits}
    assert "und.html_text.own_side" in rules
    assert "und.html_text.own_side" in explain("html_text", (path,))
    assert explain("und.html_text.own_side", (path,)).startswith("und.html_text.own_side")


def test_explain_shows_sites(tmp_path: Path) -> None:
    path = file_of(tmp_path, SITE)
    page = explain("html_text", (path,))
    for shown in ("Sites (", f"news.example    ({path})", "title:  h2.headline", "remove: p.donate"):
        assert shown in page
    assert "news.example" not in explain("html_text")
    assert "site_remove" in explain("und.html_text.site_remove")


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ("p", "abc"), (".x", "bd"), ("#one", "d"), ("p.x", "b"), ("div p", "bc"), ("div > p", "b"), ("[data-k]", "ce"),
        ('[data-k="v w"]', "e"), ('[data-k="a, b > c"]', ""), ("""[data-k="it's"]""", ""),
        ("p.x, #one", "bd"), ("span.x#one", "d"), ("div > p.x.y", "b"), ("*.y", "b"), ("p.z", ""),
    ],
)  # fmt: skip
def test_selectors_as_style_sheets_write_them(selector: str, found: str) -> None:
    page = '<p>a</p><div><p class="x  y">b</p><section><p data-k=1>c</p></section></div><span id=one class=x>d</span><i data-k="v w">e</i>'
    root = html.document_fromstring(page)
    assert "".join(element.text for element in find_elements(root, selector)) == found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[site]]\nbody = "p"\n', "own.toml: site 1: 'host' must be"),
        ('[[site]]\nhost = "News.example/a"\nbody = "p"\n', "'host' must be the name of a site"),
        ('[[site]]\nhost = "news.example"\n', "own.toml: site news.example: needs at least one of title, body, remove"),
        ('[[site]]\nhost = "news.example"\nbodi = "p"\n', "unknown key 'bodi'; known are host, title, body, remove"),
        ('[[site]]\nhost = "news.example"\nbody = ["p"]\n', "'body' must be a text"),
        ('[[site]]\nhost = "news.example"\nremove = "p"\n', "'remove' must be a list of texts"),
        ('[[site]]\nhost = "news.example"\nbody = "p:first-child"\n', "body 'p:first-child' is no selector"),
        ('[[site]]\nhost = "news.example"\nbody = "> p"\n', "no selector"),
        ('[[site]]\nhost = "news.example"\nbody = "p >"\n', "no selector"),
        ('[[site]]\nhost = "news.example"\nbody = "p,"\n', "it names no element"),
        ("[[site]\n", "own.toml: not valid TOML"),
        ('[sites]\nhost = "news.example"\n', "unknown table 'sites'; known are [[rule]], [[selector]], [[site]]"),
        ('[site]\nhost = "news.example"\n', "site must be a list of tables, [[site]]"),
        ('[[selector]]\nid = "und.html_text.a"\nsummary = "A"\nkind = "cut"\nexamples = []\ntags = "p"\n', "'tags' must be a list"),
        ("[[site]]\nhost = 'news.example'\nbody = 'p\"'\n", "no selector"),
        ('[[rule]]\nid = "und.html_text.a"\n', "html_text takes [[selector]] and [[site]], no [[rule]]"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told(tmp_path: Path, text: str, message: str) -> None:
    path = file_of(tmp_path, text)
    with pytest.raises(RuleError) as told:
        HtmlText(rules=(path,))
    assert message in str(told.value)
    assert path in str(told.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="cannot read the rule file"):
        HtmlText(rules=(str(tmp_path / "none.toml"),))


def test_all_problems_of_a_file_are_told_at_once() -> None:
    with pytest.raises(RuleError) as told:
        parse_sites('[[site]]\nhost = 1\n[[site]]\nhost = "a.example"\ntitle = "::"\n', "own.toml")
    assert len(told.value.problems) == 3


def config(folder: Path, stages: str, rules: str) -> Path:
    path = folder / "run.yaml"
    path.write_text(
        f"version: 1\ninput:\n  paths: [a.html]\nstages: [{stages}]\nrules: [{rules}]\noutput:\n  path: {folder}/out\n", "utf-8"
    )
    return path


def test_the_rules_of_a_config_reach_the_stage(tmp_path: Path) -> None:
    path = file_of(tmp_path, SITE)
    pipeline = load_config(config(tmp_path, "charset, html_text", path)).pipeline()
    assert pipeline.clean("", content=PAGE.encode(), url=ADDRESS).fields["title"] == "The bridge stays open"


@pytest.mark.parametrize(
    ("stages", "text", "message"),
    [
        ("charset, html_text", '[[site]]\nhost = "news.example"\n', "needs at least one"),
        ("invisible_character", SITE, "which is not in stages"),
    ],
)
def test_a_config_with_a_wrong_file_is_told(tmp_path: Path, stages: str, text: str, message: str) -> None:
    with pytest.raises(CleanerError, match=message):
        load_config(config(tmp_path, stages, file_of(tmp_path, text)))


def test_a_file_without_pages_is_fine() -> None:
    assert parse_selectors("", "own.toml") == parse_sites("", "own.toml") == []

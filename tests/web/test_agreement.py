"""Text and page agree: behind `html_text` the text stages do what they do to plain text, and take nothing a second time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from cleaner.edit import replay, undo
from cleaner.pipeline import Cleaned, Pipeline
from cleaner.stages import load_stage

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "seeds" / "html").glob("*.html"))
BODY = [
    "The council of Riverton voted on Tuesday to keep the old bridge open until the spring, although engineers had warned it.",
    "Snow, and more of it",
    "“We do not want to lose the only road to the harbour,” the mayor, Ann Hill, said after a meeting of four hours.",
    "The northern pillar is to be held by a frame of steel, which the region will pay for, and looked at every second week.",
    "Lorries of more than seven tons must take the way around by Eastmouth, some forty miles, from the first of December on.",
    "A new bridge would cost nineteen million pounds and could be there in six years at the earliest, said the engineers.",
]
CAPTION, CREDIT = "The old bridge of Riverton in the snow.", "Photo: Ida Wells"


def stages(config: str, skip: tuple[str, ...] = ()) -> Pipeline:
    entries = YAML(typ="safe").load((ROOT / "configs" / config).read_text("utf-8"))["stages"]
    named = [next(iter(entry.items())) if isinstance(entry, dict) else (entry, {}) for entry in entries]
    return Pipeline(tuple(load_stage(name)(**options) for name, options in named if name not in skip))


def page(first: str = "", last: str = "", head: str = "") -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in BODY)
    figure = f'<figure><img src="a.jpg"><figcaption>{CAPTION} <span class="credit">{CREDIT}</span></figcaption></figure>'
    return (
        f'<html lang="en"><head><title>Bridge stays open | Riverton Post</title>{head}</head><body><nav><a href="/">Home</a></nav>'
        f'<article><h1>Bridge stays open</h1>{figure}{first}{paragraphs}{last}<div class="share-bar">Share</div></article></body></html>'
    )


def account_holds(cleaned: Cleaned) -> bool:
    return replay(cleaned.source, cleaned.edits) == cleaned.text and undo(cleaned.text, cleaned.edits) == cleaned.source


@pytest.mark.parametrize("config", ["news_html.yaml", "common_crawl.yaml"])
def test_the_body_of_a_page_passes_all_text_stages_unharmed(config: str) -> None:
    cleaned = stages(config).clean("", content=page().encode())
    assert cleaned.text.split("\n\n") == BODY
    assert account_holds(cleaned)
    assert {edit.stage for edit in cleaned.edits} == {"html_text"}
    assert (cleaned.fields["captions"], cleaned.fields["photo_credits"]) == ([CAPTION], [CREDIT])
    assert cleaned.fields["title"] == "Bridge stays open"


def test_what_html_text_leaves_is_cut_as_in_plain_text() -> None:
    first = "<p>RIVERTON (Reuters) - Snow fell on the bridge all night, and the road to it was closed in the morning.</p>"
    cleaned = stages("news_html.yaml").clean("", content=page(first).encode())
    assert cleaned.fields["dateline"] == "RIVERTON"
    assert cleaned.fields["agencies"] == ["Reuters"]
    assert cleaned.text.startswith("Snow fell on the bridge all night")
    body = stages("news_html.yaml").clean("", content=page().encode()).text
    assert cleaned.text.endswith(body)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
@pytest.mark.parametrize("config", ["news_html.yaml", "common_crawl.yaml"])
def test_the_text_of_a_page_as_plain_text_gives_the_same(path: Path, config: str) -> None:
    alone = Pipeline.from_names("charset", "html_text").clean("", content=path.read_bytes())
    whole = stages(config).clean("", content=path.read_bytes())
    known = {name: alone.fields[name] for name in ("title", "description", "authors") if name in alone.fields}
    plain = stages(config, skip=("charset", "html_text")).clean(alone.text, **known)
    assert plain.text == whole.text
    fields = ("title", "language", "script", "dateline")
    assert {name: plain.fields.get(name) for name in fields} == {name: whole.fields.get(name) for name in fields}


def test_a_second_pass_finds_nothing_more() -> None:
    pipeline = stages("news_html.yaml")
    once = pipeline.clean("", content=page("<p>RIVERTON (Reuters) - Snow fell all night, and the road was closed.</p>").encode())
    again = stages("news_html.yaml", skip=("charset", "html_text")).clean(once.text, title=once.fields["title"])
    assert again.text == once.text
    assert not again.edits


def test_names_and_captions_are_listed_once() -> None:
    head = '<meta name="author" content="Ida Wells">'
    cleaned: Any = stages("news_html.yaml").clean("", content=page("<p>By Ida Wells</p>", "<p>(Reporting by Ida Wells)</p>", head).encode())
    assert cleaned.fields["authors"] == ["Ida Wells"]
    assert cleaned.fields["captions"] == [CAPTION]
    assert "Ida Wells" not in cleaned.text

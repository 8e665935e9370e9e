"""What data cannot say of `web_boilerplate`: the user's rules, the account, hostile texts, every phrase in its place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.document import Document
from cleaner.edit import apply
from cleaner.pipeline import Pipeline
from cleaner.rules import load_phrases
from cleaner.rules.boilerplate import CERTAIN
from cleaner.stages.web_boilerplate import WebBoilerplate
from cleaner.text.widget_line import read_line

BODY = "The harbour of Eastmere will be closed for three weeks while divers repair the wall, the council said on Monday."


def clean(text: str, stage: WebBoilerplate | None = None) -> str:
    stage = stage or WebBoilerplate()
    return apply(text, stage.process(Document("a", text, {"language": "en", "script": "Latn"})).edits)


PHRASES = [(rule, phrase) for rule, phrase in load_phrases("web_boilerplate") if rule.rpartition(".")[2] in CERTAIN]


def test_every_certain_phrase_goes_from_the_middle_of_a_text_unless_another_language_doubts_it() -> None:
    kept = [phrase for _, phrase in PHRASES if phrase in clean(f"{BODY}\n\n{phrase}\n\n{BODY}")]
    assert len(kept) < len(PHRASES) / 8, kept[:50]


def test_lead_ins_go_with_their_title_and_leave_the_rest() -> None:
    for rule, phrase in load_phrases("web_boilerplate"):
        if rule.endswith(".lead_in"):
            text = f"{BODY}\n\n{phrase}: Mayor wants a new bridge\n\n{BODY}"
            assert clean(text) in (f"{BODY}\n\n{BODY}", text), rule
            if " " in phrase and read_line(phrase) is None:
                assert clean(text) == f"{BODY}\n\n{BODY}", (rule, phrase)


def test_rules_of_the_user(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        "[[rule]]\nid='en.web_boilerplate.archive'\nsummary='s'\nunit='line'\npattern='Archive of [0-9]{4}'\n"
        "keywords=['Archive']\nexamples=[]\n"
        "[[rule]]\nid='en.web_boilerplate.mark'\nsummary='s'\nunit='sentence'\npattern=' ?\\[ad\\]'\nkeywords=['[ad]']\nexamples=[]\n",
        "utf-8",
    )
    stage = WebBoilerplate(rules=(str(file),))
    assert clean(f"{BODY} [ad]\n\nArchive of 2019\n\nThe end.", stage) == f"{BODY}\n\nThe end."


def test_the_account_names_phrase_and_teaser() -> None:
    cleaned = Pipeline.from_names("web_boilerplate").clean(f"{BODY}\n\nMayor wants a new bridge across the Tarn\nRead More »\n\n{BODY}")
    assert [edit.rule for edit in cleaned.edits] == ["und.web_boilerplate.teaser_above", "en.web_boilerplate.read_more"]


LINES = st.sampled_from([
    BODY, "Share", "Menu", "Search", "Read more", "Read also:", "Related articles", "Mayor wants a new bridge across the Tarn", "Sport",
    "12", "|", "Source: The Echo", "Watch: divers", "3 comments", "", "", "- A bridge for Eastmere", "Politics", "© 2019 The Echo",
    "6 February 2019, 14:05", "Facebook Twitter", "The end.", "(AP Photo)",
])  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(LINES, max_size=14))
def test_nothing_is_left_to_find_in_its_own_output(lines: list[str]) -> None:
    once = clean("\n".join(lines))
    assert clean(once) == once


HOSTILE = (
    "Share\n", "Source: a\n", "Read more\n", "Read also:\n", "a\nRead more\n", "Home > ", "Share | ", "sharesharemenu", "\n\nMenu",
    "1 2 3 ", "© 2019 ", "Related articles\n- a\n", "Related articles\nMayor wants a bridge\n",
)  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_texts_cost_linear_time(unit: str) -> None:
    def seconds(count: int) -> float:
        text = unit * count
        start = time.thread_time()
        clean(text)
        return time.thread_time() - start

    seconds(200)
    small, large = min(seconds(4000) for _ in range(3)), min(seconds(16000) for _ in range(3))
    assert large < 12 * small + 0.1

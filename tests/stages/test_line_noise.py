"""What case files cannot say of `line_noise`: its accounts, batches, idempotence, and hostile text."""

from __future__ import annotations

import time

import pytest

from cleaner.document import Document
from cleaner.edit import apply
from cleaner.stages.line_noise import LineNoise

BODY = "The council of the town met on Monday to speak about the bridge, which was closed in May after the flood, the mayor said."
FOREIGN = ["By Martha Quill", "Share on Facebook"]
ARTICLE = "\n\n".join(
    [BODY, FOREIGN[0], BODY.replace("town", "county"), FOREIGN[1], BODY.replace("May", "June"), BODY[:-1] + " here."]
)
PAGE_BODY = [BODY.replace("town", word) for word in ("town", "county", "city", "island")]
PAGE = "\n".join(["Home", "News", "Sport", "Share"] * 12 + PAGE_BODY + ["Contact", "Imprint"] * 8)


def _clean(stage: LineNoise, text: str) -> str:
    return apply(text, stage.process(Document("a", text)).edits)


def test_detail_holds_score_and_reasons() -> None:
    edits = LineNoise(level="bold").process(Document("a", ARTICLE)).edits
    assert edits
    for edit in edits:
        assert edit.rule == "und.line_noise.line"
        score, _, reasons = edit.detail.partition(" ")
        assert 0.5 < float(score.removeprefix("score=")) <= 1
        assert reasons


def test_levels_cut_more_and_more() -> None:
    strict, normal, bold = (
        {edit.start for edit in LineNoise(level=level).process(Document("a", ARTICLE)).edits}
        for level in ("strict", "normal", "bold")
    )
    assert strict <= normal <= bold
    assert bold


def test_whole_pages_are_known() -> None:
    text = _clean(LineNoise(), PAGE)
    assert text.split("\n") == PAGE_BODY
    assert LineNoise().process(Document("a", PAGE)).edits[0].rule == "und.line_noise.page"


def test_a_batch_says_what_each_document_says() -> None:
    texts = [ARTICLE, "", PAGE, BODY, ARTICLE + "\n\n" + BODY, "a\nb\nc\nd"]
    documents = [Document(str(i), text) for i, text in enumerate(texts)]
    stage = LineNoise()
    assert list(stage.process_batch(documents)) == [stage.process(document) for document in documents]


@pytest.mark.parametrize(
    "text", [ARTICLE, PAGE, "\n".join("abcd"), "a\n" * 500, "\n".join(["."] * 30), "\U0001f600\n" * 6, "\ud800\nx\ny\nz"]
)
@pytest.mark.parametrize("level", ["strict", "normal", "bold"])
def test_idempotent(text: str, level: str) -> None:
    stage = LineNoise(level=level)
    once = _clean(stage, text)
    assert _clean(stage, once) == once


def test_never_empties_a_text() -> None:
    for whole_page in ("auto", "true", "false"):
        assert _clean(LineNoise(level="bold", whole_page=whole_page), "Home\nShare\nMenu\nLogin\nContact").strip()


def test_true_and_false_of_yaml() -> None:
    assert LineNoise(whole_page=True).whole_page == "true"
    with pytest.raises(ValueError, match="level"):
        LineNoise(level="wild")


def test_linear_on_hostile_text() -> None:
    def seconds(size: int) -> float:
        text = "\n".join(f"{i % 7} word, (a) |" for i in range(size))
        best = 1e9
        for _ in range(3):
            started = time.thread_time()
            LineNoise().process(Document("a", text))
            best = min(best, time.thread_time() - started)
        return best

    assert seconds(20_000) < 5 * seconds(5_000) * 1.6

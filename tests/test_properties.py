"""What holds for every text, on the pipeline of `configs/news_text.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyarrow as pa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cleaner import Pipeline, load_config
from cleaner.edit import replay, undo
from cleaner.preview import trace
from cleaner.testing import load_cases

ROOT = Path(__file__).parent.parent


@cache
def pipeline() -> Pipeline:
    return load_config(ROOT / "configs" / "news_text.yaml").pipeline()


@cache
def lines() -> tuple[str, ...]:
    """Lines of all case files: the dirt that stages look for."""
    found: dict[str, None] = {}
    for path in sorted((ROOT / "tests" / "cases").glob("*.toml")):
        for case in load_cases(path):
            found.update(dict.fromkeys(case.input.split("\n")))
    return tuple(found)


def documents() -> st.SearchStrategy[str]:
    """Texts put together from real dirt, from any characters, and from both."""
    dirt = st.deferred(lambda: st.sampled_from(lines()))
    odd = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
    marks = st.sampled_from(["", " ", "\u200b", "\ufeff", "\u202e", "\r", "\x00", "â€™", "“", "'", "\u00a0", "(", "—"])
    return st.lists(st.one_of(dirt, odd, marks), max_size=12).flatmap(
        lambda parts: st.sampled_from(["\n", "\n\n", " ", ""]).map(lambda glue: glue.join(parts))
    )


SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@SETTINGS
@given(documents())
def test_replay_and_undo(text: str) -> None:
    cleaned = pipeline().clean(text)
    if cleaned.dropped is None:
        assert replay(cleaned.source, cleaned.edits) == cleaned.text
        assert undo(cleaned.text, cleaned.edits) == cleaned.source
    assert cleaned.source == text


@SETTINGS
@given(documents())
def test_a_preview_accounts_for_every_character(text: str) -> None:
    cleaned = pipeline().clean(text)
    pieces = trace(cleaned.source, cleaned.edits)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == cleaned.source
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == replay(cleaned.source, cleaned.edits)
    assert all(piece.rule for piece in pieces if piece.kind != "kept")


@SETTINGS
@given(st.lists(documents(), min_size=1, max_size=6))
def test_one_row_in_one_row_out_and_a_batch_of_n_equals_n_batches_of_one(texts: list[str]) -> None:
    ids = [str(i) for i in range(len(texts))]
    batch = pa.record_batch({"id": ids, "text": pa.array(texts, pa.string())})
    together = pipeline()(batch)
    found = [id_ for table in (together.documents, together.dropped, together.failed) for id_ in table.column("id").to_pylist()]
    assert sorted(found) == sorted(ids)
    alone = [pipeline()(batch.slice(i, 1)) for i in range(len(texts))]
    for name in ("documents", "dropped", "failed", "edits"):
        whole = getattr(together, name).to_pylist()
        assert whole == [row for outcome in alone for row in getattr(outcome, name).to_pylist()]


@SETTINGS
@given(documents())
@example("A\n–")
def test_nothing_fails(text: str) -> None:
    outcome = pipeline()(pa.record_batch({"id": ["a"], "text": pa.array([text], pa.string())}))
    assert outcome.failed.to_pylist() == []

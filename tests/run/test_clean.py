"""A batch with rows that are refused is cleaned around them, to the same tables as row by row."""

from __future__ import annotations

import pyarrow as pa
import pytest

from cleaner.executors import clean
from cleaner.io.duplicates import DUPLICATE_ID, DUPLICATE_MESSAGE
from cleaner.pipeline import Pipeline

PIPELINE = Pipeline.from_names("invisible_character", "script", "web_boilerplate", "too_short")
TEXTS = (
    "One\u200b thing.\n\nShare this article",
    "x",
    "The council met on Tuesday, and will meet again.",
    "\u200b",
    "Read more »\n\nIt rained all day.",
)


class Nobody:
    def batch(self, number: int, first: int) -> None: ...

    def row(self, place: int) -> None: ...


@pytest.mark.parametrize("refused", [{0}, {4}, {9}, {2, 3}, {0, 1, 8, 9}, set(range(10))])
def test_around_refused_rows(refused: set[int]) -> None:
    rows = pa.record_batch({"id": [f"d{i % 7}" for i in range(10)], "text": [TEXTS[i % 5] for i in range(10)]})
    why = {i: (DUPLICATE_ID, DUPLICATE_MESSAGE) if i % 2 else ("crashed", "the worker died") for i in refused}
    alone = clean._one_by_one(PIPELINE, rows, 0, why, Nobody())
    around = clean._around(PIPELINE, rows, why)
    for name in ("documents", "edits", "dropped", "failed"):
        assert getattr(around, name).to_pylist() == getattr(alone, name).to_pylist(), name
    assert around.failed.num_rows == len(refused)
    assert around.counts == alone.counts

"""The first look: what it spares is spared by all features too, and it sees nearly all of that."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.noise.features import line_features
from cleaner.noise.first_look import spared
from cleaner.noise.guard import protected_lines
from cleaner.noise.likely import likely_body
from cleaner.noise.lines import read_lines

EVAL = Path(os.environ.get("CLEANER_EVAL", Path(__file__).parents[3] / "shared" / "eval")) / "lines.jsonl.gz"

BODY = "The council of the town met on Monday to speak about the bridge, which was closed in May after the flood, the mayor said."
LINES = [
    BODY, BODY.lower().replace("town", "river"), "大臣は水曜日、協議は来春まで続くと述べた。" * 4, "A bridge of wood", "Two eggs",
    "Flour", "Milk", "Share on Facebook", "Photo: A. Quill", "Photo", "by Ann Quill", "By", "Ann Quill", "Read", "more", "Read more",
    "***", "—", "図 片", "Agencies", "What the mayor of the town says of it", "Quill is a writer of novels in the town", "20:14", "12 |",
    "(Reuters)", "Survived by:", "  Milk ", "x" * 70 + " photo",
    "The long line about the bridge and the flood that somebody forgot to end with a stop, as happens now and then in May",
]  # fmt: skip


def _compare(documents: list[list[str]]) -> tuple[int, int]:
    lines = read_lines(documents)
    asked = ~protected_lines(lines)
    seen, body = spared(lines, asked), asked & likely_body(lines, line_features(lines))
    assert not (seen & ~body).any()
    return int(seen.sum()), int(body.sum())


ANY = st.text(st.characters(exclude_characters="\n"), min_size=1)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(st.sampled_from(LINES) | ANY, min_size=1), min_size=1, max_size=6))
def test_what_is_spared_is_likely_body(documents: list[list[str]]) -> None:
    _compare(documents)


@pytest.mark.skipif(not EVAL.is_file(), reason="no evaluation data: set CLEANER_EVAL")
def test_real_lines() -> None:
    """Real articles: never more, and nearly as much."""
    documents = []
    with gzip.open(EVAL, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            lines = [text for each in row.get("lines", ()) if (text := (each if isinstance(each, str) else str(each[0]))).strip()]
            documents += [lines] if lines else []
            if len(documents) == 400:
                break
    seen, body = _compare(documents)
    assert seen > 0.9 * body


def test_lines_of_some_documents() -> None:
    documents = [["One.", BODY], ["图片 摄"], LINES, ["x"]]
    lines = read_lines(documents)
    for kept in ([True, False, True, True], [False, True, False, False], [True] * 4):
        some = read_lines([document for document, keep in zip(documents, kept, strict=True) if keep])
        for one, other in zip(lines.of(np.array(kept))[1:], some[1:], strict=True):
            np.testing.assert_array_equal(one, other)
        assert lines.of(np.array(kept)).pages.number.tolist() == some.pages.number.tolist()

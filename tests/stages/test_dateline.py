"""Datelines against the newswire of 1987, and leads that have none."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cleaner.document import Document
from cleaner.edit import apply
from cleaner.stages.dateline import Dateline

EVAL = Path(os.environ.get("CLEANER_EVAL") or Path(__file__).resolve().parents[2] / "../shared/eval")


def rows(name: str) -> Iterator[dict[str, Any]]:
    path = EVAL / name
    if not path.is_file():
        pytest.skip(f"{path} is absent: set CLEANER_EVAL to the folder with the evaluation data")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def test_places_and_signoffs_of_1987() -> None:
    total = places = signoffs = 0
    for row in rows("datelines.jsonl.gz"):
        result = Dateline().process(Document(row["id"], row["text"], {"language": "en"}))
        text = apply(row["text"], result.edits)
        total += 1
        places += result.fields.get("dateline") == row["gold"]["place"]
        named = "Reuters" in result.fields.get("agencies", ())
        signoffs += named == bool(row["gold"]["signoff"]) and not text.rstrip().casefold().endswith("\n reuter")
    assert places / total >= 0.985
    assert signoffs / total >= 0.99


def test_sentences_without_a_dateline_lose_nothing() -> None:
    hurt = total = 0
    for row in rows("language.jsonl.gz"):
        text = next(value for key, value in row.items() if key in ("text", "sentence"))
        total += 1
        hurt += bool(Dateline().process(Document("a", text + "\n\n" + text, {"language": row["gold"]["lang"]})).edits)
    assert hurt / total <= 0.002


def test_a_day_that_disagrees_with_the_known_one_is_a_warning() -> None:
    from datetime import UTC, datetime

    fields = {"published_at": datetime(2019, 5, 1, tzinfo=UTC)}
    result = Dateline().process(Document("a", "RIVERTON, March 20 (AP) - It rained.", fields))
    assert result.fields["warnings"] == ["date_conflict"]


def test_signoffs_can_be_kept() -> None:
    text = "RIVERTON (AP) - It rained all day in the valley. (AP)"
    assert apply(text, Dateline(signoffs=False).process(Document("a", text)).edits) == "It rained all day in the valley. (AP)"

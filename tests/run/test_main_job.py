"""The main job of the README: the seeds, by the command, into Parquet; compared with what is expected of them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas
import pytest

ROOT = Path(__file__).resolve().parents[2]
FIELDS = ("title", "description", "dateline", "agencies", "language", "script")


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    output = tmp_path_factory.mktemp("main") / "news"
    command = [sys.executable, "-m", "cleaner", "run", "--config", "configs/news_text.yaml", "--output", str(output)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "cleaner", "verify", str(output)], cwd=ROOT, check=True, capture_output=True)
    rows = pandas.read_parquet(output / "documents").to_dict("records")
    return {row["id"]: row for row in rows}


@pytest.mark.parametrize("seed", sorted((ROOT / "seeds").glob("*.txt")), ids=lambda seed: seed.stem)
def test_a_seed_in_the_dataset_is_as_expected(documents: dict[str, dict[str, Any]], seed: Path) -> None:
    expected = json.loads((ROOT / "seeds/expected" / f"{seed.stem}.json").read_text("utf-8"))
    row = documents[f"seeds/{seed.stem}"]
    hard = expected.get("restored_apostrophes_hard", [])
    assert without(row["text"], hard) == without(expected["text"], hard)
    for name in FIELDS:
        value = row[name]
        value = list(value) if hasattr(value, "tolist") else None if pandas.isna(value) else value
        assert value == expected[name], name
    assert list(row["captions"]) == [caption["text"] for caption in expected["captions"]]
    assert list(row["photo_credits"]) == [caption["credit"] or "" for caption in expected["captions"]]
    day = row["published_at"]
    assert (None if pandas.isna(day) else day.date().isoformat()) == expected["published"]


def without(text: str, hard: list[str]) -> str:
    """The text without the apostrophes that no rule can know."""
    for word in hard:
        text = text.replace(word, re.sub("['’]", "", word))
    return text

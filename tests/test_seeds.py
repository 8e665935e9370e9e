"""The seeds and what cleaning each of them must give, character for character, by the stages of `configs/news_text.yaml`."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cleaner.config import load_config
from cleaner.pipeline import Cleaned

ROOT = Path(__file__).resolve().parents[1]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


@cache
def _cleaned(seed: Path) -> Cleaned:
    pipeline = load_config(ROOT / "configs" / "news_text.yaml").pipeline()
    return pipeline.clean(seed.read_bytes().decode("utf-8"), id=seed.stem)


def _expected(seed: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "seeds" / "expected" / f"{seed.stem}.json").read_text("utf-8"))
    return found


def _without(text: str, hard: list[str]) -> str:
    """The text with the words of `hard`, whose apostrophes are beyond rules, as they stand without them."""
    for word in hard:
        text = text.replace(word, re.sub("['’]", "", word))
    return text


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.stem)
def test_text(seed: Path) -> None:
    expected = _expected(seed)
    hard = expected.get("restored_apostrophes_hard", [])
    assert _without(_cleaned(seed).text, hard) == _without(expected["text"], hard)


@pytest.mark.parametrize("field", ["title", "description", "dateline", "language", "script"])
@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.stem)
def test_field(seed: Path, field: str) -> None:
    assert _cleaned(seed).fields.get(field) == _expected(seed)[field]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.stem)
def test_agencies_captions_and_credits(seed: Path) -> None:
    fields, expected = _cleaned(seed).fields, _expected(seed)
    assert list(fields.get("agencies") or ()) == expected["agencies"]
    assert list(fields.get("captions") or ()) == [caption["text"] for caption in expected["captions"]]
    assert list(fields.get("photo_credits") or ()) == [caption["credit"] or "" for caption in expected["captions"]]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.stem)
def test_day_of_publication(seed: Path) -> None:
    published = _cleaned(seed).fields.get("published_at")
    assert (published.date().isoformat() if published else None) == _expected(seed)["published"]


def test_there_are_seeds_of_six_languages_and_four_scripts() -> None:
    expected = [_expected(seed) for seed in SEEDS]
    assert len(SEEDS) >= 15
    assert len({e["language"] for e in expected}) >= 6
    assert len({e["script"] for e in expected}) >= 4

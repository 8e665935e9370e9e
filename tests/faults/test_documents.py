"""Hostile documents: whatever their text is, each row has one outcome. `CLEANER_SOAK=n` multiplies the number of mutations."""

from __future__ import annotations

import json
import os
import random
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

from cleaner.columns import DOCUMENTS
from cleaner.edit import AppliedEdit, replay, undo
from cleaner.outcome import Outcome
from cleaner.pipeline import Pipeline
from cleaner.stages import STAGES

SOAK = int(os.environ.get("CLEANER_SOAK", "1"))
ROOT = Path(__file__).resolve().parents[2]
TEXT_STAGES = tuple(name for name in STAGES if name not in ("charset", "html_text"))
ALPHABET = "aZ0 .,;:-–—“”\"'()[]{}<>|/\\\n\n\r\t\0\x1b\x7f\x85\xa0\xad\u0301\u0489\u061c\u200b\u200d\u202e\u2066\u2028\ufeff\ufffd\ufffe"
ALPHABET += "éßñøЖїأمشкΣ日本語한글กัहिनীதமிழ்עבר😀🏳️‍🌈𝕬Ａ１。！？،؟।»«…©®™"


@cache
def pipeline() -> Pipeline:
    return Pipeline.from_names(*TEXT_STAGES)


def cleaned(texts: list[str]) -> Outcome:
    """Clean, and check that every row has one outcome whose account leads to its source and back."""
    batch = pa.RecordBatch.from_pydict({"id": [str(i) for i in range(len(texts))], "text": texts})
    outcome = pipeline()(batch)
    assert outcome.documents.num_rows + outcome.dropped.num_rows + outcome.failed.num_rows == len(texts)
    assert outcome.failed.to_pylist() == []
    assert outcome.documents.schema.equals(DOCUMENTS)
    edits: dict[str, list[AppliedEdit]] = {}
    for row in outcome.edits.to_pylist():
        edits.setdefault(row.pop("id"), []).append(AppliedEdit(**row))
    for table in (outcome.documents, outcome.dropped):
        for row in table.select(["id", "text"]).to_pylist():
            account = edits.get(row["id"], [])
            assert undo(row["text"], account) == texts[int(row["id"])]
            assert replay(texts[int(row["id"])], account) == row["text"]
            row["text"].encode()
    return outcome


def mutated(text: str, chance: random.Random) -> str:
    """Change a text in a few places: letters, lines, halves, encodings."""
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(text) + 1)
        other = place + chance.randrange(60)
        match chance.randrange(7):
            case 0:
                text = text[:place] + "".join(chance.choices(ALPHABET, k=chance.randint(1, 12))) + text[place:]
            case 1:
                text = text[:place] + text[other:]
            case 2:
                text = text[:place] + text[place:other] * chance.randint(2, 9) + text[other:]
            case 3:
                lines = text.split("\n")
                chance.shuffle(lines)
                text = "\n".join(lines)
            case 4:
                text = text[:place] + text[place:other].encode().decode("latin-1") + text[other:]
            case 5:
                text = text[:place] + text[place:other].upper() + text[other:]
            case _:
                text = text[:place]
    return text


def test_fault_25_mutated_documents() -> None:
    chance = random.Random(25)
    seeds = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    for _ in range(5 * SOAK):
        cleaned([mutated(chance.choice(seeds), chance) for _ in range(400)])


def test_fault_26_and_36_odd_documents() -> None:
    odd = ["", " ", "\n", "\n" * 9999, "7", "1234567890 " * 50, "😀", "😀" * 5000, "a"]
    odd += ["a" * 1_000_000, "\0", "\0" * 5000, "\ufeff", "a\ufeffb"]
    odd += ["\ufffe\uffff", "\u202eabc\u202c def", "e" + "\u0301" * 100_000, "\x1b[31mred\x1b[0m", "\x85\x9f", "ﷺ" * 2000, "." * 100_000]
    odd += ["\n".join("-" * 2000), "(" * 50_000, "\u3000" * 3000, "\u200f" * 3000, "a\n" * 30_000, "\r" * 1000, "‘" * 20_000]
    outcome = cleaned(odd)
    for row in outcome.documents.to_pylist() + outcome.dropped.to_pylist():
        assert not set(row["text"]) & set("\0\x1b\x85\x9f\ufeff\u202e\r"), row["id"]


def test_fault_26_marks_on_one_letter_are_capped() -> None:
    from cleaner.stages import load_stage

    assert len(Pipeline((load_stage("invisible_character")(),)).clean("Z" + "\u0335\u0301" * 500_000 + " news").text) < 1000


def test_fault_27_half_surrogates(tmp_path: Path) -> None:
    from cleaner import load_config
    from cleaner.io.read import read_shard
    from cleaner.plan import make_plan

    (tmp_path / "a.jsonl").write_text('{"id": "a\\ud800", "text": "Half \\ud83d of a pair", "title": "\\udc00"}\n')
    (tmp_path / "c.yaml").write_text(json.dumps({"version": 1, "input": {"paths": [str(tmp_path / "a.jsonl")]}, "stages": ["mojibake"]}))
    config = load_config(tmp_path / "c.yaml")
    (reading,) = read_shard(make_plan(config).shards[0], config.input, config.limits)
    (row,) = config.pipeline()(reading.rows).documents.to_pylist()
    assert row["text"] == "Half \ufffd of a pair"
    assert row["warnings"] == ["lone_surrogate"]


DATES = ["date 0000-00-00", "date 9999-12-31", "date 2019-02-31", "Published: 10", "Published: yesterday", "Published: 3 hours ago"]
DATES += ["Published: 12/13/14", "Published: 30 กุมภาพันธ์ 2562", "Published: 31 شعبان 1440", "date -1", "date 2019-13-01", "date 99999999999"]


@pytest.mark.parametrize("date", DATES)
def test_fault_37_no_date_is_made_up(date: str) -> None:
    body = "The council met on the question of the bridge, and it was decided that it stays open. " * 5
    fields = Pipeline.from_names("script", "language", "header_field", "dateline").clean(f"{date}\n\n{body}").fields
    found = fields.get("published_at")
    assert found is None or (1900 <= found.year <= 2100 and str(found.year) in date), found


def test_fault_50_templates_are_text() -> None:
    text = "{{7*7}} ${env:HOME} %(x)s {0} <%= 1 %> and so on. " * 20
    assert cleaned([text]).documents.to_pylist()[0]["text"].startswith("{{7*7}} ${env:HOME} %(x)s {0} <%= 1 %>")

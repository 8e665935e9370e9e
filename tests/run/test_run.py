"""Whole runs by the command line: what is published, and what is said when it cannot be."""

from __future__ import annotations

import json
import shlex
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.dataset
import pyarrow.parquet as pq
import pytest

from cleaner.columns import TABLES
from cleaner.edit import AppliedEdit, replay, undo


def rows(output: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(output / table).to_pylist()
    return found


def test_every_row_of_the_input_is_in_one_table(bench: Any) -> None:
    bench.write_documents(400, files=3)
    with open(bench.folder / "input/000.jsonl", "a") as file:
        file.write('{"id": "broken", "text": \n{"id": "short", "text": "x"}\n')
    bench.configure(("mojibake", "invisible_character", {"too_short": {"min_characters": 50}}))
    summary = bench.summary()
    found = Counter(row["id"] for table in ("documents", "dropped", "failed") for row in rows(bench.output, table))
    assert summary["read"] == 402 == found.total()
    assert summary["dropped"] == 1
    assert summary["failed"] == 1
    assert [row["dropped_stage"] for row in rows(bench.output, "dropped")] == ["too_short"]
    assert bench.call("verify", "output/news").returncode == 0


def test_tables_have_the_declared_types_and_facts(bench: Any) -> None:
    bench.write_documents(5)
    bench.run()
    for table, schema in TABLES.items():
        files = list((bench.output / table).glob("*.parquet"))
        assert files, f"{table} has no file"
        for file in files:
            found = pq.read_schema(file)
            assert found.remove_metadata().equals(schema.remove_metadata()), table
            assert b"cleaner.fingerprint" in found.metadata
    assert pq.ParquetFile(next((bench.output / "documents").iterdir())).metadata.row_group(0).column(1).compression == "ZSTD"


def test_edits_lead_from_the_text_to_the_source_and_back(bench: Any) -> None:
    bench.write_documents(60)
    source = {f"d{i:06d}": json.loads(line)["text"] for i, line in enumerate((bench.folder / "input/000.jsonl").read_text().splitlines())}
    bench.run()
    edits: dict[str, list[AppliedEdit]] = {}
    for row in rows(bench.output, "edits"):
        edits.setdefault(row.pop("id"), []).append(AppliedEdit(**row))
    assert edits
    for row in rows(bench.output, "documents"):
        account = edits.get(row["id"], [])
        assert undo(row["text"], account) == source[row["id"]]
        assert replay(source[row["id"]], account) == row["text"]


@pytest.mark.parametrize("workers", ["2", "4"])
def test_the_same_bytes_with_any_number_of_workers(bench: Any, workers: str) -> None:
    bench.write_documents(1500, files=4)
    bench.run("--workers", "1")
    assert len(list((bench.output / "documents").iterdir())) > 4
    one = bench.fingerprint()
    bench.run("--mode", "overwrite", "--workers", workers)
    assert bench.fingerprint() == one


def test_a_config_that_can_be_read_but_once_is_left_to_the_run(bench: Any) -> None:
    bench.write_documents(2)
    for path in ("/dev/stdin", "fifo"):
        command = f"{shlex.join(bench.command('run', '--mode', 'overwrite', '-c', path))}"
        feed = f"{command} < <(cat config.yaml)" if path == "/dev/stdin" else f"mkfifo fifo; cat config.yaml > fifo & {command}"
        done = subprocess.run(
            ["bash", "-c", feed], cwd=bench.folder, env=bench.whole_environment(), text=True, capture_output=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        assert len(rows(bench.output, "documents")) == 2


def test_files_that_are_left_out_are_named(bench: Any) -> None:
    bench.write_documents(1)
    bench.configure(input={"paths": ["input"]})
    for name in "abcd":
        (bench.folder / "input" / f"{name}.md").write_text("A note.")
    said = bench.run().stderr
    assert "warning: left out 4 files of no known format: input/a.md, input/b.md, input/c.md, ...\n" in said
    assert "cleaner: 1 file, " in said


def test_an_output_that_exists_is_left_alone(bench: Any) -> None:
    bench.write_documents(3)
    bench.run()
    before = bench.fingerprint()
    done = bench.run(code=2)
    assert "--mode overwrite" in done.stderr
    assert bench.fingerprint() == before
    bench.run("--mode", "overwrite")
    assert bench.fingerprint() == before
    assert sorted(path.name for path in bench.output.parent.iterdir()) == [".news.cleaner", "news"]
    assert [path.name for path in (bench.output.parent / ".news.cleaner").iterdir()] == ["lock"]


def test_a_folder_that_is_no_dataset_is_never_replaced(bench: Any) -> None:
    bench.write_documents(3)
    bench.output.mkdir(parents=True)
    (bench.output / "thesis.txt").write_text("mine")
    done = bench.run("--mode", "overwrite", code=2)
    assert "no dataset of cleaner" in done.stderr
    assert (bench.output / "thesis.txt").read_text() == "mine"


@pytest.mark.parametrize("mode", ["overwrite", "append"])
def test_no_input_is_an_error_or_nothing_to_do(bench: Any, mode: str) -> None:
    (bench.folder / "input").mkdir()
    assert "matches no file" in bench.run("--mode", mode, code=2).stderr
    bench.run("--mode", mode, "--on-empty", "skip", code=99)
    assert not bench.output.exists()


def test_append_reads_new_files_only_and_replaces_changed_ones(bench: Any) -> None:
    bench.write_documents(20, files=2)
    bench.run("--mode", "append")
    first = {row["id"]: row for row in rows(bench.output, "documents")}
    done = bench.run("--mode", "append", code=1)
    assert "no new input" in done.stderr
    bench.run("--mode", "append", "--on-empty", "skip", code=99)
    lines = (bench.folder / "input/001.jsonl").read_text().splitlines()
    changed = json.loads(lines[0]) | {"text": "A new beginning of the story, long enough to be kept by all of the stages."}
    (bench.folder / "input/001.jsonl").write_text(json.dumps(changed) + "\n")
    new = {"id": "new", "text": "Something that nobody has read before, long enough to be kept by all of the stages."}
    (bench.folder / "input/002.jsonl").write_text(json.dumps(new) + "\n")
    summary = bench.summary("--mode", "append")
    assert summary["read"] == 2
    now = {row["id"]: row for row in rows(bench.output, "documents")}
    assert now.keys() == {f"d{i:06d}" for i in range(11)} | {"new"}
    assert now["d000010"]["text"].startswith("A new beginning")
    assert all(now[key] == first[key] for key in now if key not in ("d000010", "new"))
    assert bench.call("verify", "output/news").returncode == 0


def test_append_with_another_config_is_refused(bench: Any) -> None:
    bench.write_documents(5)
    bench.run("--mode", "append")
    bench.configure(("mojibake", "too_short"))
    assert "another config" in bench.run("--mode", "append", code=2).stderr


def test_fault_38_ids_that_come_twice(bench: Any) -> None:
    bench.write_documents(900, files=3)
    text = "Another text with the id of an earlier one, number {}, long enough to be kept."
    extra = [{"id": f"d{i:06d}", "text": text.format(i)} for i in (1, 2, 500)]
    extra.append({"id": "d000900", "text": "A text with an id of its own, which must be kept by all the stages that there are."})
    (bench.folder / "input/003.jsonl").write_text("".join(json.dumps(row) + "\n" for row in [*extra, extra[0]]))
    summary = bench.summary()
    assert (summary["documents"], summary["failed"], summary["errors"]) == (901, 4, {"duplicate_id": 4})
    documents = rows(bench.output, "documents")
    assert Counter(row["id"] for row in documents).most_common(1)[0][1] == 1
    assert not any(row["text"].startswith("Another text") for row in documents)
    assert {row["source_file"] for row in rows(bench.output, "failed")} == {"input/003.jsonl"}
    assert bench.call("verify", "output/news").returncode == 0
    done = bench.run("--mode", "overwrite", "-s", "input.ids=strict", code=1)
    assert "id" in done.stderr


def test_an_input_that_was_cut_off_is_published_only_when_allowed_and_named(bench: Any) -> None:
    import gzip

    bench.write_documents(50)
    whole = gzip.compress((bench.folder / "input/000.jsonl").read_bytes())
    (bench.folder / "input/001.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    (bench.folder / "input/000.jsonl").unlink()
    done = bench.run(code=1)
    assert "input/001.jsonl.gz" in done.stderr
    assert "allow_truncated" in done.stderr
    assert not bench.output.exists()
    summary = bench.summary("-s", "input.allow_truncated=true")
    assert 0 < summary["documents"] < 50
    assert summary["errors"]["truncated"] == 1
    assert json.loads((bench.output / "manifest.json").read_text())["truncated"] == ["input/001.jsonl.gz"]
    assert bench.call("verify", "output/news").returncode == 0


CONTRACTS = [
    ({"min_rows": 11}, "min_rows: 10 documents, 11 wanted"),
    ({"max_failed_share": 0.0}, "max_failed_share: 9.09% of rows failed"),
    ({"max_removed_share": 0.0001}, "max_removed_share"),
    ({"max_removed_share_by_stage": {"mojibake": 0.0001}}, "max_removed_share_by_stage.mojibake"),
    ({"max_removed_share_by_language": {"und": 0.0001}}, "max_removed_share_by_language.und"),
    ({"languages": ["sw"]}, "languages: no document in sw; there are und"),
]


@pytest.mark.parametrize(("contract", "message"), CONTRACTS, ids=[next(iter(contract)) for contract, _ in CONTRACTS])
def test_a_broken_contract_publishes_nothing_and_says_why(bench: Any, contract: dict[str, Any], message: str) -> None:
    bench.write_documents(10)
    bench.run()
    before = bench.fingerprint()
    with open(bench.folder / "input/000.jsonl", "a") as file:
        file.write("{\n")
    bench.configure(contract=contract)
    done = bench.run("--mode", "overwrite", code=1)
    assert message in done.stderr
    assert "documents that lost most" in done.stderr
    assert bench.fingerprint() == before


def test_the_account_in_numbers(bench: Any) -> None:
    bench.write_documents(50)
    bench.run()
    metrics = json.loads((bench.output / "metrics.json").read_text())
    edits = rows(bench.output, "edits")
    assert {s: f["edits"] for s, f in metrics["stages"].items() if "edits" in f} == Counter(row["stage"] for row in edits)
    rules = Counter(row["rule"] for row in edits)
    assert {rule: n for facts in metrics["stages"].values() for rule, n in facts["rules"].items()} == rules
    assert all(facts["seconds"] >= 0 for facts in metrics["stages"].values())
    assert metrics["languages"]["und"]["documents"] == 50


def test_a_stage_that_is_listed_twice_has_one_account_at_its_first_place(bench: Any) -> None:
    body = "The harbour of Eastmere will be closed for three weeks while divers repair the wall, the council said on Monday. " * 2
    text = f"Harbour to close for three weeks\\n\\n{body}\\n\\nThe council"
    (bench.folder / "input").mkdir(exist_ok=True)
    (bench.folder / "input/000.jsonl").write_text(f'{{"id": "a", "text": "{text}"}}\n')
    bench.configure(("headline", {"line_noise": {"level": "normal"}}, {"headline": {"standfirst": False}}, "too_short"))
    summary = bench.summary()
    assert [*summary["stages"]] == ["headline", "line_noise", "too_short"]
    assert summary["stages"]["headline"]["edits"] == 1
    assert [(row["stage"], row["position"]) for row in rows(bench.output, "edits") if row["stage"] == "headline"] == [("headline", 0)]


def test_plan_lists_the_shards_and_writes_nothing(bench: Any) -> None:
    bench.write_documents(900, files=2)
    done = bench.call("plan", "-c", str(bench.config))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\nshard ") > 2
    assert sorted(path.name for path in bench.folder.iterdir()) == ["config.yaml", "input"]


def test_a_log_of_json_lines(bench: Any) -> None:
    bench.write_documents(5)
    events = [json.loads(line) for line in bench.run("--log-format", "json").stderr.splitlines()]
    assert [event["event"] for event in events if event["event"] != "progress"] == ["started", "published"]


def test_four_readers_see_the_same(bench: Any) -> None:
    import duckdb
    import pandas
    import polars

    bench.write_documents(300)
    bench.configure(("mojibake", "invisible_character", "script", "language", "too_short"))
    bench.run()
    folder = str(bench.output / "documents")
    by_pandas = pandas.read_parquet(folder)
    by_polars = polars.read_parquet(f"{folder}/*.parquet")
    by_duckdb = duckdb.sql(f"select * from read_parquet('{folder}/*.parquet')").to_arrow_table()
    by_arrow = pyarrow.dataset.dataset(folder).to_table()
    assert by_arrow.num_rows == 300
    for column in ("id", "text", "language", "characters"):
        values = by_arrow.column(column).to_pylist()
        assert by_pandas[column].tolist() == values
        assert by_polars[column].to_list() == values
        assert by_duckdb.column(column).to_pylist() == values
    assert str(by_pandas.dtypes["characters"]) == "int32"
    assert str(by_pandas.dtypes["published_at"]).startswith("datetime64[us")
    assert by_pandas.explode(["captions", "photo_credits"]).shape[0] == 300
    assert by_polars.schema["published_at"] == polars.Datetime("us", "UTC")

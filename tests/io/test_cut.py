"""Sources in, shards out: sizes, order, numbers of documents, and that no cut changes what is read."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path
from typing import Any

import pandas
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.config.schema import InputSection, LimitsSection
from cleaner.io.cut import cut
from cleaner.io.discover import discover
from cleaner.io.read import read_shard
from cleaner.io.shard import Shard, Source


def everything(paths: list[Path], shard_bytes: int, **options: Any) -> tuple[list[dict[str, Any]], list[Shard]]:
    """All rows and failures as they come, and the shards."""
    section = InputSection(paths=tuple(map(str, paths)))
    sources = discover(section)
    shards = cut(sources, shard_bytes)
    found = []
    taken = 0
    for shard in shards:
        for reading in read_shard(Shard.from_json(json.loads(json.dumps(shard.to_json()))), section, LimitsSection(**options)):
            found += reading.rows.to_pylist() + reading.failed.to_pylist()
            taken += reading.bytes_read
    assert taken == sum(source.size for source in sources) == sum(shard.size for shard in shards)
    assert [shard.index for shard in shards] == list(range(len(shards)))
    return found, shards


def key(row: dict[str, Any]) -> tuple[str, int]:
    return row["source_file"], row["source_record"]


def json_lines(count: int) -> bytes:
    return b"".join(json.dumps({"id": f"n{i}", "text": f"Snow {i}. " * (i % 50)}).encode() + b"\n" for i in range(count))


LINES = st.lists(
    st.one_of(
        st.builds(lambda text: json.dumps({"text": text}), st.text(max_size=40)),
        st.builds(lambda text: json.dumps({"text": text}, ensure_ascii=False), st.text(st.characters(codec="utf-8"), max_size=40)),
        st.sampled_from(["", "  ", "{", '{"text":', "[]", "null", '{"text": 1}', "\ufeff{}", '{"text":"a"}\r']),
    ),
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(lines=LINES, end=st.sampled_from(["", "\n", "\n\n"]), size=st.integers(1, 400))
@example(lines=["", "{", "{"], end="", size=1)
@example(lines=["\ufeff", " ", "[", "{}", "]"], end="\n", size=1)
def test_json_lines_are_the_same_however_they_are_cut(
    lines: list[str], end: str, size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("cut") / "a.jsonl"
    path.write_bytes(("\n".join(lines) + end).encode())
    whole, _ = everything([path], 1 << 30)
    parts, shards = everything([path], size)
    assert sorted(parts, key=key) == sorted(whole, key=key)
    assert len(shards) <= path.stat().st_size // size + 2 + len(lines)


FIELDS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
    st.sampled_from(["", '"', '""', ",", "\n", "\r\n", 'a"b', '"a', "a\nb", "a,b", " ", '"\n"']),
)


@settings(max_examples=250, deadline=None)
@given(rows=st.lists(st.tuples(FIELDS, FIELDS), max_size=25), size=st.integers(1, 300), end=st.sampled_from(["\n", "\r\n"]))
def test_csv_that_is_well_formed_is_read_whole_however_it_is_cut(
    rows: list[tuple[str, str]], size: int, end: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator=end, quoting=csv.QUOTE_ALL if end == "\n" else csv.QUOTE_MINIMAL)
    writer.writerow(["text", "mine"])
    writer.writerows(rows)
    path = tmp_path_factory.mktemp("cut") / "a.csv"
    path.write_bytes(stream.getvalue().encode())
    parts, _ = everything([path], size)
    parts.sort(key=key)
    assert [(row["text"], json.loads(row["extra"])["mine"]) for row in parts] == rows


@settings(max_examples=250, deadline=None)
@given(text=st.text(st.sampled_from('abc",\n\r'), max_size=120), size=st.integers(1, 60))
@example(text='\r,"\n"\na', size=1)
def test_csv_of_any_shape_is_the_same_however_it_is_cut(text: str, size: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("cut") / "a.csv"
    path.write_bytes(b"text,id\n" + text.encode())
    whole, _ = everything([path], 1 << 30)
    parts, _ = everything([path], size)
    assert sorted(parts, key=key) == sorted(whole, key=key)


@pytest.mark.parametrize("size", [1, 1_000, 50_000, 10_000_000])
def test_parquet_is_the_same_however_it_is_cut(size: int, tmp_path: Path) -> None:
    frame = pandas.DataFrame({"id": [f"n{i}" for i in range(5_000)], "text": [f"Snow {i}." for i in range(5_000)], "n": range(5_000)})
    frame.to_parquet(tmp_path / "a.parquet", row_group_size=700)
    found, shards = everything([tmp_path / "a.parquet"], size)
    assert [row["id"] for row in found] == list(frame["id"])
    assert [row["source_record"] for row in found] == list(range(5_000))
    assert [json.loads(row["extra"])["n"] for row in found] == list(range(5_000))
    assert len(shards) == (8 if size == 1 else 1 if size > 1_000_000 else len(shards))


def test_shards_are_as_large_as_asked_and_in_order(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines(20_000))
    for i in range(300):
        (tmp_path / f"b{i:04}.txt").write_text("Snow fell. " * 20)
    (tmp_path / "c.jsonl").write_bytes(json_lines(3_000))
    found, shards = everything([tmp_path], 100_000)
    assert max(shard.size for shard in shards) <= 100_000
    assert sum(shard.size for shard in shards[:-1]) / (len(shards) - 1) > 75_000
    assert [row["id"] for row in found][:20_000] == [f"n{i}" for i in range(20_000)]
    assert [key(row) for row in found] == sorted(key(row) for row in found)
    assert shards == cut(discover(InputSection(paths=(str(tmp_path),))), 100_000)


def test_a_small_total_is_cut_into_eight_and_the_last_of_them_into_four(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    line = json.dumps({"text": "x" * 3_000}).encode() + b"\n"
    path.write_bytes(line * (95_000_000 // len(line)))
    sizes = [shard.size for shard in cut(discover(InputSection(paths=(str(path),))), 64_000_000)]
    assert len(sizes) == 11
    assert all(11_000_000 < size < 13_000_000 for size in sizes[:7])
    assert all(2_800_000 < size < 3_100_000 for size in sizes[7:])
    path.write_bytes(line * (9_000_000 // len(line)))
    assert len(cut(discover(InputSection(paths=(str(path),))), 64_000_000)) == 3


def test_many_small_files_are_put_together_by_the_same_measure(tmp_path: Path) -> None:
    for i in range(200):
        (tmp_path / f"{i:03}.jsonl").write_bytes(json.dumps({"text": "x" * 200_000}).encode() + b"\n")
    sizes = [shard.size for shard in cut(discover(InputSection(paths=(str(tmp_path),))), 64_000_000)]
    assert sum(sizes) == 200 * 200_013
    assert [len(sizes), max(sizes[:8]), max(sizes[-4:])] == [12, 25 * 200_013, 6 * 200_013]


def test_what_cannot_be_cut_stays_whole(tmp_path: Path) -> None:
    import gzip

    lines = json_lines(5_000)
    cases = {
        "a.jsonl.gz": gzip.compress(lines), "b.jsonl": gzip.compress(lines), "c.txt": lines, "d.json": b"[\n" + lines + b"]",
        "e.json": b"{\n" + lines + b"}", "f.csv": b'text,id\nthe 5" disk,1\n' + b"a,b\n" * 30_000,
        "g.csv": b'text,id\n"open,1\n' + b"a,b\n" * 30_000, "h.parquet": lines,
    }  # fmt: skip
    for name, data in cases.items():
        path = tmp_path / name
        path.write_bytes(data)
        assert len(cut(discover(InputSection(paths=(str(path),))), 10_000)) == 1, name


def test_many_small_files_are_cut_at_once() -> None:
    sources = [Source(f"{i}.txt", f"{i}.txt", "text", "none", 900, "") for i in range(200_000)]
    started = time.perf_counter()
    shards = cut(sources, 64_000_000)
    assert time.perf_counter() - started < 5
    assert sum(len(shard.pieces) for shard in shards) == 200_000
    assert max(len(shard.pieces) for shard in shards) <= 20_000


def test_an_input_of_nothing_makes_no_shard() -> None:
    assert cut([], 1_000) == []

"""Faults 25 to 30, 36, 38 and 53: documents whose bytes, lines or values are not what they should be."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaner.config.schema import InputSection, LimitsSection
from cleaner.io.cut import cut
from cleaner.io.discover import discover
from cleaner.io.read import read_shard

SOAK = int(os.environ.get("CLEANER_SOAK", "1"))
ROOT = str(Path(__file__).parent.parent.parent)


def read(path: Path, columns: dict[str, str] | None = None, **options: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    section, limits = InputSection(paths=(str(path),), columns=columns or {}), LimitsSection(**options)
    rows: list[dict[str, Any]] = []
    failed: list[dict[str, Any]] = []
    for shard in cut(discover(section), limits.shard_bytes):
        for reading in read_shard(shard, section, limits):
            rows += reading.rows.to_pylist()
            failed += reading.failed.to_pylist()
    return rows, failed


def write(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def mutated(chance: random.Random, text: bytes) -> bytes:
    data = bytearray(text)
    for _ in range(chance.randint(0, 6)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(5):
            case 0:
                data[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 9)))
            case 1:
                del data[at : at + chance.randint(1, 9)]
            case 2:
                data[at:at] = chance.choice([b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xff\xfe", b"\0", b"\xef\xbf\xbe"])
            case 3:
                data[at:at] = "Śnieg 雪 снег".encode(chance.choice(["utf-16-le", "utf-8", "utf-32-be", "gb18030"]))
            case 4:
                data = data[at:]
    return bytes(data)


def test_fault_25_bytes_of_any_kind_are_decoded_or_counted(tmp_path: Path) -> None:
    """Files of text, lines of JSON and CSV: every input is one row or one failure, and every row is valid."""
    chance = random.Random(25)
    seeds = ["Der Schnee fiel: „schön“.", "Снег шёл всю ночь.", "雪が一晩中降った。", "It snowed all night.", "ثلج كثيف"]
    charsets = ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "cp1252", "shift_jis", "gb18030", "cp1256"]
    folder = tmp_path / "texts"
    folder.mkdir()
    count = 400 * SOAK
    for i in range(count):
        charset = chance.choice(charsets)
        write(folder / f"{i:07}.txt", mutated(chance, chance.choice(seeds).encode(charset, "replace") * chance.randint(1, 20)))
    rows, failed = read(folder)
    assert len(rows) + len(failed) == count
    assert {row["error"] for row in failed} == {"undecodable"}
    assert len(failed) < 0.7 * count  # many are too short or too broken to know their charset
    assert all(row["encoding"] and row["encoding_reason"] != "none" for row in rows)
    texts = [chance.choice(seeds) for _ in range(count)]
    for name, lines in {
        "a.jsonl": [mutated(chance, json.dumps({"text": text}).encode()).replace(b"\n", b"") for text in texts],
        "b.jsonl": [mutated(chance, json.dumps({"text": text}, ensure_ascii=False).encode()).replace(b"\n", b"") for text in texts],
    }.items():
        rows, failed = read(write(tmp_path / name, b"\n".join(lines) + b"\n"))
        blank = sum(not line.strip() for line in lines)
        assert len(rows) + len(failed) == count - blank
        assert {row["error"] for row in failed} <= {"undecodable", "bad_json", "wrong_type", "missing_text"}
        assert sorted(row["source_record"] for row in rows + failed) == [i for i, line in enumerate(lines) if line.strip()]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("Grüße".encode(), ("Grüße", "utf-8", "utf8")),
        (codecs.BOM_UTF8 + b"Snow", ("Snow", "utf-8", "bom")),
        ("Snow fell".encode("utf-16"), ("Snow fell", "utf-16-le", "bom")),
        ("Snow fell".encode("utf-16-be"), ("Snow fell", "utf-16-be", "zeros")),
        ("Снег шёл всю ночь, и город стоял.".encode("cp1251"), ("Снег шёл всю ночь, и город стоял.", "windows-1251", "detected")),
        (b"He paid at the caf\xe9.", ("He paid at the café.", "windows-1252", "detected")),
        (b"", ("", "utf-8", "utf8")),
    ],
)
def test_fault_25_text_files_are_decoded_by_rule(data: bytes, expected: tuple[str, str, str], tmp_path: Path) -> None:
    rows, failed = read(write(tmp_path / "a.txt", data))
    assert failed == []
    assert (rows[0]["text"], rows[0]["encoding"], rows[0]["encoding_reason"]) == expected


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4,
        b"Line one.\nLine two \xff\xfe\xfd is broken.\n",
        b"\x7fELF\x02\x01\x01" + random.Random(2).randbytes(5_000),
    ],
    ids=["png", "broken", "elf"],
)
def test_fault_25_bytes_that_are_no_text_fail_with_file_line_and_reason(data: bytes, tmp_path: Path) -> None:
    rows, failed = read(write(tmp_path / "a.txt", data))
    assert rows == []
    assert [row["error"] for row in failed] == ["undecodable"]
    line = 2 if data.startswith(b"Line") else 1
    assert f"a.txt:{line}: " in failed[0]["message"]


def test_fault_25_a_line_that_is_not_utf8_costs_that_line(tmp_path: Path) -> None:
    rows, failed = read(write(tmp_path / "a.jsonl", b'{"text":"one"}\n{"text":"caf\xe9"}\n{"text":"three"}\n'))
    assert [row["text"] for row in rows] == ["one", "three"]
    assert [(row["error"], row["source_record"]) for row in failed] == [("undecodable", 1)]
    assert "a.jsonl:2: the line is not UTF-8, at offset 12" in failed[0]["message"]
    rows, failed = read(write(tmp_path / "a.csv", b"id,text\n1,one\n2,caf\xe9\n3,three\n"))
    assert [row["text"] for row in rows] == ["one", "three"]
    assert [(row["error"], row["source_record"], row["id"]) for row in failed] == [("undecodable", 1, "2")]
    assert 'a.csv:3: "text" holds bytes that are not UTF-8' in failed[0]["message"]


def test_fault_26_controls_marks_and_directions_pass_the_reader_unharmed(tmp_path: Path) -> None:
    text = "a\0b\x01\x85\ufeffc\ufffe\u202eabc\u2066" + "Z" + "\u0301" * 100_000
    rows, failed = read(write(tmp_path / "a.txt", text))
    assert failed == []
    assert rows[0]["text"] == text
    rows, failed = read(write(tmp_path / "a.jsonl", json.dumps({"text": text}) + "\n"))
    assert rows[0]["text"] == text
    rows, failed = read(write(tmp_path / "a.csv", f'text\n"{text}"\n'))
    assert rows[0]["text"] == text


def test_fault_27_lone_surrogates(tmp_path: Path) -> None:
    lines = [
        r'{"id":"a\udc00","text":"x\ud800y","title":"\udfff","tags":["\ud83d\ude00","\ud83d"],"mine":"\ud800","deep":[{"\udabc":1.50}]}',
        r'{"text":"\ud83d\ude00 is whole"}',
    ]
    rows, failed = read(write(tmp_path / "a.jsonl", "\n".join(lines)))
    assert failed == []
    first, second = rows
    assert (first["id"], first["text"], first["title"], first["tags"]) == ("a\ufffd", "x\ufffdy", "\ufffd", ["😀", "\ufffd"])
    assert json.loads(first["extra"]) == {"mine": "\ufffd", "deep": [{"\ufffd": 1.5}]}
    assert first["warnings"] == ["lone_surrogate"]
    assert second["text"] == "😀 is whole"
    assert not second["warnings"]


HUGE = """
import sys
sys.path.insert(0, sys.argv[2])
from cleaner.config.schema import InputSection, LimitsSection
from cleaner.io.cut import cut
from cleaner.io.discover import discover
from cleaner.io.read import read_shard
section, limits = InputSection(paths=(sys.argv[1],)), LimitsSection()
found = []
for shard in cut(discover(section), limits.shard_bytes):
    for reading in read_shard(shard, section, limits):
        found += [f"row {id}" for id in reading.rows.column("id").to_pylist()] + reading.failed.column("error").to_pylist()
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(peak // 1024, *found, sep="|")
"""


@pytest.mark.parametrize("suffix", ["txt", "jsonl", "csv", "html"])
def test_fault_28_a_line_of_200_mb_is_rejected_in_little_memory(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{suffix}"
    before, after = {
        "txt": (b"", b""), "html": (b"<p>", b"</p>"),
        "jsonl": (b'{"id":"1","text":"one"}\n{"id":"2","text":"', b'"}\n{"id":"3","text":"three"}\n'),
        "csv": (b'id,text\n1,one\n2,"', b'"\n3,three\n'),
    }[suffix]  # fmt: skip
    with open(path, "wb") as file:
        file.write(before)
        for _ in range(200):
            file.write(b"abcdefghi " * 100_000)
        file.write(after)
    done = subprocess.run([sys.executable, "-c", HUGE, str(path), ROOT], capture_output=True, text=True, check=True)
    peak, *found = done.stdout.strip().split("|")
    assert int(peak) < 512
    assert sorted(found) == (["too_large"] if suffix in ("txt", "html") else ["row 1", "row 3", "too_large"])


def test_fault_28_a_line_below_the_limit_is_read(tmp_path: Path) -> None:
    text = "Snow fell. " * 1_800_000
    rows, failed = read(write(tmp_path / "a.txt", text))
    assert rows[0]["text"] == text
    rows, failed = read(write(tmp_path / "a.jsonl", json.dumps({"text": text})), document_bytes=len(text))
    assert [row["error"] for row in failed] == ["too_large"]
    assert rows == []


def test_fault_29_json_that_no_account_can_take(tmp_path: Path) -> None:
    good = '{"id":"good","text":"Snow."}'
    cases = {
        "deep": ('{"text":"a","deep":' + "[" * 100_000 + "]" * 100_000 + "}", "too_deep", "nested too deeply"),
        "deep objects": ('{"text":"a","deep":' + '{"a":' * 50_000 + "1" + "}" * 50_001, "too_deep", "nested too deeply"),
        "unclosed": ('{"text":' * 100_000, "too_deep", "nested too deeply"),
        "digits": ('{"text":"a","n":' + "7" * 5_000 + "}", "bad_json", "4300 digits"),
        "nan": ('{"text":"a","n":NaN}', "bad_json", "NaN is not JSON"),
        "infinity": ('{"text":"a","n":-Infinity}', "bad_json", "-Infinity is not JSON"),
        "twice": ('{"text":"a","text":"b"}', "bad_json", "'text' stands twice"),
        "twice inside": ('{"text":"a","x":{"k":1,"k":2}}', "bad_json", "'k' stands twice"),
        "number": ('{"text":7}', "wrong_type", '"text" is a number, not a text'),
        "list": ('{"text":["a"]}', "wrong_type", '"text" is a list, not a text'),
        "no text": ('{"id":"x","body":"a"}', "missing_text", 'no column "text"'),
        "null": ('{"id":"x","text":null}', "missing_text", '"text" is null'),
        "array": ('[{"text":"a"}]', "bad_json", "it is no object"),
        "word": ("true", "bad_json", "it is no object"),
        "cut": ('{"text":"a', "bad_json", "Unterminated string starting at at character 9"),
        "two": ('{"text":"a"}{"text":"b"}', "bad_json", "more behind the object, at character 13"),
        "time": ('{"text":"a","published_at":"yesterday"}', "bad_value", '"published_at" is no time'),
        "tags": ('{"text":"a","tags":[1]}', "wrong_type", '"tags" is a list that holds more than texts'),
        "score": ('{"text":"a","language_score":"high"}', "bad_value", '"language_score" is no number'),
    }
    lines = [good]
    for line, _, _ in cases.values():
        lines += [line, good]
    rows, failed = read(write(tmp_path / "a.jsonl", "\n".join(lines) + "\n"))
    assert len(rows) == len(cases) + 1
    assert len(failed) == len(cases)
    for i, ((name, (_, error, message)), row) in enumerate(zip(cases.items(), failed, strict=True)):
        assert (row["error"], row["source_record"], row["stage"]) == (error, 2 * i + 1, "read"), name
        assert f"a.jsonl:{2 * i + 2}: " in row["message"], name
        assert message in row["message"], name


def test_fault_29_an_array_over_many_lines_is_one_failure(tmp_path: Path) -> None:
    for text in (json.dumps([{"text": "a"}] * 500, indent=1), '[{"text":"a"},\n{"text":"b"}]\n'):
        rows, failed = read(write(tmp_path / "a.json", text))
        assert rows == []
        assert [row["error"] for row in failed] == ["not_json_lines"]
        assert "jq -c '.[]'" in failed[0]["message"]


@pytest.mark.parametrize("broken", ["{", "[", '{"text":', "[1,", "\ufeff{"])
def test_fault_29_a_first_line_that_is_broken_costs_that_line(broken: str, tmp_path: Path) -> None:
    rows, failed = read(write(tmp_path / "a.jsonl", broken + "\n" + '{"text":"Snow."}\n' * 500))
    assert len(rows) == 500
    assert [(row["error"], row["source_record"]) for row in failed] == [("bad_json", 0)]


def test_fault_29_one_object_over_many_lines_is_one_document(tmp_path: Path) -> None:
    rows, failed = read(write(tmp_path / "a.json", json.dumps({"text": "Snow.", "n": 1}, indent=2)))
    assert failed == []
    assert [(row["text"], row["extra"]) for row in rows] == [("Snow.", '{"n": 1}')]


def test_fault_29_numbers_in_extra_keep_every_digit(tmp_path: Path) -> None:
    line = '{"a": 0.10, "big": 123456789012345678901234567890, "text": "x", "b" : [1e999, -0.0, 1.0E+2] , "c":{"d":0.1234567890123456789}}'
    rows, failed = read(write(tmp_path / "a.jsonl", line))
    assert failed == []
    extra = rows[0]["extra"]
    for number in ("0.10", "123456789012345678901234567890", "1e999", "-0.0", "1.0E+2", "0.1234567890123456789"):
        assert number in extra
    assert list(json.loads(extra)) == ["a", "big", "b", "c"]


def test_fault_30_unbalanced_quote_costs_one_document(tmp_path: Path) -> None:
    lines = ["id,text", *(f'{i},"Text {i}, with a comma"' if i % 2 else f"{i},Text {i}" for i in range(1_000))]
    lines[501] = '500,"never closed'
    rows, failed = read(write(tmp_path / "a.csv", "\n".join(lines) + "\n"))
    assert [(row["error"], row["source_record"]) for row in failed] == [("bad_csv", 500)]
    assert "a.csv:502: " in failed[0]["message"]
    assert [row["id"] for row in rows] == [str(i) for i in range(1_000) if i != 500]
    plain = ["id,text", *(f"{i},Text {i}" for i in range(1_000))]
    plain[501] = '500,"never closed'
    rows, failed = read(write(tmp_path / "b.csv", "\n".join(plain) + "\n"))
    assert [row["message"].split("b.csv")[1] for row in failed] == [":502: a quote is opened and never closed"]
    assert len(rows) == 999


def test_fault_30_line_breaks_in_quotes_are_text(tmp_path: Path) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["id", "text"])
    texts = [f'Line one of {i}.\nLine "two", it is.\r\n\nLine four.' for i in range(200)]
    writer.writerows(enumerate(texts))
    rows, failed = read(write(tmp_path / "a.csv", stream.getvalue()))
    assert failed == []
    assert [row["text"] for row in rows] == texts
    assert [row["source_record"] for row in rows] == list(range(200))


def test_fault_30_wrong_columns_and_a_million_columns(tmp_path: Path) -> None:
    rows, failed = read(write(tmp_path / "a.csv", "id,text\n1,one\n2\n3,three,more\n\n4,four\n"))
    assert [row["id"] for row in rows] == ["1", "4"]
    assert [row["message"].split("a.csv")[1] for row in failed] == [
        ":3: 1 columns, but the header has 2", ":4: 3 columns, but the header has 2",
    ]  # fmt: skip
    started = time.perf_counter()
    wide = ",".join(f"c{i}" for i in range(1_000_000))
    rows, failed = read(write(tmp_path / "wide.csv", f"{wide}\n{wide}\n"))
    assert rows == []
    assert ["1,000,000 columns; at most 10,000 are read" in row["message"] for row in failed] == [True]
    assert time.perf_counter() - started < 10


def test_fault_30_quotes_that_stay_open_again_and_again_cost_linear_time(tmp_path: Path) -> None:
    seconds = []
    for count in (20_000, 40_000):
        path = write(tmp_path / f"{count}.csv", "a,b,text\n" + 'a",b,"c\n' * count)
        started = time.perf_counter()
        rows, failed = read(path, document_bytes=20_000)
        seconds.append(time.perf_counter() - started)
        assert rows == []
        assert failed
        assert "the rest of the file is not read" in failed[-1]["message"]
    assert seconds[1] < 4 * seconds[0] + 0.5


def test_fault_30_missing_columns_fail_every_document_of_the_file(tmp_path: Path) -> None:
    rows, failed = read(write(tmp_path / "a.csv", "id,body\n1,one\n2,two\n"))
    assert rows == []
    assert [(row["error"], row["id"]) for row in failed] == [("missing_column", "1"), ("missing_column", "2")]
    assert 'no column "text"' in failed[0]["message"]
    assert "there are: id, body" in failed[0]["message"]
    pq.write_table(pa.table({"id": ["1", "2"], "body": ["one", "two"]}), tmp_path / "a.parquet")
    rows, failed = read(tmp_path / "a.parquet", columns={"text": "artikel"})
    assert ['no column "artikel", which input.columns.text names' in row["message"] for row in failed] == [True, True]


@pytest.mark.parametrize("text", ["", " \n\t ", "1234 5678", "😀😀👩‍🚀", "a", "a" * 1_000_000])
def test_fault_36_documents_of_nothing_much(text: str, tmp_path: Path) -> None:
    rows, failed = read(write(tmp_path / "a.txt", text))
    assert failed == []
    assert rows[0]["text"] == text
    rows, failed = read(write(tmp_path / "a.jsonl", json.dumps({"text": text})))
    assert (rows[0]["text"], failed) == (text, [])


def test_fault_38_ids_of_all_kinds(tmp_path: Path) -> None:
    ids = ["a", 7, -3, 12345678901234567890, "", None, 1.5, True, ["x"], {"a": 1}, "a", "x" * 5_000, "../../etc", "nul\0"]
    lines = [json.dumps({"id": id_, "text": "Snow."}) for id_ in ids] + ['{"text":"Snow."}']
    rows, failed = read(write(tmp_path / "a.jsonl", "\n".join(lines)))
    assert [row["error"] for row in failed] == ["bad_id"] * 4
    assert '"id" is true or false; an id is a text or a whole number' in failed[1]["message"]
    found = {row["source_record"]: row["id"] for row in rows}
    assert [found[i] for i in (0, 1, 2, 3, 10, 11, 12, 13)] == [
        "a", "7", "-3", "12345678901234567890", "a", "x" * 5_000, "../../etc", "nul\0",
    ]  # fmt: skip
    made = [found[i] for i in (4, 5, 14)]
    assert all(len(id_) == 32 and set(id_) <= set("0123456789abcdef") for id_ in made)
    assert len(set(made)) == 3
    again, _ = read(tmp_path / "a.jsonl")
    assert [row["id"] for row in again] == [row["id"] for row in rows]


BIG = """
import sys
sys.path.insert(0, sys.argv[2])
import pyarrow as pa, pyarrow.parquet as pq
from cleaner.config.schema import InputSection, LimitsSection
from cleaner.io.cut import cut
from cleaner.io.discover import discover
from cleaner.io.read import read_shard
section, limits = InputSection(paths=(sys.argv[1],)), LimitsSection()
rows = text = most = 0
for shard in cut(discover(section), limits.shard_bytes):
    for reading in read_shard(shard, section, limits):
        size = reading.rows.column("text").nbytes
        rows, text, most = rows + reading.rows.num_rows, text + size, max(most, size)
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(rows, text, most, peak // 1024)
"""


def test_fault_53_more_than_two_gib_of_text_in_one_row_group(tmp_path: Path) -> None:
    """One row group of Parquet with more text than Arrow's offsets of 31 bits can count."""
    path = tmp_path / "big.parquet"
    page = "Snow fell all night long in the hills. " * 26_000
    total = (9 << 28) if SOAK == 1 else 3 << 30
    count = total // len(page) + 1
    batch = pa.record_batch({"text": pa.array([page] * 32)})
    with pq.ParquetWriter(path, batch.schema, compression="zstd", use_dictionary=False, write_batch_size=8) as writer:
        table = pa.Table.from_batches([batch.slice(0, min(32, count - start)) for start in range(0, count, 32)])
        writer.write_table(table, row_group_size=count)
    facts = pq.read_metadata(path)
    assert facts.num_row_groups == 1
    assert facts.row_group(0).total_byte_size > 1 << 31
    done = subprocess.run([sys.executable, "-c", BIG, str(path), ROOT], capture_output=True, text=True, check=True)
    rows, text, most, peak = map(int, done.stdout.split())
    assert rows == count
    assert text >= total
    assert most < 64 << 20
    assert peak < 512

"""Shards in, batches out: what becomes of columns, times, lists, ids and what is not ours, in every format."""

from __future__ import annotations

import gzip
import io
import json
import math
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy
import pandas
import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.columns import FAILED
from cleaner.config.schema import InputSection, LimitsSection
from cleaner.errors import EnvironmentalError
from cleaner.io import open as opening
from cleaner.io.cut import cut
from cleaner.io.discover import discover
from cleaner.io.read import Reading, read_shard
from cleaner.io.read.batches import BATCH_BYTES, BATCH_ROWS, READ_ERRORS
from cleaner.pipeline import Pipeline


def readings(path: Path, format: str = "auto", columns: dict[str, str] | None = None, **options: Any) -> Iterator[Reading]:
    section, limits = InputSection(paths=(str(path),), format=format, columns=columns or {}), LimitsSection(**options)
    for shard in cut(discover(section), limits.shard_bytes):
        yield from read_shard(shard, section, limits)


def read(path: Path, **options: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    failed: list[dict[str, Any]] = []
    for reading in readings(path, **options):
        assert reading.failed.schema == FAILED
        rows += reading.rows.to_pylist()
        failed += reading.failed.to_pylist()
    return rows, failed


def lines(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_our_columns_are_taken_and_the_rest_travels(tmp_path: Path) -> None:
    row = {
        "id": 7, "text": "Snow.", "title": "T", "authors": ["A", "B"], "agencies": "dpa", "published_at": "2024-05-01T10:00:00+02:00",
        "language": "de", "language_score": 1, "tags": [], "warnings": ["truncated"], "url": None, "section": 5, "mine": [1, {"a": None}],
        "characters": 99, "source_file": "theirs", "extra": {"b": 2}, "html": None, "empty": "",
    }  # fmt: skip
    (found,), failed = read(lines(tmp_path / "a.jsonl", row))
    assert failed == []
    assert found["id"] == "7"
    assert (found["title"], found["authors"], found["agencies"], found["section"]) == ("T", ["A", "B"], ["dpa"], "5")
    assert found["published_at"] == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert (found["published_precision"], found["language"], found["language_score"]) == ("second", "de", 1.0)
    assert (found["tags"], found["warnings"]) == ([], ["truncated"])
    assert "url" not in found
    assert "html" not in found
    assert json.loads(found["extra"]) == {
        "mine": [1, {"a": None}], "characters": 99, "source_file": "theirs", "extra": {"b": 2}, "empty": "",
    }  # fmt: skip
    assert found["source_file"].endswith("a.jsonl")
    assert found["source_record"] == 0


def test_columns_are_mapped(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", {"body": "Snow.", "text": "theirs", "link": "http://a.example", "title": "T", "head": "H"})
    (found,), failed = read(path, columns={"text": "body", "url": "link", "id": "link", "title": "head"})
    assert failed == []
    assert (found["text"], found["url"], found["id"], found["title"]) == ("Snow.", "http://a.example", "http://a.example", "H")
    assert json.loads(found["extra"]) == {"text": "theirs", "title": "T"}


def test_warnings_that_are_not_ours_travel(tmp_path: Path) -> None:
    (found,), _ = read(lines(tmp_path / "a.jsonl", {"text": "Snow.", "warnings": ["graphic content"]}))
    assert "warnings" not in found
    assert json.loads(found["extra"]) == {"warnings": ["graphic content"]}


def test_captions_and_credits_have_the_same_length(tmp_path: Path) -> None:
    (found,), _ = read(lines(tmp_path / "a.jsonl", {"text": "Snow.", "captions": ["a", "b"], "photo_credits": ["c"]}))
    assert (found["captions"], found["photo_credits"]) == (["a", "b"], ["c", ""])


@pytest.mark.parametrize(
    ("value", "moment", "precision"),
    [
        ("2024-05-01T10:00:00Z", "2024-05-01T10:00:00", "second"),
        ("2024-05-01T10:00:00.123456-03:00", "2024-05-01T13:00:00.123456", "second"),
        ("2024-05-01 10:00", "2024-05-01T10:00:00", "minute"),
        ("2024-05-01T10:00+02:00", "2024-05-01T08:00:00", "minute"),
        ("2024-05-01T10:00Z", "2024-05-01T10:00:00", "minute"),
        ("2024-05-01", "2024-05-01T00:00:00", "day"),
        ("20240501", "2024-05-01T00:00:00", "day"),
        ("2024-05", "2024-05-01T00:00:00", "month"),
        ("2024", "2024-01-01T00:00:00", "year"),
        (2024, "2024-01-01T00:00:00", "year"),
        ("Wed, 01 May 2024 10:00:00 GMT", "2024-05-01T10:00:00", "second"),
        (1714557600, "2024-05-01T10:00:00", "second"),
        ("1714557600", "2024-05-01T10:00:00", "second"),
        (1714557600.5, "2024-05-01T10:00:00.500000", "second"),
        (1714557600123, "2024-05-01T10:00:00.123000", "second"),
        (1714557600123456, "2024-05-01T10:00:00.123456", "second"),
        (1714557600123456789, "2024-05-01T10:00:00.123456", "second"),
        (-86400, "1969-12-31T00:00:00", "second"),
    ],
)
def test_times_in_the_shapes_that_people_write(value: object, moment: str, precision: str, tmp_path: Path) -> None:
    (found,), failed = read(lines(tmp_path / "a.jsonl", {"text": "Snow.", "published_at": value}))
    assert failed == []
    assert found["published_at"] == datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert found["published_precision"] == precision


@pytest.mark.parametrize(
    "value",
    [
        "yesterday",
        "31 Feb",
        "2024-13-01",
        "0000-01-01",
        "10",
        1e30,
        True,
        [2024],
        "9" * 30,
        "2024-05-01T25:00",
        -99_999_999_999,
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_fault_37_times_that_are_none_fail_the_row(value: object, tmp_path: Path) -> None:
    rows, failed = read(lines(tmp_path / "a.jsonl", {"id": "x", "text": "Snow.", "published_at": value}))
    assert rows == []
    assert [(row["id"], row["error"] in ("bad_value", "wrong_type")) for row in failed] == [("x", True)]
    assert '"published_at"' in failed[0]["message"]


def test_text_files_are_named_by_their_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("in/a.txt", "in/b.v2.txt", "in/sub/c.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("Snow.\r\nIce.")
    Path("in/d.txt.gz").write_bytes(gzip.compress(b"Snow."))
    with zipfile.ZipFile("in/e.zip", "w") as archive:
        archive.writestr("x/one.txt", "One.")
        archive.writestr("two.html", "<p>Two.")
        archive.writestr("empty/", "")
    rows, failed = read(Path("in"))
    assert failed == []
    assert [row["id"] for row in rows] == ["in/a", "in/b.v2", "in/d", "in/e/x/one", "in/e/two", "in/sub/c"]
    assert rows[0]["text"] == "Snow.\r\nIce."  # line ends are the pipeline's, on record
    assert [row["source_record"] for row in rows] == [0, 0, 0, 0, 1, 0]
    rows, _ = read(tmp_path / "in/a.txt")
    assert rows[0]["id"] == "in/a"


def test_pages_come_as_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes("<p>Gr\xfc\xdfe".encode("latin-1"))
    (found,), _ = read(tmp_path / "a.html")
    assert (found["content"], found["content_type"]) == (b"<p>Gr\xfc\xdfe", "text/html")
    assert "text" not in found


def test_a_column_of_pages_or_bytes_will_do(tmp_path: Path) -> None:
    (found,), failed = read(lines(tmp_path / "a.jsonl", {"html": "<p>Snow."}))
    assert (found["html"], failed) == ("<p>Snow.", [])
    rows, failed = read(
        lines(tmp_path / "a.jsonl", {"content": "Snow."}, {"content": "<html><p>Snow."}, {"content": "theirs", "text": "ours"})
    )
    assert failed == []
    assert [(row["text"], row["html"], row["extra"]) for row in rows] == [
        ("Snow.", None, None), (None, "<html><p>Snow.", None), ("ours", None, '{"content": "theirs"}'),
    ]  # fmt: skip
    pq.write_table(pa.table({"content": [b"\xfc"], "text2": ["x"]}), tmp_path / "a.parquet")
    (found,), failed = read(tmp_path / "a.parquet")
    assert (found["content"], failed) == (b"\xfc", [])


WARC = "".join(
    f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{i}>\r\nWARC-Date: 2024-05-01T10:00:00Z\r\n"
    f"WARC-Target-URI: http://a.example/{i}\r\nContent-Type: application/http\r\nContent-Length: {len(body)}\r\n\r\n{body}\r\n\r\n"
    for i in range(30)
    for body in [f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Snow {i}"]
).encode()


@pytest.mark.parametrize("suffix", ["", ".gz", ".xz", ".bz2"])
def test_archives(suffix: str, tmp_path: Path) -> None:
    import bz2
    import lzma

    pack = {"": bytes, ".gz": gzip.compress, ".xz": lzma.compress, ".bz2": bz2.compress}[suffix]
    path = tmp_path / f"a.warc{suffix}"
    path.write_bytes(pack(WARC))
    rows, failed = read(path)
    assert failed == []
    assert [row["content"] for row in rows] == [f"<p>Snow {i}".encode() for i in range(30)]
    assert rows[3]["url"] == "http://a.example/3"
    assert rows[3]["crawled_at"] == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert [row["source_record"] for row in rows] == list(range(30))
    path.write_bytes(pack(WARC)[:-20])
    rows, failed = read(path)
    assert [row["error"] for row in failed][-1:] == ["truncated"]
    assert len(rows) + len(failed) >= (29 if suffix == "" else 1)


FRAME: dict[str, list[Any]] = {
    "id": [1, 2, 3], "text": ["Snow.", "Ice.", ""], "title": ["a", None, "c"], "n": [1, 2, 3], "f": [0.5, math.nan, 2.0],
    "when": [datetime(2024, 5, 1, 10, 0, 0, 123456), None, datetime(2024, 5, 2)],
    "published_at": [datetime(2024, 5, 1, 10), None, datetime(2024, 5, 2)], "authors": [["A", "B"], [], ["C"]],
    "deep": [{"x": 1}, {"x": None}, {"x": 3}],
}  # fmt: skip


def check_frame(path: Path) -> None:
    rows, failed = read(path)
    assert failed == []
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert [row["text"] for row in rows] == ["Snow.", "Ice.", ""]
    assert [row["title"] for row in rows] == ["a", None, "c"]
    assert [row["authors"] for row in rows] == [["A", "B"], [], ["C"]]
    assert [row["published_at"] for row in rows] == [datetime(2024, 5, 1, 10, tzinfo=UTC), None, datetime(2024, 5, 2, tzinfo=UTC)]
    first, second, _ = (json.loads(row["extra"]) for row in rows)
    assert (first["n"], first["f"], second["f"], first["deep"]) == (1, 0.5, None, {"x": 1})
    assert first["when"].startswith("2024-05-01 10:00:00.123456")
    assert second["when"] is None


def test_parquet_that_pandas_wrote(tmp_path: Path) -> None:
    pandas.DataFrame(FRAME).to_parquet(tmp_path / "a.parquet")
    check_frame(tmp_path / "a.parquet")


def test_parquet_that_polars_wrote(tmp_path: Path) -> None:
    polars.DataFrame(FRAME).write_parquet(tmp_path / "a.parquet")
    check_frame(tmp_path / "a.parquet")


def test_parquet_of_every_type(tmp_path: Path) -> None:
    table = pa.table(
        {
            "text": pa.array(["a", "b"], pa.large_string()).dictionary_encode(),
            "tags": pa.array([["x"], None], pa.large_list(pa.string())),
            "published_at": pa.array([1714557600123456789, None], pa.timestamp("ns")), "day": [date(2024, 5, 1), None],
            "money": [Decimal("1.10"), None], "raw": [b"\xff", None],
            "pairs": pa.array([[("k", 1)], None], pa.map_(pa.string(), pa.int64())),
            "big": pa.array([2**64 - 1, None], pa.uint64()), "time": pa.array([1_000_000, None], pa.time64("us")),
            "span": pa.array([5_000, None], pa.duration("ms")), "half": pa.array(numpy.array([1.5, 2.5], numpy.float16)),
            "nano": pa.array([[1714557600123456789], None], pa.list_(pa.timestamp("ns"))), "yes": [True, None], "no": pa.nulls(2),
        }
    )  # fmt: skip
    pq.write_table(table, tmp_path / "a.parquet")
    rows, failed = read(tmp_path / "a.parquet")
    assert failed == []
    assert rows[0]["published_at"] == datetime(2024, 5, 1, 10, 0, 0, 123456, UTC)
    extra = json.loads(rows[0]["extra"])
    assert (extra["money"], extra["raw"], extra["big"], extra["day"], extra["yes"]) == ("1.10", "ff", 2**64 - 1, "2024-05-01", True)
    assert extra["half"] == 1.5
    assert all(value is None or key == "half" for key, value in json.loads(rows[1]["extra"]).items())


def test_parquet_with_bytes_that_are_no_utf8_costs_that_row(tmp_path: Path) -> None:
    texts = pa.StringArray.from_buffers(3, pa.array([0, 1, 2, 3], pa.int32()).buffers()[1], pa.py_buffer(b"a\xffc"))
    pq.write_table(pa.table({"id": ["1", "2", "3"], "text": texts}), tmp_path / "a.parquet")
    rows, failed = read(tmp_path / "a.parquet")
    assert [row["id"] for row in rows] == ["1", "3"]
    assert [(row["id"], row["error"]) for row in failed] == [("2", "undecodable")]


def test_parquet_with_a_broken_row_group_counts_its_rows(tmp_path: Path) -> None:
    texts = [f"Snow {i * 7919 % 1009}." for i in range(3_000)]
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": texts}), path, row_group_size=1_000, compression="zstd", use_dictionary=False)
    data = bytearray(path.read_bytes())
    column = pq.read_metadata(path).row_group(1).column(0)
    at = column.data_page_offset + column.total_compressed_size // 2
    data[at : at + 64] = bytes(64)
    path.write_bytes(data)
    rows, failed = read(path)
    assert len(rows) + len(failed) == 3_000
    assert len(failed) in (0, 1_000) or {row["error"] for row in failed} <= {"corrupt", "undecodable"}
    assert failed
    good = [row for row in rows if not 1_000 <= row["source_record"] < 2_000]
    assert [row["text"] for row in good] == texts[:1_000] + texts[2_000:]


def test_csv_with_the_delimiters_of_the_world(tmp_path: Path) -> None:
    for name, delimiter in (("a.csv", ","), ("b.csv", ";"), ("c.tsv", "\t"), ("d.csv", "\t"), ("e.csv", "|")):
        path = tmp_path / name
        path.write_bytes(b"\xef\xbb\xbf" + f'id{delimiter}text{delimiter}mine\n7{delimiter}"Snow{delimiter} ice"{delimiter}\n'.encode())
        (found,), failed = read(path)
        assert failed == []
        assert (found["id"], found["text"], found["extra"]) == ("7", f"Snow{delimiter} ice", '{"mine": ""}')


def test_csv_of_one_column_and_of_a_header_alone(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\nSnow fell.\nIce.\n")
    rows, failed = read(tmp_path / "a.csv")
    assert [row["text"] for row in rows] == ["Snow fell.", "Ice."]
    (tmp_path / "a.csv").write_text("text\n")
    assert read(tmp_path / "a.csv") == ([], [])
    (tmp_path / "a.csv").write_text("id,text,text\n1,a,b\n")
    rows, failed = read(tmp_path / "a.csv")
    assert [row["message"].split("a.csv")[1] for row in failed] == [':2: the column "text" stands twice in the header']


def test_csv_that_pandas_wrote(tmp_path: Path) -> None:
    texts = ['He said "yes", twice.\n\nThen left.', "Ice;\tand\r\nsnow", ""]
    frame = pandas.DataFrame({"id": ["a", "b", "c"], "text": texts, "published_at": ["2024-05-01", "", "2024"], "authors": ["A", "", "B"]})
    frame.to_csv(tmp_path / "a.csv.gz", index=False)
    rows, failed = read(tmp_path / "a.csv.gz")
    assert failed == []
    assert [row["text"] for row in rows] == texts
    assert [row["authors"] for row in rows] == [["A"], [], ["B"]]
    assert [row["published_precision"] for row in rows] == ["day", None, "year"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**40), 10**40) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
WELL_FORMED = st.text(st.characters(codec="utf-8"), max_size=30)


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {"text": WELL_FORMED},
            optional={"id": WELL_FORMED, "title": WELL_FORMED, "tags": st.lists(WELL_FORMED, max_size=3), "mine": VALUES, "z": VALUES},
        ),
        max_size=12,
    ),
    ascii_=st.booleans(),
)
def test_json_lines_come_back_as_they_were(rows: list[dict[str, Any]], ascii_: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("round") / "a.jsonl"
    path.write_bytes("".join(json.dumps(row, ensure_ascii=ascii_) + "\n" for row in rows).encode("utf-8", "surrogatepass"))
    found, failed = read(path)
    assert len(found) + len(failed) == len(rows)
    assert all(row["error"] == "undecodable" and not ascii_ for row in failed)  # half surrogates that were not escaped
    for row in found:
        given_ = rows[row["source_record"]]
        assert row["text"] == given_["text"]
        assert row.get("title") == (given_.get("title") or None)
        assert (row.get("tags") or []) == given_.get("tags", [])
        if "lone_surrogate" not in (row.get("warnings") or []):
            assert json.loads(row["extra"] or "{}") == {key: value for key, value in given_.items() if key in ("mine", "z")}


@settings(max_examples=150, deadline=None)
@given(
    data=st.binary(max_size=300),
    suffix=st.sampled_from(["txt", "jsonl", "csv", "tsv", "html", "parquet", "warc", "jsonl.gz", "jsonl.zst", "zip", "jsonl.xz"]),
)
@example(data=b"\xef\xbb\xbf", suffix="jsonl")
def test_fault_25_any_bytes_in_any_format_are_accounted_for(data: bytes, suffix: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("bytes") / f"a.{suffix}"
    path.write_bytes(data)
    rows, failed = read(path)
    for row in rows:
        json.dumps(row["id"]).encode()
    if suffix in ("txt", "html"):
        assert len(rows) + len(failed) == 1
    text = data.removeprefix(b"\xef\xbb\xbf")
    if suffix == "jsonl" and not text.startswith((b"[", b"\xff\xfe", b"\xfe\xff", b"{\n")) and data[:3] not in (b"\x1f\x8b\x08", b"BZh"):
        assert len(rows) + len(failed) == sum(bool(line.strip()) for line in text.split(b"\n"))


def test_batches_are_bounded_and_bytes_add_up(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", *({"text": "x" * 100_000 if i % 3 else "y"} for i in range(2_000)))
    found = list(readings(path))
    assert max(reading.rows.num_rows for reading in found) <= BATCH_ROWS
    assert max(reading.rows.nbytes for reading in found) < BATCH_BYTES + 1_000_000
    assert sum(reading.bytes_read for reading in found) == path.stat().st_size
    assert sum(reading.bytes_read == 0 for reading in found) <= len(cut(discover(InputSection(paths=(str(path),))), 64_000_000))


def test_a_pipeline_takes_what_is_read(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", *({"text": f"Snow fell on day {i}.", "tags": ["x"], "mine": i} for i in range(20)))
    (reading,) = readings(path)
    outcome = Pipeline.from_names("invisible_character", "script")(reading.rows)
    assert outcome.documents.num_rows == 20
    assert outcome.documents.column("extra").to_pylist()[3] == '{"mine": 3}'
    assert outcome.documents.column("tags").to_pylist()[3] == ["x"]


class Failing(io.BytesIO):
    """A disk that breaks."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > 100_000:
            raise OSError(5, "Input/output error")
        return super().read(size)


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "jsonl.gz", "jsonl.zst", "parquet", "txt", "warc"])
def test_storage_that_fails_is_no_fault_of_the_document(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / f"a.{suffix}"
    noise = numpy.random.default_rng(1).bytes(300_000).hex()
    plain = "".join(json.dumps({"text": noise[i : i + 500]}) + "\n" for i in range(0, 600_000, 500)).encode()
    match suffix:
        case "parquet":
            pq.write_table(pa.table({"text": [noise[i : i + 500] for i in range(0, 600_000, 500)]}), path, row_group_size=300)
        case "jsonl.gz":
            path.write_bytes(gzip.compress(plain))
        case "jsonl.zst":
            path.write_bytes(pa.compress(plain, "zstd", asbytes=True))
        case "warc":
            path.write_bytes(WARC * 100)
        case _:
            path.write_bytes(plain)
    section, limits = InputSection(paths=(str(path),)), LimitsSection()
    shards = cut(discover(section), limits.shard_bytes)
    data = path.read_bytes()
    monkeypatch.setattr("cleaner.io.read.open_source", lambda source: Failing(data))
    assert opening.open_source is not None
    with pytest.raises(EnvironmentalError, match=f"a.{suffix}: Input/output error"):
        list(read_shard(shards[0], section, limits))


def test_errors_are_of_a_closed_vocabulary() -> None:
    folder = Path(read_shard.__code__.co_filename).parent
    pattern = re.compile(r"""(?:fail|Damage|BadValue)\(\s*"(\w+)"|^        return "(\w+)", ":1""", re.MULTILINE)
    used = {found[1] or found[2] for path in folder.glob("*.py") for found in pattern.finditer(path.read_text("utf-8"))}
    assert len(used) > 10
    assert used | {"bomb", "truncated", "corrupt", "too_large"} == set(READ_ERRORS)

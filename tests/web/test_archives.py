"""Pages and archives by the real command, with the configs as they are and no network: what comes out, and what is said of damage."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "seeds" / "html").glob("*.html"))
NAMES = [path.stem for path in PAGES]
NO_NETWORK = """
import os, sys
from pathlib import Path

def watch(event, arguments):
    asked = event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")
    # a name is a socket of the file system, by which processes of one run speak
    if asked or (event == "socket.connect" and not isinstance(arguments[1], (str, bytes))):
        Path(__file__).with_name("network").write_text(f"{event} {arguments}")
        os._exit(97)

sys.addaudithook(watch)
Path(__file__).with_name("watched").touch()
"""


@pytest.fixture(autouse=True)
def _no_network(bench: Any) -> Any:
    folder = bench.folder / "watch"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(NO_NETWORK)
    bench.environment["PYTHONPATH"] = str(folder)
    yield
    assert (folder / "watched").exists()
    assert not (folder / "network").exists(), (folder / "network").read_text()


def run(bench: Any, config: str, *arguments: str, code: int = 0) -> dict[str, Any]:
    done = bench.call("run", "-c", str(ROOT / "configs" / config), "--summary", "json", *arguments)
    assert done.returncode == code, done.stderr
    return dict(json.loads(done.stdout)) if code == 0 else {"message": done.stderr}


def table(bench: Any, config: str, name: str) -> list[dict[str, Any]]:
    output = bench.folder / "output" / config.removesuffix(".yaml")
    assert bench.call("verify", str(output)).returncode == 0
    return list(pq.read_table(output / name).to_pylist())


def manifest(bench: Any) -> dict[str, Any]:
    return dict(json.loads((bench.folder / "output" / "common_crawl" / "manifest.json").read_text("utf-8")))


def expected(name: str) -> dict[str, Any]:
    return dict(json.loads((ROOT / "seeds" / "html" / f"{name}.json").read_text("utf-8")))


def record(number: int, body: bytes, kind: str = "response") -> bytes:
    if kind == "response":
        body, content_type = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body, "application/http; msgtype=response"
    else:
        content_type = "text/plain"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{NAMES[number]}>\r\nWARC-Date: 2025-06-0{number + 1}T00:00:00Z\r\n"
        f"WARC-Target-URI: https://{number}.example.org/\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def members() -> list[bytes]:
    return [gzip.compress(record(i, path.read_bytes()), mtime=0) for i, path in enumerate(PAGES)]


def put(bench: Any, name: str, data: bytes) -> None:
    path = bench.folder / "crawl" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


def texts(bench: Any, config: str = "common_crawl.yaml") -> dict[str, str]:
    return {row["id"]: row["text"] for row in table(bench, config, "documents")}


def test_an_archive_of_our_pages(bench: Any) -> None:
    info = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\nContent-Length: 3\r\n\r\na:b\r\n\r\n"
    put(bench, "pages.warc.gz", gzip.compress(info) + b"".join(members()))
    summary = run(bench, "common_crawl.yaml")
    assert (summary["documents"], summary["dropped"], summary["failed"]) == (len(PAGES), 0, 0)
    for row in table(bench, "common_crawl.yaml", "documents"):
        wanted = expected(row["id"])
        assert {name: row[name] for name in ("text", "title", "captions", "authors")} == {
            name: wanted[name] for name in ("text", "title", "captions", "authors")
        }
        assert row["url"].startswith("https://")
        assert row["source_record"] == NAMES.index(row["id"]) + 1
    assert not manifest(bench).get("truncated")


def test_an_archive_of_plain_texts(bench: Any) -> None:
    plain = [record(i, expected(name)["text"].encode(), "conversion") for i, name in enumerate(NAMES)]
    put(bench, "texts.warc.wet.gz", b"".join(map(gzip.compress, plain)))
    run(bench, "common_crawl.yaml", "-i", "crawl/*.wet.gz")
    found = table(bench, "common_crawl.yaml", "documents")
    assert [row["id"] for row in found] == NAMES
    assert all(row["text"] and row["language"] == row["id"].split("_")[1] for row in found)


def test_fault_21_a_record_that_is_cut_off_is_a_failed_row_and_its_file_is_named(bench: Any) -> None:
    whole = [record(i, path.read_bytes()) for i, path in enumerate(PAGES)]
    put(bench, "cut.warc", b"".join(whole)[:-40])  # the last record is shorter than it says
    summary = run(bench, "common_crawl.yaml", "-i", "crawl/*.warc")
    assert (summary["documents"], summary["failed"], summary["errors"]) == (len(PAGES) - 1, 1, {"truncated": 1})
    (failed,) = table(bench, "common_crawl.yaml", "failed")
    assert (failed["error"], failed["source_file"], failed["source_record"]) == ("truncated", "crawl/cut.warc", len(PAGES) - 1)
    assert "ends in the middle of a record" in failed["message"]
    assert manifest(bench)["truncated"] == ["crawl/cut.warc"]


def test_fault_21_an_archive_that_is_cut_off_is_in_the_manifest_and_stops_who_did_not_allow_it(bench: Any) -> None:
    put(bench, "cut.warc.gz", b"".join(members())[:-9])  # the content of the last page is whole, its checksum is not there
    put(bench, "whole.warc.gz", members()[0])
    summary = run(bench, "common_crawl.yaml", "-i", "crawl/cut.warc.gz")
    assert (summary["documents"], summary["errors"]) == (len(PAGES) - 1, {"truncated": 1})
    assert manifest(bench)["truncated"] == ["crawl/cut.warc.gz"]
    strict = ("-i", "crawl/cut.warc.gz", "-s", "input.allow_truncated=false", "-o", "output/strict")
    assert "crawl/cut.warc.gz" in run(bench, "common_crawl.yaml", *strict, code=1)["message"]
    assert not (bench.folder / "output" / "strict").exists()


def test_fault_22_a_corrupt_middle_costs_its_record(bench: Any) -> None:
    parts = members()
    broken = bytearray(parts[1])
    broken[len(broken) // 2 : len(broken) // 2 + 200] = b"\xa5" * 200
    put(bench, "broken.warc.gz", parts[0] + bytes(broken) + b"".join(parts[2:]))
    summary = run(bench, "common_crawl.yaml")
    assert (summary["documents"], summary["errors"]) == (len(PAGES) - 1, {"corrupt": 1})
    assert set(texts(bench)) == {*NAMES} - {NAMES[1]}
    assert [row["source_record"] for row in table(bench, "common_crawl.yaml", "failed")] == [1]


def test_fault_23_garbage_behind_an_archive_and_files_that_are_none(bench: Any) -> None:
    put(bench, "garbage.warc.gz", b"".join(members()) + b"no gzip at all")
    put(bench, "nothing.warc.gz", b"")
    put(bench, "words.warc.gz", b"these are words")
    summary = run(bench, "common_crawl.yaml")
    assert summary["documents"] == len(PAGES)
    assert summary["read"] == summary["documents"] + summary["failed"]
    failed = {(row["source_file"], row["error"]) for row in table(bench, "common_crawl.yaml", "failed")}
    assert {("crawl/garbage.warc.gz", "corrupt"), ("crawl/words.warc.gz", "corrupt")} <= failed
    assert "crawl/garbage.warc.gz" not in manifest(bench).get("truncated", [])


def test_fault_24_a_bomb_costs_its_record(bench: Any) -> None:
    parts = members()
    bomb = gzip.compress(record(1, b"<p>" + b"a" * (60 << 20)), mtime=0)
    put(bench, "bomb.warc.gz", parts[0] + bomb + b"".join(parts[2:]))
    summary = run(bench, "common_crawl.yaml")
    assert summary["errors"] == {"bomb": 1}
    assert set(texts(bench)) == {*NAMES} - {NAMES[1]}


def test_pages_as_files_and_in_columns_of_tables_give_the_same(bench: Any) -> None:
    rows = [{"id": path.stem, "html": path.read_text("utf-8"), "url": f"https://{i}.example.org/"} for i, path in enumerate(PAGES)]
    folder = bench.folder / "pages"
    (folder / "files").mkdir(parents=True)
    for path in PAGES[:2]:
        (folder / "files" / path.name).write_bytes(path.read_bytes())
    for path in PAGES[2:]:
        (folder / "files" / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "rows.jsonl.gz").write_bytes(gzip.compress((folder / "rows.jsonl").read_bytes()))
    pq.write_table(pa.Table.from_pylist(rows), folder / "rows.parquet")
    pyarrow.csv.write_csv(pa.Table.from_pylist(rows), folder / "rows.csv")
    wanted = Counter(expected(name)["text"] for name in NAMES)
    for source in ("files/*", "rows.jsonl", "rows.jsonl.gz", "rows.parquet", "rows.csv"):
        summary = run(bench, "news_html.yaml", "-i", f"pages/{source}", "--mode", "overwrite")
        assert (summary["read"], summary["documents"]) == (len(PAGES), len(PAGES)), source
        assert Counter(texts(bench, "news_html.yaml").values()) == wanted, source


def test_fault_31_and_32_a_page_beyond_the_caps_is_a_failed_row(bench: Any) -> None:
    bodies = [
        PAGES[0].read_bytes(),
        b"<html><body>" + b"<div>" * 5000 + b"deep",
        b"<html><body>" + b"<i>a</i>" * 450_000,
        PAGES[1].read_bytes(),
        b"\x01\x02ab\xff\xfe\x00\x01\x81\x02\xff" + bytes(range(256)) * 4,
    ]
    put(bench, "odd.warc.gz", b"".join(gzip.compress(record(i, body), mtime=0) for i, body in enumerate(bodies)))
    summary = run(bench, "common_crawl.yaml")
    assert (summary["read"], summary["documents"], summary["failed"]) == (5, 2, 3)
    failed = {row["id"]: (row["stage"], row["error"]) for row in table(bench, "common_crawl.yaml", "failed")}
    assert failed == {NAMES[1]: ("html_text", "too_deep"), NAMES[2]: ("html_text", "too_large"), NAMES[4]: ("charset", "undecodable")}


def test_the_watch_over_the_network_sees_it(bench: Any, tmp_path: Path) -> None:
    code = "import socket; socket.create_connection(('127.0.0.1', 9))"
    done = subprocess.run([sys.executable, "-c", code], env=bench.whole_environment(), capture_output=True)
    assert done.returncode == 97
    (tmp_path / "watch" / "network").unlink()

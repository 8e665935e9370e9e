"""The configs for pages and archives, on our own pages, without a network."""

from __future__ import annotations

import gzip
import io
import json
import socket
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from ruamel.yaml import YAML

from cleaner.io.warc import read_warc
from cleaner.pipeline import Pipeline
from cleaner.stages import STAGES

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "seeds" / "html").glob("*.html"))


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    class Refused(socket.socket):  # a class, since libraries name it in annotations
        __init__ = refuse

    monkeypatch.setattr(socket, "socket", Refused)
    for name in ("create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)


def pipeline(config: str) -> Pipeline:
    names = [str(name) for name in YAML(typ="safe").load((ROOT / "configs" / config).read_text("utf-8"))["stages"]]
    return Pipeline.from_names(*(name for name in names if find_spec(STAGES[name].partition(":")[0])))


def batch(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(
        [{"source_file": "a", **row} for row in rows],
        schema=pa.schema(
            [("id", pa.string()), ("content", pa.binary()), ("content_type", pa.string()), ("url", pa.string()),
             ("crawled_at", pa.timestamp("us", "UTC")), ("source_file", pa.string()), ("source_record", pa.int64())]
        ),
    )  # fmt: skip


def record(path: Path, number: int) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + path.read_bytes()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:{path.stem}>\r\nWARC-Date: 2025-01-0{number + 1}T00:00:00Z\r\n"
        f"WARC-Target-URI: https://{number}.example.org/\r\nContent-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n", mtime=0)


def expected(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.with_suffix(".json").read_text("utf-8"))
    return found


def test_pages_through_all_stages() -> None:
    rows = [{"id": path.stem, "content": path.read_bytes(), "source_record": 0} for path in PAGES]
    outcome = pipeline("news_html.yaml")(batch(rows))
    assert outcome.failed.num_rows == outcome.dropped.num_rows == 0
    for path, document in zip(PAGES, outcome.documents.to_pylist(), strict=True):
        # nothing is cut twice: what the text stages do not know to be noise stays
        assert document["text"] == expected(path)["text"]
        assert document["captions"] == expected(path)["captions"]
        assert (document["encoding"], document["encoding_reason"]) == ("utf-8", "meta")


def test_an_archive_of_our_pages() -> None:
    archive = b"".join(record(path, number) for number, path in enumerate(PAGES))
    rows = list(read_warc(io.BytesIO(archive)))
    assert all(isinstance(row, dict) for row in rows)
    outcome = pipeline("common_crawl.yaml")(batch(rows))  # type: ignore[arg-type]
    assert outcome.failed.num_rows == outcome.dropped.num_rows == 0
    assert [row["text"] for row in outcome.documents.to_pylist()] == [expected(path)["text"] for path in PAGES]

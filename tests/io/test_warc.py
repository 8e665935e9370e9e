"""Archives, whole and damaged: nothing is lost without a failure that names the record."""

from __future__ import annotations

import gzip
import io
import tracemalloc
from typing import Any

import pytest

from cleaner.io.warc import Failure, read_warc

PAGES = 20


def page(i: int) -> bytes:
    numbers = " ".join(str((i * 7919 + j * 104729) % 1000003) for j in range(200))
    return f"<html><body><p>Page {i}. {numbers}</p></body></html>".encode()


def record(i: int, kind: str = "response", body: bytes | None = None) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + (page(i) if body is None else body)
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{i}>\r\nWARC-Date: 2024-05-0{i % 9 + 1}T10:00:00Z\r\n"
        f"WARC-Target-URI: http://a.example/{i}\r\nContent-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def members() -> list[bytes]:
    return [gzip.compress(record(i), mtime=0) for i in range(PAGES)]


def read(data: bytes) -> tuple[list[dict[str, Any]], list[Failure]]:
    found = list(read_warc(io.BytesIO(data)))
    return [row for row in found if not isinstance(row, Failure)], [row for row in found if isinstance(row, Failure)]


@pytest.mark.parametrize(
    "data", [b"".join(members()), b"".join(map(record, range(PAGES))), gzip.compress(b"".join(map(record, range(PAGES))))]
)
def test_whole_archives(data: bytes) -> None:
    rows, failures = read(data)
    assert not failures
    assert [row["content"] for row in rows] == [page(i) for i in range(PAGES)]
    assert rows[3]["url"] == "http://a.example/3"
    assert rows[3]["crawled_at"].isoformat() == "2024-05-04T10:00:00+00:00"
    assert rows[3]["content_type"] == "text/html; charset=utf-8"


def test_requests_and_errors_are_no_documents() -> None:
    rows, failures = read(record(0, "request") + record(1).replace(b"200 OK", b"404 No") + record(2))
    assert ([row["id"] for row in rows], failures) == (["2"], [])


@pytest.mark.parametrize("percent", range(1, 100))
def test_fault_21_a_cut_archive_is_counted(percent: int) -> None:
    for parts in (members(), [record(i) for i in range(PAGES)]):
        data = b"".join(parts)
        cut = len(data) * percent // 100
        whole, size = 0, 0
        for part in parts:
            size += len(part)
            whole += size <= cut
        rows, failures = read(data[:cut])
        assert len(rows) >= whole
        assert [row["content"] for row in rows] == [page(i) for i in range(len(rows))]
        at_border = cut == sum(map(len, parts[:whole]))
        # without gzip a record is whole once its content is there, before the four bytes behind it
        if len(rows) == whole and not at_border:
            assert [failure.error for failure in failures] == ["truncated"]


@pytest.mark.parametrize("victim", [0, 7, 18])
def test_fault_22_a_corrupt_member_costs_itself(victim: int) -> None:
    parts = members()
    broken = bytearray(parts[victim])
    broken[len(broken) // 2 : len(broken) // 2 + 200] = b"\xa5" * 200
    rows, failures = read(b"".join([*parts[:victim], bytes(broken), *parts[victim + 1 :]]))
    assert [row["url"] for row in rows] == [f"http://a.example/{i}" for i in range(PAGES) if i != victim]
    assert len(failures) == 1
    assert failures[0].source_record == victim


def test_fault_22_a_wrong_checksum_is_a_failure() -> None:
    parts = members()
    broken = bytearray(parts[5])
    broken[-8] ^= 1
    rows, failures = read(b"".join([*parts[:5], bytes(broken), *parts[6:]]))
    assert len(failures) == 1
    assert [row["url"] for row in rows] == [f"http://a.example/{i}" for i in range(PAGES) if i != 5]


def test_fault_23_garbage_and_empty_files() -> None:
    assert read(b"") == ([], [])
    rows, failures = read(b"".join(members()) + b"no gzip at all")
    assert (len(rows), [failure.error for failure in failures]) == (PAGES, ["corrupt"])
    rows, failures = read(b"".join(members()) + bytes(512))
    assert (len(rows), failures) == (PAGES, [])
    rows, failures = read(b"this is no archive")
    assert (rows, [failure.error for failure in failures]) == ([], ["corrupt"])


def test_fault_24_a_bomb_is_refused_and_its_neighbours_read() -> None:
    bomb = gzip.compress(record(99, body=b"a" * (60 << 20)), mtime=0)
    rows, failures = read(b"".join([members()[0], bomb, members()[1]]))
    assert [row["url"] for row in rows] == ["http://a.example/0", "http://a.example/1"]
    assert [failure.error for failure in failures] == ["bomb"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_record_over_the_cap_is_one_failure_whatever_else_is_wrong_with_it(pack: Any) -> None:
    large = record(1, body=bytes(range(256)) * 4000)

    def outcome(data: bytes) -> tuple[list[str], list[tuple[int, str]]]:
        found = list(read_warc(io.BytesIO(data), max_record_bytes=100_000))
        failed = [(row.source_record, row.error) for row in found if isinstance(row, Failure)]
        return [row["id"] for row in found if not isinstance(row, Failure)], failed

    assert outcome(pack(record(0)) + pack(large) + pack(record(2))) == (["0", "2"], [(1, "too_large")])
    assert outcome(pack(record(0)) + pack(large)[:-1000]) == (["0"], [(1, "truncated")])
    bomb = gzip.compress(record(1, body=b"a" * (60 << 20)), mtime=0)
    assert outcome(b"".join(map(gzip.compress, (record(0), record(2)))) + bomb) == (["0", "2"], [(2, "bomb")])


@pytest.mark.parametrize("pack", [bytes, lambda data: gzip.compress(data, 1)], ids=["plain", "gzip"])
def test_an_archive_is_streamed(pack: Any) -> None:
    class Archive(io.RawIOBase):
        """An archive of 300 pages of 200 kB that is made while it is read."""

        def __init__(self) -> None:
            self.parts = (pack(record(i, body=page(i) * 140)) for i in range(300))
            self.held = b""

        def read(self, size: int = -1) -> bytes:
            while len(self.held) < size and (part := next(self.parts, b"")):
                self.held += part
            found, self.held = self.held[:size], self.held[size:]
            return found

    tracemalloc.start()
    try:
        pages = sum(len(row["content"]) for row in read_warc(Archive()) if not isinstance(row, Failure))  # type: ignore[arg-type]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert pages > 50_000_000
    assert peak < 8_000_000

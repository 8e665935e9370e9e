"""WARC and WET archives. In: a binary file, gzipped or not. Out: rows with the bytes of each page, and failures for what is
damaged.

Framing is done here, record by record and member by member, because readers of WARC take an archive that was cut off for one
that ended: a
record that is shorter than it says, a gzip member without its trailer or with a wrong checksum is a failure with the number of
the record.
fastwarc reads the records that are whole. Memory holds one record at a time.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO, NamedTuple

MAX_RECORD_BYTES = 64 << 20
MAX_RATIO = 200
_RATIO_FROM = 8 << 20
_CHUNK = 256 << 10
_MAX_HEADER = 64 << 10
_MAGIC = b"\x1f\x8b\x08"
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_KEPT = re.compile(rb"^warc-type:[ \t]*(?:response|resource|conversion)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_PAGES = ("text/html", "application/xhtml", "text/plain")


class Failure(NamedTuple):
    """A record that could not be read: its place in the archive, `truncated`, `corrupt`, `bomb` or `too_large`, and a message."""

    source_record: int
    error: str
    message: str


class _Event(NamedTuple):
    data: bytes = b""
    error: str = ""
    message: str = ""


def read_warc(file: BinaryIO, max_record_bytes: int = MAX_RECORD_BYTES, ratio: float = MAX_RATIO) -> Iterator[dict[str, Any] | Failure]:
    """Yield a row for each page of an archive and a `Failure` for each damaged place.

    Rows have `id`, `url`, `content` (bytes), `content_type`, `crawled_at`, `source_record` and, where the crawler cut the
    page, `warnings`.
    Requests, metadata, redirects, errors of servers and what is no text are no documents and are passed over.

    >>> body = b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\n\\r\\n<p>Snow"
    >>> head = f"WARC/1.0\\r\\nWARC-Type: response\\r\\nWARC-Target-URI: http://a.example/\\r\\n".encode()
    >>> head += f"Content-Type: application/http\\r\\nContent-Length: {len(body)}\\r\\n\\r\\n".encode()
    >>> [row["content"] for row in read_warc(io.BytesIO(head + body + b"\\r\\n\\r\\n"))]
    [b'<p>Snow']
    >>> [row.error for row in read_warc(io.BytesIO(head + body[:-1]))]
    ['truncated']
    """
    for number, found in enumerate(_records(file, max_record_bytes, ratio)):
        if isinstance(found, _Event):
            yield Failure(number, found.error, found.message)
            continue
        head = found[: found.find(b"\r\n\r\n") + 2]
        if not _KEPT.search(head):
            continue
        try:
            row = _row(found, number)
        except Exception as error:  # whatever fastwarc says of a record costs that record
            yield Failure(number, "corrupt", f"{type(error).__name__}: {error}")
            continue
        if row is not None:
            yield row


def _row(record_bytes: bytes, number: int) -> dict[str, Any] | None:
    from fastwarc.warc import ArchiveIterator

    for record in ArchiveIterator(io.BytesIO(record_bytes), parse_http=True, auto_decode="all"):
        headers = {key.lower(): value for key, value in record.headers.items()}
        content_type = headers.get("content-type", "")
        if record.is_http and record.http_headers is not None:
            if not 200 <= (record.http_headers.status_code or 200) < 300:
                return None
            content_type = {key.lower(): value for key, value in record.http_headers.items()}.get("content-type", "text/html")
        if not content_type.lower().startswith(_PAGES):
            return None
        row: dict[str, Any] = {
            "id": headers.get("warc-record-id", "").strip("<>").removeprefix("urn:uuid:"), "url": headers.get("warc-target-uri"),
            "content": record.reader.read(), "content_type": content_type, "crawled_at": _time(headers.get("warc-date", "")),
            "source_record": number,
        }  # fmt: skip
        if "warc-truncated" in headers:
            row["warnings"] = ["truncated"]
        return row
    raise ValueError("not a record")


def _time(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _records(file: BinaryIO, limit: int, ratio: float) -> Iterator[bytes | _Event]:
    """Yield the bytes of each whole record, and an event for each damaged place."""
    buffer = bytearray()
    skip = 0
    large = _Event()  # what is told of the record that is skipped once its end is seen: what damages it is told instead
    waiting = b""  # the last record, until the checksum of its member is known
    for event in _inflated(file, ratio):
        if not event.data and not event.error and waiting:
            yield waiting
            waiting = b""
        if event.error:
            buffer.clear()
            waiting = b""
            skip = 0
            yield event
            continue
        data = event.data
        if skip:
            taken = min(skip, len(data))
            data, skip = data[taken:], skip - taken
            if skip:
                continue
            yield large
        buffer += data
        while not skip:
            while buffer.startswith((b"\r", b"\n")):
                del buffer[: len(buffer) - len(buffer.lstrip(b"\r\n"))]
            if len(buffer) < 5:
                break
            if waiting:
                yield waiting
                waiting = b""
            if not buffer.startswith(b"WARC/"):
                at = buffer.find(b"WARC/1.", 1)
                if not buffer.startswith(b"\0") or at >= 0:
                    yield _Event(error="corrupt", message="bytes that belong to no record")
                del buffer[: at if at >= 0 else len(buffer)]
                continue
            end = buffer.find(b"\r\n\r\n", 0, _MAX_HEADER)
            if end < 0:
                if len(buffer) < _MAX_HEADER:
                    break
                yield _Event(error="corrupt", message="a record whose header does not end")
                del buffer[:5]
                continue
            match = _LENGTH.search(bytes(buffer[: end + 2]))
            if match is None:
                yield _Event(error="corrupt", message="a record without a length")
                del buffer[: end + 4]
                continue
            size = end + 4 + int(match[1])
            if size > limit:
                large = _Event(error="too_large", message=f"a record of {size} bytes; the cap is {limit}")
                skip = max(0, size - len(buffer))
                del buffer[:size]
                if not skip:
                    yield large
                continue
            if len(buffer) < size:
                break
            waiting = bytes(buffer[:size]) + b"\r\n\r\n"
            del buffer[:size]
    if waiting:
        yield waiting
    if skip or buffer.strip(b"\r\n\0"):
        yield _Event(error="truncated", message="the archive ends in the middle of a record")


def _inflated(file: BinaryIO, ratio: float) -> Iterator[_Event]:
    """Yield the bytes of an archive, unpacked if gzipped, and an empty event behind each member that is whole to its trailer."""
    raw = file.read(_CHUNK)
    if not raw.startswith(_MAGIC[:2]):
        while raw:
            yield _Event(raw)
            raw = file.read(_CHUNK)
        return
    while raw or (raw := file.read(_CHUNK)):
        unpack = zlib.decompressobj(31)
        taken = made = 0
        error = ""
        while not unpack.eof:
            if not raw and not (raw := file.read(_CHUNK)):
                yield _Event(error="truncated", message="a gzip member ends before its trailer")
                return
            taken += len(raw)
            try:
                data = unpack.decompress(raw, _CHUNK)
                while True:
                    made += len(data)
                    if made > _RATIO_FROM and made > ratio * taken:
                        error = "bomb"
                        break
                    if data:
                        yield _Event(data)
                    if unpack.eof or not unpack.unconsumed_tail:
                        break
                    data = unpack.decompress(unpack.unconsumed_tail, _CHUNK)
            except zlib.error as problem:
                error = f"corrupt: {problem}"
            if error:
                break
            raw = unpack.unused_data
        else:
            yield _Event()
        if error:
            name, _, message = error.partition(": ")
            yield _Event(error=name, message=message or f"a gzip member unpacks to more than {ratio:g} times its size")
            raw = _next_member(file, raw[1:])
            continue
        raw = raw.lstrip(b"\0")
        if raw and not raw.startswith(_MAGIC[: len(raw)]):
            yield _Event(error="corrupt", message="bytes behind a gzip member that are no member")
            raw = _next_member(file, raw)


def _next_member(file: BinaryIO, raw: bytes) -> bytes:
    """Return what is read from the next place that begins like a gzip member and unpacks to the start of a record."""
    while True:
        at = raw.find(_MAGIC)
        while at >= 0:
            if len(raw) - at < 4096:
                raw, at = raw[at:] + file.read(_CHUNK), 0
            try:
                if zlib.decompressobj(31).decompress(raw[at : at + 4096], 64).lstrip(b"\r\n").startswith(b"WARC/"):
                    return raw[at:]
            except zlib.error:
                pass
            at = raw.find(_MAGIC, at + 1)
        more = file.read(_CHUNK)
        if not more:
            return b""
        raw = raw[-2:] + more

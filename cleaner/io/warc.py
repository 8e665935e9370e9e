"""WARC and WET archives. In: a binary file, gzipped or not. Out: rows with the bytes of each page, and failures for what is damaged.

Framing is done by `cleaner/io/warc_frames.py`, record by record and member by member, because readers of WARC take an archive that was
cut off for one that ended; fastwarc reads the records that are whole.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO, NamedTuple

from cleaner.io.warc_frames import Event, records

MAX_RECORD_BYTES = 64 << 20
MAX_RATIO = 200
_KEPT = re.compile(rb"^warc-type:[ \t]*(?:response|resource|conversion)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_PAGES = ("text/html", "application/xhtml", "text/plain")


class Failure(NamedTuple):
    """A record that could not be read: its place in the archive, `truncated`, `corrupt`, `bomb` or `too_large`, and a message."""

    source_record: int
    error: str
    message: str


def read_warc(file: BinaryIO, max_record_bytes: int = MAX_RECORD_BYTES, ratio: float = MAX_RATIO) -> Iterator[dict[str, Any] | Failure]:
    """Yield a row for each page of an archive and a `Failure` for each damaged place.

    Rows have `id`, `url`, `content` (bytes), `content_type`, `crawled_at`, `source_record` and, where the crawler cut the page,
    `warnings`. Requests, metadata, redirects, errors of servers and what is no text are no documents and are passed over.

    >>> body = b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\n\\r\\n<p>Snow"
    >>> head = f"WARC/1.0\\r\\nWARC-Type: response\\r\\nWARC-Target-URI: http://a.example/\\r\\n".encode()
    >>> head += f"Content-Type: application/http\\r\\nContent-Length: {len(body)}\\r\\n\\r\\n".encode()
    >>> [row["content"] for row in read_warc(io.BytesIO(head + body + b"\\r\\n\\r\\n"))]
    [b'<p>Snow']
    >>> [row.error for row in read_warc(io.BytesIO(head + body[:-1]))]
    ['truncated']
    """
    for number, found in enumerate(records(file, max_record_bytes, ratio)):
        if isinstance(found, Event):
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

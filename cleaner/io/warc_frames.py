"""The frames of a WARC archive. In: a binary file, gzipped or not. Out: the bytes of each whole record, and an event for each damaged
place.

A record that is shorter than it says, a gzip member without its trailer or with a wrong checksum, one that unpacks to too much, bytes
between records: each is told once, and reading goes on behind it. Memory holds one record at a time.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

_RATIO_FROM = 8 << 20
_CHUNK = 256 << 10
_MAX_HEADER = 64 << 10
_MAGIC = b"\x1f\x8b\x08"
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


class Event(NamedTuple):
    """Bytes; or an error, with a message; or neither: a gzip member was whole to its trailer."""

    data: bytes = b""
    error: str = ""
    message: str = ""


def records(file: BinaryIO, limit: int, ratio: float) -> Iterator[bytes | Event]:
    """Yield the bytes of each whole record, and an event for each damaged place."""
    buffer = bytearray()
    skip = 0
    large = Event()  # what is told of the record that is skipped once its end is seen: what damages it is told instead
    waiting = b""  # the last record, until the checksum of its member is known
    for event in inflated(file, ratio):
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
                    yield Event(error="corrupt", message="bytes that belong to no record")
                del buffer[: at if at >= 0 else len(buffer)]
                continue
            end = buffer.find(b"\r\n\r\n", 0, _MAX_HEADER)
            if end < 0:
                if len(buffer) < _MAX_HEADER:
                    break
                yield Event(error="corrupt", message="a record whose header does not end")
                del buffer[:5]
                continue
            match = _LENGTH.search(bytes(buffer[: end + 2]))
            if match is None:
                yield Event(error="corrupt", message="a record without a length")
                del buffer[: end + 4]
                continue
            size = end + 4 + int(match[1])
            if size > limit:
                large = Event(error="too_large", message=f"a record of {size} bytes; the cap is {limit}")
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
        yield Event(error="truncated", message="the archive ends in the middle of a record")


def inflated(file: BinaryIO, ratio: float) -> Iterator[Event]:
    """Yield the bytes of an archive, unpacked if gzipped, and an empty event behind each member that is whole to its trailer."""
    raw = file.read(_CHUNK)
    if not raw.startswith(_MAGIC[:2]):
        while raw:
            yield Event(raw)
            raw = file.read(_CHUNK)
        return
    while raw or (raw := file.read(_CHUNK)):
        unpack = zlib.decompressobj(31)
        taken = made = 0
        error = ""
        while not unpack.eof:
            if not raw and not (raw := file.read(_CHUNK)):
                yield Event(error="truncated", message="a gzip member ends before its trailer")
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
                        yield Event(data)
                    if unpack.eof or not unpack.unconsumed_tail:
                        break
                    data = unpack.decompress(unpack.unconsumed_tail, _CHUNK)
            except zlib.error as problem:
                error = f"corrupt: {problem}"
            if error:
                break
            raw = unpack.unused_data
        else:
            yield Event()
        if error:
            name, _, message = error.partition(": ")
            yield Event(error=name, message=message or f"a gzip member unpacks to more than {ratio:g} times its size")
            raw = _next_member(file, raw[1:])
            continue
        raw = raw.lstrip(b"\0")
        if raw and not raw.startswith(_MAGIC[: len(raw)]):
            yield Event(error="corrupt", message="bytes behind a gzip member that are no member")
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

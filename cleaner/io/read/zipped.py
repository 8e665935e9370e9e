"""A zip in, its members out as streams, in their order. Nothing is ever written to disk, so names of members lead nowhere.

A zip that was cut off has lost its directory; then its members are found one behind the other by their own headers.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from cleaner.io.formats import ARCHIVES
from cleaner.io.open import CountedFile
from cleaner.io.read.unpack import BLOCK, Damage, Zlib, check_ratio

_LOCAL = b"PK\x03\x04"
_CHUNK = 64 << 10


class Member(NamedTuple):
    """A file in a zip: its name, and its bytes, whose reading may raise `Damage`."""

    name: str
    blocks: Iterator[bytes]


def members(file: BinaryIO, counted: CountedFile, ratio: float) -> Iterator[Member]:
    """Yield the files in a zip. Raises `Damage` where it ends too early."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError):
        file.seek(0)
        yield from _without_directory(counted, ratio)
        return
    total = _Total(ratio)
    with archive:
        for entry in archive.infolist():
            if not entry.is_dir() and not entry.filename.startswith("__MACOSX/"):
                yield Member(entry.filename, _entry(archive, entry, total))


class _Total:
    """Bytes made and taken over all members, so that members that share bytes are a bomb too."""

    def __init__(self, ratio: float) -> None:
        self.ratio = ratio
        self.made = self.taken = 0


def _refused(name: str, encrypted: bool) -> Damage | None:
    if name.lower().endswith(ARCHIVES):
        return Damage("nested_archive", "an archive in an archive is not opened; unpack it first")
    return Damage("encrypted", "it is encrypted; unpack it first") if encrypted else None


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, total: _Total) -> Iterator[bytes]:
    problem = _refused(entry.filename, bool(entry.flag_bits & 1))
    if problem is not None:
        raise problem
    total.taken += entry.compress_size
    made = 0
    try:
        with archive.open(entry) as stream:
            while data := stream.read(_CHUNK):
                made += len(data)
                total.made += len(data)
                check_ratio(made, entry.compress_size, total.ratio)
                check_ratio(total.made, total.taken, total.ratio)
                yield data
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error) as error:
        raise Damage("corrupt", f"the zip is broken here: {error}") from error


def _without_directory(file: CountedFile, ratio: float) -> Iterator[Member]:
    reader = _Stream(file)
    if not reader.peek(4).startswith(_LOCAL):
        raise Damage("truncated" if not reader.peek(1) else "corrupt", "it is no zip file")
    while reader.peek(4) == _LOCAL:
        head = reader.take(30)
        if len(head) < 30:
            break
        flags, method, _, _, _, packed, _, name_size, extra_size = struct.unpack("<HHHHIIIHH", head[6:30])
        name_bytes = reader.take(name_size)
        extra = reader.take(extra_size)
        if len(name_bytes) < name_size or len(extra) < extra_size:
            break
        name = name_bytes.decode("utf-8" if flags & 0x800 else "cp437", "replace")
        if name.endswith("/"):
            continue
        blocks = _local(reader, name, flags, method, packed, ratio)
        yield Member(name, blocks)
        for _ in blocks:  # what the caller left
            pass
        if reader.ended:
            return  # the member has told
        if flags & 8:
            reader.take(16 if reader.peek(4) == b"PK\x07\x08" else 12)
    raise Damage("truncated", "the zip ends before its directory")


def _local(reader: _Stream, name: str, flags: int, method: int, packed: int, ratio: float) -> Iterator[bytes]:
    problem = _refused(name, bool(flags & 1))
    if problem is not None or (method == 0 and flags & 8) or method not in (0, 8):
        raise problem or Damage("corrupt", "the zip has lost its directory, and this member cannot be read without")
    made = 0
    if method == 0:
        while packed:
            data = reader.take(min(packed, _CHUNK))
            if not data:
                raise reader.end()
            packed -= len(data)
            yield data
        return
    unpack = Zlib(-15)
    taken = 0
    while not unpack.eof:
        raw = b""
        if unpack.needs_input:
            raw = reader.some()
            taken += len(raw)
            if not raw:
                raise reader.end()
        try:
            data = unpack.decompress(raw, BLOCK)
        except zlib.error as error:
            raise Damage("corrupt", f"the zip is broken here: {error}") from error
        made += len(data)
        check_ratio(made, taken, ratio)
        if data:
            yield data
    reader.give_back(unpack.unused_data)


class _Stream:
    """A file read forwards, with a little of it given back."""

    def __init__(self, file: CountedFile) -> None:
        self._file = file
        self._held = b""
        self.ended = False

    def end(self) -> Damage:
        """Return the damage of a member at whose bytes the file ends."""
        self.ended = True
        return Damage("truncated", "the zip ends before the end of this member")

    def peek(self, size: int) -> bytes:
        """The next bytes, which stay."""
        while len(self._held) < size and (more := self._file.read(_CHUNK)):
            self._held += more
        return self._held[:size]

    def take(self, size: int) -> bytes:
        """The next bytes, fewer at the end."""
        found = self.peek(size)
        self._held = self._held[len(found) :]
        return found

    def some(self) -> bytes:
        """Some bytes, none at the end."""
        found, self._held = self._held or self._file.read(_CHUNK), b""
        return found

    def give_back(self, data: bytes) -> None:
        """Put bytes back that belong to what follows."""
        self._held = data + self._held

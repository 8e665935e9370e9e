"""Bytes of a file in, unpacked bytes out, piece by piece, with a word where they end too early.

Every format gives all it can before it raises `Damage`: what was whole before the damage is read, the rest is one failure.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

from cleaner.io.formats import MAGIC_BYTES, by_magic
from cleaner.io.open import CountedFile

BLOCK = 1 << 20
_CHUNK = 64 << 10
RATIO_FROM = 8 << 20
"""Below so many bytes no ratio is a bomb: a page of one letter is none."""
_XZ_MEMORY = 192 << 20


class Damage(Exception):
    """The bytes end too early, are broken, or unpack to too many: `truncated`, `corrupt`, `bomb`, `encrypted`, `nested_archive`."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error
        self.message = message


class _Unpack(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ...) -> bytes: ...


class Zlib:
    """zlib with the interface of bz2 and lzma."""

    def __init__(self, wbits: int) -> None:
        self._unpack = zlib.decompressobj(wbits)

    @property
    def eof(self) -> bool:
        """Whether the member is over, trailer included."""
        return self._unpack.eof

    @property
    def needs_input(self) -> bool:
        """Whether more input is needed."""
        return not self._unpack.unconsumed_tail and not self.eof and not self._full

    @property
    def unused_data(self) -> bytes:
        """What stands behind the member."""
        return self._unpack.unused_data

    _full = False

    def decompress(self, data: bytes, max_length: int = 0) -> bytes:
        """Unpack at most `max_length` bytes."""
        made = self._unpack.decompress(self._unpack.unconsumed_tail + data, max_length)
        self._full = len(made) == max_length
        return made


_ERRORS = (zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)


def unpacked(file: CountedFile, compression: str, ratio: float) -> Iterator[bytes]:
    """Yield the bytes of a file that is compressed as a whole. Raises `Damage` behind the last good byte."""
    match compression:
        case "none":
            return _plain(file)
        case "gzip":
            return _members(file, compression, lambda: Zlib(31), ratio)
        case "bz2":
            return _members(file, compression, bz2.BZ2Decompressor, ratio)
        case "xz":
            return _members(file, compression, lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY), ratio)
        case "zstd":
            return _zstd(file, ratio)
    raise ValueError(compression)


def _plain(file: CountedFile) -> Iterator[bytes]:
    while data := file.read(BLOCK):
        yield data


def check_ratio(made: int, taken: int, ratio: float) -> None:
    """Raise `Damage` where bytes unpack to more than `ratio` times their number."""
    if made > RATIO_FROM and made > ratio * taken:
        raise Damage("bomb", f"it unpacks to more than {ratio:g} times its size; raise limits.ratio if that is right")


def _members(file: CountedFile, compression: str, make: Callable[[], _Unpack], ratio: float) -> Iterator[bytes]:
    raw = file.read(_CHUNK)
    if not raw:
        raise Damage("truncated", "it is empty, which no compressed file is")
    made = 0
    while raw:
        unpack = make()
        while not unpack.eof:
            if unpack.needs_input and not raw:
                raw = file.read(_CHUNK)
                if not raw:
                    raise Damage("truncated", "the compressed bytes end before their end is marked")
            try:
                data = unpack.decompress(raw, BLOCK)
            except _ERRORS as error:
                raise Damage("corrupt", f"the compressed bytes are broken: {error}") from error
            raw = b""
            if data:
                made += len(data)
                check_ratio(made, file.taken, ratio)
                yield data
        raw = unpack.unused_data.lstrip(b"\0")
        while len(raw) < MAGIC_BYTES and (more := file.read(_CHUNK)):
            raw = (raw + more).lstrip(b"\0")
        if raw and by_magic(raw) != compression:
            raise Damage("corrupt", "bytes behind the compressed part that belong to nothing")


def _zstd(file: CountedFile, ratio: float) -> Iterator[bytes]:
    import pyarrow as pa

    made = 0
    stream = pa.CompressedInputStream(pa.PythonFile(file, mode="r"), "zstd")
    while True:
        try:
            data = stream.read(_CHUNK)
        except OSError as error:
            if file.error is not None:
                raise file.error from None
            if "truncated" in str(error).lower():
                raise Damage("truncated", "the compressed bytes end before their end is marked") from error
            raise Damage("corrupt", f"the compressed bytes are broken: {error}") from error
        if not data:
            if not file.taken:
                raise Damage("truncated", "it is empty, which no compressed file is")
            return
        made += len(data)
        check_ratio(made, file.taken, ratio)
        yield data

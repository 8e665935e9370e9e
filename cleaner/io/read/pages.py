"""WARC and WET archives: a row for each page, with its bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from cleaner.io.open import CountedFile
from cleaner.io.read.place import Place
from cleaner.io.read.unpack import Damage, unpacked
from cleaner.io.read.values import BadValue
from cleaner.io.settings import ReadLimits
from cleaner.io.warc import Failure, read_warc

_HEADERS = 64 << 10


def read_pages(file: CountedFile, compression: str, place: Place, limits: ReadLimits) -> Iterator[None]:
    """Read an archive. `source_record` is the number of the record in it, those that are no pages counted."""
    batches = place.batches
    stream: Any = file
    unpacking: _Unpacked | None = None
    if compression not in ("none", "gzip"):
        stream = unpacking = _Unpacked(unpacked(file, compression, limits.ratio))
    last = -1
    for found in read_warc(cast(BinaryIO, stream), batches.cap + _HEADERS, limits.ratio):
        batches.position = file.taken
        if isinstance(found, Failure):
            place.number = last = found.source_record
            place.fail(found.error, f": record {found.source_record}: {found.message}")
        else:
            place.number = last = int(found.pop("source_record"))
            _page(found, place)
        if batches.full:
            yield
    if unpacking is not None and unpacking.damage is not None:
        place.number = last + 1
        place.fail(unpacking.damage.error, f": behind record {last}: {unpacking.damage.message}")


def _page(row: dict[str, Any], place: Place) -> None:
    taken = {key: value for key, value in row.items() if value is not None and value != ""}
    id_ = taken.get("id")
    try:
        place.batches.add(place.name, place.number, taken, None, len(row["content"]))
    except BadValue as problem:
        place.fail(problem.error, f": record {place.number}: {problem}", id_=id_)


class _Unpacked(io.RawIOBase):
    """A stream of blocks as a file; what damaged it is kept."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._held = b""
        self.damage: Damage | None = None

    def read(self, size: int = -1) -> bytes:
        """Read at most `size` bytes."""
        try:
            while not self._held:
                self._held = next(self._blocks)
        except StopIteration:
            return b""
        except Damage as damage:
            self.damage = damage
            return b""
        found, self._held = self._held[:size], self._held[size:]
        return found

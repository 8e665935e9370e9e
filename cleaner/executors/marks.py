"""What a worker is at, in a few bytes that outlive it: written by the worker, read by who watches.

0   sequence: changes whenever something begins
8   number of the batch
16  place of its first row
24  place of the row, or all ones while a batch is cleaned as a whole
32  CPU nanoseconds that the worker had used when it began
"""

from __future__ import annotations

import mmap
import struct
import time
from pathlib import Path
from typing import NamedTuple

_FORMAT = struct.Struct("<5Q")
_NO_ROW = (1 << 64) - 1


class Mark(NamedTuple):
    """A mark as read; `row` is None while a batch is cleaned as a whole."""

    sequence: int
    batch: int
    first: int
    row: int | None
    cpu_seconds: float


class MarkWriter:
    """The worker's side."""

    def __init__(self, path: Path) -> None:
        with open(path, "r+b") as file:
            self._map = mmap.mmap(file.fileno(), _FORMAT.size)
        self._sequence = 0
        self._batch = (0, 0)

    def batch(self, number: int, first: int) -> None:
        """A batch begins."""
        self._batch = (number, first)
        self._write(_NO_ROW)

    def row(self, place: int) -> None:
        """One row begins."""
        self._write(place)

    def _write(self, row: int) -> None:
        self._sequence += 1
        self._map[:] = _FORMAT.pack(self._sequence, *self._batch, row, time.process_time_ns())


class MarkReader:
    """The watching side; makes the file anew."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(bytes(_FORMAT.size))
        self._file = open(path, "rb")  # noqa: SIM115  # closed by `close`
        self._map = mmap.mmap(self._file.fileno(), _FORMAT.size, access=mmap.ACCESS_READ)

    def read(self) -> Mark | None:
        """Return the last mark, None before the first."""
        sequence, batch, first, row, cpu = _FORMAT.unpack(self._map[:])
        return Mark(sequence, batch, first, None if row == _NO_ROW else row, cpu / 1e9) if sequence else None

    def close(self) -> None:
        """Let the file go."""
        self._map.close()
        self._file.close()

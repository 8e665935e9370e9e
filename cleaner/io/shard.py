"""What a run reads: files, and the pieces of them that make a shard. Plain data that survives a trip through JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Source:
    """One input file as it was when the run was planned.

    `name` is what `source_file` says: the path as the user's pattern found it. `format` is one of `text`, `json_lines`, `parquet`,
    `csv`, `html`, `warc`; `compression` one of `none`, `gzip`, `bz2`, `xz`, `zstd`, `zip`. `version` changes when the content does:
    size and modification time of a local file, ETag or the like of an object.
    """

    path: str
    name: str
    format: str
    compression: str
    size: int
    version: str


@dataclass(frozen=True)
class Piece:
    """A part of a source: `start` and `stop` are bytes (row groups in Parquet), `stop` None for the end.

    `first` is the number of the first record in it, from 0, so that pieces can be read in any order; `line` that of its first
    line, for messages.
    """

    source: Source
    start: int = 0
    stop: int | None = None
    first: int = 0
    size: int = 0
    line: int = 0


@dataclass(frozen=True)
class Shard:
    """Pieces that one worker reads into one part of the dataset; the unit of retry."""

    index: int
    pieces: tuple[Piece, ...]

    @property
    def size(self) -> int:
        """Bytes of input."""
        return sum(piece.size for piece in self.pieces)

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` takes."""
        return asdict(self)

    @classmethod
    def from_json(cls, facts: Mapping[str, Any]) -> Shard:
        """Rebuild a shard from `to_json`."""
        pieces = tuple(Piece(**(dict(piece) | {"source": Source(**piece["source"])})) for piece in facts["pieces"])
        return cls(facts["index"], pieces)

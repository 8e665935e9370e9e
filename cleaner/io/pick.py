"""A few documents out of an input, for a look at them: settings in, documents and failures out, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from cleaner.errors import ConfigError
from cleaner.io.discover import discover
from cleaner.io.read import read_shard
from cleaner.io.settings import InputSettings, ReadLimits
from cleaner.io.shard import Piece, Shard

_CARRIED = ("id", "text", "source_file", "source_record", "extra")


class Picked(NamedTuple):
    """A document as it was read, or, with `failure`, why it could not be read."""

    id: str
    file: str
    number: int
    text: str
    fields: Mapping[str, Any]
    failure: tuple[str, str] | None = None


def pick(section: InputSettings, limits: ReadLimits, document: str | None, limit: int) -> Iterator[Picked]:
    """Yield the first `limit` documents of an input, or those whose id, or place in their file from 0, is `document`.

    Raises `ConfigError` where no document has that id.
    """
    sources = discover(section)
    found = 0
    for source in sources:
        if document is None and found >= limit:
            return
        for picked in _documents(Shard(0, (Piece(source, size=source.size),)), section, limits):
            if document is None or picked.id == document or str(picked.number) == document:
                yield picked
                found += 1
                if found >= limit:
                    return
    if document is not None and not found:
        where = ", ".join(section.paths)
        raise ConfigError(f"{where}: no document has the id or the number {document!r}; without --document the first are shown")


def _documents(shard: Shard, section: InputSettings, limits: ReadLimits) -> Iterator[Picked]:
    for reading in read_shard(shard, section, limits):
        merged = []
        for row in reading.rows.to_pylist():
            fields = {key: value for key, value in row.items() if key not in _CARRIED and value is not None}
            merged.append(Picked(row["id"], row["source_file"], row["source_record"], row.get("text") or "", fields))
        for row in reading.failed.to_pylist():
            failure = (row["error"], row["message"])
            merged.append(Picked(row["id"], row["source_file"], row["source_record"], "", {}, failure))
        yield from sorted(merged, key=lambda picked: picked.number)

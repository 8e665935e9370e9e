"""One part of a dataset. In: outcomes of batches, in order. Out: up to four Parquet files under their final names, and what they are.

The same rows give the same bytes: no time, no host, row groups by the bytes of the rows alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from cleaner.columns import TABLES
from cleaner.io.durable import HashedFile, failpoint, rename

GROUP_BYTES = 16 << 20
"""Bytes in memory of one row group: large enough for long runs of a column, small enough for the memory of a worker."""

ZSTD_LEVEL = 3


class PartFile(NamedTuple):
    """One file of a dataset: its path in it, with `/`, and what it must hold."""

    path: str
    rows: int
    bytes: int
    sha256: str

    def to_json(self) -> dict[str, Any]:
        return self._asdict()


class PartWriter:
    """Writes the tables of one shard below `folder`; `close` gives every file its name, `abandon` leaves nothing that counts."""

    def __init__(self, folder: Path, index: int, facts: Mapping[str, str]) -> None:
        self._tables = {name: _TableWriter(folder / name, index, name, schema, facts) for name, schema in TABLES.items()}

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        """Add the rows of a batch of `TABLES[table]`."""
        if batch.num_rows:
            self._tables[table].write(batch)

    def close(self) -> list[PartFile]:
        """Finish the files that have rows. They are on the disk when this returns."""
        return [file for table in self._tables.values() if (file := table.close())]

    def abandon(self) -> None:
        """Close without a result; what was written stays under a passing name that the next run sweeps away."""
        for table in self._tables.values():
            table.abandon()


def write_table(folder: Path, index: int, name: str, rows: pa.Table, facts: Mapping[str, str]) -> PartFile:
    """Write one file with `rows`, even none, as a part of a dataset."""
    writer = _TableWriter(folder / name, index, name, TABLES[name], facts)
    try:
        for batch in rows.to_batches():
            writer.write(batch)
        file = writer.close(even_empty=True)
    finally:
        writer.abandon()
    assert file is not None
    return file


class _TableWriter:
    """One file, opened when the first row comes."""

    def __init__(self, folder: Path, index: int, name: str, schema: pa.Schema, facts: Mapping[str, str]) -> None:
        self._folder, self._index, self._name = folder, index, name
        self._schema = schema.with_metadata({f"cleaner.{key}": value for key, value in facts.items()})
        self._waiting: list[pa.RecordBatch] = []
        self._waiting_bytes = 0
        self._rows = 0
        self._file: HashedFile | None = None
        self._parquet: pq.ParquetWriter | None = None

    def write(self, batch: pa.RecordBatch) -> None:
        self._waiting.append(batch)
        self._waiting_bytes += batch.nbytes
        self._rows += batch.num_rows
        if self._waiting_bytes >= GROUP_BYTES:
            self._write_group()

    def close(self, even_empty: bool = False) -> PartFile | None:
        if not self._rows and not even_empty:
            return None
        self._write_group()
        assert self._parquet is not None
        assert self._file is not None
        self._parquet.close()
        self._file.close()
        failpoint("part_written")
        name = f"part-{self._index:05d}-{self._file.sha256[:16]}.parquet"
        rename(self._file.path, self._folder / name)
        return PartFile(f"{self._name}/{name}", self._rows, self._file.bytes, self._file.sha256)

    def abandon(self) -> None:
        if self._file is not None:
            self._file.abandon()

    def _write_group(self) -> None:
        if self._parquet is None:
            self._open()
        assert self._parquet is not None
        if self._waiting:
            table = pa.Table.from_batches(self._waiting).cast(self._schema).unify_dictionaries()
            self._parquet.write_table(table, row_group_size=table.num_rows)
        self._waiting, self._waiting_bytes = [], 0

    def _open(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f".part-{self._index:05d}.writing"
        path.unlink(missing_ok=True)
        self._file = HashedFile(path)
        words = [field.name for field in self._schema if pa.types.is_dictionary(field.type)]
        self._parquet = pq.ParquetWriter(
            self._file, self._schema, compression="zstd", compression_level=ZSTD_LEVEL, use_dictionary=words,
            write_page_index=True, write_page_checksum=True,
        )  # fmt: skip

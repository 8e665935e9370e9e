"""Parquet, row group by row group and a few rows at a time, so that no column of texts comes near 2 GiB."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cleaner.io.open import CountedFile
from cleaner.io.read.batches import BATCH_BYTES, BATCH_ROWS
from cleaner.io.read.place import Place
from cleaner.io.read.values import BadValue
from cleaner.io.shard import Piece

MAX_COLUMNS = 10_000
_ARROW_ERRORS = (OSError, pa.ArrowException, ValueError, NotImplementedError)


def read_parquet(file: CountedFile, piece: Piece, place: Place) -> Iterator[None]:
    """Read the row groups of a piece."""
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20)
        names = table.schema_arrow.names
        stop = table.num_row_groups if piece.stop is None else piece.stop
    except _ARROW_ERRORS as error:
        if file.error is not None:
            raise file.error from None
        place.fail("corrupt", f": is no whole Parquet file: {_short(error)}")
        yield
        return
    problem = place.mapped.missing(names)
    if len(names) > MAX_COLUMNS:
        problem = f"{len(names):,} columns; at most {MAX_COLUMNS:,} are read"
    sizes = []
    for i in range(piece.start, stop):
        group = table.metadata.row_group(i)
        rows = group.num_rows
        last = place.number + rows
        sizes.append(rows)
        if problem:
            for _ in range(rows):
                place.fail("missing_column", f":{place.number + 1}: {problem}")
                if place.batches.full:
                    yield
        else:
            per_row = max(1, group.total_byte_size // max(1, rows))
            yield from _group(table, file, i, max(1, min(BATCH_ROWS, BATCH_BYTES // per_row)), place, last)
        place.batches.position = piece.size * (i + 1 - piece.start) // max(1, stop - piece.start)
    yield


def _group(table: Any, file: CountedFile, index: int, batch_rows: int, place: Place, last: int) -> Iterator[None]:
    """Read one row group; where it is broken, what was not read fails row by row."""
    try:
        for batch in table.iter_batches(batch_size=batch_rows, row_groups=[index], use_threads=False):
            yield from _batch(batch, place)
    except _ARROW_ERRORS as error:
        if file.error is not None:
            raise file.error from None
        message = f"row group {index} is broken: {_short(error)}"
        while place.number < last:
            place.fail("corrupt", f":{place.number + 1}: {message}")
            if place.batches.full:
                yield


def _batch(batch: pa.RecordBatch, place: Place) -> Iterator[None]:
    names = batch.schema.names
    columns = [_values(batch.column(i), place.mapped.owns(name)) for i, name in enumerate(names)]
    size = max(1, batch.nbytes // max(1, batch.num_rows))
    for values in zip(*columns, strict=True):
        document = dict(zip(names, values, strict=True))
        where = f":{place.number + 1}"
        broken = next((name for name, value in document.items() if isinstance(value, BadValue)), None)
        if broken is not None:
            place.fail("undecodable", f'{where}: "{broken}" {document[broken]}', document)
        else:
            place.add(document, size, where)
        if place.batches.full:
            yield


def _values(column: pa.Array, ours: bool) -> list[Any]:
    """Return Python values; a text whose bytes are no UTF-8 is a `BadValue` in its place."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_temporal(column.type):
        if ours and pa.types.is_timestamp(column.type):
            column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
        elif not pa.types.is_date(column.type):
            column = _as_text(column)
    try:
        return list(column.to_pylist())
    except (UnicodeDecodeError, ValueError, OverflowError):
        return [_value(value) for value in column]


def _as_text(column: pa.Array) -> pa.Array:
    try:
        return pc.cast(column, pa.string())
    except (pa.ArrowException, ValueError):
        return pa.array([str(value) for value in column], pa.string())


def _value(value: Any) -> Any:
    try:
        return value.as_py()
    except (UnicodeDecodeError, ValueError, OverflowError) as error:
        return BadValue("undecodable", f"holds bytes that cannot be read: {_short(error)}")


def _short(error: BaseException) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__

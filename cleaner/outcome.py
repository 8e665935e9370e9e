"""Arrow batches in, documents in work out, and back again: the borders of the pipeline.

In: a `RecordBatch` as a reader makes it. Out: `Row`s for the loop over stages; and of rows that are done, an `Outcome`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pyarrow as pa

from cleaner.columns import BY_NAME, COLUMNS, DOCUMENTS, DROPPED, EDITS, FAILED, INPUT_ONLY
from cleaner.document import Document
from cleaner.edit import AppliedEdit
from cleaner.stage import Drop

SETTABLE = frozenset(column.name for column in COLUMNS if column.merge)
"""Columns that a stage may set."""
_CARRIED = ("source_file", "source_record", "extra")


class Outcome(NamedTuple):
    """What became of a batch; every row of the input is in exactly one of `documents`, `dropped` and `failed`.

    `seconds` and `counts` say how long each stage took and how many edits or drops each rule made; the keys of
    `seconds` are stages, those of `counts` are `(stage, rule)`.
    """

    documents: pa.RecordBatch
    edits: pa.RecordBatch
    dropped: pa.RecordBatch
    failed: pa.RecordBatch
    seconds: Mapping[str, float]
    counts: Mapping[tuple[str, str], int]


@dataclass
class Row:
    """One document in work: its state, and what has been said about it so far."""

    document: Document
    source: str
    edits: list[AppliedEdit] = field(default_factory=list)
    dropped: tuple[str, Drop] | None = None
    failed: tuple[str, str, str] | None = None

    @property
    def live(self) -> bool:
        return self.dropped is None and self.failed is None


def rows_of(batch: pa.RecordBatch) -> list[Row]:
    """Return the rows of a batch, in order; what is null or has no column is missing in their fields."""
    names = [n for n in batch.schema.names if (n in SETTABLE or n in INPUT_ONLY) and batch.column(n).null_count < batch.num_rows]
    texts = batch.column("text").to_pylist() if "text" in batch.schema.names else [None] * batch.num_rows
    values = zip(*(batch.column(name).to_pylist() for name in names), strict=True) if names else [()] * batch.num_rows
    return [
        Row(Document(id_, text or "", {name: value for name, value in zip(names, found, strict=True) if value is not None}), text or "")
        for id_, text, found in zip(batch.column("id").to_pylist(), texts, values, strict=True)
    ]


def outcome_of(batch: pa.RecordBatch, rows: Sequence[Row], seconds: Mapping[str, float]) -> Outcome:
    """Return what became of the rows of `batch`, in their order."""
    kept = [i for i, row in enumerate(rows) if row.live]
    dropped = [(i, *row.dropped) for i, row in enumerate(rows) if row.dropped]
    failed = [(i, *row.failed) for i, row in enumerate(rows) if row.failed]
    edited = [row for row in rows if row.edits and not row.failed]
    counts = Counter((edit.stage, edit.rule) for row in edited for edit in row.edits)
    counts.update((stage, drop.rule) for _, stage, drop in dropped)
    carried = batch.select([name for name in ("id", *_CARRIED) if name in batch.schema.names])
    drops = [[stage for _, stage, _ in dropped], [drop.rule for _, _, drop in dropped], [drop.detail for _, _, drop in dropped]]
    places = [i for i, *_ in failed]
    failures = [_carried(carried, places, name, FAILED) for name in ("id", "source_file", "source_record")]
    return Outcome(
        _batch(DOCUMENTS, _document_columns(carried, rows, kept)),
        _batch(EDITS, _edit_columns(edited)),
        _batch(DROPPED, _document_columns(carried, rows, [i for i, *_ in dropped]) + drops),
        _batch(FAILED, failures + [[failure[part] for failure in failed] for part in (1, 2, 3)]),
        seconds,
        counts,
    )


def _batch(schema: pa.Schema, columns: Sequence[Any]) -> pa.RecordBatch:
    """Build a batch of exactly `schema`; ready arrays are cast, Python lists converted."""
    arrays = []
    for field_, column in zip(schema, columns, strict=True):
        if isinstance(column, pa.Array):
            arrays.append(column if column.type == field_.type else column.cast(field_.type))
        elif pa.types.is_dictionary(field_.type):
            arrays.append(pa.array(column, pa.string()).dictionary_encode().cast(field_.type))
        else:
            arrays.append(pa.array(column, field_.type))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _carried(batch: pa.RecordBatch, indices: Sequence[int], name: str, schema: pa.Schema) -> Any:
    if name in batch.schema.names:
        return batch.column(name).take(pa.array(indices, pa.int64()))
    return [BY_NAME[name].default] * len(indices)


def _document_columns(batch: pa.RecordBatch, rows: Sequence[Row], indices: Sequence[int]) -> list[Any]:
    documents = [rows[i].document for i in indices]
    columns: list[Any] = []
    for column in COLUMNS:
        match column.name:
            case "text":
                columns.append([document.text for document in documents])
            case "characters":
                columns.append([len(document.text) for document in documents])
            case "characters_removed":
                columns.append([_characters_removed(rows[i].edits) for i in indices])
            case "id" | "source_file" | "source_record" | "extra":
                columns.append(_carried(batch, indices, column.name, DOCUMENTS))
            case name:
                default = column.default
                columns.append([default if (v := d.fields.get(name)) is None else v for d in documents])
    return columns


def _characters_removed(edits: Sequence[AppliedEdit]) -> int:
    return sum(max(0, len(edit.removed) - len(edit.replacement)) for edit in edits)


def _edit_columns(rows: Sequence[Row]) -> Sequence[Sequence[Any]]:
    return list(zip(*((row.document.id, *edit) for row in rows for edit in row.edits), strict=True)) or [()] * len(EDITS)

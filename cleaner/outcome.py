"""Arrow batches in, documents in work out, and back again: the borders of the pipeline.

In: a `RecordBatch` as a reader makes it. Out: `Row`s for the loop over stages; and of rows that are done, an `Outcome`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
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
    edited = [i for i, row in enumerate(rows) if row.edits and not row.failed]
    edits = _edit_columns([rows[i] for i in edited])
    counts = Counter(zip(edits[_STAGE], edits[_RULE], strict=True))
    counts.update((stage, drop.rule) for _, stage, drop in dropped)
    removed = dict(zip(edited, _characters_removed(edits, [len(rows[i].edits) for i in edited]), strict=True))
    carried = batch.select([name for name in ("id", *_CARRIED) if name in batch.schema.names])
    drops = [[stage for _, stage, _ in dropped], [drop.rule for _, _, drop in dropped], [drop.detail for _, _, drop in dropped]]
    places = [i for i, *_ in failed]
    failures = [_carried(carried, places, name, FAILED) for name in ("id", "source_file", "source_record")]
    return Outcome(
        _batch(DOCUMENTS, _document_columns(carried, rows, kept, removed)),
        _batch(EDITS, edits),
        _batch(DROPPED, _document_columns(carried, rows, [i for i, *_ in dropped], removed) + drops),
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


def _document_columns(batch: pa.RecordBatch, rows: Sequence[Row], indices: Sequence[int], removed: Mapping[int, int]) -> list[Any]:
    documents = [rows[i].document for i in indices]
    fields = [document.fields for document in documents]
    stated = set().union(*fields)
    columns: list[Any] = []
    for column in COLUMNS:
        match column.name:
            case "text":
                columns.append([document.text for document in documents])
            case "characters":
                columns.append([len(document.text) for document in documents])
            case "characters_removed":
                columns.append([removed.get(i, 0) for i in indices])
            case "id" | "source_file" | "source_record" | "extra":
                columns.append(_carried(batch, indices, column.name, DOCUMENTS))
            case name if name in stated:
                default = column.default
                columns.append([default if (value := each.get(name)) is None else value for each in fields])
            case _:
                columns.append([column.default] * len(indices))
    return columns


_STAGE, _RULE, _REMOVED, _REPLACEMENT = (EDITS.get_field_index(name) for name in ("stage", "rule", "removed", "replacement"))


def _edit_columns(rows: Sequence[Row]) -> list[list[Any]]:
    """Return the columns of the account: `id`, and what each `AppliedEdit` says."""
    edits = [edit for row in rows for edit in row.edits]
    ids = [id_ for row in rows for id_ in [row.document.id] * len(row.edits)]
    return [ids, *([edit[part] for edit in edits] for part in range(len(AppliedEdit._fields)))]


def _characters_removed(edits: Sequence[Sequence[str]], counts: Sequence[int]) -> list[int]:
    """Return how many characters the edits of each document removed and did not put back; `counts` says how many edits it has."""
    if not counts:
        return []
    removed, put = (np.fromiter(map(len, edits[part]), np.int64, len(edits[part])) for part in (_REMOVED, _REPLACEMENT))
    ends = np.cumsum(counts, dtype=np.int64)
    sums: list[int] = np.add.reduceat(np.maximum(removed - put, 0), ends - counts).tolist()
    return sums

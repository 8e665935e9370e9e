"""The loop over stages, and the only code that changes text.

In: a `RecordBatch` with the columns that a reader makes (`id`, `text` or `content` or `html`, `source_file`,
`source_record`, whatever else was mapped). Out: an `Outcome` of four batches. Pure and picklable.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from cleaner.columns import BY_NAME, COLUMNS, DOCUMENTS, DROPPED, EDITS, FAILED, INPUT_ONLY
from cleaner.document import Document
from cleaner.edit import AppliedEdit, apply
from cleaner.errors import ConfigError
from cleaner.stage import Drop, Stage, StageResult

_SETTABLE = frozenset(column.name for column in COLUMNS if column.merge)


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


@dataclass(frozen=True)
class Cleaned:
    """What `Pipeline.clean` makes of one text: clean text, fields and the account of every change.

    `source` is the text that the account starts from: `replay(source, edits) == text` and `undo(text, edits) == source`.
    """

    source: str
    text: str
    fields: Mapping[str, Any]
    edits: Sequence[AppliedEdit]
    dropped: tuple[str, Drop] | None = None
    failed: tuple[str, str, str] | None = None


@dataclass
class _Row:
    """One document in work: its state, and what has been said about it so far."""

    document: Document
    source: str
    edits: list[AppliedEdit] = field(default_factory=list)
    dropped: tuple[str, Drop] | None = None
    failed: tuple[str, str, str] | None = None

    @property
    def live(self) -> bool:
        return self.dropped is None and self.failed is None


@dataclass(frozen=True)
class Pipeline:
    """Stages in order. Call it with a batch, or `clean` one text.

    >>> pipeline = Pipeline.from_names("invisible_character")
    >>> pipeline.clean("a\\u200bb").text
    'ab'
    """

    stages: tuple[Stage, ...]

    @classmethod
    def from_names(cls, *names: str) -> Pipeline:
        """Build a pipeline of stages with their default options. Raises `ConfigError` for an unknown name."""
        from cleaner.stages import load_stage

        return cls(tuple(load_stage(name)() for name in names))

    def clean(self, text: str = "", **fields: Any) -> Cleaned:
        """Clean one text, for a notebook or a test; `fields` are columns such as `language`, `url` or `html`.

        An error in a stage is raised, not recorded.
        """
        row = _Row(Document(str(fields.pop("id", "text")), text, fields), text)
        self._run([row], {}, raise_errors=True)
        return Cleaned(row.source, row.document.text, row.document.fields, tuple(row.edits), row.dropped, row.failed)

    def __call__(self, batch: pa.RecordBatch) -> Outcome:
        """Clean a batch. Never raises for the content of a document: such rows are in `failed`."""
        rows = _rows(batch)
        seconds: dict[str, float] = {}
        self._run(rows, seconds)
        return _outcome(batch, rows, seconds)

    def _run(self, rows: Sequence[_Row], seconds: dict[str, float], raise_errors: bool = False) -> None:
        texts: pa.Array | None = None
        for position, stage in enumerate(self.stages):
            started = time.perf_counter()
            work = [row for row in rows if row.live]
            pattern = stage.screen
            if pattern is not None and work:
                if texts is None or len(texts) != len(work):
                    texts = pa.array([row.document.text for row in work], pa.large_string())
                hits = pc.indices_nonzero(pc.match_substring_regex(texts, pattern)).to_pylist()
                work = [work[i] for i in hits]
            if work:
                results = _ask(stage, work, raise_errors)
                changed = False
                for row, result in zip(work, results, strict=True):
                    changed |= _carry_out(row, position, stage, result, raise_errors)
                if changed:
                    texts = None
            seconds[stage.name] = seconds.get(stage.name, 0.0) + time.perf_counter() - started


def _ask(stage: Stage, rows: Sequence[_Row], raise_errors: bool) -> Sequence[StageResult | Exception]:
    """Ask the stage about all rows at once; where that fails, about one after the other, so that one error costs one row."""
    documents = [row.document for row in rows]
    try:
        results = stage.process_batch(documents)
        if len(results) != len(documents):
            raise RuntimeError(f"{stage.name} returned {len(results)} results for {len(documents)} documents")
        return results
    except ConfigError:  # a rule file that is wrong concerns every row
        raise
    except Exception as error:
        if raise_errors or len(documents) == 1:
            if raise_errors:
                raise
            return [error]
    alone: list[StageResult | Exception] = []
    for document in documents:
        try:
            alone.append(stage.process_batch([document])[0])
        except Exception as error:
            alone.append(error)
    return alone


def _carry_out(row: _Row, position: int, stage: Stage, result: StageResult | Exception, raise_errors: bool) -> bool:
    """Do what the stage said to one row. Return whether rows still alive or their texts have changed."""
    if isinstance(result, Exception):
        row.failed = (stage.name, _kind(result), str(result))
        return True
    if not result.edits and not result.fields and result.drop is None and result.text is None:
        return False
    try:
        if result.drop is not None:
            row.dropped = (stage.name, result.drop)
            return True
        document = row.document
        if result.text is not None:
            if "text" not in stage.writes:
                raise RuntimeError(f"{stage.name} made a text but does not list it in `writes`")
            document = document.with_text(result.text)
            row.source, row.edits = result.text, []
        if result.edits:
            before = document.text
            text = apply(before, result.edits)
            row.edits += [
                AppliedEdit(position, stage.name, e.rule, e.start, e.end, before[e.start : e.end], e.replacement, e.detail)
                for e in result.edits
            ]
            document = document.with_text(text)
        if result.fields:
            document = document.with_fields(_merged(stage, document.fields, result.fields))
        row.document = document
    except Exception as error:
        if raise_errors:
            raise
        row.failed = (stage.name, _kind(error), str(error))
        return True
    return bool(result.edits) or result.text is not None


def _kind(error: Exception) -> str:
    return "memory" if isinstance(error, MemoryError) else type(error).__name__


def _merged(stage: Stage, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    merged = {}
    for name, value in new.items():
        if name not in stage.writes:
            raise RuntimeError(f"{stage.name} sets {name!r} but does not list it in `writes`")
        if name in INPUT_ONLY:
            merged[name] = value
            continue
        if name not in _SETTABLE:
            raise RuntimeError(f"{stage.name} sets {name!r}, which no stage may set")
        match BY_NAME[name].merge:
            case "extend":
                value = [*old.get(name, ()), *value]
            case "union":
                value = list(dict.fromkeys([*old.get(name, ()), *value]))
        merged[name] = value
    return merged


_CARRIED = ("source_file", "source_record", "extra")


def _rows(batch: pa.RecordBatch) -> list[_Row]:
    names = [name for name in batch.schema.names if name in _SETTABLE or name in INPUT_ONLY]
    ids = batch.column("id").to_pylist()
    texts = batch.column("text").to_pylist() if "text" in batch.schema.names else [""] * batch.num_rows
    columns = [batch.column(name).to_pylist() for name in names]
    rows = []
    for i, (id_, text) in enumerate(zip(ids, texts, strict=True)):
        fields = {name: column[i] for name, column in zip(names, columns, strict=True) if column[i] is not None}
        rows.append(_Row(Document(id_, text or "", fields), text or ""))
    return rows


def _outcome(batch: pa.RecordBatch, rows: Sequence[_Row], seconds: Mapping[str, float]) -> Outcome:
    kept = [i for i, row in enumerate(rows) if row.live]
    dropped = [i for i, row in enumerate(rows) if row.dropped]
    failed = [i for i, row in enumerate(rows) if row.failed]
    edited = [row for row in rows if row.edits and not row.failed]
    counts: dict[tuple[str, str], int] = {}
    for row in edited:
        for edit in row.edits:
            key = (edit.stage, edit.rule)
            counts[key] = counts.get(key, 0) + 1
    for i in dropped:
        stage, drop = rows[i].dropped or ("", Drop(""))
        counts[stage, drop.rule] = counts.get((stage, drop.rule), 0) + 1
    decisions = [rows[i].dropped or ("", Drop("")) for i in dropped]
    drop_columns = [[stage for stage, _ in decisions], [d.rule for _, d in decisions], [d.detail for _, d in decisions]]
    failures = [rows[i].failed or ("", "", "") for i in failed]
    carried = batch.select([n for n in ("id", *_CARRIED) if n in batch.schema.names])
    fail_columns: list[Any] = [_carried(carried, failed, name, FAILED) for name in ("id", "source_file", "source_record")]
    fail_columns += [[f[0] for f in failures], [f[1] for f in failures], [f[2] for f in failures]]
    return Outcome(
        _batch(DOCUMENTS, _document_columns(carried, rows, kept)),
        _batch(EDITS, _edit_columns(edited)),
        _batch(DROPPED, _document_columns(carried, rows, dropped) + drop_columns),
        _batch(FAILED, fail_columns),
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


def _document_columns(batch: pa.RecordBatch, rows: Sequence[_Row], indices: Sequence[int]) -> list[Any]:
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


def _edit_columns(rows: Sequence[_Row]) -> list[list[Any]]:
    columns: list[list[Any]] = [[] for _ in EDITS]
    for row in rows:
        for edit in row.edits:
            for column, value in zip(columns, (row.document.id, *edit), strict=True):
                column.append(value)
    return columns

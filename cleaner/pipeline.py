"""The loop over stages, and the only code that changes text.

In: a `RecordBatch` with the columns that a reader makes (`id`, `text` or `content` or `html`, `source_file`,
`source_record`, whatever else was mapped). Out: an `Outcome` of four batches. Pure and picklable.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa

from cleaner.columns import COLUMNS, INPUT_ONLY
from cleaner.document import Document
from cleaner.edit import AppliedEdit, apply
from cleaner.errors import ConfigError
from cleaner.outcome import Outcome, Row, outcome_of, rows_of
from cleaner.screen import Texts
from cleaner.stage import NOTHING, Drop, Stage, StageResult

_APPLIED: Callable[[tuple[int, str, str, int, int, str, str, str]], AppliedEdit] = partial(tuple.__new__, AppliedEdit)
"""Makes an edit of the account of its parts, without a call into Python for each."""

_MERGES = {column.name: column.merge for column in COLUMNS} | dict.fromkeys(INPUT_ONLY, "replace")
"""How what a stage sets is put to what was set before; what no stage may set has none."""


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
        row = Row(Document(str(fields.pop("id", "text")), text, fields), text)
        self._run([row], {}, raise_errors=True)
        return Cleaned(row.source, row.document.text, row.document.fields, tuple(row.edits), row.dropped, row.failed)

    def __call__(self, batch: pa.RecordBatch) -> Outcome:
        """Clean a batch. Never raises for the content of a document: such rows are in `failed`."""
        rows = rows_of(batch)
        seconds: dict[str, float] = {}
        self._run(rows, seconds, texts=_texts_of(batch))
        return outcome_of(batch, rows, seconds)

    def _run(self, rows: Sequence[Row], seconds: dict[str, float], raise_errors: bool = False, texts: pa.Array | None = None) -> None:
        live = [place for place, row in enumerate(rows) if row.live]
        searched = Texts(rows, texts)
        for position, stage in enumerate(self.stages):
            started = time.perf_counter()
            screen = stage.screen
            asked = live if screen is None or not live else searched.passing(screen, live)
            if asked:
                work = [rows[place] for place in asked]
                changed = [
                    place
                    for place, row, result in zip(asked, work, _ask(stage, work, raise_errors), strict=True)
                    if result is not NOTHING and _carry_out(row, position, stage, result, raise_errors)
                ]
                if changed:
                    searched.changed(changed)
                    if gone := {place for place in changed if not rows[place].live}:
                        live = [place for place in live if place not in gone]
            seconds[stage.name] = seconds.get(stage.name, 0.0) + time.perf_counter() - started


def _texts_of(batch: pa.RecordBatch) -> pa.Array | None:
    """Return the texts of a batch as Arrow has them, where `rows_of` makes no others of them."""
    if "text" not in batch.schema.names:
        return None
    texts = batch.column("text")
    return texts.fill_null("") if pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type) else None


def _ask(stage: Stage, rows: Sequence[Row], raise_errors: bool) -> Sequence[StageResult | Exception]:
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


def _carry_out(row: Row, position: int, stage: Stage, result: StageResult | Exception, raise_errors: bool) -> bool:
    """Do what the stage said to one row. Return whether rows still alive or their texts have changed."""
    if isinstance(result, Exception):
        row.failed = (stage.name, _kind(result), str(result))
        return True
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
        fields = _merged(stage, document.fields, result.fields) if result.fields else {}
        if result.edits:
            before = document.text
            text = apply(before, result.edits)
            row.edits += [
                _APPLIED((position, stage.name, rule, start, end, before[start:end], replacement, detail))
                for start, end, replacement, rule, detail in result.edits
            ]
            document = document.with_text(text, fields)
        elif fields:
            document = document.with_fields(fields)
        row.document = document
    except Exception as error:
        if raise_errors:
            raise
        row.failed = (stage.name, _kind(error), str(error))
        return True
    return bool(result.edits) or result.text is not None


def _kind(error: Exception) -> str:
    """Return what `failed/` calls an error: `kind` where it names itself, as `too_deep`, else its class."""
    if isinstance(error, MemoryError):
        return "memory"
    kind = getattr(error, "kind", None)
    return kind if isinstance(kind, str) and kind.isidentifier() else type(error).__name__


def _merged(stage: Stage, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    merged = {}
    for name, value in new.items():
        if name not in stage.writes:
            raise RuntimeError(f"{stage.name} sets {name!r} but does not list it in `writes`")
        merge = _MERGES.get(name)
        if merge is None:
            raise RuntimeError(f"{stage.name} sets {name!r}, which no stage may set")
        if merge == "extend":
            value = [*old.get(name, ()), *value]
        elif merge == "union":
            value = list(dict.fromkeys([*old.get(name, ()), *value]))
        merged[name] = value
    return merged

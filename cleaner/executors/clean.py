"""One shard from input to finished files: read, clean, count, write. Every executor runs this, in a process of its own."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa

from cleaner.executors.base import Attempt, Job, ShardResult
from cleaner.io.account import Account, account_of
from cleaner.io.duplicates import DUPLICATE_ID, DUPLICATE_MESSAGE, failed_rows, id_hashes
from cleaner.io.durable import failpoint, write_whole
from cleaner.io.read import read_shard
from cleaner.io.shard import Shard
from cleaner.io.write import PartWriter
from cleaner.outcome import Outcome
from cleaner.pipeline import Pipeline


class Marker(Protocol):
    """Is told what is about to be cleaned, so that who watches knows what a dead worker was at."""

    def batch(self, number: int, first: int) -> None:
        """A batch begins, whose first row has this place in the shard."""

    def row(self, place: int) -> None:
        """One row begins."""


def clean_shard(
    job: Job, pipeline: Pipeline, shard: Shard, attempt: Attempt, marker: Marker, progress: Callable[[int, int], None]
) -> ShardResult:
    """Clean a shard and write its part. Raises `OSError`, `CleanerError`; the content of a document raises nothing."""
    started = time.perf_counter()
    account = Account()
    ids = _Ids()
    writer = PartWriter(job.folder, shard.index, job.facts)
    bytes_done = 0
    try:
        for outcome, failed, size in _outcomes(job, pipeline, shard, attempt, marker, ids):
            failpoint("batch")
            tables = {"documents": outcome.documents, "edits": outcome.edits, "dropped": outcome.dropped, "failed": outcome.failed}
            for name, batch in tables.items():
                writer.write(name, batch)
            writer.write("failed", failed)
            account.add(account_of(tables))
            account.add(account_of({"failed": failed}))
            account.add_seconds(outcome.seconds)
            bytes_done += size
            progress(bytes_done, account.read)
        files = writer.close()
    finally:
        writer.abandon()
    hashes = io.BytesIO()
    np.save(hashes, id_hashes(ids.seen), allow_pickle=False)
    write_whole(ids_file(job.scratch, shard.index), hashes.getvalue())
    return ShardResult(shard.index, tuple(files), account, time.perf_counter() - started)


def survey_shard(job: Job, pipeline: Pipeline, shard: Shard, attempt: Attempt, marker: Marker) -> None:
    """Clean the rows from `attempt.survey_from` on one by one and forget the result: who dies of one has marked it."""
    place = 0
    for reading in read_shard(shard, job.config.input, job.config.limits):
        for i in range(reading.rows.num_rows):
            if place >= (attempt.survey_from or 0) and place not in attempt.poison:
                marker.row(place)
                pipeline(reading.rows.slice(i, 1))
            place += 1


def ids_file(scratch: Path, shard: int) -> Path:
    """Where the hashes of the ids of a shard are, for finding ids that come twice."""
    return scratch / f"ids-{shard:05d}.npy"


def _outcomes(
    job: Job, pipeline: Pipeline, shard: Shard, attempt: Attempt, marker: Marker, ids: _Ids
) -> Iterator[tuple[Outcome, pa.RecordBatch, int]]:
    """Yield what became of each batch, rows that the reader refused, and bytes of input."""
    place = 0
    for number, reading in enumerate(read_shard(shard, job.config.input, job.config.limits)):
        rows = reading.rows
        marker.batch(number, place)
        refused = {i: attempt.poison[place + i] for i in range(rows.num_rows) if place + i in attempt.poison}
        refused |= ids.repeated(rows)
        if number in attempt.careful:
            outcome = _one_by_one(pipeline, rows, place, refused, marker)
        elif refused:
            outcome = _around(pipeline, rows, refused)
        else:
            outcome = pipeline(rows)
        out = outcome.documents.num_rows + outcome.dropped.num_rows + outcome.failed.num_rows
        if out != rows.num_rows:
            raise RuntimeError(f"{rows.num_rows} rows went in and {out} came out, in batch {number} of shard {shard.index}")
        yield outcome, reading.failed, reading.bytes_read
        place += rows.num_rows


def _one_by_one(pipeline: Pipeline, rows: pa.RecordBatch, first: int, refused: Mapping[int, tuple[str, str]], marker: Marker) -> Outcome:
    """Clean each row alone but those that are refused, with error and message; a batch of n is n batches of one."""
    outcomes: list[Outcome] = []
    for i in range(rows.num_rows):
        row = rows.slice(i, 1)
        if i in refused:
            outcomes.append(_put_aside(pipeline, row, *refused[i]))
        else:
            marker.row(first + i)
            outcomes.append(pipeline(row))
    return _joined(outcomes)


def _around(pipeline: Pipeline, rows: pa.RecordBatch, refused: Mapping[int, tuple[str, str]]) -> Outcome:
    """Clean the rows between those that are refused; the outcome is that of `_one_by_one`."""
    outcomes: list[Outcome] = []
    first = 0
    for i in [*sorted(refused), rows.num_rows]:
        if i > first:
            outcomes.append(pipeline(rows.slice(first, i - first)))
        if i < rows.num_rows:
            outcomes.append(_put_aside(pipeline, rows.slice(i, 1), *refused[i]))
        first = i + 1
    return _joined(outcomes)


def _joined(outcomes: Sequence[Outcome]) -> Outcome:
    seconds: dict[str, float] = {}
    counts: dict[tuple[str, str], int] = {}
    for outcome in outcomes:
        for stage, value in outcome.seconds.items():
            seconds[stage] = seconds.get(stage, 0.0) + value
        for key, number in outcome.counts.items():
            counts[key] = counts.get(key, 0) + number
    tables = (pa.Table.from_batches([outcome[i] for outcome in outcomes]) for i in range(4))
    documents, edits, dropped, failed = (_one_batch(table) for table in tables)
    return Outcome(documents, edits, dropped, failed, seconds, counts)


def _one_batch(table: pa.Table) -> pa.RecordBatch:
    whole = table.unify_dictionaries().combine_chunks().to_batches()
    return whole[0] if whole else pa.RecordBatch.from_pylist([], schema=table.schema)


def _put_aside(pipeline: Pipeline, row: pa.RecordBatch, error: str, message: str) -> Outcome:
    nothing = pipeline(row.slice(0, 0))
    return nothing._replace(failed=failed_rows(row, "worker" if error != DUPLICATE_ID else "read", error, message))


class _Ids:
    """The ids of a shard so far, in order; the first of two equal ones wins."""

    def __init__(self) -> None:
        self.seen: dict[str, None] = {}

    def repeated(self, rows: pa.RecordBatch) -> dict[int, tuple[str, str]]:
        """Take in the ids of a batch and return which rows repeat one."""
        found = {}
        for i, id_ in enumerate(rows.column("id").to_pylist()):
            if id_ in self.seen:
                found[i] = (DUPLICATE_ID, DUPLICATE_MESSAGE)
            self.seen[id_] = None
        return found

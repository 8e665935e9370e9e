"""Ids that come twice in one dataset. In: hashes of the ids of each shard, in order. Out: later rows, moved to `failed`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import xxhash

from cleaner.columns import FAILED, TABLES
from cleaner.io.write import PartFile, write_table

DUPLICATE_ID = "duplicate_id"
DUPLICATE_MESSAGE = "an earlier row of the input has the same id and was kept; give every document an id of its own"


def id_hashes(ids: Iterable[str]) -> np.ndarray:
    """Return 16 bytes for each id."""
    return np.array([xxhash.xxh3_128_digest(id_.encode("utf-8", "surrogatepass")) for id_ in ids], "S16")


def later_ones(hashes: Sequence[np.ndarray]) -> dict[int, set[bytes]]:
    """Return which hashes of which array stand in an earlier one too. No array holds one twice.

    >>> later_ones([id_hashes("ab"), id_hashes("bc"), id_hashes("d")]) == {1: set(id_hashes("b").tolist())}
    True
    """
    everything = np.concatenate(hashes) if hashes else np.empty(0, "S16")
    found, counts = np.unique(everything, return_counts=True)
    repeated = found[counts > 1]
    if not len(repeated):
        return {}
    seen: set[bytes] = set()
    later: dict[int, set[bytes]] = {}
    for i, array in enumerate(hashes):
        here = set(array[np.isin(array, repeated)].tolist())
        if here & seen:
            later[i] = here & seen
        seen |= here
    return later


def failed_rows(rows: pa.RecordBatch | pa.Table, stage: str, error: str, message: str) -> pa.RecordBatch:
    """Return the rows of `failed` for rows of another table."""
    names = rows.schema.names
    count = rows.num_rows
    columns = {
        "id": rows.column("id").to_pylist(),
        "source_file": rows.column("source_file").to_pylist() if "source_file" in names else [""] * count,
        "source_record": rows.column("source_record").to_pylist() if "source_record" in names else [0] * count,
        "stage": [stage] * count,
        "error": [error] * count,
        "message": [message] * count,
    }
    return pa.RecordBatch.from_arrays([pa.array(columns[f.name], _plain(f.type)).cast(f.type) for f in FAILED], schema=FAILED)


def take_out(
    dataset: Path, files: Sequence[PartFile], index: int, hashes: set[bytes], facts: Mapping[str, str]
) -> tuple[list[PartFile], dict[str, pa.Table], pa.RecordBatch]:
    """Write the part of one shard anew, without the documents whose hash of the id is given.

    Returns the new files, the rows that are gone from each table, and the rows that came to `failed`.
    """
    tables = {name: read_part(dataset, files, name) for name in TABLES}
    gone: dict[str, pa.Table] = {}
    for name in ("documents", "edits", "dropped"):
        ids = tables[name].column("id").to_pylist()
        mask = pa.array([digest in hashes for digest in id_hashes(ids).tolist()], pa.bool_())
        gone[name] = tables[name].filter(mask)
        tables[name] = tables[name].filter(pc.invert(mask))
    moved = [failed_rows(gone[name], "read", DUPLICATE_ID, DUPLICATE_MESSAGE) for name in ("documents", "dropped")]
    failed = pa.Table.from_batches(moved).unify_dictionaries().combine_chunks()
    tables["failed"] = pa.concat_tables([tables["failed"], failed]).unify_dictionaries()
    new = [write_table(dataset, index, name, table, facts) for name, table in tables.items() if table.num_rows]
    return new, gone, failed_rows(failed, "read", DUPLICATE_ID, DUPLICATE_MESSAGE)


def read_part(dataset: Path, files: Iterable[PartFile], table: str) -> pa.Table:
    """Return the rows of one table of one part, in the types of `TABLES`."""
    found = [pq.read_table(dataset / file.path, partitioning=None) for file in files if file.path.startswith(f"{table}/")]
    schema = TABLES[table]
    return pa.concat_tables([part.cast(schema) for part in found]) if found else schema.empty_table()


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind

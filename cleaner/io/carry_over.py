"""The parts of the present dataset in a run that appends. In: its manifest. Out: the same files in the new one, without what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cleaner.columns import TABLES
from cleaner.io.duplicates import id_hashes, read_part
from cleaner.io.manifest import Manifest
from cleaner.io.publish import Target
from cleaner.io.write import PartFile, write_table


def carry_over(target: Target, manifest: Manifest, dataset: Path, changed: set[str], facts: Mapping[str, str]) -> list[PartFile]:
    """Bring every part of the present dataset into `dataset`; rows of `changed` input files are left behind."""
    parts: dict[int, list[PartFile]] = defaultdict(list)
    for file in manifest.files:
        (dataset / file.path).parent.mkdir(exist_ok=True)
        (dataset / file.path).unlink(missing_ok=True)
        target.fetch(file, dataset / file.path)
        if file.rows:
            parts[part_index(file)].append(file)
        else:
            (dataset / file.path).unlink()
    kept: list[PartFile] = []
    for index, files in sorted(parts.items()):
        kept += _without(dataset, index, files, changed, facts) if changed else files
    return kept


def ids_of(dataset: Path, files: list[PartFile]) -> np.ndarray:
    """Return the hashes of the ids that a dataset has given away."""
    names = [file.path for file in files if file.path.startswith(("documents/", "dropped/"))]
    return id_hashes(id_ for name in names for id_ in pq.ParquetFile(dataset / name).read(["id"]).column("id").to_pylist())


def part_index(file: PartFile) -> int:
    """Return the number in the name of a part."""
    return int(file.path.rpartition("/")[2].split("-")[1])


def _without(dataset: Path, index: int, files: list[PartFile], changed: set[str], facts: Mapping[str, str]) -> list[PartFile]:
    tables = {name: read_part(dataset, files, name) for name in TABLES}
    names = pa.array(sorted(changed), pa.string())
    ids: list[str] = []
    for name in ("documents", "dropped", "failed"):
        gone = pc.is_in(tables[name].column("source_file").cast(pa.string()), names)
        if name != "failed":
            ids += tables[name].filter(gone).column("id").to_pylist()
        tables[name] = tables[name].filter(pc.invert(gone))
    if sum(table.num_rows for name, table in tables.items() if name != "edits") == sum(f.rows for f in files if "edits/" not in f.path):
        return files
    tables["edits"] = tables["edits"].filter(pc.invert(pc.is_in(tables["edits"].column("id"), pa.array(ids, pa.string()))))
    for file in files:
        (dataset / file.path).unlink()
    return [write_table(dataset, index, name, table, facts) for name, table in tables.items() if table.num_rows]

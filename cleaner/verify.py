"""Whether a published dataset is what its manifest says. In: its path or URL. Out: lines for people, or one error with every finding.

Files against the manifest, rows against the account, and the account against the text: for every document the edits lead from the
text back to the source, and forth again.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cleaner.columns import TABLES
from cleaner.edit import AppliedEdit, EditError, replay, undo
from cleaner.errors import DataError
from cleaner.io.carry_over import part_index
from cleaner.io.manifest import METRICS, NAME, Manifest
from cleaner.io.write import PartFile

MAX_FINDINGS = 20
"""Findings that an error names one by one."""

_BESIDES = {NAME, METRICS, "report.html"}


def verify(path: str) -> Iterator[str]:
    """Check a dataset and yield what was found in order. Raises `DataError` with what is wrong, each with its file."""
    import fsspec

    store, root = fsspec.core.url_to_fs(path.rstrip("/") or "/")
    try:
        manifest = Manifest.from_bytes(store.cat_file(f"{root}/{NAME}"), f"{path}/{NAME}")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise DataError(f"{path}: no {NAME} there; name the folder that `cleaner run` wrote, not one inside it") from None
    findings = list(_files(store, root, manifest))
    broken = {finding.split(":")[0] for finding in findings}
    whole = [file for file in manifest.files if file.path not in broken]
    documents, edits = 0, 0
    if not findings:
        findings += _counts(manifest)
    for part in _parts(whole):
        try:
            seen, changed, wrong = _texts(store, root, part)
        except (pa.ArrowException, OSError) as error:
            findings.append(f"{part[0].path}: cannot be read: {error}")
            continue
        documents, edits = documents + seen, edits + changed
        findings += wrong
    if findings:
        more = [f"... and {len(findings) - MAX_FINDINGS:,} more"] if len(findings) > MAX_FINDINGS else []
        raise DataError("\n".join([f"{path}: not as its manifest says:", *(f"  {f}" for f in [*findings[:MAX_FINDINGS], *more])]))
    counts = manifest.counts
    yield f"{path}: {len(manifest.files):,} files, each with the rows, bytes and SHA-256 of the manifest"
    yield f"read {counts['read']:,} = documents {counts['documents']:,} + dropped {counts['dropped']:,} + failed {counts['failed']:,}"
    yield f"{edits:,} edits lead {documents:,} documents back to their source and forth again"


def _files(store: Any, root: str, manifest: Manifest) -> Iterator[str]:
    """Files that are missing, extra, or have other bytes."""
    prefix = str(store._strip_protocol(root)).rstrip("/") + "/"
    there = {name.removeprefix(prefix) for name in store.find(root)}
    wanted = {file.path: file for file in manifest.files}
    for name in sorted(there - wanted.keys() - _BESIDES):
        yield f"{name}: the manifest does not know it"
    for name, file in sorted(wanted.items()):
        if name not in there:
            yield f"{name}: missing"
            continue
        digest, size = hashlib.sha256(), 0
        with store.open(f"{root}/{name}", "rb") as data:
            while chunk := data.read(1 << 20):
                digest.update(chunk)
                size += len(chunk)
        if size != file.bytes:
            yield f"{name}: {size:,} bytes, not {file.bytes:,}"
        elif digest.hexdigest() != file.sha256:
            yield f"{name}: its bytes changed, the SHA-256 is another"


def _counts(manifest: Manifest) -> Iterator[str]:
    counts = manifest.counts
    if counts["read"] != counts["documents"] + counts["dropped"] + counts["failed"]:
        yield f"{NAME}: read is not documents + dropped + failed"
    for table in TABLES:
        rows = sum(file.rows for file in manifest.files if file.path.startswith(f"{table}/"))
        if rows != counts[table]:
            yield f"{NAME}: {rows:,} rows in the files of {table}, {counts[table]:,} in the counts"


def _parts(files: list[PartFile]) -> Iterator[list[PartFile]]:
    parts: dict[int, list[PartFile]] = defaultdict(list)
    for file in files:
        parts[part_index(file)].append(file)
    yield from (parts[index] for index in sorted(parts))


def _texts(store: Any, root: str, part: list[PartFile]) -> tuple[int, int, list[str]]:
    """Check rows and texts of one part: documents seen, edits seen, what is wrong."""
    wrong: list[str] = []
    edits: dict[str, list[AppliedEdit]] = defaultdict(list)
    number = documents = 0
    for file in sorted(part, key=lambda file: not file.path.startswith("edits/")):
        table = file.path.partition("/")[0]
        with store.open(f"{root}/{file.path}", "rb") as data:
            parquet = pq.ParquetFile(data)
            if parquet.metadata.num_rows != file.rows:
                wrong.append(f"{file.path}: {parquet.metadata.num_rows:,} rows, not {file.rows:,}")
            if parquet.schema_arrow.names != TABLES[table].names:
                wrong.append(f"{file.path}: its columns are not those of {table}")
                continue
            if table == "failed" or not parquet.metadata.num_rows:
                continue
            columns = TABLES["edits"].names if table == "edits" else ["id", "text", "characters", "characters_removed"]
            for batch in parquet.iter_batches(batch_size=4096, columns=columns):
                for row in batch.to_pylist():
                    if table == "edits":
                        edits[row.pop("id")].append(AppliedEdit(**row))
                        number += 1
                    else:
                        documents += 1
                        wrong += _document(file.path, row, edits.pop(row["id"], []))
    for id_ in list(edits)[:MAX_FINDINGS]:
        wrong.append(f"{part[0].path}: edits of {id_!r}, which is no document of this part")
    return documents, number, wrong


def _document(path: str, row: dict[str, Any], edits: list[AppliedEdit]) -> Iterator[str]:
    try:
        if replay(undo(row["text"], edits), edits) != row["text"]:
            yield f"{path}: {row['id']!r}: the edits do not lead back to the text"
    except EditError as error:
        yield f"{path}: {row['id']!r}: {error}"
    if len(row["text"]) != row["characters"]:
        yield f"{path}: {row['id']!r}: {len(row['text']):,} characters, not {row['characters']:,}"
    removed = sum(max(0, len(edit.removed) - len(edit.replacement)) for edit in edits)
    if removed != row["characters_removed"]:
        yield f"{path}: {row['id']!r}: {removed:,} characters removed, not {row['characters_removed']:,}"

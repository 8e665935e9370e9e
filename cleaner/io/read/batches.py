"""Rows and failures in, one after the other; batches out, bounded by bytes and rows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import pyarrow as pa

from cleaner.columns import FAILED
from cleaner.io.read.values import ACCEPTED, BODIES, TYPES, BadValue

BATCH_BYTES = 8_000_000
BATCH_ROWS = 2048
"""Screens are built anew for each batch: in batches of 500 news documents they cost 12 microseconds a kilobyte more than of 4000."""
LONGEST = 1_000_000_000
"""No document is longer, whatever the limit says: Arrow counts the bytes of a column of texts with 31 bits."""
READ_ERRORS: Mapping[str, str] = {
    "bad_csv": "a line of CSV whose quotes or columns do not fit",
    "bad_id": "an id that is neither a text nor a whole number",
    "bad_json": "a line that is no JSON object, or one that says two things",
    "bad_value": "a value that does not fit its column",
    "bomb": "bytes that unpack to more than limits.ratio times their number",
    "corrupt": "bytes that are broken",
    "encrypted": "a file in a zip that needs a password",
    "missing_column": "a table without a column that is needed, or with two of one name",
    "missing_text": "a document without text",
    "nested_archive": "an archive in an archive",
    "not_json_lines": "a file that is one JSON array",
    "too_deep": "JSON that is nested too deeply",
    "too_large": "a document larger than limits.document_bytes",
    "truncated": "a file that ends too early",
    "undecodable": "bytes that are no text",
    "unknown_format": "a file in a zip whose suffix says no format",
    "wrong_type": "a value of another type than its column",
}
"""The closed vocabulary of `error` in `failed/` where the stage is `read`."""
_WORD = pa.dictionary(pa.int32(), pa.string())


class Reading(NamedTuple):
    """What was read in one go: rows for the pipeline, failures of the schema `FAILED`, and bytes of input, for progress."""

    rows: pa.RecordBatch
    failed: pa.RecordBatch
    bytes_read: int


class Batches:
    """Collects rows and failures. A reader adds, and yields to its caller whenever `full`."""

    def __init__(self, document_bytes: int) -> None:
        self.cap = min(document_bytes, LONGEST)
        self.position = 0
        """Bytes of the piece in work that were taken so far; the reader sets it."""
        self._clear()

    def _clear(self) -> None:
        self._rows: list[dict[str, Any]] = []
        self._ids: list[str] = []
        self._files: list[str] = []
        self._numbers: list[int] = []
        self._extras: list[str | None] = []
        self._failed: list[tuple[str, str, int, str, str, str]] = []
        self._bytes = 0

    @property
    def full(self) -> bool:
        """Whether it is time to `take`."""
        return self._bytes >= BATCH_BYTES or len(self._rows) >= BATCH_ROWS or len(self._failed) >= BATCH_ROWS

    @property
    def empty(self) -> bool:
        """Whether there is nothing to take."""
        return not self._rows and not self._failed

    def add(self, file: str, number: int, taken: dict[str, Any], extra: str | None, size: int) -> None:
        """Add a row of converted values; `size` is about its bytes. Raises `BadValue` for one without text or too large."""
        for name in BODIES:
            body = taken.get(name)
            if body is not None:
                self.check_size(body)
                break
        else:
            raise BadValue("missing_text", "text is null or missing")
        id_ = taken.pop("id", None)
        self._ids.append(hashed_id(file, number) if id_ is None else id_)
        self._files.append(file)
        self._numbers.append(number)
        self._extras.append(extra)
        self._rows.append(taken)
        self._bytes += size

    def check_size(self, body: str | bytes) -> None:
        """Raise `BadValue` where a body is longer than the limit in UTF-8."""
        if len(body) * (4 if isinstance(body, str) else 1) > self.cap:
            size = len(body.encode("utf-8", "replace")) if isinstance(body, str) else len(body)
            if size > self.cap:
                raise BadValue("too_large", too_large(self.cap))

    def fail(self, file: str, number: int, error: str, message: str, *, id_: str | None = None) -> None:
        """Add a failure; `message` says where it is, what, and what to do."""
        self._failed.append((id_ or hashed_id(file, number), file, number, "read", error, storable(message)))

    def take(self, bytes_read: int) -> Reading:
        """Return what was collected, and begin anew."""
        columns: dict[str, pa.Array] = {"id": pa.array(self._ids, pa.string())}
        present = set().union(*self._rows) if self._rows else set()
        for name in ACCEPTED:
            if name in present:
                type_ = TYPES[name]
                plain = pa.string() if pa.types.is_dictionary(type_) else type_
                columns[name] = pa.array([row.get(name) for row in self._rows], plain)
        columns["source_file"] = pa.array(self._files, pa.string()).dictionary_encode().cast(_WORD)
        columns["source_record"] = pa.array(self._numbers, pa.int64())
        columns["extra"] = pa.array(self._extras, pa.string())
        rows = pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))
        failures = list(zip(*self._failed, strict=True)) if self._failed else [()] * len(FAILED)
        arrays = []
        for field, values in zip(FAILED, failures, strict=True):
            if pa.types.is_dictionary(field.type):
                arrays.append(pa.array(values, pa.string()).dictionary_encode().cast(field.type))
            else:
                arrays.append(pa.array(values, field.type))
        failed = pa.RecordBatch.from_arrays(arrays, schema=FAILED)
        self._clear()
        return Reading(rows, failed, bytes_read)


def hashed_id(file: str, number: int) -> str:
    """Return the id of a document that brought none: a hash of its file and its place.

    >>> hashed_id("news.jsonl", 0)
    'f92e01e544f7c7bebcbf422cfa596c52'
    """
    return hashlib.blake2b(f"{file}\0{number}".encode(), digest_size=16).hexdigest()


def too_large(cap: int) -> str:
    """Return why a document is too large and what to do."""
    return f"a document of more than {cap:,} bytes; raise limits.document_bytes if that is right"


def storable(text: str) -> str:
    """Return a text without half surrogates, which Arrow cannot hold.

    >>> storable("a\\ud800b")
    'a\\ufffdb'
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text

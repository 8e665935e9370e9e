"""Every column of every table, declared once and never inferred.

`COLUMNS` is the schema of `documents/`, version 1. A stage may set those with a `merge`; the rest is the pipeline's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

SCHEMA_VERSION = 1

_STRING = pa.string()
_STRINGS = pa.list_(pa.field("element", pa.string(), nullable=False))
_WORD = pa.dictionary(pa.int32(), pa.string())
_TIME = pa.timestamp("us", tz="UTC")


@dataclass(frozen=True)
class Column:
    """One column: its Arrow type, what stands where nobody set it, and how a stage's word is merged.

    `merge`: `replace` (scalars), `extend` (lists, in order, repetitions kept), `union` (lists without repetition),
    None where only the pipeline or a reader sets the column.
    """

    name: str
    type: pa.DataType
    nullable: bool
    description: str
    default: Any = None
    merge: Literal["replace", "extend", "union"] | None = "replace"

    @property
    def field(self) -> pa.Field:
        """The Arrow field, with the description in its metadata."""
        return pa.field(self.name, self.type, self.nullable, {"description": self.description})


COLUMNS: tuple[Column, ...] = (
    Column("id", _STRING, False, "The user's id, else the file's path without suffix, else a hash of source and position", "", None),
    Column("text", _STRING, False, "Clean text: NFC, line feeds, a blank line between paragraphs", "", None),
    Column("title", _STRING, True, "Headline"),
    Column("description", _STRING, True, "Standfirst"),
    Column("authors", _STRINGS, False, "Names of authors as written", (), "union"),
    Column("published_at", _TIME, True, "Time of publication in UTC"),
    Column("published_precision", _WORD, False, "none, year, month, day, minute or second", "none"),
    Column("dateline", _STRING, True, "The place or places as written"),
    Column("agencies", _STRINGS, False, "News agencies in canonical form", (), "union"),
    Column("captions", _STRINGS, False, "Photo captions that were cut from the text", (), "extend"),
    Column("photo_credits", _STRINGS, False, "Credits, one for each caption, empty where it has none", (), "extend"),
    Column("language", _WORD, False, "BCP 47 tag, und where undecided, zxx where there is no language", "und"),
    Column("language_score", pa.float32(), False, "Probability of language, 0 where undecided", 0.0),
    Column("languages", _STRINGS, False, "Languages that hold a tenth or more of the text, by share", (), "union"),
    Column("line_languages", _STRINGS, False, "Language of each line that `language` saw, empty for a blank one", (), "replace"),
    Column("script", _WORD, False, "ISO 15924 code of the dominant script, Zyyy where there is none", "Zyyy"),
    Column("url", _STRING, True, "Address of the document"),
    Column("site_name", _STRING, True, "Name of the publication"),
    Column("section", _STRING, True, "Section of the publication"),
    Column("tags", _STRINGS, False, "Topics and keywords", (), "union"),
    Column("encoding", _WORD, False, "The charset that the bytes were read as", "utf-8"),
    Column("encoding_reason", _WORD, False, "What decided on it: bom, http, meta, utf8, zeros, detected; none without bytes", "none"),
    Column("characters", pa.int32(), False, "Code points of text", 0, None),
    Column("characters_removed", pa.int32(), False, "Code points that edits removed and did not put back", 0, None),
    Column("warnings", _STRINGS, False, "What a reader should know, from a closed vocabulary", (), "union"),
    Column("source_file", _WORD, False, "Where the document came from", "", None),
    Column("source_record", pa.int64(), False, "Place in the source file, from 0", 0, None),
    Column("extra", _STRING, True, "JSON of the user's other columns, untouched", None, None),
)

BY_NAME: Mapping[str, Column] = {column.name: column for column in COLUMNS}

WARNINGS: Mapping[str, str] = {
    "damaged_bytes": "a few bytes fit no character; U+FFFD stands in their place",
    "date_conflict": "two sources of the document name different days of publication",
    "lone_surrogate": "the input held half a surrogate pair; U+FFFD stands in its place",
    "truncated": "the input ended in the middle of the document",
}
"""The closed vocabulary of `warnings`."""

INPUT_ONLY: Mapping[str, pa.DataType] = {
    "content": pa.binary(),
    "content_type": pa.string(),
    "crawled_at": pa.timestamp("us", tz="UTC"),
    "html": pa.string(),
}
"""Columns that an input may have and stages may read, but that are never written."""

DOCUMENTS = pa.schema([column.field for column in COLUMNS])

DROPPED = pa.schema(
    [
        *DOCUMENTS,
        pa.field("dropped_stage", _WORD, False, {"description": "The stage that decided"}),
        pa.field("dropped_rule", _WORD, False, {"description": "The rule that decided"}),
        pa.field("dropped_detail", _STRING, False, {"description": "What the rule saw"}),
    ]
)

EDITS = pa.schema(
    [
        pa.field("id", _STRING, False, {"description": "The document"}),
        pa.field("position", pa.int32(), False, {"description": "Place of the stage in the pipeline, from 0"}),
        pa.field("stage", _WORD, False, {"description": "The stage"}),
        pa.field("rule", _WORD, False, {"description": "The rule"}),
        pa.field("start", pa.int32(), False, {"description": "First code point, in the text that the stage received"}),
        pa.field("end", pa.int32(), False, {"description": "Behind the last code point"}),
        pa.field("removed", _STRING, False, {"description": "What stood there"}),
        pa.field("replacement", _STRING, False, {"description": "What stands there now"}),
        pa.field("detail", _STRING, False, {"description": "What else explains the edit"}),
    ]
)

FAILED = pa.schema(
    [
        pa.field("id", _STRING, False, {"description": "The document"}),
        pa.field("source_file", _WORD, False, {"description": "Where it came from"}),
        pa.field("source_record", pa.int64(), False, {"description": "Place in the source file, from 0"}),
        pa.field("stage", _WORD, False, {"description": "The stage, or `read`"}),
        pa.field("error", _WORD, False, {"description": "Kind of the error"}),
        pa.field("message", _STRING, False, {"description": "Where, what, what to do"}),
    ]
)

TABLES: Mapping[str, pa.Schema] = {"documents": DOCUMENTS, "edits": EDITS, "dropped": DROPPED, "failed": FAILED}

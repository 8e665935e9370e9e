"""The account of a run in numbers. In: the tables of batches. Out: sums that can be added, taken off, and sent as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_TOTALS = ("documents", "dropped", "failed", "edits", "characters", "characters_removed")
TRUNCATED = "truncated"
"""The error of what is missing at the end of an input file."""

WORST = 10
"""Documents that lost most, which a broken contract shows."""


@dataclass
class Account:
    """Counts of rows, characters, edits and drops; by stage, rule and language.

    `stages`: name -> edits, dropped, failed, characters_removed, seconds. `rules`: stage -> rule -> edits or drops.
    `languages`: tag -> documents, characters, characters_removed. `errors`: kind -> rows of `failed`. `truncated`: input files that
    end in the middle.
    """

    documents: int = 0
    dropped: int = 0
    failed: int = 0
    edits: int = 0
    characters: int = 0
    characters_removed: int = 0
    stages: dict[str, dict[str, float]] = field(default_factory=dict)
    rules: dict[str, dict[str, int]] = field(default_factory=dict)
    languages: dict[str, dict[str, int]] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    worst: list[dict[str, Any]] = field(default_factory=list)
    truncated: list[str] = field(default_factory=list)

    @property
    def read(self) -> int:
        """Rows in, by the rows out."""
        return self.documents + self.dropped + self.failed

    def totals(self) -> dict[str, int]:
        """The sums over all stages and languages, by name."""
        return {"read": self.read, **{name: getattr(self, name) for name in _TOTALS}}

    def add(self, other: Account, sign: int = 1) -> None:
        """Add another account, or take it off with `sign` -1."""
        for name in _TOTALS:
            setattr(self, name, getattr(self, name) + sign * getattr(other, name))
        _add_tree(self.stages, other.stages, sign)
        _add_tree(self.rules, other.rules, sign)
        _add_tree(self.languages, other.languages, sign)
        _add_tree(self.errors, other.errors, sign)
        if sign > 0:
            self.truncated = sorted({*self.truncated, *other.truncated})
            self.worst = sorted(self.worst + other.worst, key=_badness)[:WORST]
        else:
            gone = {row["id"] for row in other.worst}
            self.worst = [row for row in self.worst if row["id"] not in gone]

    def add_seconds(self, seconds: Mapping[str, float]) -> None:
        """Add the time that stages took."""
        for stage, value in seconds.items():
            facts = self.stages.setdefault(stage, {})
            facts["seconds"] = facts.get("seconds", 0.0) + value

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` takes."""
        return dict(vars(self))

    @classmethod
    def from_json(cls, facts: Mapping[str, Any]) -> Account:
        return cls(**facts)


def account_of(tables: Mapping[str, pa.RecordBatch | pa.Table]) -> Account:
    """Count the rows of `documents`, `edits`, `dropped` and `failed`; a table that is missing has none."""
    account = Account()
    if (documents := tables.get("documents")) is not None and documents.num_rows:
        _count_documents(account, documents)
    if (edits := tables.get("edits")) is not None and edits.num_rows:
        _count_edits(account, edits)
    if (dropped := tables.get("dropped")) is not None and dropped.num_rows:
        account.dropped = dropped.num_rows
        _count_rules(account, dropped, "dropped_stage", "dropped_rule", "dropped")
    if (failed := tables.get("failed")) is not None and failed.num_rows:
        account.failed = failed.num_rows
        columns = (_words(failed, name) for name in ("stage", "error", "source_file"))
        for stage, error, file in zip(*columns, strict=True):
            account.errors[error] = account.errors.get(error, 0) + 1
            if error == TRUNCATED and file not in account.truncated:
                account.truncated.append(file)
            if stage != "read":
                _count(account.stages, stage, "failed", 1)
    return account


def _count_documents(account: Account, documents: pa.RecordBatch | pa.Table) -> None:
    account.documents = documents.num_rows
    lengths = [documents.column(name) for name in ("characters", "characters_removed")]
    for language, number, kept, gone in _grouped(documents, ["language"], lengths):
        account.languages[language] = {"documents": number, "characters": kept, "characters_removed": gone}
        account.characters += kept
        account.characters_removed += gone
    characters, removed = (column.to_pylist() for column in lengths)
    lost = [(gone / (kept + gone), i) for i, (kept, gone) in enumerate(zip(characters, removed, strict=True)) if gone]
    for share, i in sorted(lost, key=lambda pair: (-pair[0], pair[1]))[:WORST]:
        row = documents.slice(i, 1).select(["id", "source_file", "source_record", "language"]).to_pylist()[0]
        account.worst.append(row | {"removed_share": round(share, 6), "characters_removed": removed[i]})


def _count_edits(account: Account, edits: pa.RecordBatch | pa.Table) -> None:
    account.edits = edits.num_rows
    _count_rules(account, edits, "stage", "rule", "edits")
    fewer = pc.subtract(pc.utf8_length(edits.column("removed")), pc.utf8_length(edits.column("replacement")))
    for stage, _, gone in _grouped(edits, ["stage"], [pc.max_element_wise(fewer, 0)]):
        if gone:
            _count(account.stages, stage, "characters_removed", gone)


def _count_rules(account: Account, table: pa.RecordBatch | pa.Table, stage_column: str, rule_column: str, what: str) -> None:
    for stage, rule, number in _grouped(table, [stage_column, rule_column]):
        _count(account.stages, stage, what, number)
        _count(account.rules, stage, rule, number)


def _grouped(table: pa.RecordBatch | pa.Table, keys: Sequence[str], summed: Sequence[pa.Array] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the keys of each group of rows, how many there are, and the sums of numbers beside them; groups as their first rows stand.

    Why not `Table.group_by`: the part of pyarrow behind it takes a third of a second to import.
    """
    columns = [_coded(table, key) for key in keys]
    codes = np.zeros(table.num_rows, np.int64)
    for numbers, words in columns:
        codes = codes * len(words) + numbers
    _, firsts, places = np.unique(codes, return_index=True, return_inverse=True)
    counts = np.bincount(places)
    sums = [np.bincount(places, weights=np.asarray(numbers)) for numbers in summed]
    for group in firsts.argsort().tolist():
        first = firsts[group]
        yield *(words[numbers[first]] for numbers, words in columns), int(counts[group]), *(int(each[group]) for each in sums)


def _coded(table: pa.RecordBatch | pa.Table, name: str) -> tuple[np.ndarray[Any, np.dtype[np.int32]], list[Any]]:
    """Return a number for each value of a column of words, and the words by number; null is the last."""
    column = table.column(name)
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if not isinstance(column, pa.DictionaryArray):
        column = column.dictionary_encode()
    words = column.dictionary.to_pylist()
    return column.indices.fill_null(len(words)).to_numpy(zero_copy_only=False), [*words, None]


def _count(tree: dict[str, Any], key: str, name: str, number: int) -> None:
    facts = tree.setdefault(key, {})
    facts[name] = facts.get(name, 0) + number


def _words(table: pa.RecordBatch | pa.Table, name: str) -> list[str]:
    words: list[str] = table.column(name).to_pylist()
    return words


def _badness(row: Mapping[str, Any]) -> tuple[float, str]:
    return -row["removed_share"], row["id"]


def _add_tree(tree: dict[str, Any], other: Mapping[str, Any], sign: int) -> None:
    for key, value in other.items():
        if isinstance(value, Mapping):
            _add_tree(tree.setdefault(key, {}), value, sign)
        else:
            tree[key] = tree.get(key, 0) + sign * value

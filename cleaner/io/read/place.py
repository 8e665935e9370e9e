"""Where a reader stands and what it fills: shared by the readers of all formats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cleaner.io.formats import without_suffix
from cleaner.io.open import relative_name
from cleaner.io.read.batches import Batches
from cleaner.io.read.values import BadValue, Mapped, as_json


@dataclass
class Place:
    """A file in work. `number` is that of the next document in it, `label` what messages call it."""

    batches: Batches
    mapped: Mapped
    name: str
    label: str
    number: int = 0
    member: str = ""

    @property
    def path_id(self) -> str:
        """The id of a file that is one document: its path without suffix."""
        stem = without_suffix(relative_name(self.name))
        return f"{stem}/{without_suffix(self.member)}" if self.member else stem

    def add(self, values: dict[str, Any], size: int, where: str, mend: Callable[[Any], Any] | None = None) -> None:
        """Take one document, as a row or as a failure; `where` says its line or row to the user."""
        try:
            taken, rest = self.mapped.split(values)
            extra = as_json(rest)
            if mend is not None:
                taken, extra = mend((taken, extra))
            self.batches.add(self.name, self.number, taken, extra, size)
        except BadValue as problem:
            self.fail(problem.error, f"{where}: {problem}", values)
        except RecursionError:
            self.fail("too_deep", f"{where}: is nested too deeply", values)
        else:
            self.number += 1

    def fail(self, error: str, message: str, values: dict[str, Any] | None = None, *, id_: str | None = None) -> None:
        """Count one document as failed."""
        if id_ is None and values is not None:
            given = values.get(self.mapped.columns.get("id", "id"))
            if isinstance(given, str | int) and not isinstance(given, bool):
                id_ = str(given)
        self.batches.fail(self.name, self.number, error, f"{self.label}{message}", id_=id_)
        self.number += 1

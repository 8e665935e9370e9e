"""One line of figures: what was measured, of which part, and the numbers by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Row(NamedTuple):
    """`section` and `part` name what was measured; `figures` maps the name of a figure to its value."""

    section: str
    part: str
    figures: Mapping[str, float]

    def __str__(self) -> str:
        words = [f"{n} {v}" if isinstance(v, int) else f"{n} {v:.4f}" for n, v in self.figures.items()]
        return f"{self.section:32} {self.part:14} {'  '.join(words)}"


class Tally:
    """Counts lines, and those that are gone, by the parts that they belong to."""

    def __init__(self) -> None:
        self._total: Counter[str] = Counter()
        self._gone: Counter[str] = Counter()

    def add(self, parts: Iterable[str], gone: bool) -> None:
        """Count one line."""
        for part in parts:
            self._total[part] += 1
            self._gone[part] += gone

    def rows(self, section: str) -> list[Row]:
        """Return the number of lines and the share gone, by part."""
        return [Row(section, part, {"lines": n, "gone": self._gone[part] / n}) for part, n in sorted(self._total.items())]

"""One line of figures: what was measured, of which part, and the numbers by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Row(NamedTuple):
    """`section` and `part` name what was measured; `figures` maps the name of a figure to its value."""

    section: str
    part: str
    figures: Mapping[str, float]

    def __str__(self) -> str:
        words = [f"{n} {v}" if isinstance(v, int) else f"{n} {v:.4f}" for n, v in self.figures.items()]
        return f"{self.section:32} {self.part:14} {'  '.join(words)}"

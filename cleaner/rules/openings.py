"""Many folded phrases, of which one may begin a line: most lines are told by their first letters to begin with none."""

from __future__ import annotations

from collections.abc import Iterable

LETTERS = 10
"""So many folded letters tell nearly all lines that begin like a phrase by chance."""
_KEY = 5
"""Phrases of that many letters are kept by so many of them: few share them."""


class Openings:
    """Folded texts, of which one may begin another: by their first letters, so that few are compared."""

    def __init__(self, texts: Iterable[str]) -> None:
        groups: dict[str, set[str]] = {}
        for text in texts:
            groups.setdefault(text[:_KEY], set()).add(text[:LETTERS])
        self._short = frozenset(key for key in groups if len(key) < _KEY)
        self._groups = {key: tuple(sorted(found)) for key, found in groups.items() if len(key) == _KEY}

    def of(self, folded: str) -> bool:
        """Whether one of the texts, or the first letters of a long one, begin a folded line."""
        short = self._short
        return (
            folded.startswith(self._groups.get(folded[:_KEY], ()))
            or folded[:4] in short
            or folded[:3] in short
            or folded[:2] in short
            or folded[:1] in short
        )

    def sizes_of(self, folded: str) -> list[int]:
        """Return how long these texts are."""
        group = self._groups.get(folded[:_KEY], ())
        found = [len(text) for text in group if folded.startswith(text)]
        return found + [size for size in range(1, _KEY) if folded[:size] in self._short]

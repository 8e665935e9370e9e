"""Which documents of a batch a stage must look at. In: rows, their texts in Arrow, and the screen of a stage. Out: places of rows.

A screen is one RE2 search over one array: the texts as they came, and behind them those that have changed since. So a change in one
document costs neither a new array of all nor a second search, which would build the states of the pattern again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from cleaner.outcome import Row
from cleaner.rules.screened import divided, screened

_MANY_CHANGED = 4
"""Where more than one text in so many has changed, all are taken anew."""


class Texts:
    """The texts of rows, ready to be searched by screens. `source` holds them as they are now, where Arrow has them already.

    >>> from cleaner.document import Document
    >>> rows = [Row(Document("a", "one"), ""), Row(Document("b", "two"), "")]
    >>> texts = Texts(rows)
    >>> texts.passing("e$", [0, 1])
    [0]
    >>> rows[1].document = Document("b", "three")
    >>> texts.changed([1])
    >>> texts.passing("e$", [0, 1])
    [0, 1]
    """

    def __init__(self, rows: Sequence[Row], source: pa.Array | None = None) -> None:
        self._rows, self._source = rows, None if source is None else source.cast(pa.large_string())
        self._at = list(range(len(rows)))
        self._stale: set[int] = set()

    def changed(self, places: Iterable[int]) -> None:
        """Say that the texts of these rows are others now."""
        self._stale.update(places)

    def passing(self, screen: str | Sequence[str | Callable[[str], bool]], places: Sequence[int]) -> list[int]:
        """Return which of these rows a screen lets pass, in order."""
        patterns, functions = divided(screen)
        found = set(pc.indices_nonzero(screened(self._texts(), patterns)).to_pylist())
        at, rows = self._at, self._rows
        return [place for place in places if at[place] in found or any(says(rows[place].document.text) for says in functions)]

    def _texts(self) -> pa.Array:
        """The texts as they are now, behind some that have changed; `_at` says where each row has its own."""
        stale, rows = sorted(self._stale), len(self._rows)
        self._stale.clear()
        if self._source is None or (len(self._source) - rows + len(stale)) * _MANY_CHANGED > rows:
            self._source, self._at = self._array(range(rows)), list(range(rows))
        elif stale:
            for new, place in enumerate(stale, len(self._source)):
                self._at[place] = new
            self._source = pa.concat_arrays([self._source, self._array(stale)])
        return self._source

    def _array(self, places: Iterable[int]) -> pa.Array:
        return pa.array([self._rows[place].document.text for place in places], pa.large_string())

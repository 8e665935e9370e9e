"""RE2, which Arrow brings, over many texts at once. In: texts and patterns. Out: in which of them a pattern stands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc


def screened(texts: pa.Array, screen: str | Sequence[str]) -> pa.BooleanArray:
    """Return for each text whether a screen lets it pass: whether its pattern, or one of its patterns, stands in it.

    >>> screened(pa.array(["a (c)", "b"]), (r"\\(c\\)", "x")).to_pylist()
    [True, False]
    """
    patterns = (screen,) if isinstance(screen, str) else screen
    return reduce(pc.or_, (pc.match_substring_regex(texts, pattern) for pattern in patterns))


def passing(texts: Sequence[str], screen: str | Sequence[str]) -> list[bool]:
    """The same for texts of Python; where one of them holds half a surrogate pair, which Arrow cannot hold, all pass.

    >>> passing(["a (c)", "b"], "c"), passing(["a", "\\ud800"], "c")
    ([True, False], [True, True])
    """
    try:
        array = pa.array(texts, pa.large_string())
    except UnicodeEncodeError:
        return [True] * len(texts)
    found: list[bool] = screened(array, screen).to_pylist()
    return found

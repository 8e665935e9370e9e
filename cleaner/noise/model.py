"""Boosted trees, evaluated with numpy alone.

In: the matrix of features. Out: the probability that a line is noise, and what each feature said. The trees lie in small
`.npz` files beside
this module; `card.md` tells what they were grown from.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from cleaner.noise.features import JUDGED_NAMES, NAMES, line_features
from cleaner.noise.lines import read_lines

_ROWS = 4096
"""Lines that go through the trees at once: bounds the memory."""


@dataclass(frozen=True, eq=False)
class Trees:
    """A sum of binary trees, all nodes one after the other.

    `roots` are the first nodes of the trees. Node `n` asks whether feature `feature[n]` is at most `threshold[n]` and goes
    to `left[n]`, else to
    `right[n]`; a leaf goes to itself. `value[n]` is the mean of what lies below; the sum over the leaves reached is the log of
    the odds.
    `levels` maps names of levels to the probability from which on a line is cut.
    """

    feature: NDArray[np.int64]
    threshold: NDArray[np.float32]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float32]
    roots: NDArray[np.int64]
    depth: int
    levels: dict[str, float]

    def scores(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the probability of noise for each row."""
        parts = [self._odds(matrix[start : start + _ROWS]) for start in range(0, len(matrix), _ROWS)]
        odds = np.concatenate(parts) if parts else np.zeros(0)
        return 1 / (1 + np.exp(-np.clip(odds, -30, 30)))

    def _odds(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        flat = np.ascontiguousarray(matrix).ravel()
        rows = (np.arange(len(matrix)) * matrix.shape[1])[:, None]
        nodes = np.broadcast_to(self.roots, (len(matrix), len(self.roots)))
        for _ in range(self.depth):
            below = flat[rows + self.feature[nodes]] <= self.threshold[nodes]
            nodes = np.where(below, self.left[nodes], self.right[nodes])
        odds: NDArray[np.float64] = self.value[nodes].astype(np.float64).sum(axis=1)
        return odds

    def reasons(self, row: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return what each feature added to the log of the odds of one row, along the paths through the trees."""
        said = np.zeros(len(row))
        nodes = self.roots
        for _ in range(self.depth):
            following = np.where(row[self.feature[nodes]] <= self.threshold[nodes], self.left[nodes], self.right[nodes])
            np.add.at(said, self.feature[nodes], self.value[following].astype(np.float64) - self.value[nodes])
            nodes = following
        return said


@cache
def load_trees(name: str) -> Trees:
    """Return the trees of `name`: `page`, `article` or `judged`. Read once per process."""
    with np.load(BytesIO(files("cleaner.noise").joinpath(f"{name}.npz").read_bytes())) as arrays:
        return Trees(
            arrays["feature"].astype(np.int64),
            arrays["threshold"],
            arrays["left"].astype(np.int64),
            arrays["right"].astype(np.int64),
            arrays["value"],
            arrays["roots"].astype(np.int64),
            int(arrays["depth"]),
            dict(zip(("strict", "normal", "bold"), arrays["levels"].tolist(), strict=True)),
        )


def page_scores(lines: list[str], judged: NDArray[np.bool_] | None = None) -> NDArray[np.float64]:
    """Return for each line of a whole page the probability that it is noise; blank lines must be left out.

    `judged`: which lines another tool would keep, such as an extractor that saw the HTML. It is one more voice, not the verdict.
    A line is body where the score is under `load_trees("judged" or "page").levels["normal"]`.

    >>> body = "The council met on Monday to speak about the bridge, which was closed in May after a flood."
    >>> scores = page_scores(["Home", body, "Share"] * 2)
    >>> bool(scores[1] < scores[0])
    True
    """
    if not lines:
        return np.zeros(0)
    matrix = line_features(read_lines([lines]), judged)
    return load_trees("page" if judged is None else "judged").scores(matrix)


def feature_names(judged: bool = False) -> tuple[str, ...]:
    """Return the names of the columns that a model looks at."""
    return NAMES + JUDGED_NAMES if judged else NAMES

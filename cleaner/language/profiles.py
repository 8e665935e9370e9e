"""N-gram profiles, evaluated as sums of log probabilities. In: texts. Out: a score for each language, in nats.

The model (`data/profiles.npz`, see `data/MODEL_CARD.md`) is one matrix, a row a byte n-gram, a column a language; a text is a
sum of rows. All n-grams of all texts are looked up at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from cleaner.language.hashing import Array, KeyTable

_SHORTEST, _LONGEST = 2, 6
"""Bytes of the features of the model."""

_STEPS = 1 << 17
"""More than the model has rows: text number times this plus row number is one key."""


@dataclass(frozen=True, eq=False)
class Profiles:
    """The model: rows by key, columns by tag, `step` the nats of one step of its bytes."""

    table: KeyTable
    rows: Array
    step: float
    tags: tuple[str, ...]
    prior: Array


@cache
def load_profiles() -> Profiles:
    """Read the profiles of the package, once per process."""
    with files("cleaner.language").joinpath("data/profiles.npz").open("rb") as file, np.load(file, allow_pickle=False) as data:
        rows = np.ascontiguousarray(data["rows"])  # stored by column, which packs better; read by row
        return Profiles(KeyTable(data["keys"]), rows, float(data["step"]), tuple(map(str, data["tags"])), data["prior"])


def sums(texts: Sequence[str]) -> tuple[Array, Array]:
    """Return the log probabilities of each text, up to a constant, by the tags of the model, and its number of known n-grams.

    At each byte the longest n-gram that ends there counts, as in the automaton of the model; an n-gram that stands n times
    counts log(1 + n) times, as it was trained.
    """
    profiles = load_profiles()
    encoded = [text.encode("utf-8", "replace") for text in texts]
    data = np.frombuffer(b"\0".join(encoded), np.uint8)
    rows = _longest_rows(data.astype(np.uint64), profiles.table)
    known = np.flatnonzero(rows >= 0)
    ends = np.cumsum([len(part) + 1 for part in encoded])
    keys = np.searchsorted(ends, known, "right") * _STEPS + rows[known]
    keys.sort()
    first = np.ones(len(keys), bool)
    first[1:] = keys[1:] != keys[:-1]
    places = np.flatnonzero(first)
    weights = np.log1p(np.diff(np.append(places, len(keys))).astype(np.float32))
    keys = keys[places]
    bounds = np.searchsorted(keys, np.arange(len(texts) + 1) * _STEPS)
    result = np.empty((len(texts), len(profiles.tags)), np.float32)
    for i in range(len(texts)):
        part = slice(bounds[i], bounds[i + 1])
        result[i] = weights[part] @ profiles.rows.take(keys[part] & (_STEPS - 1), axis=0).astype(np.float32)
    return result * np.float32(profiles.step) + profiles.prior, np.diff(bounds)


def _longest_rows(data: Array, table: KeyTable) -> Array:
    """Return, for each byte, the row of the longest n-gram of the model that ends there, -1 where there is none."""
    best = np.full(len(data), -1, np.int32)
    longest = min(_LONGEST, len(data))
    keys, key = [], data
    for length in range(_SHORTEST, longest + 1):
        key = key[:-1] | (data[length - 1 :] << np.uint64(8 * (length - 1)))
        keys.append(key | np.uint64(length << 56))
    if not keys:
        return best
    hits, rows = table.find(np.concatenate(keys))
    at = 0
    bounds = []
    for part in keys:
        bounds.append(at)
        at += len(part)
    cuts = np.searchsorted(hits, [*bounds, at])
    for part, bound, first, last in zip(keys, bounds, cuts, cuts[1:], strict=False):  # longer ones last: they win
        best[hits[first:last] - bound + (len(data) - len(part))] = rows[first:last]
    return best

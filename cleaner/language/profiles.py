"""N-gram profiles, evaluated as sums of log probabilities. In: texts. Out: a score for each language, in nats.

The model (`data/profiles.npz`, see `data/MODEL_CARD.md`) is one matrix, a row a byte n-gram, a column a language; a text is a
sum of rows. Only the columns of the languages of its script are looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from cleaner.language.automaton import Array, Automaton
from cleaner.language.tags import MERGED, candidates

_ROW_BITS = 17
"""More than the model has rows: text number and row number are one key of 32 bits."""

MOST_TEXTS = 512
"""Texts whose n-grams are found at once: more leave the caches, fewer pay the calls. The keys have room for 4,096."""

PARTS = 4
"""A long text is added up in so many parts."""

_PARTS_AT_ONCE = 16
"""Parts whose rows are fetched at once: those of more texts leave the nearest caches."""

_ONE_PART = 200
"""Bytes up to which a text is one part: less than a sentence tells no language for certain."""


@dataclass(frozen=True, eq=False)
class Profiles:
    """The model: an automaton that finds rows, rows by column, `step` the nats of one step of its bytes."""

    automaton: Automaton
    rows: Array
    step: float
    tags: tuple[str, ...]
    prior: Array


class Grams(NamedTuple):
    """The n-grams of texts: their rows, each once a part, how much each counts, and where each part begins; the last bound is the end."""

    rows: Array
    weights: Array
    bounds: Array

    def of(self, first: int, last: int) -> Grams:
        """Return those of some texts in a row."""
        bounds = self.bounds[first * PARTS : last * PARTS + 1]
        return Grams(self.rows[bounds[0] : bounds[-1]], self.weights[bounds[0] : bounds[-1]], bounds - bounds[0])


@dataclass(frozen=True, eq=False)
class Columns:
    """The part of the model for one script: `tags` each once, sorted as in the model; each holds the columns from its start on."""

    rows: Array
    prior: Array
    starts: Array
    tags: tuple[str, ...]


@cache
def load_profiles() -> Profiles:
    """Read the profiles of the package, once per process."""
    with files("cleaner.language").joinpath("data/profiles.npz").open("rb") as file, np.load(file, allow_pickle=False) as data:
        return Profiles(Automaton(data["keys"]), data["rows"], float(data["step"]), tuple(map(str, data["tags"])), data["prior"])


@cache
def load_columns(script: str) -> Columns:
    """Return the part of the model that tells the languages of a script apart."""
    profiles = load_profiles()
    places = [(i, MERGED.get(profiles.tags[i], profiles.tags[i])) for i in candidates(script, profiles.tags)]
    tags = tuple(dict.fromkeys(tag for _, tag in places if tag))
    groups = [[i for i, own in places if own == tag] for tag in tags]
    order = [i for group in groups for i in group]
    starts = np.cumsum([0, *map(len, groups)])[:-1].astype(np.int64)
    return Columns(np.ascontiguousarray(profiles.rows[:, order]), profiles.prior[order], starts, tags)


def sums(texts: Sequence[str], script: str) -> tuple[Array, Array]:
    """Return the log probabilities of texts in one script, up to a constant, by the tags of `load_columns`, and how many known
    n-grams each holds.

    At each byte the longest n-gram that ends there counts, as in the automaton of the model; an n-gram that stands n times
    counts log(1 + n) times, as it was trained. Languages with several columns have the best of them.
    """
    scores, counts = sums_of_parts(find_grams(texts), script)
    return scores.sum(axis=1) + prior_of(script), counts.sum(axis=1)


def sums_of_parts(grams: Grams, script: str) -> tuple[Array, Array]:
    """Return the same for each quarter of each text, without what is known of languages before any text.

    Short texts have one part. The sum over the parts is what `sums` returns, so that what is foreign in a text costs nothing to see.
    """
    columns = load_columns(script)
    bounds = grams.bounds.tolist()
    scores = np.zeros((len(bounds) - 1, columns.rows.shape[1]), np.float32)
    into = list(scores)
    for at in range(0, len(into), _PARTS_AT_ONCE):
        parts = bounds[at : at + _PARTS_AT_ONCE + 1]
        start = parts[0]
        rows = columns.rows.take(grams.rows[start : parts[-1]], 0).astype(np.float32)
        for part, (first, last) in enumerate(pairwise(parts), at):
            if first < last:
                grams.weights[first:last].dot(rows[first - start : last - start], into[part])
    scores *= np.float32(load_profiles().step)
    scores = scores.reshape(-1, PARTS, scores.shape[1])
    counts = np.diff(grams.bounds).reshape(-1, PARTS)
    return _best_columns(scores, columns), counts


@cache
def prior_of(script: str) -> Array:
    """Return what is known of the languages of a script before any text."""
    columns = load_columns(script)
    return _best_columns(columns.prior.astype(np.float64), columns)


def _best_columns(scores: Array, columns: Columns) -> Array:
    """Return for each tag the best of its columns; few tags have more than one."""
    if len(columns.tags) == scores.shape[-1]:
        return scores
    best = scores.take(columns.starts, axis=-1)
    for place, (first, last) in enumerate(pairwise([*columns.starts.tolist(), scores.shape[-1]])):
        for other in range(first + 1, last):
            np.maximum(best[..., place], scores[..., other], out=best[..., place])
    return best


def find_grams(texts: Sequence[str]) -> Grams:
    """Find the n-grams of texts, of whatever scripts: the longest one that ends at each byte.

    >>> grams = find_grams(["der Minister", "der der"])
    >>> len(grams.bounds) == 2 * PARTS + 1, len(grams.of(1, 2).rows) < len(grams.rows)
    (True, True)
    """
    chunks = [_find(texts[at : at + MOST_TEXTS]) for at in range(0, len(texts), MOST_TEXTS)]
    if len(chunks) == 1:
        return chunks[0]
    sizes = np.cumsum([0, *(len(chunk.rows) for chunk in chunks)])
    bounds = [chunk.bounds[:-1] + size for chunk, size in zip(chunks, sizes.tolist(), strict=False)]
    rows, weights = (np.concatenate([chunk[place] for chunk in chunks]) if chunks else np.zeros(0) for place in (0, 1))
    return Grams(rows, weights, np.concatenate([*bounds, sizes[-1:]]))


def _find(texts: Sequence[str]) -> Grams:
    encoded = [text.encode("utf-8", "replace") for text in texts]
    rows = load_profiles().automaton.longest(b"\0".join(encoded))
    known = (rows >= 0).nonzero()[0]
    sizes = np.array([len(part) + 1 for part in encoded])
    quarters = np.where(sizes[:, None] > _ONE_PART, sizes[:, None] * np.arange(1, PARTS) // PARTS, 0)
    ends = (np.hstack((quarters, sizes[:, None])) + (sizes.cumsum() - sizes)[:, None]).ravel()  # of the parts of all texts, in bytes
    lengths = np.diff(known.searchsorted(ends), prepend=0)
    keys = rows.take(known) | np.repeat(np.arange(len(ends), dtype=np.int32) << _ROW_BITS, lengths)
    keys.sort()
    first = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    places = first.nonzero()[0]
    times = np.diff(places, append=len(keys))
    weights = np.log1p(np.arange(times.max(initial=0) + 1, dtype=np.float32)).take(times)
    keys = keys.take(places)
    bounds = keys.searchsorted(np.arange(len(ends) + 1, dtype=np.int32) << _ROW_BITS)
    return Grams((keys & ((1 << _ROW_BITS) - 1)).astype(np.intp), weights, bounds)

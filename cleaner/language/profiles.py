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

import numpy as np

from cleaner.language.automaton import Array, Automaton
from cleaner.language.tags import MERGED, candidates

_ROW_BITS = 17
"""More than the model has rows: text number and row number are one key of 32 bits."""

MOST_TEXTS = 64
"""Texts added up at once: more leave the caches, fewer pay the calls."""


PARTS = 4
"""A long text is added up in so many parts."""

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
    scores, counts = sums_of_parts(texts, script)
    return scores.sum(axis=1) + prior_of(script), counts.sum(axis=1)


def sums_of_parts(texts: Sequence[str], script: str) -> tuple[Array, Array]:
    """Return the same for each quarter of each text, without what is known of languages before any text.

    Short texts have one part. The sum over the parts is what `sums` returns, so that what is foreign in a text costs nothing to see.
    """
    columns = load_columns(script)
    parts = [_sums(texts[at : at + MOST_TEXTS], columns) for at in range(0, len(texts), MOST_TEXTS)]
    scores, counts = (np.concatenate(each) for each in zip(*parts, strict=True))
    return np.maximum.reduceat(scores, columns.starts, axis=2) if len(columns.tags) < scores.shape[2] else scores, counts


@cache
def prior_of(script: str) -> Array:
    """Return what is known of the languages of a script before any text."""
    columns = load_columns(script)
    prior = columns.prior.astype(np.float64)
    return np.maximum.reduceat(prior, columns.starts) if len(columns.tags) < len(prior) else prior


def _sums(texts: Sequence[str], columns: Columns) -> tuple[Array, Array]:
    encoded = [text.encode("utf-8", "replace") for text in texts]
    rows = load_profiles().automaton.longest(b"\0".join(encoded))
    known = (rows >= 0).nonzero()[0]
    ends: list[int] = []  # of the parts of all texts, in bytes
    end = 0
    for part in encoded:
        size = len(part) + 1
        ends += [end + size * i // PARTS for i in range(1, PARTS)] if size > _ONE_PART else [end] * (PARTS - 1)
        end += size
        ends.append(end)
    lengths = np.diff(known.searchsorted(ends), prepend=0)
    keys = rows.take(known) | np.repeat(np.arange(len(ends), dtype=np.int32) << _ROW_BITS, lengths)
    keys.sort()
    first = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    places = first.nonzero()[0]
    weights = np.log1p(np.diff(places, append=len(keys)).astype(np.float32))
    keys = keys.take(places)
    bounds = keys.searchsorted(np.arange(len(ends) + 1, dtype=np.int32) << _ROW_BITS)
    found = keys & ((1 << _ROW_BITS) - 1)
    result = np.zeros((len(texts), PARTS, columns.rows.shape[1]), np.float32)
    cuts = bounds.tolist()
    for i in range(len(texts)):
        start, *_, end = part = cuts[i * PARTS : i * PARTS + PARTS + 1]
        rows = columns.rows.take(found[start:end], axis=0).astype(np.float32)
        for number, (first_key, last_key) in enumerate(pairwise(part)):
            if first_key < last_key:
                np.dot(weights[first_key:last_key], rows[first_key - start : last_key - start], out=result[i, number])
    result *= np.float32(load_profiles().step)
    return result, np.diff(bounds).reshape(-1, PARTS)

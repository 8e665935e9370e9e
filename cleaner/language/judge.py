"""Which of the languages of one script a text is in: n-grams first, then words. In: texts in that script. Out: one `Guess` each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from cleaner.language.automaton import Array
from cleaner.language.candidates import NEAR_COST, OTHER_COST, load_candidates, profile_of
from cleaner.language.near import Texts, weigh_marks
from cleaner.language.profiles import Grams, prior_of, sums_of_parts
from cleaner.language.tags import NEAR, NEIGHBOURS
from cleaner.language.words import count_hits, load_lists

MIN_SCORE = 0.35
"""Below, the answer is `und`: it would be wrong more often than right."""

_MIN_GRAMS = 5
"""Fewer different n-grams decide nothing: `aaaa aaaa`."""

TEMPERATURE = 1.0
"""How far nats are flattened, times the root of the number of n-grams: they are not independent."""

_NEAR_ODDS, _OTHER_ODDS = (0.78, -0.25), (1.2, 0.2)
"""Slope and intercept, in log odds, from the softmax to the share right: of languages that have near ones, and of the others.
Marks are less independent than they are counted, n-grams more."""

_CERTAIN = 0.9999
"""No score is higher."""

_SURE = 8.0
"""So far, in that unit, the first language must be ahead for words not to be asked; a score of 0.9997."""

_DOUBTED = NEAR | {near for each in NEIGHBOURS.values() for near in each} | {"ff", "ar", "sn"}
"""Languages that the profiles are sure of in texts of others, too."""

_KNOWN_WORD, _NEAR_WORD, _OTHER_WORD = 10.0, 20.0, 25.0
"""Nats that a word of a list adds: in a language of the profiles; beside its neighbours; alone."""

_RUNNERS_UP = slice(2, 6)
"""A language alone starts from the mean of these places: where the profiles are sure, it starts far behind."""

_STRANGE = 3.0
"""So far, in that unit, the language of a text must be behind the best one of a part for that part to be in another language."""


class Guess(NamedTuple):
    """A language, BCP 47, and the probability that it is right; `und` undecided, `zxx` no language at all."""

    language: str
    score: float


UNDECIDED = Guess("und", 0.0)


def judge(pieces: Sequence[str], grams: Grams, script: str, texts: Sequence[str]) -> tuple[list[Guess], list[bool]]:
    """Add words and marks to the sums of the n-grams of texts in one script and take the best; its score is a softmax at a temperature.

    `pieces` are what is looked at of `texts`, `grams` the n-grams of `pieces`. Returned with the guesses: whether a part of the text is in
    another language.

    >>> from cleaner.language.profiles import find_grams
    >>> text = "jumla e diteve në vjeshtë"
    >>> guesses, mixed = judge([text], find_grams([text]), "Latn", [text])
    >>> guesses[0].language, mixed
    ('sq', [False])
    """
    candidates = load_candidates(script)
    known = len(candidates.profiled)
    if not known:
        return [UNDECIDED] * len(pieces), [False] * len(pieces)
    parts, part_counts = sums_of_parts(grams, script)
    scores = np.full((len(pieces), len(candidates.tags)), -np.inf)
    scores[:, :known] = parts.sum(axis=1) + prior_of(script)
    counts = part_counts.sum(axis=1)
    heats = TEMPERATURE * np.sqrt(np.maximum(counts, 1))
    starts = _starts(scores[:, :known])
    doubtful = _doubtful(scores[:, :known], heats, script)
    if len(doubtful):
        hits, words = count_hits([pieces[row] for row in doubtful.tolist()], script)
        scores[doubtful] = _with_words(scores[doubtful], hits, words, starts[doubtful], script)
    weigh_marks(scores, Texts(texts, pieces, starts, heats), candidates)
    tops, best = scores.max(axis=1), scores.argmax(axis=1)
    totals = np.exp((scores - tops[:, None]) / heats[:, None]).sum(axis=1)
    found = _calibrated(1 / totals, candidates.near[best] >= 0).round(4)
    decided = (found >= MIN_SCORE) & (counts >= _MIN_GRAMS)
    tags = candidates.tags
    guesses = [
        Guess(tags[first], score) if sure else UNDECIDED
        for first, score, sure in zip(best.tolist(), found.tolist(), decided.tolist(), strict=True)
    ]
    own = candidates.own[best]
    behind = parts.max(axis=2) - np.take_along_axis(parts, own[:, None, None], axis=2)[:, :, 0]
    strange = (behind > _STRANGE * np.sqrt(np.maximum(part_counts, 1))).any(axis=1) & (own >= 0)
    return guesses, strange.tolist()


def _calibrated(shares: Array, near: Array) -> Array:
    """Return the probability that answers of these softmax shares are right."""
    shares = np.clip(shares, 1 - _CERTAIN, _CERTAIN)
    odds = np.log(shares / (1 - shares))
    slope, intercept = (np.where(near, *pair) for pair in zip(_NEAR_ODDS, _OTHER_ODDS, strict=True))
    right: Array = 1 / (1 + np.exp(-(slope * odds + intercept)))
    return right.clip(max=_CERTAIN)


def _starts(scores: Array) -> Array:
    """Return from where a language without a profile starts in each text."""
    later = -np.sort(-scores, axis=1)
    few = scores.shape[1] <= _RUNNERS_UP.start
    starts: Array = (later[:, -1:] if few else later[:, _RUNNERS_UP]).mean(axis=1)
    return starts


def _doubtful(scores: Array, heats: Array, script: str) -> Array:
    """Return the rows of texts whose words are asked."""
    if not load_lists(script).tags:
        return np.zeros(0, np.int64)
    if scores.shape[1] <= _RUNNERS_UP.start:
        return np.arange(len(scores))
    two = np.partition(scores, -2, axis=1)[:, -2:]
    sure = (two[:, 1] - two[:, 0] > _SURE * heats) & ~_doubted(script)[scores.argmax(axis=1)]
    return np.flatnonzero(~sure)


@cache
def _doubted(script: str) -> Array:
    return np.array([tag in _DOUBTED for tag in load_candidates(script).profiled])


def _with_words(scores: Array, hits: Array, words: Array, starts: Array, script: str) -> Array:
    """Return the scores of texts with what their words say, both of languages with a profile and of the others."""
    candidates = load_candidates(script)
    more = scores.copy()
    for tag, hit in zip(map(profile_of, load_lists(script).tags), hits.T, strict=True):
        if (column := candidates.profiled.get(tag)) is not None:
            more[:, column] += (_NEAR_WORD if tag in NEAR else _KNOWN_WORD) * hit
            continue
        if near := NEIGHBOURS.get(tag):
            beside = [scores[:, candidates.profiled[other]] if other in candidates.profiled else starts for other in near]
            score = np.max(beside, axis=0) + _NEAR_WORD * hit - NEAR_COST * words
        else:
            score = starts + _OTHER_WORD * hit - OTHER_COST * words
        more[:, candidates.alone[tag]] = np.where(hit > 0, score, -np.inf)
    return more

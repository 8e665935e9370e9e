"""Which of the languages of one script a text is in: n-grams first, then words. In: texts in that script. Out: one `Guess` each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from math import exp
from typing import NamedTuple

import numpy as np

from cleaner.language.automaton import Array
from cleaner.language.marks import load_groups
from cleaner.language.near import NEAR_COST, OTHER_COST, Start, weigh_marks
from cleaner.language.profiles import load_columns, prior_of, sums_of_parts
from cleaner.language.tags import NEAR, NEIGHBOURS
from cleaner.language.words import load_words, word_hits

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


def judge(pieces: Sequence[str], script: str, texts: Sequence[str]) -> tuple[list[Guess], list[bool]]:
    """Add words and marks to the sums of the n-grams of texts in one script and take the best; its score is a softmax at a temperature.

    `pieces` are what is looked at of `texts`. Returned with the guesses: whether a part of the text is in another language.

    >>> guesses, mixed = judge(["jumla e diteve në vjeshtë"], "Latn", ["Jumla e ditëve në vjeshtë"])
    >>> guesses[0].language, mixed
    ('sq', [False])
    """
    tags, numbers = load_columns(script).tags, _numbers(script)
    if not tags:
        return [UNDECIDED] * len(pieces), [False] * len(pieces)
    parts, part_counts = sums_of_parts(pieces, script)
    scores, counts = parts.sum(axis=1) + prior_of(script), part_counts.sum(axis=1)
    heats = TEMPERATURE * np.sqrt(np.maximum(counts, 1))
    more: dict[int, dict[str, float]] = {}  # languages without a profile that words speak for
    starts = _starts(scores)
    for place in _doubtful(scores, heats, tags) if _listed(script) else ():
        hits, words = word_hits(pieces[place])
        if others := _add_words(hits, words, script, starts[place], scores[place]):
            more[place] = others
    best, tops = _best(scores, more, tags)
    for place, tag in enumerate(best):
        if tag in load_groups():
            start = Start(starts[place], len(pieces[place].split()), tops[place], heats[place])
            if others := weigh_marks(texts[place], tag, scores[place], more.get(place, {}), numbers, start):
                more[place] = others
    best, tops = _best(scores, more, tags)
    totals = np.exp((scores - tops[:, None]) / heats[:, None]).sum(axis=1)
    for place, others in more.items():
        totals[place] += sum(exp((value - tops[place]) / heats[place]) for value in others.values())
    found = _calibrated(1 / totals, np.array([tag in load_groups() for tag in best], bool)).round(4).tolist()
    guesses = [
        Guess(tag, score) if score >= MIN_SCORE and count >= _MIN_GRAMS else UNDECIDED
        for tag, score, count in zip(best, found, counts.tolist(), strict=True)
    ]
    own = np.array([numbers.get(tag, -1) for tag in best])
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


def _best(scores: Array, more: Mapping[int, Mapping[str, float]], tags: tuple[str, ...]) -> tuple[list[str], Array]:
    """Return the best language of each text, and its nats."""
    tops = scores.max(axis=1)
    best = [tags[first] for first in scores.argmax(axis=1).tolist()]
    for place, others in more.items():
        other = max(others, key=others.__getitem__)
        if others[other] > tops[place]:
            best[place], tops[place] = other, others[other]
    return best, tops


def _starts(scores: Array) -> list[float]:
    """Return from where a language without a profile starts in each text."""
    later = -np.sort(-scores, axis=1)
    few = scores.shape[1] <= _RUNNERS_UP.start
    starts: list[float] = (later[:, -1:] if few else later[:, _RUNNERS_UP]).mean(axis=1).tolist()
    return starts


def _doubtful(scores: Array, heats: Array, tags: tuple[str, ...]) -> list[int]:
    """Return the places of texts whose words are asked."""
    if len(tags) <= _RUNNERS_UP.start:
        return list(range(len(scores)))
    two = np.partition(scores, -2, axis=1)[:, -2:]
    sure = (two[:, 1] - two[:, 0] > _SURE * heats) & ~_doubted(tags)[scores.argmax(axis=1)]
    asked: list[int] = np.flatnonzero(~sure).tolist()
    return asked


@cache
def _doubted(tags: tuple[str, ...]) -> Array:
    return np.array([tag in _DOUBTED for tag in tags])


@cache
def _numbers(script: str) -> Mapping[str, int]:
    """Return where each language of a script stands in its columns."""
    return {tag: n for n, tag in enumerate(load_columns(script).tags)}


def _add_words(hits: Mapping[str, float], words: int, script: str, start: float, scores: Array) -> dict[str, float]:
    """Add to `scores` what the words of one text say of languages with a profile; return the scores of the others."""
    numbers, listed = _numbers(script), _listed(script)
    others: dict[str, float] = {}
    nears = {}
    for tag in NEIGHBOURS.keys() & hits.keys() & listed.keys():
        nears[tag] = max(float(scores[numbers[near]]) if near in numbers else start for near in NEIGHBOURS[tag])
    for tag, hit in hits.items():
        if tag not in listed:
            continue
        tag = "sr-Latn" if tag == "sr" else tag
        if tag in numbers:
            scores[numbers[tag]] += (_NEAR_WORD if tag in NEAR else _KNOWN_WORD) * hit
        elif tag in nears:
            others[tag] = nears[tag] + _NEAR_WORD * hit - NEAR_COST * words
        else:
            others[tag] = start + _OTHER_WORD * hit - OTHER_COST * words
    return {tag: others[tag] for tag in listed if tag in others} if len(others) > 1 else others  # equals: the first listed


@cache
def _listed(script: str) -> dict[str, None]:
    return dict.fromkeys(load_words()[1].get(script, ()))

"""Which of the languages of one script a text is in: n-grams first, then words. In: texts in that script. Out: one `Guess` each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from math import exp
from typing import NamedTuple

import numpy as np

from cleaner.language.automaton import Array
from cleaner.language.profiles import load_columns, sums
from cleaner.language.serbian import serbian_side
from cleaner.language.tags import NEAR, NEIGHBOURS
from cleaner.language.words import load_words, word_hits

MIN_SCORE = 0.35
"""Below, the answer is `und`: it would be wrong more often than right."""

TEMPERATURE = 1.0
"""How far nats are flattened, times the root of the number of n-grams: they are not independent."""

_SURE = 8.0
"""So far, in that unit, the first language must be ahead for words not to be asked; a score of 0.9997."""

_DOUBTED = NEAR | {near for each in NEIGHBOURS.values() for near in each} | {"ff", "ar", "sn"}
"""Languages that the profiles are sure of in texts of others, too."""

_KNOWN_WORD, _NEAR_WORD, _OTHER_WORD = 10.0, 20.0, 25.0
"""Nats that a word of a list adds: in a language of the profiles; beside its neighbours; alone."""

_NEAR_COST, _OTHER_COST = 1.0, 2.0
"""Nats that each word of the text costs a language that the profiles do not hold."""

_RUNNERS_UP = slice(2, 6)
"""A language alone starts from the mean of these places: where the profiles are sure, it starts far behind."""

_SERBIAN_TRIO = ("bs", "hr", "sr-Latn")
_YAT = 40.0
"""Nats that each stem with the Serbian vowel adds to Serbian, or with the other one takes from it."""


class Guess(NamedTuple):
    """A language, BCP 47, and the probability that it is right; `und` undecided, `zxx` no language at all."""

    language: str
    score: float


UNDECIDED = Guess("und", 0.0)


def judge(pieces: Sequence[str], script: str) -> list[Guess]:
    """Add the words to the sums of the n-grams of texts in one script and take the best; its score is a softmax at a temperature.

    >>> judge(["jumla e diteve në vjeshtë"], "Latn")[0].language
    'sq'
    """
    tags, numbers = load_columns(script).tags, _numbers(script)
    if not tags:
        return [UNDECIDED] * len(pieces)
    scores, counts = sums(pieces, script)
    heats = TEMPERATURE * np.sqrt(np.maximum(counts, 1))
    more: dict[int, dict[str, float]] = {}  # languages without a profile that words speak for
    for place, start in _doubtful(scores, heats, tags) if _listed(script) else ():
        hits, words = word_hits(pieces[place])
        if others := _add_words(hits, words, script, start, scores[place]):
            more[place] = others
    firsts = scores.argmax(axis=1).tolist()
    for place, first in enumerate(firsts):
        if tags[first] in _SERBIAN_TRIO:
            scores[place, numbers["sr-Latn"]] += _YAT * serbian_side(pieces[place])
            firsts[place] = int(scores[place].argmax())
    tops = scores.max(axis=1)
    best = [tags[first] for first in firsts]
    for place, others in more.items():
        other = max(others, key=others.__getitem__)
        if others[other] > tops[place]:
            best[place], tops[place] = other, others[other]
    totals = np.exp((scores - tops[:, None]) / heats[:, None]).sum(axis=1)
    for place, others in more.items():
        totals[place] += sum(exp((value - tops[place]) / heats[place]) for value in others.values())
    found = (1 / totals).round(4).tolist()
    return [
        Guess(tag, score) if score >= MIN_SCORE and count else UNDECIDED
        for tag, score, count in zip(best, found, counts.tolist(), strict=True)
    ]


def _doubtful(scores: Array, heats: Array, tags: tuple[str, ...]) -> list[tuple[int, float]]:
    """Return the places of texts whose words are asked, and from where a language without a profile starts in each."""
    if len(tags) <= _RUNNERS_UP.start:
        starts = scores.min(axis=1)
        return list(enumerate(starts.tolist()))
    later = -np.sort(-scores, axis=1)
    sure = (later[:, 0] - later[:, 1] > _SURE * heats) & ~_doubted(tags)[scores.argmax(axis=1)]
    starts = later[:, _RUNNERS_UP] if len(tags) > _RUNNERS_UP.start else later[:, -1:]
    asked = np.flatnonzero(~sure)
    return list(zip(asked.tolist(), starts.mean(axis=1)[asked].tolist(), strict=True))


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
            others[tag] = nears[tag] + _NEAR_WORD * hit - _NEAR_COST * words
        else:
            others[tag] = start + _OTHER_WORD * hit - _OTHER_COST * words
    return {tag: others[tag] for tag in listed if tag in others} if len(others) > 1 else others  # equals: the first listed


@cache
def _listed(script: str) -> dict[str, None]:
    return dict.fromkeys(load_words()[1].get(script, ()))

"""Near languages, which n-grams and frequent words do not decide. In: the scores of one text. Out: the same with its marks added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from cleaner.language.automaton import Array
from cleaner.language.marks import load_groups, mark_rounds
from cleaner.language.tags import NEIGHBOURS, UNLIKE_THEIR_WORDS

_FAR = 6.0
"""Marks are asked where another language of the group is less far behind, in roots of the number of n-grams."""

NEAR_COST, OTHER_COST = 1.0, 2.0
"""Nats that each word of the text costs a language that the profiles do not hold: beside its neighbours, alone."""


class Start(NamedTuple):
    """What is known of one text: where a language alone starts, how many words there are, the best score, the unit of `_FAR`."""

    alone: float
    words: int
    top: float
    heat: float


def weigh_marks(
    text: str, best: str, scores: Array, others: Mapping[str, float], numbers: Mapping[str, int], start: Start
) -> dict[str, float]:
    """Add to `scores` what the marks of a text say of the languages near the best one, where one is not far behind.

    `others` are the scores of languages without a profile. Returned: the same with those near the best one; none where no
    marks were asked. Words are asked until one language is far enough ahead.
    """
    members, unlike = _members(best)
    found = dict(others)
    for tag in unlike:
        if tag in found:
            continue
        near = [float(scores[numbers[other]]) for other in NEIGHBOURS.get(tag, ()) if other in numbers]
        found[tag] = max(near) - NEAR_COST * start.words if near else start.alone - OTHER_COST * start.words
    enough = _FAR * start.heat
    if sum(score > start.top - enough for score in _standing(members, scores, found, numbers)) < 2:
        return {}
    for gains in mark_rounds(text, best):
        for tag, nats in gains.items():
            if tag in numbers:
                scores[numbers[tag]] += nats
            elif tag in found:
                found[tag] += nats
        first, *later = sorted(_standing(members, scores, found, numbers), reverse=True)
        if later and first - later[0] > enough:
            break
    return found


@cache
def _members(best: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the languages near one, itself too, and those of them that are asked for without a word of theirs."""
    members = sorted({tag for group in load_groups()[best] for tag in group.members})
    return tuple(members), tuple(tag for tag in members if tag in UNLIKE_THEIR_WORDS)


def _standing(tags: Sequence[str], scores: Array, others: Mapping[str, float], numbers: Mapping[str, int]) -> list[float]:
    """Return the scores of some languages."""
    profiled = [float(scores[numbers[tag]]) for tag in tags if tag in numbers]
    return profiled + [others[tag] for tag in tags if tag in others and tag not in numbers]

"""Near languages, which n-grams and frequent words do not decide. In: the scores of texts. Out: the same with their marks added."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from cleaner.language.automaton import Array
from cleaner.language.candidates import NEAR_COST, OTHER_COST, Candidates
from cleaner.language.mark_finder import Group
from cleaner.language.marks import load_finder, mark_words
from cleaner.language.tags import NEIGHBOURS, UNLIKE_THEIR_WORDS

_FAR = 6.0
"""Marks are asked where another language of the group is less far behind, in roots of the number of n-grams."""

_ROUND = 40
"""Words that are asked before it is seen whether they decide: the first ones decide most long texts."""


class Texts(NamedTuple):
    """Texts, and what is known of each: what is looked at of it, where a language alone starts, the unit of `_FAR`."""

    texts: Sequence[str]
    pieces: Sequence[str]
    starts: Array
    heats: Array


def weigh_marks(scores: Array, texts: Texts, candidates: Candidates) -> None:
    """Add to `scores` what the marks of texts say of the languages near the best one, where one is not far behind.

    Words of a text are asked until one language is far enough ahead.
    """
    near, tops = candidates.near[scores.argmax(axis=1)], scores.max(axis=1)
    for number, groups in enumerate(candidates.groups):
        rows = (near == number).nonzero()[0]
        if not len(rows):
            continue
        members, unlike = _members(groups)
        found = scores[rows]
        _begin(found, unlike, texts, rows, candidates)
        columns = candidates.columns(members)[1]
        enough = _FAR * texts.heats[rows]
        asked = ((found[:, columns] > (tops[rows] - enough)[:, None]).sum(axis=1) > 1).nonzero()[0]
        if len(asked):
            words = mark_words([texts.texts[row] for row in rows[asked].tolist()])
            scores[rows[asked]] = _asked(found[asked], words, enough[asked], groups, candidates)


def _begin(found: Array, tags: Sequence[str], texts: Texts, rows: Array, candidates: Candidates) -> None:
    """Give languages without a word of their own in a text the score that they start from."""
    if not tags:
        return
    words = np.array([len(texts.pieces[row].split()) for row in rows.tolist()])
    for tag in tags:
        column = candidates.alone[tag]
        if near := [candidates.profiled[other] for other in NEIGHBOURS.get(tag, ()) if other in candidates.profiled]:
            start = found[:, near].max(axis=1) - NEAR_COST * words
        else:
            start = texts.starts[rows] - OTHER_COST * words
        found[:, column] = np.where(np.isneginf(found[:, column]), start, found[:, column])


def _asked(found: Array, words: Sequence[Sequence[str]], enough: Array, groups: tuple[Group, ...], candidates: Candidates) -> Array:
    """Return scores with what the words of texts add, some words at a time."""
    finder = load_finder(groups)
    places, columns = candidates.columns(finder.tags)
    standing = candidates.columns(_members(groups)[0])[1]
    rest = [place for place, each in enumerate(words) if each]
    start = 0
    while rest:
        gains = finder.gains([words[place][start : start + _ROUND] for place in rest])
        found[np.ix_(rest, columns)] += gains[:, places]
        start += _ROUND
        rest = [place for place in rest if len(words[place]) > start]
        two = np.partition(found[np.ix_(rest, standing)], -2, axis=1)
        ahead = two[:, -1] - two[:, -2] > enough[rest]
        rest = [place for place, decided in zip(rest, ahead.tolist(), strict=True) if not decided]
    return found


@cache
def _members(groups: tuple[Group, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the languages of some groups, and those of them that are asked for without a word of theirs."""
    members = sorted({tag for group in groups for tag in group.members})
    return tuple(members), tuple(tag for tag in members if tag in UNLIKE_THEIR_WORDS)

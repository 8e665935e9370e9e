"""Which languages may be the answer in one script. In: the script. Out: the columns of one table of scores, a row a text.

First come the languages with a profile. Behind them come those that words and marks alone speak for: minus infinity stands there until
they do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from cleaner.language.automaton import Array
from cleaner.language.mark_finder import Group
from cleaner.language.marks import load_groups
from cleaner.language.profiles import load_columns
from cleaner.language.tags import UNLIKE_THEIR_WORDS
from cleaner.language.words import load_lists

NEAR_COST, OTHER_COST = 1.0, 2.0
"""Nats that each word of the text costs a language that the profiles do not hold: beside its neighbours, alone."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """Columns by tag: `profiled` of those with a profile, `alone` of the others; `own` is, for each column, that of its profile or -1.

    `near` is, for each column, the number in `groups` of what its language is near, -1 where it stands apart.
    """

    tags: tuple[str, ...]
    profiled: Mapping[str, int]
    alone: Mapping[str, int]
    own: Array
    near: Array
    groups: Sequence[tuple[Group, ...]]

    def columns(self, tags: Sequence[str]) -> tuple[list[int], list[int]]:
        """Return the places of those of `tags` that are among the candidates, and their columns: with a profile where they have one."""
        columns = [self.profiled.get(tag, self.alone.get(tag, -1)) for tag in tags]
        places = [place for place, column in enumerate(columns) if column >= 0]
        return places, [columns[place] for place in places]


@cache
def load_candidates(script: str) -> Candidates:
    """Return the candidates of a script.

    A few languages stand in both parts: their profile takes other languages for them, so that marks may ask for them a second time.
    """
    known = load_columns(script).tags
    listed = [tag for tag in map(profile_of, load_lists(script).tags) if tag not in known]
    groups = load_groups()
    near = {member: None for tag in (*known, *listed) for group in groups.get(tag, ()) for member in group.members}
    alone = tuple(dict.fromkeys([*listed, *(tag for tag in near if tag in UNLIKE_THEIR_WORDS)]))
    tags = known + alone
    distinct = list(dict.fromkeys(groups[tag] for tag in tags if tag in groups))
    profiled = {tag: place for place, tag in enumerate(known)}
    return Candidates(
        tags,
        profiled,
        {tag: place for place, tag in enumerate(alone, len(known))},
        np.array([profiled.get(tag, -1) for tag in tags], np.int64),
        np.array([distinct.index(groups[tag]) if tag in groups else -1 for tag in tags], np.int64),
        distinct,
    )


def profile_of(tag: str) -> str:
    """Return what the profiles call a language of the lists of words."""
    return "sr-Latn" if tag == "sr" else tag

"""Marks that tell near languages apart. In: words of texts. Out: what they add, in nats by language.

The lists (`data/marks.txt`) were written for this project: whole words, and beginnings, ends and insides of words. A group of
languages is asked only where one of them is the best answer, so that most texts pay nothing; all of a text counts, not a sample,
since near languages differ in one word of ten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from cleaner.kept import kept
from cleaner.language.mark_finder import Finder, Group
from cleaner.language.words import spelled_words

STRONG = 20.0
"""Nats of a hit, where the line names no others."""

LONGEST_TEXT = 600
"""Characters of a text that are looked at."""


@cache
def load_marks() -> tuple[Group, ...]:
    """Read the marks of the package, once per process."""
    folder = files("cleaner.language")
    names = ("data/marks.txt", "marks.py", "mark_finder.py", "words.py")
    made = kept("marks", b"\0".join([folder.joinpath(name).read_bytes() for name in names]), _make_marks)
    return tuple([Group(tuple(members), *tables) for members, *tables in made])


def _make_marks() -> list[list[Any]]:
    groups: list[Group] = []
    for line in files("cleaner.language").joinpath("data/marks.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            groups.append(Group(tuple(line.strip("[]").split())))
        elif line and not line.startswith("#"):
            head, _, patterns = line.partition(":")
            *tags, last = head.split()
            own = last[0].isdigit()
            nats, tags = (float(last), tags) if own else (STRONG, [*tags, last])
            for pattern in spelled_words([patterns])[0]:
                groups[-1].add(pattern, tags, nats)
    return [[group.members, *group.tables] for group in groups]


@cache
def load_groups() -> Mapping[str, tuple[Group, ...]]:
    """Return, for each language that has near ones, the groups that it is in."""
    groups = load_marks()
    return {tag: tuple(group for group in groups if tag in group.members) for each in groups for tag in each.members}


@cache
def load_finder(groups: tuple[Group, ...]) -> Finder:
    """Return what finds the marks of some groups; languages of the same groups share one, and the words that it remembers."""
    if len(groups) == 1:
        return Finder(groups[0])
    together = Group(())
    for group in groups:
        together.take(group)
    return Finder(together)


def mark_words(texts: Sequence[str]) -> list[list[str]]:
    """Return the words of each text that are asked for marks.

    >>> mark_words(["Posle svega, vreme"])
    [['posle', 'svega', 'vreme']]
    """
    return spelled_words([text[:LONGEST_TEXT] for text in texts])


def mark_gains(text: str, best: str) -> Mapping[str, float]:
    """Return what all words of a text add to the languages that are near the best one.

    >>> gains = mark_gains("Posle svega, vreme je za reč.", "hr")
    >>> max(gains, key=gains.get)
    'sr-Latn'
    """
    groups = load_groups().get(best)
    if not groups:
        return {}
    finder = load_finder(groups)
    return dict(zip(finder.tags, finder.gains(mark_words([text]))[0].tolist(), strict=True))

"""Words as numbers: where the words of many lines stand, a number for each, and the few word lists that the model looks at.

A wide character is a word of its own, so that Chinese, Japanese and Korean need no dictionary (Hangul is not wide here: it
has spaces).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.noise.characters import CASELESS, DIGIT, LOWER, MARK, UPPER, WIDE, class_table, code_points, fold_table
from cleaner.rules.package_data import load_toml

_FACTOR = 0x9E3779B97F4A7C15
_MAXIMUM = 48
"""Letters of a word that count towards its number."""
_POWERS = np.array([pow(_FACTOR, i + 1, 1 << 64) for i in range(_MAXIMUM)], np.uint64)
_IN_WORD = np.zeros(256, bool)
_IN_WORD[[LOWER, UPPER, CASELESS, WIDE, MARK, DIGIT]] = True


class Words(NamedTuple):
    """Words in reading order: where each starts, how long it is (marks count), its number, and whether it starts with a
    capital."""

    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    numbers: NDArray[np.uint64]
    capital: NDArray[np.bool_]


def find_words(points: NDArray[np.int32], classes: NDArray[np.uint8]) -> Words:
    """Find the words of a text that is given as code points and their classes.

    >>> text = "Read more, 图片"
    >>> points = code_points(text)
    >>> find_words(points, class_table()[points]).lengths.tolist()
    [4, 4, 1, 1]
    """
    inside = _IN_WORD.take(classes)
    wide = classes == WIDE
    before = np.empty_like(inside)
    before[:1] = False
    before[1:] = inside[:-1] & ~wide[:-1]
    starts = np.flatnonzero(inside & (~before | wide))
    if not len(starts):
        empty = np.zeros(0, np.int64)
        return Words(empty, empty, empty.astype(np.uint64), empty.astype(bool))
    positions = np.flatnonzero(inside)
    first = np.cumsum(inside, dtype=np.int32).take(starts) - 1
    lengths = np.diff(np.append(first, len(positions)))
    within = np.minimum(np.arange(len(positions)) - np.repeat(first, lengths), _MAXIMUM - 1)
    letters = fold_table().take(points.take(positions))
    letters *= _POWERS.take(within)
    numbers = np.add.reduceat(letters, first)
    return Words(starts, lengths, numbers, classes[starts] == UPPER)


def pair_numbers(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return a number for each word together with the next one; the last has none and gets 0."""
    pairs = np.zeros(len(numbers), np.uint64)
    pairs[:-1] = numbers[:-1] * np.uint64(_FACTOR) + numbers[1:]
    return pairs


@cache
def hints() -> dict[str, tuple[NDArray[np.uint64], NDArray[np.uint64]]]:
    """Return for each list of `hints.toml` the sorted numbers of its single words and of its pairs of words.

    >>> sorted(hints())
    ['agency', 'by', 'photo', 'teaser']
    """
    table = load_toml("cleaner.noise", "hints.toml")
    return {name: _numbers(name, phrases) for name, phrases in table.items()}


def _numbers(name: str, phrases: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the numbers of phrases of one word, and of those of two."""
    points = code_points("\n".join(phrases))
    words = find_words(points, class_table()[points])
    phrase_of = np.searchsorted(np.flatnonzero(points == ord("\n")), words.starts)
    size = np.bincount(phrase_of, minlength=len(phrases))
    if (wrong := np.flatnonzero((size < 1) | (size > 2))).size:
        raise ValueError(f"hints.toml: {name}: {phrases[wrong[0]]!r} must be one word or two")
    first = np.diff(phrase_of, prepend=-1) > 0
    size = size[phrase_of]
    return np.unique(words.numbers[size == 1]), np.unique(pair_numbers(words.numbers)[first & (size == 2)])


@cache
def _sieve() -> NDArray[np.bool_]:
    """Return which first 16 bits a number of the lists may have: most words fail here, and only the others are looked up."""
    sieve = np.zeros(1 << 16, bool)
    for tables in hints().values():
        for table in tables:
            sieve[table >> np.uint64(48)] = True
    return sieve


def count_hints(numbers: NDArray[np.uint64], line_of: NDArray[np.int64], lines: int) -> dict[str, NDArray[np.int64]]:
    """Return for each list how many of its words each line holds; `numbers` are those of words or of pairs."""
    likely = np.flatnonzero(_sieve().take((numbers >> np.uint64(48)).view(np.int64)))
    numbers, line_of = numbers[likely], line_of[likely]
    found = {}
    for name, tables in hints().items():
        hit = np.zeros(len(numbers), bool)
        for table in tables:
            if len(table):
                hit |= table[np.minimum(np.searchsorted(table, numbers), len(table) - 1)] == numbers
        found[name] = np.bincount(line_of[hit], minlength=lines)
    return found

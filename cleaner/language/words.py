"""Frequent words that tell languages apart. In: texts. Out: how many of their words each language calls its own.

The lists (`data/words.txt`) were written for this project. They carry languages that the profiles do not hold and decide
between near ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np

from cleaner.language.automaton import Array

_BETWEEN = bytes.maketrans(b'0123456789.,;:!?()[]{}"<>/|`', b" " * 27 + b"'")
"""ASCII that stands between words -> a space; all of it a byte, so that a table does it. The backtick is an apostrophe."""


_OWN_SIGNS = tuple((sign, tag) for tag, signs in {"ee": "ƒʋƑƲ", "ve": "ḓṱḽṋḒṰḼṊ"}.items() for sign in signs)
"""Letters that, among the languages whose words are listed, one alone writes: each counts as a word."""

_MARKS = {**dict.fromkeys("“”«»„…–—་།۔،؛።፡፣\u00a0\u2009\u202f\u3000", " "), **dict.fromkeys("‘’ʻʼ´", "'")}
"""What stands between words, and apostrophes, beyond ASCII."""


@cache
def load_words() -> tuple[Mapping[bytes, tuple[tuple[str, float], ...]], Mapping[str, tuple[str, ...]]]:
    """Return `word -> ((tag, weight), ...)` and `script -> tags`; a word of n lists weighs 1 / n."""
    lists: dict[bytes, list[str]] = {}
    scripts: dict[str, list[str]] = {}
    for line in files("cleaner.language").joinpath("data/words.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        head, _, words = line.partition(":")
        tag, script = head.split()
        scripts.setdefault(script, []).append(tag)
        for word in dict.fromkeys(words_of(words)):
            lists.setdefault(word, []).append(tag)
    weights = {word: tuple((tag, 1 / len(tags) ** 0.5) for tag in tags) for word, tags in lists.items()}
    return weights, {script: tuple(tags) for script, tags in scripts.items()}


class Lists(NamedTuple):
    """The lists of one script: `numbers` maps each word to its row of `columns` (places in `tags`) and `weights`; row 0 is empty."""

    tags: tuple[str, ...]
    numbers: Mapping[bytes, int]
    columns: Array
    weights: Array


@cache
def load_lists(script: str) -> Lists:
    """Return the lists of the languages that are written in a script, as arrays for many texts at once."""
    words, scripts = load_words()
    tags = scripts.get(script, ())
    own = {word: found for word, weighed in words.items() if (found := [each for each in weighed if each[0] in tags])}
    columns = np.zeros((len(own) + 1, max(map(len, own.values()), default=0)), np.int64)
    weights = np.zeros(columns.shape)
    for row, found in enumerate(own.values(), 1):
        for place, (tag, weight) in enumerate(found):
            columns[row, place], weights[row, place] = tags.index(tag), weight
    return Lists(tags, dict(zip(own, range(1, len(own) + 1), strict=True)), columns, weights)


def count_hits(texts: Sequence[str], script: str) -> tuple[Array, Array]:
    """Return the weighted number of words by language, a row a text, a column each tag of `load_lists`, and the numbers of all words.

    >>> hits, words = count_hits(["Ko te reo te mauri"], "Latn")
    >>> load_lists("Latn").tags[hits[0].argmax()], words.tolist()
    ('mi', [5])
    """
    lists = load_lists(script)
    words = [part.split() for part in _words_apart_each(texts)]
    counts = np.array([len(each) for each in words], np.int64)
    rows = np.fromiter(map(lists.numbers.get, chain.from_iterable(words), repeat(0)), np.int64, int(counts.sum()))
    known = rows.nonzero()[0]
    cells = lists.columns[rows[known]] + (np.repeat(np.arange(len(texts)), counts)[known] * len(lists.tags))[:, None]
    hits = np.bincount(cells.ravel(), lists.weights[rows[known]].ravel(), len(texts) * len(lists.tags)).reshape(len(texts), -1)
    joined = "".join(texts)
    for sign, tag in _OWN_SIGNS:
        if tag in lists.tags and sign in joined:
            hits[:, lists.tags.index(tag)] += [text.count(sign) for text in texts]
    return hits, counts


def words_of(text: str) -> list[bytes]:
    """Return the words of a text, small, in UTF-8, all apostrophes straight; plain replacing beats a pattern several times.

    >>> words_of("L’eau, o`zbek (2024)")
    [b"l'eau", b"o'zbek"]
    """
    return _words_apart(text).split()


def spelled_words(texts: Sequence[str]) -> list[list[str]]:
    """Return the same words of each text as strings, for those who look inside: strings are searched faster than bytes.

    >>> spelled_words(["L’eau, o`zbek (2024)", "Ja"])
    [["l'eau", "o'zbek"], ['ja']]
    """
    return [part.decode("utf-8", "replace").split() for part in _words_apart_each(texts)]


_NUL = "\0"
"""Stands between texts that are put together; it is in no word of a list."""


def _words_apart_each(texts: Sequence[str]) -> list[bytes]:
    """Do for many texts at once, put together, what `_words_apart` does for one."""
    joined = _NUL.join(texts)
    if joined.count(_NUL) >= len(texts):
        joined = _NUL.join([text.replace(_NUL, "\1") for text in texts])
    return _words_apart(joined).split(_NUL.encode())


def _words_apart(text: str) -> bytes:
    text = text.lower()
    if not text.isascii():
        for mark, other in _MARKS.items():  # one character for one is far cheaper in strings than in bytes
            if mark in text:
                text = text.replace(mark, other)
    return text.encode("utf-8", "replace").translate(_BETWEEN)

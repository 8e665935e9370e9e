"""Frequent words that tell languages apart. In: a text. Out: how many of its words each language calls its own.

The lists (`data/words.txt`) were written for this project. They carry languages that the profiles do not hold and decide
between near ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\s\d.,;:!?()\[\]{}\"“”«»„<>/|…–—་།۔،؛።፡፣]+")
_APOSTROPHES = "‘’ʻʼ`´"


@cache
def load_words() -> tuple[Mapping[str, tuple[tuple[str, float], ...]], Mapping[str, tuple[str, ...]]]:
    """Return `word -> ((tag, weight), ...)` and `script -> tags`; a word of n lists weighs 1 / n."""
    lists: dict[str, list[str]] = {}
    scripts: dict[str, list[str]] = {}
    for line in files("cleaner.language").joinpath("data/words.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        head, _, words = line.partition(":")
        tag, script = head.split()
        scripts.setdefault(script, []).append(tag)
        for word in dict.fromkeys(straight(words).split()):
            lists.setdefault(word, []).append(tag)
    weights = {word: tuple((tag, 1 / len(tags) ** 0.5) for tag in tags) for word, tags in lists.items()}
    return weights, {script: tuple(tags) for script, tags in scripts.items()}


def word_hits(text: str) -> tuple[Mapping[str, float], int]:
    """Return the weighted number of words by language, and the number of words of the text.

    >>> hits, words = word_hits("Ko te reo te mauri")
    >>> max(hits, key=hits.get), words
    ('mi', 5)
    """
    weights, _ = load_words()
    words = _WORD.findall(straight(text.lower()))
    counts: dict[str, int] = {}
    for word in words:
        if word in weights:
            counts[word] = counts.get(word, 0) + 1
    hits: dict[str, float] = {}
    for word, count in counts.items():
        for tag, weight in weights[word]:
            hits[tag] = hits.get(tag, 0.0) + weight * count
    return hits, len(words)


def straight(text: str) -> str:
    """Return a text with all its apostrophes, and what stands for one, in the straight form; some calls beat one table.

    >>> straight("l’eau, o`zbek")
    "l'eau, o'zbek"
    """
    for mark in _APOSTROPHES:
        text = text.replace(mark, "'")
    return text

"""Frequent words that tell languages apart. In: a text. Out: how many of its words each language calls its own.

The lists (`data/words.txt`) were written for this project. They carry languages that the profiles do not hold and decide
between near ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_BETWEEN = bytes.maketrans(b'0123456789.,;:!?()[]{}"<>/|`', b" " * 27 + b"'")
"""ASCII that stands between words -> a space; all of it a byte, so that a table does it. The backtick is an apostrophe."""


def _by_lead(signs: Mapping[str, str]) -> tuple[tuple[bytes, tuple[tuple[bytes, bytes], ...]], ...]:
    """Group signs beyond ASCII by all bytes but the last, so that a text without the lead is done at once."""
    groups: dict[bytes, list[tuple[bytes, bytes]]] = {}
    for sign, other in signs.items():
        groups.setdefault(sign.encode()[:-1], []).append((sign.encode(), other.encode()))
    return tuple((lead, tuple(pairs)) for lead, pairs in groups.items())


_OWN_SIGNS = tuple((sign, tag) for tag, signs in {"ee": "ƒʋƑƲ", "ve": "ḓṱḽṋḒṰḼṊ"}.items() for sign in signs)
"""Letters that, among the languages whose words are listed, one alone writes: each counts as a word."""

_MARKS = _by_lead(
    {**dict.fromkeys("“”«»„…–—་།۔،؛።፡፣\u00a0\u2009\u202f\u3000", " "), **dict.fromkeys("‘’ʻʼ´", "'")},
)
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


def word_hits(text: str) -> tuple[Mapping[str, float], int]:
    """Return the weighted number of words by language, and the number of words of the text.

    >>> hits, words = word_hits("Ko te reo te mauri")
    >>> max(hits, key=hits.get), words
    ('mi', 5)
    """
    weights, _ = load_words()
    words = words_of(text)
    hits: dict[str, float] = {}
    if not text.isascii():
        for sign, tag in _OWN_SIGNS:
            if sign in text:
                hits[tag] = hits.get(tag, 0.0) + text.count(sign)
    for word in filter(weights.__contains__, words):
        for tag, weight in weights[word]:
            hits[tag] = hits.get(tag, 0.0) + weight
    return hits, len(words)


def words_of(text: str) -> list[bytes]:
    """Return the words of a text, small, in UTF-8, all apostrophes straight; plain replacing beats a pattern several times.

    >>> words_of("L’eau, o`zbek (2024)")
    [b"l'eau", b"o'zbek"]
    """
    return _words_apart(text).split()


def spelled_words(text: str) -> list[str]:
    """Return the same words as strings, for those who look inside: strings are searched faster than bytes.

    >>> spelled_words("L’eau, o`zbek (2024)")
    ["l'eau", "o'zbek"]
    """
    return _words_apart(text).decode("utf-8", "replace").split()


def _words_apart(text: str) -> bytes:
    data = text.lower().encode("utf-8", "replace").translate(_BETWEEN)
    if not text.isascii():
        for lead, pairs in _MARKS:
            if lead in data:
                for mark, other in pairs:
                    data = data.replace(mark, other)
    return data

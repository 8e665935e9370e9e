"""Scripts of texts. In: a string. Out: ISO 15924 codes; pure functions over one table of Unicode scripts.

The table (`scripts.npz`, written by `benchmarks/build_scripts.py`) gives every code point its Script, and those that are
common by Script but belong to one script by Script_Extensions that one. What is shared by many scripts counts for none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

NONE = "Zyyy"
"""The code of a text without letters: digits, punctuation, symbols."""

_DENSE = frozenset(["Hani", "Hans", "Hant", "Jpan", "Hira", "Kana", "Hang", "Bopo"])
_DENSE_WEIGHT = 2
"""One ideograph, kana or Hangul syllable writes about as much as two letters of an alphabet."""

_KANA_SHARE = 0.05
"""Text of ideographs with this share of kana is Japanese; Chinese quotes hold less, Japanese prose 30 % and more."""


_SAMPLE = 512
"""Longer texts are judged by every n-th character, so that at least this many, spread evenly, are counted."""


@cache
def _table() -> tuple[np.ndarray[Any, np.dtype[np.uint8]], tuple[str, ...]]:
    """Return the number of a script for each code point, and their codes; 0 is none.

    Ideographs that only one of three standards holds are told apart: `Hans`, `Hant` and `Jpan` stand for them beside `Hani`.
    """
    with files("cleaner.text").joinpath("scripts.npz").open("rb") as file, np.load(file, allow_pickle=False) as data:
        starts, scripts, codes = data["starts"], data["scripts"], [str(code) for code in data["codes"]]
    table = np.repeat(scripts, np.diff(np.append(starts, 0x110000)))
    held = [_ideographs(charset) for charset in ("gb2312", "big5", "shift_jis")]
    for i, code in enumerate(_OF_ONE_STANDARD):
        own = held[i] & ~np.logical_or.reduce(held[:i]) if i else held[0] & ~held[1]
        table[np.flatnonzero(own & (table[: len(own)] == codes.index("Hani")))] = len(codes)
        codes.append(code)
    return table, tuple(codes)


_OF_ONE_STANDARD = ("Hans", "Hant", "Jpan")
"""Scripts of ideographs that only GB 2312 holds (and not Big5), only Big5, only JIS X 0208."""


def _ideographs(charset: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return which code points of the first plane a charset of two bytes holds."""
    pairs = np.full((0xFF - 0x81, 0xFF - 0x40, 3), ord("\n"), np.uint8)
    pairs[:, :, 0], pairs[:, :, 1] = np.arange(0x81, 0xFF)[:, None], np.arange(0x40, 0xFF)
    held = np.zeros(0x10000, bool)
    held[code_points(pairs.tobytes().decode(charset, "ignore"))] = True
    return held


def code_points(text: str) -> np.ndarray[Any, np.dtype[np.uint32]]:
    """Return the code points of a text as one array; half surrogate pairs too."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def text_of(points: np.ndarray[Any, np.dtype[Any]]) -> str:
    """Return the text of an array of code points: what `code_points` takes apart.

    >>> text_of(code_points("aé𝄞"))
    'aé𝄞'
    """
    return points.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def dominant_script(text: str) -> str:
    """Return the script that writes most of a text; `Zyyy` where no letter stands.

    Why not the first or the most frequent character alone: Japanese mixes three scripts and Korean two, so they are decided
    together as `Jpan` and `Kore`, and Chinese as `Hans` or `Hant` by the characters that only one of them uses (`Hani` where
    none of them stands). Ideographs of Japan alone say `Jpan` too: a headline may hold no kana.

    >>> [dominant_script(text) for text in ("Straße 9", "これは本です", "实验", "實驗", "実験", "中", "대한민국 大韓民國", "3–1")]
    ['Latn', 'Jpan', 'Hans', 'Hant', 'Jpan', 'Hani', 'Kore', 'Zyyy']
    """
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else NONE
    seen = text if len(text) <= _SAMPLE else text[:: -(-len(text) // _SAMPLE)]
    [(letters, others)] = _plain([seen])
    return "Latn" if letters > _DENSE_WEIGHT * others else _decided(_sampled(seen))


def _sampled(text: str) -> dict[str, int]:
    """Count the scripts of all characters."""
    table, codes = _table()
    counts = np.bincount(table.take(code_points(text)))
    counts[0] = 0
    found = counts.nonzero()[0]
    return {codes[i]: count for i, count in zip(found.tolist(), counts.take(found).tolist(), strict=True)}


def dominant_scripts(texts: Sequence[str]) -> list[str]:
    """Return the script of each text, of lines say: the same answers as one by one, for less.

    >>> dominant_scripts(["Straße 9", "", "これは本です", "Москва"])
    ['Latn', 'Zyyy', 'Jpan', 'Cyrl']
    """
    return scripts_told(texts, 1.0)[0]


def scripts_told(texts: Sequence[str], share: float) -> tuple[list[str], list[bool]]:
    """Return the script of each text, and which are in more than one: such as each write a share of the letters, the East as one.

    Most texts in Latin letters are told by their ASCII: the other characters are too few to be a script that matters.

    >>> scripts_told(["Москва", "Москва, столица. Moscow, the capital.", "東京タワー"], 0.1)
    (['Cyrl', 'Latn', 'Jpan'], [False, True, False])
    """
    share = min(share, 1 / _DENSE_WEIGHT)
    scripts, many = ["Latn"] * len(texts), [False] * len(texts)
    asked = []
    for place, text in enumerate(texts):
        if not text.isascii():
            asked.append(place)
        elif not any(map(str.isalpha, text)):
            scripts[place] = NONE
    seen = [text if len(text) <= _SAMPLE else text[:: -(-len(text) // _SAMPLE)] for text in map(texts.__getitem__, asked)]
    rest = [n for n, (letters, others) in enumerate(_plain(seen)) if others >= share * letters]
    for first in range(0, len(rest), _AT_ONCE):
        part = rest[first : first + _AT_ONCE]
        counts, codes = _counted([seen[n] for n in part])
        for n, several, script in zip(part, _several(counts, codes, share), _decided_together(counts, codes), strict=True):
            scripts[asked[n]], many[asked[n]] = script, several
    return scripts, many


def _plain(texts: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Return how many ASCII letters each text holds, and how many characters beyond ASCII: all texts are looked at together."""
    plain = _NUL.join(texts).encode("ascii", "ignore")
    sizes = list(map(len, plain.split(b"\0")))
    if len(sizes) > max(1, len(texts)):
        return _plain([text.replace(_NUL, " ") for text in texts])
    letters = map(len, plain.translate(None, _NO_LETTERS).split(b"\0"))
    return zip(letters, map(int.__sub__, map(len, texts), sizes), strict=False)


_NUL = "\0"
"""Stands between texts that are put together."""

_NO_LETTERS = bytes(code for code in range(1, 128) if not chr(code).isalpha())


def _counted(texts: Sequence[str]) -> tuple[np.ndarray[Any, np.dtype[np.int64]], tuple[str, ...]]:
    """Count the characters of each script, a row a text, a column a script."""
    table, codes = _table()
    own = np.repeat(np.arange(len(texts)) * len(codes), [len(text) for text in texts])
    own += table.take(code_points("".join(texts)))
    counts = np.bincount(own, minlength=len(texts) * len(codes)).reshape(len(texts), len(codes))
    counts[:, 0] = 0
    return counts, codes


def _several(counts: np.ndarray[Any, np.dtype[np.int64]], codes: tuple[str, ...], share: float) -> list[bool]:
    """Return in which rows more than one script has a share; those of the East are one."""
    east = [codes.index(code) for code in _DENSE]
    apart = counts.copy()
    apart[:, east[0]] = counts[:, east].sum(axis=1)
    apart[:, east[1:]] = 0
    several: list[bool] = ((apart >= np.maximum(share * apart.sum(axis=1, keepdims=True), 1)).sum(axis=1) > 1).tolist()
    return several


def _decided_together(counts: np.ndarray[Any, np.dtype[np.int64]], codes: tuple[str, ...]) -> list[str]:
    """Do for many texts, a row each, what `_decided` does for one."""
    by_code = {code: counts[:, codes.index(code)].copy() for code in _DENSE}
    for code in _DENSE:
        counts[:, codes.index(code)] = 0
    simplified, traditional, japanese = (by_code[code] for code in _OF_ONE_STANDARD)
    han = by_code["Hani"] + simplified + traditional + japanese
    kana, hangul = by_code["Hira"] + by_code["Kana"], by_code["Hang"]
    east = _DENSE_WEIGHT * (han + kana + hangul + by_code["Bopo"])
    rest = counts.max(axis=1)
    choices = [
        (rest > east, -1),
        (east == 0, 0),
        ((hangul > 0) & (hangul >= kana) & (hangul * 3 >= han), 1),
        (((kana > 0) & (kana >= _KANA_SHARE * (han + kana))) | (japanese > _JAPANESE_SHARE * han), 2),
        (simplified > traditional, 3),
        (simplified < traditional, 4),
    ]
    chosen = np.select([condition for condition, _ in choices], [number for _, number in choices], 5)
    names = (NONE, "Kore", "Jpan", "Hans", "Hant", "Hani")
    best = counts.argmax(axis=1).tolist()
    return [codes[most] if number < 0 else names[number] for number, most in zip(chosen.tolist(), best, strict=True)]


_AT_ONCE = 256
"""Texts counted at once: bounds the memory."""


def _decided(found: dict[str, int]) -> str:
    """Return the script of a text by the characters of each that were counted."""
    if not found:
        return NONE
    if found.keys().isdisjoint(_DENSE):
        return max(found, key=found.__getitem__) if len(found) > 1 else next(iter(found))
    han = found.get("Hani", 0) + sum(found.get(code, 0) for code in _OF_ONE_STANDARD)
    kana, hangul = found.get("Hira", 0) + found.get("Kana", 0), found.get("Hang", 0)
    east = _DENSE_WEIGHT * (han + kana + hangul + found.get("Bopo", 0))
    rest = max((count for code, count in found.items() if code not in _DENSE), default=0)
    if rest > east:
        return next(code for code, count in found.items() if count == rest and code not in _DENSE)
    if hangul and hangul >= kana and hangul * 3 >= han:
        return "Kore"
    if (kana and kana >= _KANA_SHARE * (han + kana)) or found.get("Jpan", 0) > _JAPANESE_SHARE * han:
        return "Jpan"
    simplified, traditional = found.get("Hans", 0), found.get("Hant", 0)
    return "Hans" if simplified > traditional else "Hant" if simplified < traditional else "Hani"


_JAPANESE_SHARE = 0.03
"""Share of Japanese ideographs from which a text without kana is Japanese; Chinese news hold next to none of them."""

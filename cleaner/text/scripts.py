"""Scripts of texts. In: a string. Out: ISO 15924 codes; pure functions over one table of Unicode scripts.

The table (`scripts.npz`, written by `benchmarks/build_scripts.py`) gives every code point its Script, and those that are
common by Script but belong to one script by Script_Extensions that one. What is shared by many scripts counts for none.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

NONE = "Zyyy"
"""The code of a text without letters: digits, punctuation, symbols."""

_DENSE = frozenset(["Hani", "Hira", "Kana", "Hang", "Bopo"])
_DENSE_WEIGHT = 2
"""One ideograph, kana or Hangul syllable writes about as much as two letters of an alphabet."""

_KANA_SHARE = 0.05
"""Text of ideographs with this share of kana is Japanese; Chinese quotes hold less, Japanese prose 30 % and more."""


_SAMPLE = 512
"""Longer texts are judged by every n-th character, so that at least this many, spread evenly, are counted."""


@cache
def _table() -> tuple[np.ndarray[Any, np.dtype[np.uint8]], tuple[str, ...]]:
    with files("cleaner.text").joinpath("scripts.npz").open("rb") as file, np.load(file, allow_pickle=False) as data:
        starts, scripts, codes = data["starts"], data["scripts"], data["codes"]
    lengths = np.diff(np.append(starts, 0x110000))
    return np.repeat(scripts, lengths), tuple(str(code) for code in codes)


def code_points(text: str) -> np.ndarray[Any, np.dtype[np.uint32]]:
    """Return the code points of a text as one array; half surrogate pairs too."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def script_counts(text: str) -> Mapping[str, int]:
    """Return how many characters of each script a text holds, in Unicode's terms (`Hani`, `Hira`, ...), without those of none.

    Longer texts are sampled evenly and their counts scaled.

    >>> dict(script_counts("Москва, Moscow"))
    {'Latn': 6, 'Cyrl': 6}
    """
    if text.isascii():
        return {"Latn": letters} if (letters := sum(map(str.isalpha, text))) else {}
    step = max(1, -(-len(text) // _SAMPLE))
    return {code: count * step for code, count in _sampled(text[::step]).items()}


def one_script(text: str, share: float) -> bool:
    """Whether a text is quickly seen to be in one script alone but for less than a share of its letters.

    >>> one_script("Der Präsident sprach über Öl.", 0.2), one_script("Москва, Moscow", 0.2)
    (True, False)
    """
    letters, others = _plain(text[:: max(1, -(-len(text) // _SAMPLE))])
    return others < share * letters


def _plain(text: str) -> tuple[int, int]:
    """Return how many ASCII letters a text holds, and how many characters beyond ASCII."""
    plain = text.encode("ascii", "ignore")
    return len(plain.translate(None, _NO_LETTERS)), len(text) - len(plain)


_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


def _sampled(text: str) -> dict[str, int]:
    """Count the scripts of all characters."""
    table, codes = _table()
    counts = np.bincount(table.take(code_points(text)))
    counts[0] = 0
    found = counts.nonzero()[0]
    return {codes[i]: count for i, count in zip(found.tolist(), counts.take(found).tolist(), strict=True)}


def dominant_script(text: str) -> str:
    """Return the script that writes most of a text; `Zyyy` where no letter stands.

    Why not the first or the most frequent character alone: Japanese mixes three scripts and Korean two, so they are decided
    together as `Jpan` and `Kore`, and Chinese as `Hans` or `Hant` by the characters that only one of them uses (`Hani` where
    none of them stands).

    >>> [dominant_script(text) for text in ("Straße 9", "これは本です", "这个国家", "這個國家", "대한민국 大韓民國", "2024: 3–1")]
    ['Latn', 'Jpan', 'Hans', 'Hant', 'Kore', 'Zyyy']
    """
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else NONE
    step = max(1, -(-len(text) // _SAMPLE))
    seen = text[::step]
    letters, others = _plain(seen)
    if letters > _DENSE_WEIGHT * others:
        return "Latn"
    found = _sampled(seen)
    if not found:
        return NONE
    if found.keys().isdisjoint(_DENSE):
        return max(found, key=found.__getitem__) if len(found) > 1 else next(iter(found))
    for code in found.keys() & _DENSE:
        found[code] *= _DENSE_WEIGHT
    han, kana, hangul = found.get("Hani", 0), found.get("Hira", 0) + found.get("Kana", 0), found.get("Hang", 0)
    east = han + kana + hangul + found.get("Bopo", 0)
    rest = max((count for code, count in found.items() if code not in _DENSE), default=0)
    if rest > east:
        return next(code for code, count in found.items() if count == rest and code not in _DENSE)
    if hangul and hangul >= kana and hangul * 3 >= han:
        return "Kore"
    if kana >= _KANA_SHARE * (han + kana) and kana:
        return "Jpan"
    return chinese_script(text)


@cache
def _chinese() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the ideographs that only GB 2312 holds, only Big5, and only JIS X 0208: simplified, traditional, Japanese ones."""
    sets: tuple[set[str], set[str], set[str]] = (set(), set(), set())
    for code in range(0x4E00, 0x9FA6):
        character = chr(code)
        if _encodes(character, "gb2312"):
            if not _encodes(character, "big5"):
                sets[0].add(character)
        elif _encodes(character, "big5"):
            sets[1].add(character)
        elif _encodes(character, "shift_jis"):
            sets[2].add(character)
    return frozenset(sets[0]), frozenset(sets[1]), frozenset(sets[2])


def _encodes(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def chinese_script(text: str) -> str:
    """Return `Hans` or `Hant` by the characters that only GB 2312 or only Big5 holds; `Hani` where they do not decide.

    `Jpan` where more than a few stand only in JIS X 0208: headlines in Japanese may hold no kana.

    >>> chinese_script("中"), chinese_script("这"), chinese_script("這"), chinese_script("実験発表")
    ('Hani', 'Hans', 'Hant', 'Jpan')
    """
    simplified, traditional, japanese = _chinese()
    difference = of_japan = 0
    text = text[:_CHINESE_CHARACTERS]
    for character in text:
        if character in simplified:
            difference += 1
        elif character in traditional:
            difference -= 1
        elif character in japanese:
            of_japan += 1
    if of_japan > _JAPANESE_SHARE * len(text):
        return "Jpan"
    return "Hans" if difference > 0 else "Hant" if difference < 0 else "Hani"


_JAPANESE_SHARE = 0.03
"""Share of Japanese characters from which a text without kana is Japanese; Chinese news hold below 0.5 % of them."""

_CHINESE_CHARACTERS = 400
"""Enough to decide: in running text every third character belongs to one of the two alone."""

"""What of a text is looked at. In: a text. Out: a bounded piece of it that is prose, or why there is none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np

from cleaner.language.automaton import Array
from cleaner.patterns import compiled
from cleaner.text.scripts import code_points

SLICES = 4
SLICE_CHARACTERS = 64
"""Four slices of 64 characters, spread evenly: news documents of 100 languages are all told by them."""

_WORD_CHARACTERS = 20
"""So far a slice looks for the beginning of a word."""

WHOLE_CHARACTERS = 300
"""Texts up to this length are looked at whole."""

_ADDRESS = compiled(
    r"(?:https?://|www\.)\S{1,300}|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.\w{2,10}|[@#]\w{1,80}"
    r"|(?<![\w.-])[\w-]{1,40}(?:\.[\w-]{1,40}){0,3}\.(?:com|org|net|info)\b\S{0,200}"
)
_DOTTED = np.isin(np.arange(256), list(b"coni"))
"""What follows the dot in `.com`, `.org`, `.net`, `.info`. In `www.` an w stands before it; other addresses hold one of `@#/`."""

_NUL = "\0"
"""Stands between texts that are put together."""

_CODE = b"{}[]=<>_/\\|*+#$%^~`"
_NO_CODE = bytes(sorted({*range(1, 128)} - {*_CODE}))
_CODE_SHARE = 0.1
"""Share of such characters from which a text is code; prose holds less than 3 %."""

_FEW_BEYOND_ASCII = 3
"""From so many letters beyond ASCII on, it must be twice that share: a list of options explained, a row of a table."""


def sample(text: str) -> str:
    """Return slices of a text, spread evenly, without addresses; all of it where it is short.

    >>> sample("Mehr unter https://example.org/a")
    'Mehr unter  '
    """
    return samples([text])[0]


def samples(texts: Sequence[str]) -> list[str]:
    """Return the same of each text; nearly all hold no address, which is told together."""
    pieces = list(map(_slices, texts))
    for place in _with_addresses(pieces):
        pieces[place] = _ADDRESS.sub(" ", pieces[place])
    pieces = [piece.lower() if piece.isupper() else piece for piece in pieces]
    return [piece if piece.isascii() else unicodedata.normalize("NFC", piece) for piece in pieces]


def _slices(text: str) -> str:
    if len(text) <= WHOLE_CHARACTERS:
        return text
    step = (len(text) - SLICE_CHARACTERS) / (SLICES - 1)
    slices = [text[:SLICE_CHARACTERS]]
    for i in range(1, SLICES):
        start = int(i * step)
        start = text.find(" ", start, start + _WORD_CHARACTERS) + 1 or start  # begins with a whole word
        slices.append(text[start : start + SLICE_CHARACTERS])
    return "\n".join(slices)


def _with_addresses(texts: Sequence[str]) -> list[int]:
    """Return the places of texts that may hold an address: a sign of one, or a dot that does not end a sentence."""
    plain = np.frombuffer(_NUL.join(texts).encode("ascii", "ignore") + b"\0\0", np.uint8)
    dots = (plain == ord(".")).nonzero()[0]
    inside = dots[_DOTTED.take(plain.take(dots + 1)) | (plain.take(dots - 1) == ord("w"))]  # the first one looks at a NUL
    found = [inside, *((plain == sign).nonzero()[0] for sign in b"@#/")]
    if not any(map(len, found)):
        return []
    ends = (plain == 0).nonzero()[0][:-1]
    if len(ends) > len(texts):
        return list(range(len(texts)))
    places: list[int] = np.unique(ends.searchsorted(np.concatenate(found))).tolist()
    return places


def own_letters(text: str, latin: bool) -> str:
    """Return a text in Latin letters, or in others, without passages of the other kind: they speak for languages with two scripts.

    Names stay: a few letters of the other kind do no harm.

    >>> own_letters("Der Minister, министр, sprach", True), own_letters("Reuters сообщило вечером", False)
    ('Der Minister,  , sprach', '  сообщило вечером')
    """
    if latin:
        return text if text.isascii() else _NOT_LATIN.sub(" ", text)
    enough = _LATIN_SHARE * len(text)
    if len(text.encode("ascii", "ignore").translate(None, _NO_LETTERS)) <= enough:
        return text
    letters = sum(map(len, _LATIN.findall(text)))
    return _LATIN.sub(" ", text) if letters > enough else text


def with_others(texts: Sequence[str]) -> list[bool]:
    """Return which texts of mostly Latin letters hold three letters in a row of another kind: `own_letters` and `other_than_names` look
    for no others.

    >>> with_others(["Der Minister, министр, sprach", "Der Minister sprach über Δx"])
    [True, False]
    """
    others = _is_other().take(code_points("\n".join(texts)), mode="clip")
    runs = (others[2:] & others[1:-1] & others[:-2]).nonzero()[0]
    found = np.zeros(len(texts), bool)
    found[np.cumsum([len(text) + 1 for text in texts]).searchsorted(runs, "right")] = True
    many: list[bool] = found.tolist()
    return many


@cache
def _is_other() -> Array:
    """Return for each code point of the first plane whether it is a letter of another kind; the last one stands for all beyond."""
    table = np.zeros(0x10000, bool)
    for first, last in re.findall("(.)-(.)", _OTHER_KINDS):
        table[ord(first) : ord(last) + 1] = True
    return table


def other_than_names(text: str) -> str:
    """Return the letters of another kind in a text of mostly Latin letters, where there are many and the Latin ones write names.

    >>> other_than_names("Shift ו־Caps Lock יחד משנים את Caps Lock"), other_than_names("Der Minister, министр, sprach")
    ('ו־ יחד משנים את', '')
    """
    others = _OTHERS.findall(text) if _NOT_LATIN.search(text) else ()
    if sum(map(len, others)) * _OTHERS_PART < len(text):
        return ""
    words = _LATIN_WORD.findall(text)
    return " ".join(others) if sum(word[0].isupper() for word in words) > _NAMES * len(words) else ""


_OTHER_KINDS = "\u0370-\u1dff\u2c00-\ua71f\ua800-\ufaff\ufb1d-\ufefe"
_OTHERS = compiled(f"[{_OTHER_KINDS}]+")
_OTHERS_PART = 4
"""A quarter of a text in another script is more than a name or a word that is quoted."""

_LATIN_WORD = compiled(r"[A-Za-z]+")
_NAMES = 0.8

_NOT_LATIN = compiled(f"[{_OTHER_KINDS}]{{3,}}")
_LATIN = compiled(r"\b[A-Za-z]{3,}\b")  # whole words: there is Cyrillic with single Latin letters inside
_LATIN_SHARE = 0.2
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


def may_be_code(texts: Sequence[str]) -> list[bool]:
    """Return which texts have as many such signs as code must have at least: nearly all have not, and are told together.

    >>> may_be_code(["if (a[i] == b) { return a; }", "The end (of it), he said."])
    [True, False]
    """
    plain = _NUL.join(texts).encode("ascii", "ignore")
    signs = list(map(len, plain.translate(None, _NO_CODE).split(b"\0")))
    if len(signs) > len(texts):
        return [True] * len(texts)
    return [many > 0 and many > _CODE_SHARE * (len(text) - text.count(" ")) for text, many in zip(texts, signs, strict=True)]


def is_code(text: str) -> bool:
    """Whether brackets, operators and slashes make up too much of a text for prose.

    >>> is_code("if (a[i] == b) { return a; }"), is_code("The end (of it), he said.")
    (True, False)
    """
    plain = text.encode("ascii", "ignore")
    share = _CODE_SHARE if len(text) - len(plain) < _FEW_BEYOND_ASCII else 2 * _CODE_SHARE
    return len(plain) - len(plain.translate(None, _CODE)) > share * (len(text) - text.count(" "))


def only_names(text: str) -> bool:
    """Whether all words of a text of a script with capitals begin with one: a few, or a list of names. No title of many words.

    >>> only_names("John Smith, New York"), only_names("The end"), only_names("Minister Says Talks On Peace Will Go On")
    (True, False, False)
    """
    if any(map(text.__contains__, _SMALL_BEGINNINGS)) or _SMALL_WORD.search(text):
        return False
    words = 0
    for found in _FIRST_LETTER.finditer(text):
        first = found[1]
        if first.islower() or first.lower() == first.upper():
            return False
        words += 1
    return 0 < words <= _FEW_WORDS or (not text.isupper() and len(_BETWEEN_NAMES.findall(text)) * _WORDS_OF_A_NAME >= words > 0)


_FIRST_LETTER = compiled(r"(?<!\S)[^\w\s]{0,3}([^\W\d_])")
_SMALL_WORD = compiled(r"(?<!\S)[a-z]")
"""Says no at once in most Latin texts."""

_SMALL_BEGINNINGS = (" a", " s", " п", " d", " в", " t", " с", " н")
"""How a word begins in nearly every text: found sooner than by a pattern."""

_BETWEEN_NAMES = compiled(r"[,;/|•·&\n]")
_FEW_WORDS = 6
_WORDS_OF_A_NAME = 4

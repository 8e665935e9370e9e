"""Names of places to share at, and whether a plea names what pleas ask for.

In: raw text. Out: the same with one letter in place of such a name, so that `Share on {brand}` in a list stands for all of them;
whether a text names a newsletter, an app, Facebook. Names are looked for in many scripts and with the endings that languages give them.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from cleaner.patterns import compiled
from cleaner.rules.phrases import fold, fold_anew

BRAND_LETTER: Final = "\N{CYRILLIC LETTER MULTIOCULAR O}"
"""Stands for any name; a letter, so that folding keeps it, and in use in one manuscript of the fifteenth century."""


@cache
def brand_name() -> re.Pattern[str]:
    """A pattern of a name with the ending that its language gives it.

    >>> brand_name().sub("*", "Jaa Facebookissa, in X teilen, Поделиться в Телеграме, xylophone")
    'Jaa *, in * teilen, Поделиться в *, xylophone'
    """
    latin, *others = ["|".join(names) for names in _names()]
    return compiled(
        rf"(?<![^\W_])(?:{latin}|X)(?:['’ʼ-]?[a-zà-ɏ]{{0,6}}(?![^\W_])|(?=[^\x00-\u0250])|(?![^\W_]))|(?:{'|'.join(others)})"
        r"(?:[а-я]{0,3}(?![а-яё])|[\u0530-\u058f\u10a0-\u10ff]{0,4}|[\u0900-\u0dff]{0,5})",
        re.IGNORECASE,
    )


@cache
def _names() -> list[list[str]]:
    lines = files("cleaner.rules").joinpath("places_to_share.txt").read_text("utf-8").splitlines()
    return [line.split(" | ") for line in lines if not line.startswith("#")]


def may_name_brand(text: str) -> bool:
    """Whether a text may hold a name that `brand_name` finds; False is certain, but for a small `x` within a line.

    >>> may_name_brand("Поделиться в Телеграме"), may_name_brand("The council met on Tuesday")
    (True, False)
    """
    if "X" in text or text == "x" or text.endswith(" x"):
        return True
    lowered = text.casefold().replace("\u0307", "").replace("ı", "i")
    letters = set(lowered)
    for first, runs in _runs():
        if not first.isdisjoint(letters):
            for run in runs:
                if run in lowered:
                    return True
    return False


def brand_spellings() -> list[str]:
    """Return the names that `brand_name` finds, each as it is spelled with what may be left out of it and without.

    >>> [name for name in brand_spellings() if name.startswith(("whats", "e-m"))]
    ['whats app', 'whatsapp', 'e-mail']
    """
    found = ["X"]
    for names in _names():
        for name in names:
            spellings = [""]
            for part in re.findall(r"\(\?:([^)]*)\)(\?)|\\?(.)(\??)", name):
                text, optional = part[0] or part[2], part[1] or part[3]
                spellings = [said + more for said in spellings for more in ((text, "") if optional else (text,))]
            found += [spelling for spelling in spellings if spelling]
    return list(dict.fromkeys(found))


@cache
def _runs() -> list[tuple[frozenset[str], tuple[str, ...]]]:
    """For each line of names: the letters that the longest fixed part of each begins with, and these parts."""
    found = []
    for names in _names():
        fixed = (re.sub(r"\(\?:[^)]*\)\?", "?", name) for name in names)
        runs = {max(re.split(r".?\?|\\.", name), key=len).casefold() for name in fixed}
        least = [run for run in runs if not any(other != run and other in run for other in runs)]
        found.append((frozenset(run[0] for run in least), tuple(sorted(least))))
    return found


_WORD = compiled(r"[^\s,.:;!?()\[\]«»“”„\"|/]+")
_EXACT = 3
"""A name of so few letters is a whole word; longer ones may go on, as words do in most languages."""


def names_asked(text: str, asked: frozenset[str], without: str = "") -> bool:
    """Whether a text names what pleas of its language ask for; the folded ending `without` does not count.

    >>> [names_asked(text, frozenset({"newsletter", "app"})) for text in ("our newsletters", "the app!", "the apple")]
    [True, True, False]
    """
    folded = fold_anew(text)
    if without and folded.endswith(without):
        folded = folded[: -len(without)]
    whole, lengths, inside = _by_length(asked)
    if any(name in folded for name in inside):
        return True
    for found in _WORD.findall(text):
        word = fold(found)
        if word and word in folded and (word in whole or any(word[:length] in whole for length in lengths if length < len(word))):
            return True
    return False


@cache
def _by_length(asked: frozenset[str]) -> tuple[frozenset[str], tuple[int, ...], tuple[str, ...]]:
    """Names of whole words, the lengths that a longer word may begin with, and names of scripts that write words together."""
    inside = [name for name in asked if len(name) > 1 and ("\u0590" <= name[0] < "\u0780" and len(name) >= 4 or _unspaced(name[0]))]
    whole = asked - frozenset(inside)
    lengths = sorted({len(name) for name in whole if len(name) > _EXACT or name[0] >= "\uac00"})
    return whole, tuple(lengths), tuple(sorted(inside))


def _unspaced(letter: str) -> bool:
    """Whether a script puts no spaces between words, or glues short words to the next."""
    return "\u0e00" <= letter < "\u0f00" or "\u1000" <= letter < "\u10a0" or "\u1200" <= letter < "\u1380" or "\u1780" <= letter < "\uac00"

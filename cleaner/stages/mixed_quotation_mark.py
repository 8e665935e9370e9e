"""Quotation marks of two fashions in one document. In: text, language, script. Out: edits that make marks straight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from cleaner.document import Document
from cleaner.edit import Edit
from cleaner.patterns import compiled
from cleaner.stage import NOTHING, Stage, StageResult, option

STRAIGHT = {
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{DOUBLE LOW-9 QUOTATION MARK}": '"',
    "\N{DOUBLE HIGH-REVERSED-9 QUOTATION MARK}": '"',
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{SINGLE LOW-9 QUOTATION MARK}": "'",
    "\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}": "'",
}
"""Marks that have a straight twin. Guillemets, corner brackets, primes, gershayim and letters such as ʻ and ʼ have none."""

_EDIT: Callable[[tuple[int, int, str, str, str]], Edit] = partial(tuple.__new__, Edit)
"""Makes an edit of its parts, without a call into Python for each of the marks, which are many."""
_RULE = "und.mixed_quotation_mark.typographic"
_DOUBLE = "“”„‟"
_LETTER = r"[^\W\d_]"
_STRAIGHT_DOUBLE = compiled(r'"(?:(?<![\d\u05d0-\u05f2"]")(?=[^\s"])|(?<=[^\s\d\u05d0-\u05f2"]"))')
_STRAIGHT_SINGLE = compiled(rf"'(?:(?<={_LETTER}')(?<![\u05d0-\u05f2]')|(?<![\w']')(?={_LETTER}))")
"""Marks that quote or elide. Those behind a digit may be feet and inches, those behind a Hebrew letter part of a word."""

ONE_FASHION = ("en",)
"""Languages whose quotation marks and apostrophes are of one fashion: curly quotes beside straight apostrophes are a mixture."""

OWN_MARKS = ("zh", "ja", "yue", "wuu", "lzh", "nan", "hak")
OWN_SCRIPTS = ("Hani", "Hans", "Hant", "Jpan", "Hira", "Kana", "Hrkt")
"""Languages and scripts whose curly marks are full-width punctuation of their own."""


@dataclass(frozen=True)
class MixedQuotationMark(Stage):
    """A document that mixes straight and typographic quotation marks or apostrophes is made straight.

    Such a document was put together from several sources, and one quotation in it may begin in one fashion and end in the other.
    A document that keeps to one fashion keeps its own.

    What is a mixture follows the use of the language. In English, quotation marks and apostrophes belong together. Elsewhere
    each is judged alone: `„…“` beside the apostrophe of `geht's` is common German, `« l'an »` common French.

    Left alone: guillemets, Chinese and Japanese marks, primes and inches, Hebrew gershayim, the letters ʻ and ʼ, a ‘ between
    letters (`Qur‘an`), backticks.

    >>> from cleaner.pipeline import Pipeline
    >>> Pipeline.from_names("mixed_quotation_mark").clean("“Yes,” he said. \\"It’s late.”", language="en").text
    '"Yes," he said. "It\\'s late."'
    """

    name = "mixed_quotation_mark"
    reads = ("text", "language", "script")

    style: Literal["consistent", "straight"] = option(
        "consistent", "`consistent` makes mixtures straight, `straight` makes every document straight."
    )

    def process(self, document: Document) -> StageResult:
        text = document.text
        if self.style == "consistent" and '"' not in text and "'" not in text:
            return NOTHING
        if text.isascii() or not any(map(text.__contains__, STRAIGHT)):
            return NOTHING
        places = _places(text)
        if not places:
            return NOTHING
        marks = [text[place] for place in places]
        detail = "" if self.style == "straight" else _mixture(text, marks, document.language, document.script)
        if detail is None:
            return NOTHING
        firsts = [i for i, place in enumerate(places) if not i or place != places[i - 1] + 1]  # marks side by side are one edit
        edits = [
            _EDIT((places[first], places[last - 1] + 1, "".join(map(STRAIGHT.__getitem__, marks[first:last])), _RULE, detail))
            for first, last in zip(firsts, [*firsts[1:], len(places)], strict=True)
        ]
        return StageResult(edits)


def _places(text: str) -> list[int]:
    """Return where typographic marks stand, in order; to look for each takes a third of the time of a pattern for all.

    >>> _places("„Yes“, said Qur‘an’s reader")
    [0, 4, 18]
    """
    places = []
    for mark in STRAIGHT:
        place = text.find(mark)
        while place >= 0:
            places.append(place)
            place = text.find(mark, place + 1)
    places.sort()
    if "‘" in text:  # which may be a letter
        return [place for place in places if text[place] != "‘" or not _between_letters(text, place)]
    return places


def _between_letters(text: str, place: int) -> bool:
    sides = text[place - 1 : place], text[place + 1 : place + 2]
    return all(side.isalnum() and not side.isdecimal() for side in sides)


def _mixture(text: str, marks: Sequence[str], language: str, script: str) -> str | None:
    """Return what is mixed, in words, or None; `marks` are the typographic ones.

    >>> _mixture("„Wie geht's?“", "„“", "de", "Latn"), _mixture("“How's that?”", "“”", "en", "Latn")
    (None, '1 straight, 2 typographic')
    """
    language = language.split("-")[0]
    if language in OWN_MARKS or script in OWN_SCRIPTS:
        return None
    curly_double = sum(map(marks.count, _DOUBLE))
    curly_single = len(marks) - curly_double
    straight_double, straight_single = len(_STRAIGHT_DOUBLE.findall(text)), len(_STRAIGHT_SINGLE.findall(text))
    if language in ONE_FASHION:
        mixed = bool(straight_double or straight_single)
    else:
        mixed = bool((curly_double and straight_double) or (curly_single and straight_single))
    if not mixed:
        return None
    return f"{straight_double + straight_single} straight, {len(marks)} typographic"

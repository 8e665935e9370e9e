"""Which of all lines of many documents may be widgets: one look at how they begin and end, at all of them at once.

In: texts. Out: for each text the lines that are worth reading by `cleaner.text.widget_line`: one in thirty. Everything here only
saves time: a line that is left out is one of which `read_line` says nothing. What a widget is, the readers say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from cleaner.rules.boilerplate import HEAD, Vocabulary
from cleaner.rules.boilerplate_lists import load_vocabulary
from cleaner.rules.openings import LETTERS, Openings
from cleaner.rules.phrases import fold_all, fold_anew
from cleaner.rules.places_to_share import BRAND_LETTER, brand_spellings, may_name_brand
from cleaner.text.places import Characters, Mask, Places, Points, Runs, parts_of, skipped
from cleaner.text.scripts import code_points
from cleaner.text.widget_bar import CRUMB, FIRST_CRUMB, reach, segments
from cleaner.text.widget_line import BEFORE, BEHIND, COPYRIGHT, LABEL, LONGEST, OUTER, SHARED, SHORT, SIGNS, THOUSANDS, leads
from cleaner.text.widget_time import may_be_stamp

_PART = 500_000
"""Characters looked at together: bounds the memory."""
_CUT = 24
"""So many characters of a line are folded first."""
_FOOTER = frozenset("©ⓒ&(cC")
"""What a line of copyright begins with."""
_DIGIT = re.compile(r"\d")
_PAD = "\n" * 8
"""Stands around the texts, so that there are characters before and behind each line."""


_WHITE, _BEFORE = Characters(str.isspace), Characters(BEFORE.__contains__)
_OUTER, _BEHIND = Characters(OUTER.__contains__), Characters(BEHIND.__contains__)
_LETTER, _SMALL, _SIGN = Characters(str.isalpha), Characters(str.islower), Characters(SIGNS.__contains__)
_ARABIC, _BRAND = Characters(lambda found: "\u0600" <= found <= "\u06ff"), Characters("Xx".__contains__)


class _Beginnings(NamedTuple):
    """How phrases begin and end: raw by their sizes, folded by their first letters."""

    heads: dict[int, Runs]
    tails: dict[int, Runs]
    leading: Openings
    labels: Openings
    homes: Openings
    all: Openings


@cache
def _beginnings() -> _Beginnings:
    words = load_vocabulary()
    shared = {phrase.partition(BRAND_LETTER)[0] for phrase in words.whole if BRAND_LETTER in phrase}
    shared = {*shared, *fold_all(brand_spellings())} - {""}
    leading = [phrase.folded for group in words.leading.values() for phrase in group]
    labels = [*words.bars, *words.whole, *words.counted]
    return _Beginnings(
        {size: Runs(size, words.heads) for size in range(2, HEAD + 1)},
        {size: Runs(size, words.tails) for size in (2, 3, 4)},
        Openings(leading),
        Openings(labels),
        Openings([home for home, phrase in words.whole.items() if phrase.kind == "home"]),
        Openings([*leading, *labels, *shared]),
    )


def worth_reading(texts: Sequence[str]) -> dict[int, list[int]]:
    """Map places of texts to the indices of those of their lines that may be widgets.

    >>> worth_reading(["The talks went on.\\nShare this article", "Nothing but talk.", "Skip to main content"])
    {0: [1], 2: [0]}
    """
    found: dict[int, list[int]] = {}
    for first, last in parts_of(texts, _PART):
        found |= _part(texts[first:last], first)
    return found


def _part(texts: Sequence[str], first: int) -> dict[int, list[int]]:
    joined = _PAD + "\n".join(texts) + _PAD
    points = code_points(joined)
    breaks = np.flatnonzero(points == 10)[len(_PAD) - 1 : 1 - len(_PAD)]
    starts, sizes = breaks[:-1] + 1, np.diff(breaks) - 1
    tops = np.searchsorted(starts, np.cumsum([len(_PAD), *[len(text) + 1 for text in texts[:-1]]]))
    found: dict[int, list[int]] = {}
    numbers = np.flatnonzero((sizes > 0) & (sizes <= LONGEST))
    chosen = numbers[_chosen(joined, points, starts[numbers], sizes[numbers])]
    places = np.searchsorted(tops, chosen, "right") - 1
    for place, line in zip(places.tolist(), (chosen - tops[places]).tolist(), strict=True):
        found.setdefault(first + place, []).append(line)
    return found


def _chosen(joined: str, points: Points, starts: Places, sizes: Places) -> list[int]:
    """Return which of the lines that start there may be widgets, in order."""
    words, beginnings = load_vocabulary(), _beginnings()
    ends = starts + sizes
    short = sizes <= SHORT
    loose = _WHITE.has(points[starts]) | _WHITE.has(points[ends - 1])
    bare = skipped(points, starts, _OUTER, 1)
    letters = skipped(points, bare, _BEFORE, 1)
    begin = _may_start(points, letters, beginnings) | _SIGN.has(points[bare]) | (sizes <= LABEL) | (short & ~_LETTER.has(points[letters]))
    begin[_arabic(joined, points, letters, ends, words)] = True
    last = skipped(points, ends - 1, _BEHIND, -1)
    tailed = np.logical_or.reduce([runs.at(points, last - size + 1) for size, runs in beginnings.tails.items()])

    def texts(lines: Mask, first: Places, behind: Places) -> Iterator[tuple[int, str]]:
        places = np.flatnonzero(lines)
        return ((i, joined[a:b]) for i, a, b in zip(places.tolist(), first[places].tolist(), behind[places].tolist(), strict=True))

    chosen = set(np.flatnonzero(loose).tolist())
    chosen.update([i for i, text in texts(begin & short, starts, ends) if _may_be_short(text, words, beginnings)])
    chosen.update([i for i, text in texts(begin & ~short, bare, np.minimum(bare + SHORT, ends)) if _may_be_long(text, words, beginnings)])
    chosen.update([i for i, text in texts(short & ~begin, starts, ends) if _DIGIT.search(text) and may_be_stamp(text)])
    chosen.update([i for i, text in texts(tailed, np.maximum(starts, ends - SHORT), ends) if _may_end(text, words)])
    return sorted(chosen)


def _may_start(points: Points, places: Places, beginnings: _Beginnings) -> Mask:
    """Do what `Vocabulary.may_start` does for many lines at once; False is certain."""
    found = beginnings.heads[HEAD].at(points, places) | _BRAND.has(points[places])
    for size in range(2, HEAD):
        near = np.flatnonzero(beginnings.heads[size].at(points, places))
        found[near] |= ~_SMALL.has(points[places[near] + size])
    return found


def _may_end(text: str, words: Vocabulary) -> bool:
    """Whether a line that ends in the letters of a phrase, or nearly so, ends with it."""
    bare = text.rstrip(BEHIND)
    if not (bare[-4:] in words.tails or bare[-3:] in words.tails or bare[-2:] in words.tails):
        return False
    folded = fold_anew(text[-_CUT:].partition(" ")[2])
    return len(folded) < LETTERS or any(
        folded.endswith(phrase.folded[-len(folded) :]) for size in (4, 3, 2) for phrase in words.ending.get(folded[-size:], ())
    )


def _arabic(joined: str, points: Points, places: Places, ends: Places, words: Vocabulary) -> Places:
    """Do the same for lines in Arabic letters, of which one may have several code points."""
    arabic = np.flatnonzero(_ARABIC.has(points[places]))
    heads = fold_all([joined[a : min(a + HEAD + 4, b)] for a, b in zip(places[arabic].tolist(), ends[arabic].tolist(), strict=True)])
    return arabic[[len(head) < HEAD or head[:HEAD] in words.folded_heads for head in heads]] if heads else arabic


def _may_be_short(text: str, words: Vocabulary, beginnings: _Beginnings) -> bool:
    """Whether a line that begins with a phrase, or could, goes on with it, or may be something else that is short."""
    if _DIGIT.search(text) and (may_be_stamp(text) or THOUSANDS.search(text)):
        return True
    bare = text if text[0].isalpha() else text.lstrip(OUTER) or text
    if bare[:1] in _FOOTER and COPYRIGHT.match(bare):
        return True
    if len(text) > LABEL and (letters := text.lstrip(BEFORE))[:1].isalpha() and not words.may_start(letters):
        return False
    head = fold_anew(_head(text))
    if len(head) >= LETTERS and not beginnings.all.of(head):
        return False
    folded = fold_anew(text)
    if not folded:
        return True
    return beginnings.all.of(folded) and (
        folded in words.whole
        or folded in words.counted
        or (len(text) <= SHARED and may_name_brand(text))
        or ((bare is not text or beginnings.homes.of(folded)) and CRUMB.search(bare, 0, FIRST_CRUMB) is not None)
        or next(leads(bare, folded, words), None) is not None
        or segments(folded, words) is not None
    )


def _may_be_long(bare: str, words: Vocabulary, beginnings: _Beginnings) -> bool:
    """Do the same for the beginning of a long line."""
    if bare[:1] in SIGNS or (bare[:1] in _FOOTER and COPYRIGHT.match(bare)):
        return True
    if not words.may_start(bare):
        return False
    head = fold_anew(_head(bare))
    if len(head) >= LETTERS and not (beginnings.all.of(head) and _opens(head, beginnings)):
        return False
    folded = fold_anew(bare)
    return (
        next(leads(bare + ":", folded, words), None) is not None  # the colon may stand behind what is cut off
        or (beginnings.homes.of(folded) and CRUMB.search(bare, 0, FIRST_CRUMB) is not None)
        or reach(folded, words) > LABEL
    )


def _head(text: str) -> str:
    """The first words of a line; no letter of theirs melts into one behind the space."""
    return text[: max(0, text.rfind(" ", 0, _CUT))]


def _opens(head: str, beginnings: _Beginnings) -> bool:
    """Whether folded first words may be those of a phrase, or of labels one after the other; they are no whole label."""
    if beginnings.leading.of(head) or beginnings.homes.of(head):
        return True
    labels = beginnings.labels
    return labels.of(head) and any(
        size == LETTERS or len(head) - size < LETTERS or labels.of(head[size:]) for size in labels.sizes_of(head)
    )

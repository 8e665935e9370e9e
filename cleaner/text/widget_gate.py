"""Which of all lines of many documents may be widgets: one look at how they begin and end, at all of them at once.

In: texts. Out: for each text the lines that are worth reading by `cleaner.text.widget_line`: one in thirty. Everything here only
saves time: a line that is left out is one of which `read_line` says nothing. What a widget is, the readers say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from cleaner.patterns import compiled
from cleaner.rules.boilerplate import HEAD, Phrase, Vocabulary
from cleaner.rules.boilerplate_lists import load_vocabulary
from cleaner.rules.phrases import fold_all, fold_anew
from cleaner.rules.places_to_share import BRAND_LETTER, brand_spellings, may_name_brand
from cleaner.text.folded_letters import MARGIN, FoldedPhrases
from cleaner.text.places import Characters, Mask, Places, Points, Runs, counted, parts_of, skipped
from cleaner.text.scripts import code_points
from cleaner.text.widget_bar import CRUMB, FIRST_CRUMB, reach, segments
from cleaner.text.widget_leading import LABEL, OUTER, leads
from cleaner.text.widget_line import BEFORE, BEHIND, COPYRIGHT, LONGEST, SHARED, SHORT, SIGNS, THOUSANDS
from cleaner.text.widget_opening import Openings
from cleaner.text.widget_time import MIN_DIGITS, may_be_stamp, may_begin_time

_PART = 500_000
"""Characters looked at together: bounds the memory."""
_FOOTER = frozenset("©ⓒ&(cC")
"""What a line of copyright begins with."""
_DIGIT = compiled(r"\d")
_JOINED = 4
"""So many characters at the end of what is looked at may become fewer with those that follow: letters and their marks."""
_PAD = "\n" * MARGIN
"""Stands around the texts, so that there are characters before and behind each line."""


_WHITE, _BEFORE = Characters(str.isspace), Characters(BEFORE.__contains__)
_OUTER, _BEHIND = Characters(OUTER.__contains__), Characters(BEHIND.__contains__)
_LETTER, _SMALL, _SIGN = Characters(str.isalpha), Characters(str.islower), Characters(SIGNS.__contains__)
_ARABIC, _BRAND = Characters(lambda found: "\u0600" <= found <= "\u06ff"), Characters("Xx".__contains__)
_FOOTING, _DECIMAL = Characters(_FOOTER.__contains__), Characters(str.isdecimal)


class _Beginnings(NamedTuple):
    """How phrases begin and end: raw by their sizes, folded by their first letters."""

    heads: Runs
    tails: Runs
    openings: Openings
    shared: Openings
    begin: FoldedPhrases
    end: FoldedPhrases


@cache
def _beginnings() -> _Beginnings:
    words = load_vocabulary()
    brands = {phrase.partition(BRAND_LETTER)[0] for phrase in words.whole if BRAND_LETTER in phrase}
    brands = {*brands, *fold_all(brand_spellings())} - {""}
    leading = [phrase.folded for group in words.leading.values() for phrase in group]
    homes = [home for home, phrase in words.whole.items() if phrase.kind == "home"]
    openings = Openings(leading, [*words.whole, *words.counted], homes)
    shared = Openings((), (), brands)
    return _Beginnings(
        Runs(range(2, HEAD + 1), words.heads, 1),
        Runs((2, 3, 4), words.tails, -1),
        openings,
        shared,
        FoldedPhrases([*openings.letters, *shared.letters], 1),
        FoldedPhrases([phrase.folded for group in words.ending.values() for phrase in group], -1),
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
    begin = _may_start(points, letters, beginnings.heads) | _SIGN.has(points[bare]) | (sizes <= LABEL)
    begin |= short & ~_LETTER.has(points[letters]) | _ARABIC.has(points[letters])  # one letter has several code points
    opened = np.flatnonzero(begin)
    first, behind = np.where(short, starts, bare), np.where(short, ends, np.minimum(bare + SHORT, ends))
    begin[opened] = False
    begin[_opening(joined, points, opened, first, behind, beginnings)] = True
    footing = opened[_FOOTING.has(points[bare[opened]])]
    begin[footing[[COPYRIGHT.match(joined, place) is not None for place in bare[footing].tolist()]]] = True
    last = skipped(points, ends - 1, _BEHIND, -1)
    tailed = np.flatnonzero(np.logical_or.reduce(list(beginnings.tails.at(points, last).values())))
    tailed = tailed[[i for i, _ in beginnings.end.near(joined, points, starts[tailed], ends[tailed])]]

    def texts(places: Places, first: Places, behind: Places) -> Iterator[tuple[int, str]]:
        return ((i, joined[a:b]) for i, a, b in zip(places.tolist(), first[places].tolist(), behind[places].tolist(), strict=True))

    chosen = set(np.flatnonzero(loose).tolist())
    chosen.update([i for i, text in texts(np.flatnonzero(begin & short), first, behind) if _may_be_short(text, words)])
    chosen.update([i for i, text in texts(np.flatnonzero(begin & ~short), first, behind) if _may_be_long(text, words)])
    rest = np.flatnonzero(short & ~begin)
    digits = np.zeros(len(starts), np.int64)
    digits[rest] = counted(points, starts[rest], sizes[rest], _DECIMAL)
    numbered = np.flatnonzero(digits >= MIN_DIGITS)
    chosen.update([i for i, text in texts(numbered, starts, ends) if may_be_stamp(text, words.about_time)])
    chosen.update([i for i, text in texts(opened[digits[opened] > 0], starts, ends) if THOUSANDS.search(text)])
    chosen.update([i for i in tailed.tolist() if words.ends(fold_anew(joined[max(starts[i], ends[i] - SHORT) : ends[i]]))])
    return sorted(chosen)


def _may_start(points: Points, places: Places, heads: Runs) -> Mask:
    """Do what `Vocabulary.may_start` does for many lines at once; False is certain."""
    found = _BRAND.has(points[places])
    for size, begun in heads.at(points, places).items():
        if size == HEAD:
            found |= begun
        else:
            near = np.flatnonzero(begun)
            found[near] |= ~_SMALL.has(points[places[near] + size])
    return found


def _opening(joined: str, points: Points, lines: Places, starts: Places, ends: Places, beginnings: _Beginnings) -> list[int]:
    """Return which of some lines may begin with what their first letters are those of, or have uncertain ones."""
    starts, ends = starts[lines], ends[lines]
    numbers, firsts, lasts = lines.tolist(), starts.tolist(), ends.tolist()
    opens, shares = beginnings.openings.may_be, beginnings.shared.may_be
    return [
        numbers[i]
        for i, head in beginnings.begin.near(joined, points, starts, ends)
        if not head or opens(joined[firsts[i] : lasts[i]], head) or (lasts[i] - firsts[i] <= SHARED and shares("", head))
    ]


def _may_be_short(text: str, words: Vocabulary) -> bool:
    """Whether a line that begins with a phrase, or could, goes on with it, or may be something else that is short."""
    if _DIGIT.search(text) and (THOUSANDS.search(text) or may_be_stamp(text, words.about_time)):
        return True
    bare = text if text[0].isalpha() else text.lstrip(OUTER) or text
    if bare[:1] in _FOOTER and COPYRIGHT.match(bare):
        return True
    if len(text) > LABEL and (letters := text.lstrip(BEFORE))[:1].isalpha() and not words.may_start(letters):
        return False
    folded = fold_anew(text)
    if not folded:
        return True
    return (
        folded in words.whole
        or folded in words.counted
        or (len(text) <= SHARED and may_name_brand(text))
        or CRUMB.search(bare, 0, FIRST_CRUMB) is not None
        or next(leads(bare, folded, words), None) is not None
        or segments(folded, words) is not None
    )


def _may_be_long(bare: str, words: Vocabulary) -> bool:
    """Do the same for the beginning of a long line."""
    if bare[:1] in SIGNS or (bare[:1] in _FOOTER and COPYRIGHT.match(bare)):
        return True
    if not words.may_start(bare):
        return False
    folded = fold_anew(bare)
    return (
        any(_may_go_on(phrase, folded, rest, words) for phrase, rest in leads(bare + ":", folded, words))  # a colon may be cut off
        or CRUMB.search(bare, 0, FIRST_CRUMB) is not None
        or reach(folded, words) > LABEL
    )


def _may_go_on(phrase: Phrase, folded: str, rest: str, words: Vocabulary) -> bool:
    """Whether a long line may be more than text behind a phrase: `le`, as in `Le 6 février`, begins every third French line."""
    if phrase.kind != "time_label" or len(folded) - len(phrase.folded) <= words.longest_counted + _JOINED:
        return True  # it may be a label, or a count is behind it
    return may_begin_time(rest.removesuffix(":"), words.about_time)

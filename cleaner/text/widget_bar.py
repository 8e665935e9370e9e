"""Lines made of labels: `Share | Tweet | Print`, `Home > World > Asia`.

In: the text of a line and the vocabulary. Out: a `Widget` or None.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.patterns import compiled
from cleaner.rules.boilerplate import CERTAIN, Vocabulary
from cleaner.rules.phrases import fold, fold_anew
from cleaner.text.widget import QUOTES, Widget

_BAR = 200
_SAID = 12
"""Two labels without a mark between them are a widget where one of them is certain and they say something: `View all comments`."""
_MENU = 5
"""So many names of sections in a line, and nothing else, are a menu: `Politics Business Sports World`. An enumeration has commas."""
_LISTED = compiled(r"[,;،、，؛.:]")
_BAR_MARK = compiled(r"[|｜·•∙›»>/→\t、,，–—-]|\s{2}")
_CRUMBS = compiled(r"\s*(?:[>›»/→|｜]|::|＞)\s*")
CRUMB = compiled(r"[>›»/→|｜＞]|::")
FIRST_CRUMB = 62
_DIGIT = compiled(r"\d")


def read_bar(text: str, words: Vocabulary, folded: str = "") -> Widget | None:
    """A line made of known labels and nothing else, with marks, spaces or nothing between."""
    if len(text) > _BAR or text[0] in QUOTES:
        return None
    folded = folded or fold_anew(text)
    pieces = segments(folded, words)
    if not pieces or len(pieces) < 2:
        return None
    kinds = [words.whole[piece].kind if piece in words.whole else "counted" for piece in pieces]
    if "counted" in kinds and not _DIGIT.search(text):
        return None
    labels = {piece for piece, kind in zip(pieces, kinds, strict=True) if kind != "section"}
    brands = {piece for piece, kind in zip(pieces, kinds, strict=True) if kind == "brand"}
    marked = _BAR_MARK.search(text) or len(brands) >= 2 or "counted" in kinds
    certain = any(piece in words.whole and words.whole[piece].kind in CERTAIN for piece in labels) and len(folded) >= _SAID
    enough = len(labels) >= (2 if marked or certain else 3)
    menu = len(set(pieces)) >= _MENU and not _LISTED.search(text)
    if enough or menu or (len(labels) == 1 and len(set(pieces)) >= 3):
        return Widget("certain", "und.web_boilerplate.bar")
    return Widget("section", "und.web_boilerplate.bar") if len(set(pieces)) >= 2 else None


def segments(folded: str, words: Vocabulary) -> list[str] | None:
    """Split a folded line into known labels without a rest; None where that cannot be done. Most lines end at the first look."""
    size, furthest = len(folded), 0
    came: dict[int, int] = {0: 0}  # a place that labels reach -> where the last of them begins
    for place in range(size):
        if place > furthest:
            return None
        if place in came:
            for end in _ends(folded, place, words):
                if end not in came:
                    came[end] = place
                    furthest = max(furthest, end)
    if size not in came:
        return None
    pieces, place = [], size
    while place:
        pieces.append(folded[came[place] : place])
        place = came[place]
    return pieces[::-1]


def reach(folded: str, words: Vocabulary) -> int:
    """Return how far the longest labels, one after the other, lead into a folded line: a long line that is no bar ends at once."""
    place = 0
    while end := next(_ends(folded, place, words), 0):
        place = end
    return place


def _ends(folded: str, place: int, words: Vocabulary) -> Iterator[int]:
    """Yield where labels end that begin at a place, the longest first."""
    left = len(folded) - place
    for length in words.lengths.get(folded[place : place + 3], ()):
        if length <= left and folded[place : place + length] in words.bars:
            yield place + length
    if left > 2 and folded[place : place + 2] in words.bars:
        yield place + 2


def read_crumbs(text: str, words: Vocabulary) -> Widget | None:
    """The path to a page: `Home > World > Asia`."""
    if not CRUMB.search(text, 0, FIRST_CRUMB):
        return None
    pieces = _CRUMBS.split(text)
    if not 2 <= len(pieces) <= 8:
        return None
    first = words.whole.get(fold(pieces[0]))
    if first is None or first.kind != "home" or any(len(piece) > 60 for piece in pieces):
        return None
    return Widget("certain", "und.web_boilerplate.breadcrumb")

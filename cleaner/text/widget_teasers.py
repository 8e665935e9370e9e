"""Teasers: titles and excerpts of other articles that stand above or below a link to more.

In: a layout with its links. Out: the lines that go with them.
"""

from __future__ import annotations

from bisect import bisect_left

from cleaner.document import LineCut
from cleaner.patterns import compiled
from cleaner.text.title_search import best_title, rank_titles
from cleaner.text.widget_layout import LONGEST_WITHOUT_STOPS, SENTENCE_END, WITHOUT_STOPS, Layout, width

_TITLE_CHARACTERS = 170
"""Longer lines are no title of another article."""
_SUB_HEADING_CHARACTERS = 25
"""A line apart that is shorter may be a sub-heading, though a link stands below it."""
_EXCERPT_CHARACTERS = 500
_BLOCK_LINES = 3
"""A teaser is a headline and at most two lines of excerpt."""
_FEW_TITLES = 2
"""So many titles between a heading of links and the body are the links; of more the last may be a sub-heading."""
_FEW_LINKS = 2
"""A page with more links to more is a list of things, each with its heading."""
_WORDY = 8
"""A lead-in that is shorter, such as `Read`, may be a button of its own."""
_LISTED = 40
"""A list of other articles has at most so many lines."""
_ENDED = compiled(rf"{SENTENCE_END.pattern}|[)）]$")
"""The end of a sentence or of a caption."""
_STOP = compiled(r"[.。۔।॥։။።។:：;,،、]['\"”’»」』)\]）]*$")
_BULLET = compiled(r"\s*[-–—•·*▪●►▶»›■◆+]\s*\S")
_COLON = (":", "：", ">", "»", "…", "-", "–")


def add_teasers(layout: Layout, cuts: dict[int, LineCut]) -> None:
    """Add what stands above a link to more, below a lead-in and below a heading of links."""
    for place in sorted(layout.found):
        widget = layout.found[place]
        if widget.role == "read_more":
            above = _above(layout, place)
            _add(cuts, above, "teaser_above")
            if not above and _is_lone_link(layout, place):
                _add(cuts, _between(layout, place, 1), "teaser_below")
        elif widget.role == "opens":
            _add(cuts, _below(layout, place), "teaser_below")
        elif widget.role == "links":
            _add(cuts, _above_title(layout, place, _list(layout, place)), "teaser_in_list")


def _add(cuts: dict[int, LineCut], places: range, what: str) -> None:
    for place in places:
        cuts.setdefault(place, LineCut(f"und.web_boilerplate.{what}"))


def _above(layout: Layout, place: int) -> range:
    """The teaser above a link to more: a headline, perhaps with its excerpt, in a paragraph of its own below the body's start."""
    first = place
    while first > 0 and layout.hangs(first) and first - 1 not in layout.found and place - first < _BLOCK_LINES + 1:
        first -= 1
    alone = first == place
    if alone or place - first > _BLOCK_LINES or not _is_title(layout, first):  # a blank line above, or a text without them
        first = place - 1
        if first < 0 or first in layout.found or (alone and len(layout.texts[first]) < _SUB_HEADING_CHARACTERS):
            return range(0)
    excerpt = sum(len(layout.texts[p]) for p in range(first + 1, place))
    if first <= layout.first_body or excerpt > _EXCERPT_CHARACTERS or not _is_title(layout, first):
        return range(0)
    return range(first, place)


def _below(layout: Layout, place: int) -> range:
    """The titles below a lead-in: on the lines that hang on it, or one line apart where the lead-in announces it."""
    last = place
    while last + 1 < layout.size and layout.hangs(last + 1) and _is_title(layout, last + 1) and last - place < _BLOCK_LINES:
        last += 1
    if last == place and last + 1 < layout.size and layout.texts[place].endswith(_COLON) and _is_title(layout, last + 1):
        last += 0 if layout.hangs(last + 1) or len(layout.texts[last + 1]) < _SUB_HEADING_CHARACTERS else 1
    if last == place and width(layout.texts[place]) >= _WORDY:
        return _between(layout, place, 1)
    return range(place + 1, last + 1)


def _is_lone_link(layout: Layout, place: int) -> bool:
    """Whether a link to more stands below the body or a caption, in an article and not in a list of things with such links."""
    above = bisect_left(layout.lines, place) - 1
    return layout.links <= _FEW_LINKS and above >= 0 and bool(_ENDED.search(layout.texts[layout.lines[above]]))


def _between(layout: Layout, place: int, most: int) -> range:
    """The few titles between a link and the body that goes on below, or the end: all are long, as sub-headings are not."""
    end = place + 1
    while end < layout.size and end - place <= most + 1 and _is_title(layout, end):
        end += 1
    titles = range(place + 1, end)
    if len(titles) > most or any(width(layout.texts[p]) < _SUB_HEADING_CHARACTERS for p in titles):
        return range(0)
    below = bisect_left(layout.lines, end)
    goes_on = below == len(layout.lines) or layout.is_prose(layout.lines[below])
    return titles if goes_on and layout.first_prose < place else range(0)


def _list(layout: Layout, place: int) -> range:
    """The list below a heading of links: what hangs on it, the next paragraph if it is a list, or all to the end."""
    end = place + 1
    while end < layout.size and end - place <= _LISTED and (end in layout.found or _is_title(layout, end)):
        end += 1
    if end == layout.size:
        return range(place + 1, end)
    if few := _between(layout, place, _FEW_TITLES):
        return few
    last = place
    while last + 1 < end and (layout.hangs(last + 1) or _BULLET.match(layout.texts[last + 1])):
        last += 1
    if last == place and last + 2 < end and layout.hangs(last + 2):  # a paragraph of several titles
        last += 2
        while last + 1 < end and layout.hangs(last + 1):
            last += 1
    if last + 1 < layout.size and layout.hangs(last + 1):  # a text without blank lines: the last title may head what follows
        last -= 0 if _BULLET.match(layout.texts[last]) else 1
    return range(place + 1, max(last, place) + 1)


def _above_title(layout: Layout, place: int, titles: range) -> range:
    """Return a list of links above the body as far as the title of the article, which may be its last line."""
    if not titles or not place < layout.first_body < layout.size:
        return titles
    above = layout.texts[place + 1 : layout.first_body]
    best = best_title(above, rank_titles(above, "\n".join(layout.texts[layout.first_body :])))
    return titles if best is None else range(titles.start, min(titles.stop, place + 1 + best))


def _is_title(layout: Layout, place: int) -> bool:
    """Whether a line may be the title of another article: short, no sentence, no credit in parentheses."""
    text = layout.texts[place]
    if place in layout.found or len(text) > _TITLE_CHARACTERS or _STOP.search(text) or text.endswith((")", "）")):
        return False
    return len(text) <= LONGEST_WITHOUT_STOPS or not WITHOUT_STOPS.search(text)

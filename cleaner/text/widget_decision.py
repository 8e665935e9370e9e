"""Which of the widgets in a document go, by where they stand, and what goes with them.

In: a document and the widgets among its lines. Out: the lines to cut, each with the rule that says why.
"""

from __future__ import annotations

from collections.abc import Mapping

from cleaner.document import Document, LineCut
from cleaner.text.widget import Widget
from cleaner.text.widget_layout import Layout
from cleaner.text.widget_teasers import add_teasers

_WEIGHT = {
    "certain": 3, "read_more": 3, "opens": 3, "links": 3, "media": 2, "source": 2, "button": 2, "moment": 2,
    "stamp": 1, "section": 1, "rubble": 0,
}  # fmt: skip
_ENOUGH = 4
"""Weights of different neighbours that make a run of widgets certain: two buttons, or a certain one and anything."""
_SECTIONS = 6
"""So many names of sections on lines of their own are a menu."""
_MOMENTS = 2
"""A text is published and updated; more dates with a time are the entries of a ticker."""
_LINES_ABOVE = 5
_RUNNING = 140
"""Above the time of an article stand at most so many lines, one of them longer than a title: the standfirst."""


def decide(document: Document, found: Mapping[int, Widget], teasers: bool) -> dict[int, LineCut]:
    """Return the lines to cut, by their index in `document.lines`; `found` maps places in `content_lines` to widgets."""
    layout = Layout(document, found)
    cuts = _widgets(layout)
    if teasers:
        add_teasers(layout, cuts)
    return {document.content_lines[place]: cut for place, cut in cuts.items()}


def _widgets(layout: Layout) -> dict[int, LineCut]:
    """Return what goes for itself: certain widgets, and others by their place and neighbours."""
    cuts: dict[int, LineCut] = {}
    moments = sum(widget.role == "moment" for widget in layout.found.values())
    stamps = moments + sum(widget.role == "stamp" for widget in layout.found.values())
    for first, last in layout.runs():
        places = range(first, last + 1)
        weights = {(layout.found[p].rule, layout.texts[p]): _WEIGHT[layout.found[p].role] for p in places}
        at_edge = layout.outside(first, last)
        weight = sum(weights.values())
        together = weight >= _ENOUGH and any(value >= 2 for value in weights.values())
        together = together or sum(value == 1 for value in weights.values()) >= _SECTIONS
        for place in places:
            widget = layout.found[place]
            match widget.role:
                case "certain" | "read_more" | "opens" | "links":
                    goes = True
                case "button":
                    goes = together or at_edge
                case "stamp":
                    goes = together or (at_edge and _dates_text(layout, first, last, stamps))
                    goes = goes or (stamps == 1 and _near_top(layout, place))
                case "moment":
                    goes = together or moments <= _MOMENTS
                case "media":
                    goes = place > layout.first_body or place > layout.first_prose
                case "source":
                    goes = place > layout.last_body and place > 0
                case _:
                    goes = together
            if goes:
                cuts[place] = LineCut(widget.rule)
    return cuts


def _dates_text(layout: Layout, first: int, last: int, stamps: int) -> bool:
    """Whether a run of widgets with a day outside of the body is no heading of what stands below it, one day after the other."""
    below = range(last + 1, layout.size)
    return stamps == 1 or last < layout.first_body or all(place in layout.found for place in below)


def _near_top(layout: Layout, place: int) -> bool:
    """Whether no more than a title and a standfirst stand above a line, beside widgets."""
    above = [p for p in range(place) if p not in layout.found]
    return 0 < len(above) <= _LINES_ABOVE and sum(len(layout.texts[p]) > _RUNNING for p in above) <= 1

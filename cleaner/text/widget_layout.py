"""Which of the widgets in a document go, by where they stand, and what goes with them.

In: a document and the widgets among its lines. Out: the lines to cut, each with the rule that says why.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property

from cleaner.document import Document, LineCut
from cleaner.text.widget import Widget

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
_TITLE_CHARACTERS = 170
"""Longer lines are no title of another article."""
_TITLE_CHARACTERS_WITHOUT_STOPS = 70
_SUB_HEADING_CHARACTERS = 25
"""A line apart that is shorter may be a sub-heading, though a link stands below it."""
_EXCERPT_CHARACTERS = 500
_BLOCK_LINES = 3
"""A teaser is a headline and at most two lines of excerpt."""
_BODY_CHARACTERS = 80
_FEW_TITLES = 2
"""So many titles between a heading of links and the body are the links; of more the last may be a sub-heading."""
_FEW_LINKS = 2
"""A page with more links to more is a list of things, each with its heading."""
_WORDY = 8
"""A lead-in that is shorter, such as `Read`, may be a button of its own."""
_PROSE = 30
"""A sentence of the body has so many characters."""
_LISTED = 40
"""A list of other articles has at most so many lines."""

_WIDE = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff60]")
_SENTENCE_END = re.compile(r"[.!?。！？؟۔।॥։።…។]['\"”’»」』)\]）]*$")
_ENDED = re.compile(rf"{_SENTENCE_END.pattern}|[)）]$")
"""The end of a sentence or of a caption."""
_STOP = re.compile(r"[.。۔।॥։။።។:：;,،、]['\"”’»」』)\]）]*$")
_WITHOUT_STOPS = re.compile("[\u0e00-\u0eff]")
_BULLET = re.compile(r"\s*[-–—•·*▪●►▶»›■◆+]\s*\S")
_COLON = (":", "：", ">", "»", "…", "-", "–")


def decide(document: Document, found: Mapping[int, Widget], teasers: bool) -> dict[int, LineCut]:
    """Return the lines to cut, by their index in `document.lines`; `found` maps places in `content_lines` to widgets."""
    layout = _Layout(document, found)
    cuts = layout.widgets()
    if teasers:
        layout.add_teasers(cuts)
    return {document.content_lines[place]: cut for place, cut in cuts.items()}


class _Layout:
    """A document as a row of places, one for each line that is not blank."""

    def __init__(self, document: Document, found: Mapping[int, Widget]) -> None:
        self.found = found
        self.content = document.content_lines
        self.texts = [document.line_texts[index].strip() for index in self.content]
        self.size = len(self.texts)

    @cached_property
    def first_body(self) -> int:
        """The place of the first line of body text; behind the end where there is none."""
        return next((place for place in range(self.size) if self._is_body(place)), self.size)

    @cached_property
    def last_body(self) -> int:
        """The place of the last line of body text; -1 where there is none."""
        return next((place for place in range(self.size - 1, -1, -1) if self._is_body(place)), -1)

    @cached_property
    def _lines(self) -> list[int]:
        """The places of lines that are no widgets."""
        return [place for place in range(self.size) if place not in self.found]

    @cached_property
    def _first_prose(self) -> int:
        return next((place for place in self._lines if self._is_prose(place)), self.size)

    @cached_property
    def _links(self) -> int:
        """How many links to more there are."""
        return sum(found.role == "read_more" for found in self.found.values())

    def _is_body(self, place: int) -> bool:
        text = self.texts[place]
        if place in self.found or len(text) < _BODY_CHARACTERS / 2:
            return False
        width = len(text) + 0.8 * len(_WIDE.findall(text))
        return width >= 2 * _BODY_CHARACTERS or (width >= _BODY_CHARACTERS and bool(_SENTENCE_END.search(text)))

    def _hangs(self, place: int) -> bool:
        """Whether a line stands directly below the line before it."""
        return place > 0 and self.content[place] == self.content[place - 1] + 1

    def widgets(self) -> dict[int, LineCut]:
        """Return what goes for itself: certain widgets, and others by their place and neighbours."""
        cuts: dict[int, LineCut] = {}
        moments = sum(widget.role == "moment" for widget in self.found.values())
        stamps = moments + sum(widget.role == "stamp" for widget in self.found.values())
        for first, last in self._runs():
            places = range(first, last + 1)
            weights = {(self.found[p].rule, self.texts[p]): _WEIGHT[self.found[p].role] for p in places}
            at_edge = self._outside(first, last)
            weight = sum(weights.values())
            together = weight >= _ENOUGH and any(value >= 2 for value in weights.values())
            together = together or sum(value == 1 for value in weights.values()) >= _SECTIONS
            for place in places:
                widget = self.found[place]
                match widget.role:
                    case "certain" | "read_more" | "opens" | "links":
                        goes = True
                    case "button":
                        goes = together or at_edge
                    case "stamp":
                        goes = together or (at_edge and self._dates_text(first, last, stamps))
                        goes = goes or (stamps == 1 and self._near_top(place))
                    case "moment":
                        goes = together or moments <= _MOMENTS
                    case "media":
                        goes = place > self.first_body or place > self._first_prose
                    case "source":
                        goes = place > self.last_body and place > 0
                    case _:
                        goes = together
                if goes:
                    cuts[place] = LineCut(widget.rule)
        return cuts

    def _dates_text(self, first: int, last: int, stamps: int) -> bool:
        """Whether a run of widgets with a day outside of the body is no heading of what stands below it, one day after the other."""
        below = range(last + 1, self.size)
        return stamps == 1 or last < self.first_body or all(place in self.found for place in below)

    def _near_top(self, place: int) -> bool:
        """Whether no more than a title and a standfirst stand above a line, beside widgets."""
        above = [p for p in range(place) if p not in self.found]
        return 0 < len(above) <= _LINES_ABOVE and sum(len(self.texts[p]) > _RUNNING for p in above) <= 1

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Yield first and last place of each unbroken run of widgets; numbers and marks alone are none."""
        first = last = -2
        for place in [*sorted(self.found), self.size + 1]:
            if place != last + 1:
                if first >= 0:
                    yield first, last
                first = place
            last = place

    def _outside(self, first: int, last: int) -> bool:
        """Whether a run stands above or below the body; where there is no body, whether it touches an edge."""
        if self.last_body < 0:
            return first == 0 or last == self.size - 1
        return last < self.first_body or first > self.last_body

    def add_teasers(self, cuts: dict[int, LineCut]) -> None:
        """Add what stands above a link to more, below a lead-in and below a heading of links."""
        for place in sorted(self.found):
            widget = self.found[place]
            if widget.role == "read_more":
                above = self._above(place)
                self._add(cuts, above, "teaser_above")
                if not above and self._is_lone_link(place):
                    self._add(cuts, self._between(place, 1), "teaser_below")
            elif widget.role == "opens":
                self._add(cuts, self._below(place), "teaser_below")
            elif widget.role == "links":
                self._add(cuts, self._list(place), "teaser_in_list")

    @staticmethod
    def _add(cuts: dict[int, LineCut], places: range, what: str) -> None:
        for place in places:
            cuts.setdefault(place, LineCut(f"und.web_boilerplate.{what}"))

    def _above(self, place: int) -> range:
        """The teaser above a link to more: a headline, perhaps with its excerpt, in a paragraph of its own below the body's start."""
        first = place
        while first > 0 and self._hangs(first) and first - 1 not in self.found and place - first < _BLOCK_LINES + 1:
            first -= 1
        alone = first == place
        if alone or place - first > _BLOCK_LINES or not self._is_title(first):  # a blank line above, or a text without them
            first = place - 1
            if first < 0 or first in self.found or (alone and len(self.texts[first]) < _SUB_HEADING_CHARACTERS):
                return range(0)
        excerpt = sum(len(self.texts[p]) for p in range(first + 1, place))
        if first <= self.first_body or excerpt > _EXCERPT_CHARACTERS or not self._is_title(first):
            return range(0)
        return range(first, place)

    def _below(self, place: int) -> range:
        """The titles below a lead-in: on the lines that hang on it, or one line apart where the lead-in announces it."""
        last = place
        while last + 1 < self.size and self._hangs(last + 1) and self._is_title(last + 1) and last - place < _BLOCK_LINES:
            last += 1
        if last == place and last + 1 < self.size and self.texts[place].endswith(_COLON) and self._is_title(last + 1):
            last += 0 if self._hangs(last + 1) or len(self.texts[last + 1]) < _SUB_HEADING_CHARACTERS else 1
        if last == place and _width(self.texts[place]) >= _WORDY:
            return self._between(place, 1)
        return range(place + 1, last + 1)

    def _is_lone_link(self, place: int) -> bool:
        """Whether a link to more stands below the body or a caption, in an article and not in a list of things with such links."""
        above = bisect_left(self._lines, place) - 1
        return self._links <= _FEW_LINKS and above >= 0 and bool(_ENDED.search(self.texts[self._lines[above]]))

    def _between(self, place: int, most: int) -> range:
        """The few titles between a link and the body that goes on below, or the end: all are long, as sub-headings are not."""
        end = place + 1
        while end < self.size and end - place <= most + 1 and self._is_title(end):
            end += 1
        titles = range(place + 1, end)
        if len(titles) > most or any(_width(self.texts[p]) < _SUB_HEADING_CHARACTERS for p in titles):
            return range(0)
        below = bisect_left(self._lines, end)
        goes_on = below == len(self._lines) or self._is_prose(self._lines[below])
        return titles if goes_on and self._first_prose < place else range(0)

    def _is_prose(self, place: int) -> bool:
        """Whether a line is a sentence, or longer than titles are where a script has no mark for the end of one."""
        text = self.texts[place]
        if place in self.found or _width(text) < _PROSE:
            return False
        return bool(_SENTENCE_END.search(text)) or (len(text) > _TITLE_CHARACTERS_WITHOUT_STOPS and bool(_WITHOUT_STOPS.search(text)))

    def _list(self, place: int) -> range:
        """The list below a heading of links: what hangs on it, the next paragraph if it is a list, or all to the end."""
        end = place + 1
        while end < self.size and end - place <= _LISTED and (end in self.found or self._is_title(end)):
            end += 1
        if end == self.size:
            return range(place + 1, end)
        if few := self._between(place, _FEW_TITLES):
            return few
        last = place
        while last + 1 < end and (self._hangs(last + 1) or _BULLET.match(self.texts[last + 1])):
            last += 1
        if last == place and last + 2 < end and self._hangs(last + 2):  # a paragraph of several titles
            last += 2
            while last + 1 < end and self._hangs(last + 1):
                last += 1
        if last + 1 < self.size and self._hangs(last + 1):  # a text without blank lines: the last title may head what follows
            last -= 0 if _BULLET.match(self.texts[last]) else 1
        return range(place + 1, max(last, place) + 1)

    def _is_title(self, place: int) -> bool:
        """Whether a line may be the title of another article: short, no sentence, no credit in parentheses."""
        text = self.texts[place]
        if place in self.found or len(text) > _TITLE_CHARACTERS or _STOP.search(text) or text.endswith((")", "）")):
            return False
        return len(text) <= _TITLE_CHARACTERS_WITHOUT_STOPS or not _WITHOUT_STOPS.search(text)


def _width(text: str) -> float:
    """How long a text is, where a letter of Chinese, Japanese or Korean says as much as two and a half of others."""
    return len(text) + 1.5 * len(_WIDE.findall(text))

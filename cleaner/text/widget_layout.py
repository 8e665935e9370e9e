"""A document as a row of places, one for each line that is not blank: which are widgets, where the body begins and ends.

In: a document and the widgets among its lines. Out: what others ask to decide which lines go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from cleaner.document import Document
from cleaner.patterns import compiled
from cleaner.text.widget import Widget

_BODY_CHARACTERS = 80
_PROSE = 30
"""A sentence of the body has so many characters."""
LONGEST_WITHOUT_STOPS = 70
"""A longer line is no title in a script that has no mark for the end of a sentence."""
_WIDE = compiled("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff60]")
SENTENCE_END = compiled(r"[.!?。！？؟۔।॥։።…។]['\"”’»」』)\]）]*$")
WITHOUT_STOPS = compiled("[\u0e00-\u0eff]")


class Layout:
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
    def lines(self) -> list[int]:
        """The places of lines that are no widgets."""
        return [place for place in range(self.size) if place not in self.found]

    @cached_property
    def first_prose(self) -> int:
        """The place of the first sentence; behind the end where there is none."""
        return next((place for place in self.lines if self.is_prose(place)), self.size)

    @cached_property
    def links(self) -> int:
        """How many links to more there are."""
        return sum(found.role == "read_more" for found in self.found.values())

    def _is_body(self, place: int) -> bool:
        text = self.texts[place]
        if place in self.found or len(text) < _BODY_CHARACTERS / 2:
            return False
        size = len(text) + 0.8 * len(_WIDE.findall(text))
        return size >= 2 * _BODY_CHARACTERS or (size >= _BODY_CHARACTERS and bool(SENTENCE_END.search(text)))

    def is_prose(self, place: int) -> bool:
        """Whether a line is a sentence, or longer than titles are where a script has no mark for the end of one."""
        text = self.texts[place]
        if place in self.found or width(text) < _PROSE:
            return False
        return bool(SENTENCE_END.search(text)) or (len(text) > LONGEST_WITHOUT_STOPS and bool(WITHOUT_STOPS.search(text)))

    def hangs(self, place: int) -> bool:
        """Whether a line stands directly below the line before it."""
        return place > 0 and self.content[place] == self.content[place - 1] + 1

    def runs(self) -> Iterator[tuple[int, int]]:
        """Yield first and last place of each unbroken run of widgets; numbers and marks alone are none."""
        first = last = -2
        for place in [*sorted(self.found), self.size + 1]:
            if place != last + 1:
                if first >= 0:
                    yield first, last
                first = place
            last = place

    def outside(self, first: int, last: int) -> bool:
        """Whether a run stands above or below the body; where there is no body, whether it touches an edge."""
        if self.last_body < 0:
            return first == 0 or last == self.size - 1
        return last < self.first_body or first > self.last_body


def width(text: str) -> float:
    """How long a text is, where a letter of Chinese, Japanese or Korean says as much as two and a half of others."""
    return len(text) + 1.5 * len(_WIDE.findall(text))

"""The document: what a stage sees.

Read-only. Holds the text, the fields that earlier stages or the input have set, and cached views on lines.
Comes in from the pipeline, goes to stages; knows nothing of either.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import accumulate
from typing import Any, NamedTuple

from cleaner.edit import Edit

EMPTY: Mapping[str, Any] = {}


class Line(NamedTuple):
    """A line of a text: `text` is `document.text[start:end]`, without its line break."""

    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        """Whether the line holds nothing but white space."""
        return not self.text or self.text.isspace()


_LINE: Callable[[tuple[int, int, str]], Line] = partial(tuple.__new__, Line)
"""Makes a line of its three parts, without a call into Python for each of millions."""


_NEAR = 8
"""So many lines at either end are near it."""


class Paragraph(NamedTuple):
    """A run of lines without a blank one: `document.lines[first_line:last_line]`, `document.text[start:end]`."""

    start: int
    end: int
    first_line: int
    last_line: int


@dataclass(frozen=True)
class Document:
    """One document on its way through the pipeline.

    `fields` maps names of columns (see `cleaner/columns.py`) to Python values: `title`, `language`, `captions`, ...
    Lists are Python lists of strings, times are aware `datetime` objects in UTC. A name that is missing is null or empty.
    Before text exists, `text` is `""` and `fields` may hold `content` (bytes) or `html` (str).

    >>> document = Document("a", "Title\\n\\nBody.")
    >>> [line.text for line in document.lines]
    ['Title', '', 'Body.']
    >>> document.content_lines
    (0, 2)
    """

    id: str
    text: str
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """BCP 47 tag, `und` where unknown."""
        return self.fields.get("language") or "und"

    @property
    def script(self) -> str:
        """ISO 15924 code of the dominant script, `Zyyy` where there is none."""
        return self.fields.get("script") or "Zyyy"

    @property
    def title(self) -> str | None:
        return self.fields.get("title")

    @property
    def url(self) -> str | None:
        return self.fields.get("url")

    @cached_property
    def line_texts(self) -> list[str]:
        """What `lines` say, without their places: for stages that look at every line and cut few."""
        return self.text.split("\n")

    @cached_property
    def _line_starts(self) -> list[int]:
        """Where each line starts, and where one more would."""
        return list(accumulate(map((1).__add__, map(len, self.line_texts)), initial=0))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines, blank ones too, split at `\\n` alone."""
        starts = self._line_starts
        return tuple(map(_LINE, zip(starts, map((-1).__add__, starts[1:]), self.line_texts, strict=False)))

    def line(self, index: int) -> Line:
        """Return one of `lines`, for who needs few: where those near the top and the end start is counted from there."""
        texts = self.line_texts
        behind = len(texts) - index
        if "_line_starts" in self.__dict__ or _NEAR <= index < len(texts) - _NEAR:
            start = self._line_starts[index]
        elif index < behind:
            start = sum(map(len, texts[:index])) + index
        else:
            start = len(self.text) - sum(map(len, texts[index:])) - behind + 1
        text = texts[index]
        return _LINE((start, start + len(text), text))

    @cached_property
    def content_lines(self) -> tuple[int, ...]:
        """Indices into `lines` of those that are not blank."""
        texts = self.line_texts
        if "" not in texts and not any(map(str.isspace, texts)):
            return tuple(range(len(texts)))
        return tuple([i for i, text in enumerate(texts) if text and not text.isspace()])

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Runs of lines between blank lines."""
        paragraphs = []
        content = self.content_lines
        first = 0
        for i in range(1, len(content) + 1):
            if i == len(content) or content[i] != content[i - 1] + 1:
                a, b = content[first], content[i - 1]
                paragraphs.append(Paragraph(self.line(a).start, self.line(b).end, a, b + 1))
                first = i
        return tuple(paragraphs)

    @cached_property
    def noted(self) -> dict[str, Any]:
        """What one stage found out about this text and another would have to find out again. Another text has none of it."""
        return {}

    def with_text(self, text: str, fields: Mapping[str, Any] = EMPTY) -> Document:
        """The same document with another text, and with `fields` set as by `with_fields`; where only the top is cut, as with a title,
        the lines below are taken along.

        >>> document = Document("a", "Title\\n\\nBody.")
        >>> document.content_lines, document.with_text("Body.").__dict__["line_texts"]
        ((0, 2), ['Body.'])
        """
        other = Document(self.id, text, {**self.fields, **fields} if fields else self.fields)
        cut = len(self.text) - len(text)
        if cut > 0 and "content_lines" in self.__dict__ and self.text[cut - 1] == "\n" and self.text.endswith(text):
            above = self.text.count("\n", 0, cut)
            content = self.content_lines
            other.__dict__["line_texts"] = self.line_texts[above:]
            other.__dict__["content_lines"] = tuple([index - above for index in content[bisect_left(content, above) :]])
        return other

    def with_fields(self, fields: Mapping[str, Any]) -> Document:
        """The same document with `fields` set over those it has; views on lines, and what is noted, are kept."""
        other = object.__new__(Document)
        other.__dict__.update(self.__dict__, fields={**self.fields, **fields})
        return other


class LineCut(NamedTuple):
    """Why a whole line goes: see `cut_lines`."""

    rule: str
    detail: str = ""


def cut_lines(document: Document, cuts: Mapping[int, LineCut]) -> list[Edit]:
    """Return the edits that cut whole lines with the line breaks that belong to them, one edit a line.

    `cuts` maps indices of content lines to the reason. What stays apart stays apart by a blank line, never by two, and the
    text never begins or ends with a line break on account of a cut:

    >>> from cleaner.edit import apply
    >>> d = Document("a", "One.\\n\\nRead more\\nShare\\n\\nTwo.")
    >>> apply(d.text, cut_lines(d, {2: LineCut("x"), 3: LineCut("y")}))
    'One.\\n\\nTwo.'
    >>> d = Document("a", "One.\\nCaption\\n\\nTwo.\\nShare")
    >>> apply(d.text, cut_lines(d, {1: LineCut("x"), 4: LineCut("y")}))
    'One.\\n\\nTwo.'
    """
    edits: list[Edit] = []
    line, content = document.line, document.content_lines
    for first, last in _runs(content, cuts):
        before = line(content[first - 1]) if first > 0 else None
        after = line(content[last + 1]) if last + 1 < len(content) else None
        run = content[first : last + 1]
        if before is None:  # at the top: from the very start to the next line that stays
            starts = [0] + [line(i).start for i in run[1:]]
            end = len(document.text) if after is None else after.start
        elif after is None or run[0] == content[first - 1] + 1:  # at the end, or hanging on the line above
            starts = [before.end] + [line(i - 1).end for i in run[1:]]
            end = len(document.text) if after is None else line(run[-1]).end
        else:  # in the middle, behind a blank line: up to the next line that stays
            starts = [line(i).start for i in run]
            end = after.start
        ends = [*starts[1:], end]
        for i, start, stop in zip(run, starts, ends, strict=True):
            edits.append(Edit(start, stop, "", cuts[i].rule, cuts[i].detail))
    return edits


def _runs(content: tuple[int, ...], cuts: Mapping[int, LineCut]) -> Iterator[tuple[int, int]]:
    """Yield first and last place in `content` of each unbroken run of lines to cut."""
    places = ((bisect_left(content, line), line) for line in sorted(cuts))
    first = last = -2
    for place in [place for place, line in places if place < len(content) and content[place] == line]:
        if place != last + 1:
            if first >= 0:
                yield first, last
            first = place
        last = place
    if first >= 0:
        yield first, last

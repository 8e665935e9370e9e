"""Title and standfirst of a text that has lost its layout.

In: a document. Out: edits that cut both from the top of the text, and the columns `title` and `description`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cleaner.document import Document, Paragraph
from cleaner.edit import Edit
from cleaner.patterns import compiled
from cleaner.rules.phrases import fold
from cleaner.stage import NOTHING, Stage, StageResult, option
from cleaner.text.dateline_cjk import read_cjk_head
from cleaner.text.dateline_shape import read_head
from cleaner.text.dates import may_be_day, read_time
from cleaner.text.line_shape import CLOSERS, in_capitals, open_end, wider, width, width_within
from cleaner.text.title_search import best_title, is_left_of_site, rank_titles

_ENDS = frozenset(".!?…。！？।۔؟։။៕።")
_NEVER_LAST = ":：,،、-–—|/"
_UNSPACED = frozenset(("Thai", "Laoo", "Khmr", "Mymr"))
_WITHOUT_STOPS = _UNSPACED | {"Tibt"}
_WIDE, _WIDE_WEIGHT = frozenset(("Hans", "Hant", "Hani", "Jpan", "Kore")), 1.8
_BULLET = compiled(r"[-–—•*·▪►>#|+]\s|\d{1,2}[.)]\s|\(|https?:|www\.|@")
_CLOCK, _YEAR = compiled(r"\d:\d\d"), compiled(r"(?:19|20)\d\d")
"""Both stand in a line that says when and by whom something was published, not in a title."""
_ASKED = "headline"
"""Noted of a text that has no title: who asks again, below, asks about another text."""
MIN_BODY = 110
"""Characters of the paragraph that makes the line above it a title; a wide character counts 1.8."""
MIN_STANDFIRST = 50
"""Shorter lines below a title are headings: the shortest standfirst of 40 in news pages has 52 characters."""
_SENTENCE, _RUNNING = 40, 220
"""A line so long that ends in a full stop is no menu; one so long is body whatever its end."""
_MOST_ABOVE = 120
"""More lines stand above no title: of 160 pages whose menus were left the longest had 80."""


@dataclass(frozen=True)
class Headline(Stage):
    """The title, and the standfirst below it, where the layout leaves no doubt.

    A title is the first line, stands alone, ends in no full stop and is followed by running text that does: long lines that end
    sentences. A standfirst stands between both, in a line of its own, and ends in no full stop either. Both are cut into
    `title` and `description`. A first line that repeats a title that is known already, or the line below, is cut. Listed once more
    behind `line_noise`, the stage finds titles that stood below what was left of a site; `standfirst: false` is safer there, and with
    `search` it finds the title among menus that are left, by the words that it shares with the body: the menus above it go.

    Left alone: a document of one block, a first line with a dateline or a date, standfirsts that are whole sentences (nothing
    tells them from a first paragraph), one or two words, lists, verse.

    >>> from cleaner.document import Document
    >>> body = "The river rose above its banks on Monday and reached the houses of three villages, the mayor said. " * 2
    >>> text = "River floods three villages\\n\\n" + body
    >>> Headline().process(Document("a", text)).fields
    {'title': 'River floods three villages'}
    """

    name: ClassVar[str] = "headline"
    reads: ClassVar[tuple[str, ...]] = ("text",)
    writes: ClassVar[tuple[str, ...]] = ("title", "description")

    max_characters: int = option(170, "Longer first lines are no titles; a wide character counts 1.8.", minimum=20, maximum=400)
    max_standfirst: int = option(320, "Longer paragraphs are no standfirsts; a wide character counts 1.8.", minimum=20, maximum=800)

    dense: bool = option(True, "Whether titles are found in texts without blank lines too, where each line is a paragraph.")

    standfirst: bool = option(True, "Whether a standfirst is cut into `description`; else it stays in the text.")

    search: bool = option(False, "Whether a title is looked for below other short lines too; what stands above it is cut.")

    def process(self, document: Document) -> StageResult:
        known = document.fields.get("title")
        if known:
            return self._repeated(document, known)
        asked = (self.max_characters, self.max_standfirst, self.dense)
        found = NOTHING if document.noted.get(_ASKED) == asked else self._first(document)
        if found is NOTHING:
            document.noted[_ASKED] = asked
            return self._among_lines(document) if self.search else NOTHING
        return found

    @staticmethod
    def _repeated(document: Document, known: str) -> StageResult:
        """A title that is known and stands at the top once more."""
        first, begins = fold(document.text[:1]), fold(known[0])
        if first and begins and first[0] != begins[0]:
            return NOTHING
        content = document.content_lines
        text = document.line_texts[content[0]].strip() if len(content) > 1 else ""
        if not text or len(text) > 300:
            return NOTHING
        return StageResult(_cut_top(document, "repeated_title")) if fold(text) == fold(known) else NOTHING

    def _first(self, document: Document) -> StageResult:
        content = document.content_lines
        if len(content) < 2:
            return NOTHING
        text = document.line_texts[content[0]].strip()
        if not self._like_title(document, text):
            return NOTHING
        if len(content) > 2 and document.line_texts[content[1]].strip() == text:
            thrice = document.line_texts[content[2]].strip() == text
            return NOTHING if thrice else self._twice(document, document.line(content[1]).start)
        if content[1] > content[0] + 1:  # a blank line below
            found = self._spaced(document, text, document.paragraphs[:3])
        else:
            found = self._dense(document, text, content) if self.dense else NOTHING
        if found is NOTHING or may_be_day(text) and read_time(text, document.language) is not None:
            return NOTHING
        return NOTHING if _has_dateline(document, content[0]) else found

    def _among_lines(self, document: Document) -> StageResult:
        """The title among short lines above the body, where one alone shares its words."""
        if document.script in _WITHOUT_STOPS:
            return NOTHING
        above: list[str] = []
        content, texts = document.content_lines, document.line_texts
        weight = _WIDE_WEIGHT if document.script in _WIDE else 1.0
        for index in content[:_MOST_ABOVE]:
            text = texts[index].strip()
            if len(text) >= _SENTENCE:
                ends = not open_end(text)
                if len(text) * weight >= (MIN_BODY if ends else _RUNNING):
                    break
                if ends and not above:
                    return NOTHING
            above.append(text)
        else:
            return NOTHING
        if not above:
            return NOTHING
        scores = rank_titles(above, document.text[document.line(content[len(above)]).start :])
        best = best_title(above, scores)
        if best is None or not is_left_of_site(above[:best], above[best], scores):
            return NOTHING
        return StageResult(_cut_top(document, *["above_title"] * best, "title"), {"title": above[best]})

    def _twice(self, document: Document, again: int) -> StageResult:
        """A title on two lines, the second of which begins at `again`: both go where the second is one."""
        found = self._first(document.with_text(document.text[again:]))
        if found is NOTHING:
            return NOTHING
        edits = [edit._replace(start=edit.start + again, end=edit.end + again) for edit in found.edits]
        return StageResult([Edit(0, again, "", "und.headline.repeated_title"), *edits], found.fields)

    def _like_title(self, document: Document, text: str) -> bool:
        if text[-1] in _NEVER_LAST or not width_within(text, 10, self.max_characters) or not open_end(text):
            return False
        if (not text[0].isalpha() or text[0] in "hw") and _BULLET.match(text):
            return False
        if text[0].islower() and text[:2].islower() and not text[1:3].isupper():
            return False
        if len(text.split(None, 2)) < 3 and document.script not in _UNSPACED and width(text) == len(text):
            return False
        if ":" in text and _CLOCK.search(text) and _YEAR.search(text):
            return False
        enough = 0.5 * (len(text) - text.count(" "))
        return sum(map(len, filter(str.isalpha, text.split(" ")))) >= enough or sum(map(str.isalpha, text)) >= enough

    def _spaced(self, document: Document, text: str, paragraphs: tuple[Paragraph, ...]) -> StageResult:
        """Title in a paragraph of its own; then perhaps a standfirst; then the body."""
        if len(paragraphs) < 2:
            return NOTHING
        second = paragraphs[1]
        if self._body(document, second):
            if document.script in _UNSPACED and second.end - second.start <= 2 * len(text):
                return NOTHING  # no sentence has a mark at its end: only its length tells a lead from a title
            return StageResult(_cut_top(document, "title"), {"title": text})
        standfirst = document.text[second.start : second.end].strip()
        single = second.last_line == second.first_line + 1
        if len(paragraphs) < 3 or not self._body(document, paragraphs[2]) or not single:
            return NOTHING
        if not self._like_standfirst(standfirst):
            return NOTHING
        return self._both(document, text, standfirst)

    def _both(self, document: Document, title: str, standfirst: str) -> StageResult:
        if self.standfirst:
            return StageResult(_cut_top(document, "title", "standfirst"), {"title": title, "description": standfirst})
        return StageResult(_cut_top(document, "title"), {"title": title})

    def _like_standfirst(self, text: str) -> bool:
        """A long phrase without a full stop, and neither a question, a list, a caption in brackets nor a heading."""
        if not width_within(text, MIN_STANDFIRST, self.max_standfirst):
            return False
        if " " in text and len(text.split()) < 8 and width(text) <= 1.3 * len(text):
            return False
        return (
            open_end(text) and text.rstrip(CLOSERS)[-1:] not in "!?！？؟" and text[-1] not in _NEVER_LAST + ")]" and not _BULLET.match(text)
        )

    def _dense(self, document: Document, text: str, content: tuple[int, ...]) -> StageResult:
        """Texts without blank lines: each line is a paragraph, or, in old wires, lines are wrapped below a title in capitals."""
        body = document.line_texts[content[1]].strip()
        if in_capitals(text) and _has_dateline(document, content[1]):
            certain = True
        elif self._wrapped(document, content):
            certain = False
        else:
            certain = (width_within(body, MIN_BODY) and not open_end(body) and wider(body, text)) or (
                document.script in _UNSPACED and width_within(body, 1.5 * MIN_BODY) and len(body) > 2 * len(text)
            )
        if not certain:
            return self._dense_standfirst(document, text, content)
        return StageResult(_cut_top(document, "title"), {"title": text})

    def _dense_standfirst(self, document: Document, text: str, content: tuple[int, ...]) -> StageResult:
        """Title, standfirst without a full stop, and a long body line, without blank lines."""
        if len(content) < 4 or self._wrapped(document, content):
            return NOTHING
        standfirst = document.line_texts[content[1]].strip()
        body = document.line_texts[content[2]].strip()
        good = self._like_standfirst(standfirst) and width_within(body, MIN_BODY) and not open_end(body)
        if not good:
            return NOTHING
        return self._both(document, text, standfirst)

    def _body(self, document: Document, paragraph: Paragraph) -> bool:
        text = document.text[paragraph.start : min(paragraph.end, paragraph.start + 4000)].strip()
        if not width_within(text[:400], MIN_BODY):
            return _has_dateline(document, paragraph.first_line) and not open_end(text)
        return not open_end(text) or len(text) > 500 or document.script in _UNSPACED

    def _wrapped(self, document: Document, content: tuple[int, ...]) -> bool:
        """Whether lines end where the paper ended: few of them end sentences, and none is long."""
        texts = document.line_texts
        lines = []
        for index in content[1:40]:
            if len(texts[index]) > 110:
                return False
            lines.append(texts[index])
        if len(lines) < 2:
            return False
        return sum(open_end(line.strip()) for line in lines) > 0.4 * len(lines)


def _cut_top(document: Document, *found: str) -> list[Edit]:
    """Return the edits that cut the first content lines, for what they were found to be; a line stands below them."""
    below = [document.line(index).start for index in document.content_lines[1 : len(found) + 1]]
    return [Edit(start, end, "", f"und.headline.{what}") for start, end, what in zip([0, *below], below, found, strict=False)]


def _has_dateline(document: Document, index: int) -> bool:
    line = document.line(index)
    start = line.end - len(line.text.lstrip())
    return read_head(document.text, start, document.language) is not None or read_cjk_head(document.text, start) is not None

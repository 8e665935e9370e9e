"""Lines that say who wrote an article, with and without a name.

In: a document. Out: edits that cut such lines at the top and the end of the body, and the columns `authors` and `agencies`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from cleaner.document import Document, LineCut, cut_lines
from cleaner.patterns import compiled
from cleaner.rules.agencies import read_agencies
from cleaner.rules.bylines import own_language
from cleaner.stage import NOTHING, Stage, StageResult, option
from cleaner.text.author_names import read_names
from cleaner.text.byline_gate import may_name_writer
from cleaner.text.byline_line import DESK, SHORT, AuthorLine, read_author_line
from cleaner.text.byline_shapes import ticker_name
from cleaner.text.publishing import is_name_line, published_in

_CERTAIN = frozenset(("und.byline.by_word", "und.byline.label", "und.byline.nameless", "und.byline.torn"))
"""What names authors below a longer standfirst too."""
_NEIGHBOURS: Mapping[str, tuple[int, ...]] = {"und.byline.name_beside_time": (-1,), "und.byline.role": (-1, 1)}
"""Author lines that have names next to them, and where: above, below."""
_STANDFIRSTS = 2
"""So many long lines may stand above what names authors for certain."""
_FURTHER = 3
"""So many lines below `max_lines` are looked at for that."""
_DIGIT_BELOW = compiled(r"\n\d")
"""How a line below the first begins that a clock may stand in: most texts have none."""
_MOST_BESIDE = 3
"""So many names stand next to an author line at most."""


@dataclass(frozen=True)
class Byline(Stage):
    """Author lines: `By Jane Doe`, `Von Max Mustermann`, `Автор: ...`, `记者 张三`, or `By in`, what is left without a name.

    They stand at the top of an article, below its title, or at its end. Names go to `authors` as written, agencies to
    `agencies`, a time beside them to `published_at` unless it is set; editors are cut and named nowhere. Without a by-word, a
    name counts at the top beside the time of publishing (`Jane Doe 4 May 2024, 14:41`) or before a role, in the entries of a live
    ticker behind a glued clock (`21:00Jane Doe`), and anywhere once it is known.

    Left alone: sentences (`By Monday the army had ...`), other names without a by-word, other lines in the middle of the body.

    >>> from cleaner.document import Document
    >>> Byline().process(Document("a", "By Jane Doe and Tom Roe, Staff Writers\\n\\nIt rained.")).fields
    {'authors': ['Jane Doe', 'Tom Roe']}
    """

    name: ClassVar[str] = "byline"
    reads: ClassVar[tuple[str, ...]] = ("text",)
    writes: ClassVar[tuple[str, ...]] = ("authors", "agencies", "published_at", "published_precision")

    max_lines: int = option(7, "Author lines are looked for in so many first lines that are not blank.", minimum=1, maximum=30)
    max_last_lines: int = option(3, "Author lines are looked for in so many last lines that are not blank.", minimum=0, maximum=30)
    max_characters: int = option(140, "Longer lines are left alone.", minimum=10, maximum=400)

    def process(self, document: Document) -> StageResult:
        content = document.content_lines
        if len(content) < 2:
            return NOTHING
        language = own_language(document.language)
        found = self._at_end(document, language) | self._at_top(document, language) | _ticker(document)
        if found:
            found |= _named_again(document, found)
        if not found or len(found) == len(content):
            return NOTHING
        authors = [name for index in sorted(found) for name in found[index].authors]
        agencies = [name for index in sorted(found) for name in found[index].agencies]
        fields: dict[str, Any] = {
            name: list(dict.fromkeys(values)) for name, values in (("authors", authors), ("agencies", agencies)) if values
        }
        if document.fields.get("published_at") is None and (time := self._published(document, found)):
            fields["published_at"], fields["published_precision"] = time
        return StageResult(cut_lines(document, {index: LineCut(line.rule) for index, line in found.items()}), fields)

    def _at_top(self, document: Document, language: str) -> dict[int, AuthorLine]:
        """Return the author lines above the body, and below a by-word alone the name that it was torn from."""
        content = document.content_lines
        found: dict[int, AuthorLine] = {}
        long_lines = 0
        torn = False
        texts = document.line_texts
        for place, index in enumerate(content[: self.max_lines + _FURTHER]):
            text = texts[index]
            if len(text) > self.max_characters:
                long_lines += 1
                if long_lines > _STANDFIRSTS:
                    break
                continue
            near = place < self.max_lines and long_lines < _STANDFIRSTS
            if not near and (torn is False and len(text) > SHORT):
                continue
            text = text.strip()
            line = read_author_line(text, language, top=near) if may_name_writer(text, language, top=near) else None
            if not near and line and line.rule not in _CERTAIN:
                line = None
            if torn and line is None and len(texts[index]) <= DESK and not text.isupper() and (names := read_names(text, strict=True)):
                line = AuthorLine("und.byline.torn", *names)
            if line and (place or len(content) > 2 or line.rule != "und.byline.agency"):
                found[index] = line
            torn = line is not None and line.rule == "und.byline.nameless"
        return found | self._next_to(document, found) if found else found

    @staticmethod
    def _next_to(document: Document, found: Mapping[int, AuthorLine]) -> dict[int, AuthorLine]:
        """Return the lines of names that stand next to one with a role, or above one with a time."""
        content = document.content_lines
        named: dict[int, AuthorLine] = {}
        for index in [index for index, line in found.items() if line.rule in _NEIGHBOURS]:
            place = content.index(index)
            for step in _NEIGHBOURS[found[index].rule]:
                at = place + step
                while 0 < at < len(content) - 1 and content[at] not in found and abs(at - place) <= _MOST_BESIDE:
                    name = document.line_texts[content[at]].strip()
                    if not is_name_line(document, name) or read_agencies(name):
                        break
                    named[content[at]] = AuthorLine("und.byline.beside_author", (name,))
                    at += step
        return named

    def _published(self, document: Document, found: Mapping[int, AuthorLine]) -> tuple[datetime, str] | None:
        """Return the first time of publishing that an author line at the top names."""
        for index in document.content_lines[: self.max_lines]:
            if index in found and (time := published_in(document.line_texts[index], document.language)):
                return time
        return None

    def _at_end(self, document: Document, language: str) -> dict[int, AuthorLine]:
        """Return the author lines below the body."""
        content = document.content_lines
        found: dict[int, AuthorLine] = {}
        texts = document.line_texts
        for index in content[len(content) - min(self.max_last_lines, len(content) - 1) :]:
            if len(texts[index]) > self.max_characters:
                continue
            text = texts[index].strip()
            if may_name_writer(text, language, top=False) and (line := read_author_line(text, language, top=False)):
                found[index] = line
        return found


def _ticker(document: Document) -> dict[int, AuthorLine]:
    """Return the lines of a live ticker that hold a clock and a name, where there are two."""
    if not _DIGIT_BELOW.search(document.text):
        return {}
    begun = [index for index, text in enumerate(document.line_texts) if text[:1].isdigit()]
    if len(begun) < 2:
        return {}
    names = {index: ticker_name(document.line_texts[index].strip()) for index in begun}
    found = {index: AuthorLine("und.byline.ticker", (name,)) for index, name in names.items() if name}
    return found if len(found) > 1 else {}


def _named_again(document: Document, found: Mapping[int, AuthorLine]) -> dict[int, AuthorLine]:
    """Return the lines that hold the name of an author who is known by now and nothing else, or an author line once more."""
    known = {name for line in found.values() for name in line.authors if " " in name}
    known |= {text for index, line in found.items() if line.authors and " " in (text := document.line_texts[index].strip())}
    lines = ((index, document.line_texts[index].strip()) for index in document.content_lines if index not in found)
    return {index: AuthorLine("und.byline.named_again") for index, text in lines if text in known}

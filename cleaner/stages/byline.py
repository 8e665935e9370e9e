"""Lines that say who wrote an article, with and without a name.

In: a document. Out: edits that cut such lines at the top and the end of the body, and the columns `authors` and `agencies`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, NamedTuple

from cleaner.document import Document, LineCut, cut_lines
from cleaner.rules.agencies import agency_kind, read_agencies
from cleaner.rules.bylines import by_pattern, first_words, nameless_lines, own_language, torn_phrases
from cleaner.stage import NOTHING, Stage, StageResult, option
from cleaner.text.author_names import read_names, roles
from cleaner.text.byline_gate import AGENCIES_ALONE, may_name_writer
from cleaner.text.byline_shapes import GLUED, name_before_role, name_beside_time, ticker_name
from cleaner.text.publishing import is_name_line, published_in

_NAMELESS = re.compile(
    r"(?:By|Von|Par|Por|Door)(?:\s+(?:in|and|at|for|on|with|und|et|y|e|en|,|\||-|–|—))*\s*[:,|"
    r"]?",
    re.IGNORECASE,
)
_BESIDE_TIME = "und.byline.name_beside_time"
_CERTAIN = frozenset(("und.byline.by_word", "und.byline.label", "und.byline.nameless", "und.byline.torn"))
"""What names authors below a longer standfirst too."""
_NEIGHBOURS: Mapping[str, tuple[int, ...]] = {_BESIDE_TIME: (-1,), "und.byline.role": (-1, 1)}
_STANDFIRSTS = 2
_FURTHER = 3
_MOST_BESIDE = 3
_FIRST = re.compile(r"[（(\[]?([^\s:：/／|=＝՝፦៖]*)")
_HAN_BYLINE = re.compile(
    r"[（(〔【\[]?(?:本报|本報|本刊|新华社|中新社|人民网|央视|特约|实习|见习|中央社)?(?:首席|特派|高级)?(?:记者|記者|通讯员|"
    r"撰文|文|作者|采写|編集委員)[ 　：:/／|·・]{0,2}"
    r"(?P<names>[\u3400-\u9fff]{2,4}(?:[ 　、，,/·・][\u3400-\u9fff]{1,4}){0,5})(?:[／/ "
    r"](?P<place>[\u3400-\u9fff]{2,5})(?:報導|报道|报导|報道|電))?[）)〕】\]]?"
    r"(?:[ 　/|｜]{1,3}(?:责任编辑|責任編輯|编辑|編輯|责编|校对|摄影|攝影|通讯员)[ 　：:/]{0,2}[\u3400-\u9fff]{2,4}){0,3}"
)
_KOREAN = re.compile(
    r"[\[(=]?(?P<names>[가-힣]{2,4}(?:[·ㆍ, ]{1,2}[가-힣]{2,4}){0,2}) ?(?:인턴)?(?:기자|특파원|선임기자|"
    r"통신원|전문기자|객원기자|PD)[\])=]?(?:\s*[|=]?\s*[\w.+-]+@[\w.-]+)?"
)


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

    def _at_top(self, document: Document, language: str) -> dict[int, _Line]:
        """Return the author lines above the body, and below a by-word alone the name that it was torn from."""
        content = document.content_lines
        found: dict[int, _Line] = {}
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
            if not near and (torn is False and len(text) > _SHORT):
                continue
            text = text.strip()
            line = _read(text, language, top=near) if may_name_writer(text, language, top=near) else None
            if not near and line and line.rule not in _CERTAIN:
                line = None
            if torn and line is None and len(texts[index]) <= _DESK and not text.isupper() and (names := read_names(text, strict=True)):
                line = _Line("und.byline.torn", *names)
            if line and (place or len(content) > 2 or line.rule != "und.byline.agency"):
                found[index] = line
            torn = line is not None and line.rule == "und.byline.nameless"
        return found | self._next_to(document, found) if found else found

    @staticmethod
    def _next_to(document: Document, found: Mapping[int, _Line]) -> dict[int, _Line]:
        """Return the lines of names that stand next to one with a role, or above one with a time."""
        content = document.content_lines
        named: dict[int, _Line] = {}
        for index in [index for index, line in found.items() if line.rule in _NEIGHBOURS]:
            place = content.index(index)
            for step in _NEIGHBOURS[found[index].rule]:
                at = place + step
                while 0 < at < len(content) - 1 and content[at] not in found and abs(at - place) <= _MOST_BESIDE:
                    name = document.line_texts[content[at]].strip()
                    if not is_name_line(document, name) or read_agencies(name):
                        break
                    named[content[at]] = _Line("und.byline.beside_author", (name,))
                    at += step
        return named

    def _published(self, document: Document, found: Mapping[int, _Line]) -> tuple[datetime, str] | None:
        """Return the first time of publishing that an author line at the top names."""
        for index in document.content_lines[: self.max_lines]:
            if index in found and (time := published_in(document.line_texts[index], document.language)):
                return time
        return None

    def _at_end(self, document: Document, language: str) -> dict[int, _Line]:
        """Return the author lines below the body."""
        content = document.content_lines
        found: dict[int, _Line] = {}
        texts = document.line_texts
        for index in content[len(content) - min(self.max_last_lines, len(content) - 1) :]:
            if len(texts[index]) > self.max_characters:
                continue
            text = texts[index].strip()
            if may_name_writer(text, language, top=False) and (line := _read(text, language, top=False)):
                found[index] = line
        return found


class _Line(NamedTuple):
    """What an author line is and whom it names."""

    rule: str
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


def _ticker(document: Document) -> dict[int, _Line]:
    """Return the lines of a live ticker that hold a clock and a name, where there are two."""
    begun = [index for index, text in enumerate(document.line_texts) if text[:1].isdigit()]
    if len(begun) < 2:
        return {}
    names = {index: ticker_name(document.line_texts[index].strip()) for index in begun}
    found = {index: _Line("und.byline.ticker", (name,)) for index, name in names.items() if name}
    return found if len(found) > 1 else {}


def _named_again(document: Document, found: Mapping[int, _Line]) -> dict[int, _Line]:
    """Return the lines that hold the name of an author who is known by now and nothing else, or an author line once more."""
    known = {name for line in found.values() for name in line.authors if " " in name}
    known |= {text for index, line in found.items() if line.authors and " " in (text := document.line_texts[index].strip())}
    lines = ((index, document.line_texts[index].strip()) for index in document.content_lines if index not in found)
    return {index: _Line("und.byline.named_again") for index, text in lines if text in known}


@cache
def _regexes(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    by = re.compile(rf"(?:{by_pattern('by', language)})\s*[:：]?\s+(?=\S)", re.IGNORECASE)
    label = re.compile(rf"[（(\[]?{by_pattern('label', language)}\s?[:：/／|=＝՝፦៖]\s*(?=\S)", re.IGNORECASE)
    editor = re.compile(rf"[（(\[]?{by_pattern('editor', language)}\s?[:：/／]?\s*(?=\S)", re.IGNORECASE)
    return by, label, editor


_BY_ENDS = frozenset((" by", "von", "on:", "by:", "par", "por", " av", "van", " di", " de"))
_SHORT = 50
"""So long is a line that names an agency or a role at most."""
_DESK = 60
"""So long is a line that names a desk and a place at most."""
_BEHIND_NAME = re.compile(r"\s?([,|•·(])\s?")
_BY = re.compile(r"(?:by|von|par|por|av|af|door|di|de)\s+(?=[^\W\d_]+[ -][^\W\d_])", re.IGNORECASE)
_WITH = re.compile(r"(?:avec|with|mit|con|com|met|med|и|with agencies)\s+", re.IGNORECASE)


def _read(text: str, tag: str, top: bool) -> _Line | None:
    """Return rule, authors and agencies of a line that names its writer; None for any other line. `tag`: an `own_language`."""
    if len(text) > 60 and text[-1] in ".!?।。۔…":
        return None
    if _NAMELESS.fullmatch(text) or text[-3:].casefold() in _BY_ENDS and text.rstrip(":").casefold() in torn_phrases(tag):
        return _Line("und.byline.nameless")
    desk, comma, place = text.strip(" ()（）【】[]:：.").partition(",") if len(text) <= _DESK else ("", "", "")
    if desk and desk.rstrip().casefold() in nameless_lines() and (not comma or len(place) <= 30):
        return _Line("und.byline.desk")
    wide = any(character >= "\u2e80" for character in text[:3])
    if wide and (found := _HAN_BYLINE.fullmatch(text)):
        return _Line("Hani.byline.reporter", tuple(n for n in re.split("[ 　、，,/·・]", found["names"]) if len(n) > 1))
    if wide and (found := _KOREAN.fullmatch(text)):
        return _Line("ko.byline.reporter", tuple(re.findall("[가-힣]{2,4}", found["names"])))
    if not wide and _FIRST.match(text).group(1).casefold() not in first_words(tag):  # type: ignore[union-attr]
        return _without_by_word(text) if top else None
    by, label, editor = _regexes(tag)
    if found := label.match(text):
        names = read_names(text[found.end() :].rstrip("）)]"), strict=False)
        return _Line("und.byline.label", *names) if names else None
    if found := by.match(text):
        names = read_names(_apart(text[found.end() :]), strict=True)
        return _Line("und.byline.by_word", *names) if names else None
    if (found := editor.match(text)) and (":" in found.group() or "：" in found.group() or "/" in found.group()):
        return _Line("und.byline.editor") if read_names(text[found.end() :].rstrip("）)]"), strict=False) else None
    return _without_by_word(text) if top else None


def _apart(text: str) -> str:
    """Return names with a space before a role that a page has glued to them."""
    glue = GLUED.search(text)
    return f"{text[: glue.end()]} {text[glue.end() :]}" if glue and roles().alone.match(text, glue.end()) else text


def _without_by_word(text: str) -> _Line | None:
    """Return what a line at the top says whose first word is no by-word."""
    if len(text) <= _SHORT and (line := _by_line_alone(text)):
        return line
    for rule, read in (("role", name_before_role), ("name_beside_time", name_beside_time)):
        if (name := read(text)) and (names := read_names(_BY.sub("", name), strict=True)):
            return _Line(f"und.byline.{rule}", *names)
    return None


def _by_line_alone(text: str) -> _Line | None:
    """Return what a line without a by-word says: an agency alone, or a name with a role behind it."""
    agencies = read_agencies(text)
    if (
        agencies
        and all(agency_kind(a) == "agency" for a in agencies)
        and (text.isupper() or text in AGENCIES_ALONE)
        and len(text) > 2
    ):
        return _Line("und.byline.agency", (), agencies)
    head, comma, role = _BEHIND_NAME.split(text, maxsplit=1) if _BEHIND_NAME.search(text) else (text, "", "")
    behind = _WITH.sub("", role.strip(" ,.()"))
    if comma and (wires := read_agencies(behind)) and all(agency_kind(wire) == "agency" for wire in wires):
        return _Line("und.byline.name_and_agency", names[0], wires) if (names := read_names(head, strict=True)) and names[0] else None
    if comma and roles().alone.fullmatch(role.split(",")[0].strip(" ,.")) and (names := read_names(head, strict=True)):
        return _Line("und.byline.role", *names)
    return None

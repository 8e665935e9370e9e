"""Captions and credits of pictures that stand in lines of their own.

In: a document. Out: edits that cut such lines, and the columns `captions` and `photo_credits`, of the same length.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from cleaner.document import Document, LineCut, cut_lines
from cleaner.edit import Edit
from cleaner.patterns import compiled
from cleaner.rules import rules_for
from cleaner.rules.archive_marks import RULE as MARK_RULE
from cleaner.rules.archive_marks import read_mark
from cleaner.rules.credit_names import is_cased
from cleaner.rules.find import Match
from cleaner.rules.photo_credits import read_credit
from cleaner.rules.photo_lines import caption_screens, with_keywords, worth_a_look
from cleaner.rules.wide_credits import RULE as WIDE_RULE
from cleaner.rules.wide_credits import read_wide_credit
from cleaner.stage import NOTHING, Stage, StageResult, option


class _Found(NamedTuple):
    rule: str
    caption: str
    credit: str


_STRIPPED = " \t|–—•·-,，;:(（[【©▲△"
_CLOSED = compiled(r"[.!?…。！？।۔][\"”“»’')\]）」]{0,2}\s*$")
_BODY_CHARACTERS = 80
"""So much text in sentences stands below what is no sign-off."""
_SENTENCE = 20
"""A sentence is twice as long in letters with capitals."""
_CAPTION_LINE = 200
_MOST_WORDS = 6
_LABEL = r"(?:image|photo|picture|foto|bild|fotó|фото|credit|image credit|photo credit|kuva|fot|copyright|quelle|source)\s?[:：]"
_LABEL_ALONE = compiled(rf"[(（\[]?\s*{_LABEL}", re.IGNORECASE)
_LABEL_BEFORE = compiled(rf"{_LABEL}\s{{0,2}}|(?:photo by|copyright)\s", re.IGNORECASE)


@dataclass(frozen=True)
class PhotoCaption(Stage):
    """Captions and photo credits: `The mayor opens the bridge. REUTERS/Anna Hill`, `(Foto: Jens Albers/dpa)`, `（新华社记者 张三 摄）`.

    Lines of their own are cut; the caption goes to `captions`, who took or sold the picture to `photo_credits`, as
    written but without the label. Where a line has only one of both the other is empty, so the two columns stay in step.
    Signs are photo labels of sixty languages, agencies, names with a slash, brackets and the sign of copyright at the end.

    Left alone: captions that are sentences without a credit, since nothing tells them from the body; sentences about
    pictures; datelines, bylines and the sign-off of an agency at the end of an article.

    >>> from cleaner.document import Document
    >>> text = "It rained.\\n\\nA wet street in Bonn. (Foto: Max Roe/dpa)\\n\\nThen it snowed."
    >>> PhotoCaption().process(Document("a", text)).fields
    {'captions': ['A wet street in Bonn.'], 'photo_credits': ['Max Roe/dpa']}
    """

    name: ClassVar[str] = "photo_caption"
    reads: ClassVar[tuple[str, ...]] = ("text",)
    writes: ClassVar[tuple[str, ...]] = ("captions", "photo_credits")

    max_characters: int = option(420, "Longer lines are left alone.", minimum=20, maximum=2000)
    rules: tuple[str, ...] = option((), "Rule files of your own, tried besides those of the package.")

    @property
    def screen(self) -> tuple[str | Callable[[str], bool], ...] | None:
        return None if self.rules else caption_screens()

    def process(self, document: Document) -> StageResult:
        content = document.content_lines
        limit = self.max_characters
        short = worth_a_look(document, limit + 40)
        near = with_keywords(document, short) if short else []
        if not short and not self.rules:
            return NOTHING
        found: dict[int, _Found] = {}
        parts: list[tuple[int, Edit, _Found]] = []
        matches = []
        if near or self.rules:
            rules = rules_for(self.name, document.language, document.script, self.rules)
            matches = rules.find(document, None if self.rules else near)
        for match in matches:
            if not _names_somebody(match):
                continue
            if match.rule.unit in ("line", "paragraph"):
                if match.end - match.start <= limit:
                    found[match.line] = _of_match(match, document)
                    found |= {i: _Found(match.rule.id, "", "") for i in range(match.line + 1, match.last_line + 1)}
            else:
                parts.append((match.line, Edit(match.start, match.end, "", match.rule.id), _of_match(match, document)))
        _add_credits(document, short, found, limit)
        _add_split(document, found)
        _add_line_above(document, found)
        found = {i: found[i] for i in sorted(found)}
        if len(found) == len(content):
            return NOTHING
        edits = cut_lines(document, {i: LineCut(caption.rule) for i, caption in found.items()})
        kept = [(line, edit, caption) for line, edit, caption in parts if line not in found]
        edits = sorted([*edits, *(edit for _, edit, _ in kept)])
        captions = sorted([*found.items(), *((line, caption) for line, _, caption in kept)], key=lambda pair: pair[0])
        pairs = list(dict.fromkeys((c.caption, c.credit) for _, c in captions if c.caption or c.credit))
        if not edits:
            return NOTHING
        if not pairs:
            return StageResult(edits)
        return StageResult(edits, {"captions": [a for a, _ in pairs], "photo_credits": [b for _, b in pairs]})


def _names_somebody(match: Match) -> bool:
    """Whether a label alone in its line is followed by a name, not by a headline."""
    credit = match.groups.get("credit") or ""
    alone = match.rule.id.endswith(".label") and not match.groups.get("caption")
    return not alone or "/" in credit or len(credit.split()) <= _MOST_WORDS


def _of_match(match: Match, document: Document) -> _Found:
    """Divide what a rule found into caption and credit by the names of its groups."""
    text = document.text[match.start : match.end]
    if "caption" not in match.groups and "credit" not in match.groups:
        return _Found(match.rule.id, text, "")
    caption = match.groups.get("caption") or ""
    credit = match.groups.get("credit")
    if credit is None and "credit" in match.rule.regex.groupindex or ("credit" not in match.rule.regex.groupindex and caption != text):
        credit = text[len(caption) :]
    if caption and not credit and (closing := read_credit(text)):
        caption, credit = closing.caption, closing.credit
    credit = _bare(credit or "")
    return _Found(match.rule.id, _trim(caption), credit)


def _bare(credit: str) -> str:
    """A credit without its brackets and without a label before the name."""
    credit = credit.strip(" \t.。()（）[]【】|©ⓒ＝=/–—,")
    label = _LABEL_BEFORE.match(credit)
    credit = credit[label.end() :] if label and label.end() < len(credit) else credit
    return credit + ")" if credit.count("(") > credit.count(")") else credit


def _trim(caption: str) -> str:
    caption = caption.strip().rstrip(_STRIPPED).strip()
    return caption


def _add_credits(document: Document, ends: list[int], found: dict[int, _Found], limit: int) -> None:
    """Add lines that close with a credit, from the last to the first: what stands below the body is a sign-off."""
    below = 0
    wanted = set(ends)
    first = document.content_lines[0]
    for i in reversed(document.content_lines):
        text = document.line_texts[i].strip()
        if i in found:
            continue
        if i in wanted and len(text) <= limit and (caption := _credited(text, below >= _BODY_CHARACTERS, i == first)):
            found[i] = caption
        elif below < _BODY_CHARACTERS and len(text) >= _SENTENCE and _CLOSED.search(text):
            size = len(text) if is_cased(text) else 2 * len(text)
            below += size if size >= 2 * _SENTENCE else 0


def _credited(text: str, inside: bool, first: bool) -> _Found | None:
    """What closes with a credit or bears a mark of archives; `inside`: body follows, so that it is no sign-off."""
    if credit := read_credit(text):
        return _Found(credit.rule, _trim(credit.caption), _bare(credit.credit)) if inside or not credit.signoff else None
    if mark := read_mark(text):
        return _Found(MARK_RULE, _trim(mark.caption), mark.credit)
    if (wide := read_wide_credit(text)) and ((inside and not (first and wide.open)) or not wide.signoff):
        return _Found(WIDE_RULE, _trim(wide.caption), wide.credit)
    return None


def _add_split(document: Document, found: dict[int, _Found]) -> None:
    """Add credits that a page has torn into lines: a caption with an open bracket, a label, a name."""
    content, lines = document.content_lines, document.line_texts
    for place in range(len(content) - 1):
        i, following = content[place], content[place + 1]
        label = _LABEL_ALONE.fullmatch(lines[i].strip()) if len(lines[i]) <= 40 else None
        if not label or i in found:
            continue
        name = lines[following].strip()
        if following in found:
            if found[following].caption:
                continue
        elif not 2 <= len(name) <= 60 or not (name[0].isupper() or name[0] == "©") or _CLOSED.search(name.rstrip(")")):
            continue
        caption = ""
        found[i] = _Found("und.photo_caption.split", "", "")
        if place:
            above = content[place - 1]
            text = lines[above].strip()
            if above not in found and text.endswith(("(", "（", "[")) and len(text) <= 330:
                caption = _trim(text)
                found[above] = _Found("und.photo_caption.split", "", "")
        known = found.get(following)
        found[following] = _Found(known.rule if known else "und.photo_caption.split", caption, _bare(known.credit if known else name))


def _add_line_above(document: Document, found: dict[int, _Found]) -> None:
    """Add the line above a credit where both are a paragraph of two lines in a text that parts its paragraphs by blank lines."""
    if not found or len(document.paragraphs) < 3:
        return
    for paragraph in document.paragraphs:
        if paragraph.last_line - paragraph.first_line != 2:
            continue
        above, line = paragraph.first_line, paragraph.first_line + 1
        credit = found.get(line)
        text = document.line_texts[above].strip()
        if credit and not credit.caption and above not in found and len(text) <= _CAPTION_LINE and credit.credit:
            found[above] = _Found("und.photo_caption.line_above_credit", "", "")
            found[line] = credit._replace(caption=text)

"""Fields that a scraper has left at the top of a text: `date 2019-02-06`, `Author: ...`, `URL: ...`.

In: a document. Out: edits that cut such fields, and the columns that they were meant for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from cleaner.document import Document, LineCut, cut_lines
from cleaner.edit import Edit
from cleaner.patterns import compiled
from cleaner.rules.agencies import read_agencies
from cleaner.rules.header_fields import field_labels
from cleaner.stage import NOTHING, Stage, StageResult, option
from cleaner.text.dates import read_time, time_at
from cleaner.text.header_gate import INLINE_LABELS, may_be_field
from cleaner.text.publishing import read_published

_LABELLED = compiled(r"[\s\-*#>\"']{0,6}\**([^\W\d_][^\n:：=\d]{0,30}?)\**[\"']?\s?[:：=]\**\s*(\S[^\n]*)?")
_INLINE = compiled(rf"\s*[\[(]?(?:{INLINE_LABELS})(?:\s?[:=：]\s?|\s+)(?=\S*\d|\w+\.? \d)", re.IGNORECASE)
_SIGNAL = compiled(r"[:：=\d]")
_DIGIT = compiled(r"\d")
_URL = compiled(r"https?://\S{4,500}")
_RULER = compiled(r"\s*(?:-{3,}|={3,}|\*{3,}|_{3,}|\+{3,})\s*")
_AND = compiled(r"\s*[,;|、，/]\s*|\s+(?:and|und|et|y|e|i|и|та|ve|og|och|ja|en|és|και|و|dan|và)\s+")
_NAME = compiled(r"[^\W\d_][^\d\n:;!?<>@{}\[\]]{1,50}")
_SCALARS = {"title": 300, "description": 600, "site_name": 60, "section": 60}
_RUNNING = 140
"""A longer line that is no field is running text: no field stands below it."""
_TIMES = ("bare_time", "published_at", "updated")
_TAIL = compiled(r"[\])]?\s*(?:[|•·–—-]\s+|[,;]\s+)?")
"""What stands between a time and what goes on behind it."""
_CLOCK_ALONE = compiled(r"[\d:.\sapmAPMhUr]{4,12}")


@dataclass(frozen=True)
class HeaderField(Stage):
    """Fields at the top of a text, in lines of their own or before the first sentence.

    Scrapers print what they know of an article above it, and what they print is worth a column: the day goes to `published_at`
    with its precision, names to `authors`, the rest to `title`, `url`, `site_name`, `section`, `tags`. A column that is set
    already keeps its value.

    Left alone: what cannot be read with certainty (a date in words that is no date, `03/04/2019`), labels behind the first line
    of running text, and a title or source that stands alone without another field beside it.

    >>> from cleaner.document import Document
    >>> HeaderField().process(Document("a", " date 2019-02-06 OSLO (NTB) - Ja.")).fields["published_precision"]
    'day'
    """

    name: ClassVar[str] = "header_field"
    reads: ClassVar[tuple[str, ...]] = ("text",)
    writes: ClassVar[tuple[str, ...]] = (
        "published_at", "published_precision", "authors", "title", "description", "url", "site_name", "section", "tags", "agencies",
    )  # fmt: skip

    max_lines: int = option(12, "Fields are looked for in so many first lines that are not blank.", minimum=1, maximum=60)

    def process(self, document: Document) -> StageResult:
        return self._read(document) if self._may_hold_field(document) else NOTHING

    def _may_hold_field(self, document: Document) -> bool:
        """Whether one of the lines down to the first of running text can be a field."""
        texts = document.line_texts
        for index in document.content_lines[: self.max_lines]:
            text = texts[index]
            if may_be_field(text):
                return True
            if len(text) > _RUNNING and text[0].isalnum():  # and no ruler
                return False
        return False

    def _read(self, document: Document) -> StageResult:
        found: dict[int, tuple[str, Any]] = {}
        body = False
        content = document.content_lines[: self.max_lines]
        rulers = []
        for place, index in enumerate(content):
            text = document.line_texts[index]
            if _RULER.fullmatch(text):
                rulers.append(index)
                continue
            field = _line_field(text, document.language) if len(text) <= 700 else None
            if field is None:
                body = body or len(text) > _RUNNING
                if body or place > 7:
                    break
                continue
            found[index] = field
        cuts = _certain(found, tuple(index for index in content if index not in rulers))
        if cuts and rulers and document.content_lines[0] in rulers:
            cuts.update({index: LineCut("und.header_field.ruler") for index in rulers if index <= max(cuts) + 1})
        if len(cuts) == len(document.content_lines):
            cuts = {}
        fields = _fields(document, [found[index] for index in sorted(cuts) if index in found])
        times = {index for index in cuts if index in found and found[index][0] in _TIMES}
        if times and not fields.get("authors") and not document.fields.get("authors"):
            said = read_published(document, times, cuts)
            cuts.update({index: LineCut("und.header_field.name_beside_time") for index in said.names})
            fields |= {field: said.fields[field] for field in ("authors", "agencies") if field in said.fields}
        edits = cut_lines(document, cuts) if cuts else []
        inline = None
        for index in content:
            if index not in cuts:
                inline = _inline(document, index, bool(edits))
                break
        if inline is not None:
            edit, time = inline
            edits = sorted([*(e for e in edits if e.end <= edit.start or e.start >= edit.end), edit])
            if document.fields.get("published_at") is None:
                fields.setdefault("published_at", time[0])
                fields.setdefault("published_precision", time[1])
        return StageResult(edits, fields) if edits else NOTHING


def _line_field(text: str, language: str) -> tuple[str, Any] | None:
    """Return the field that a line is, and its value as read; None for any other line."""
    if not _SIGNAL.search(text, 0, 60):
        return None
    stripped = text.strip()
    if len(stripped) <= 60 and _DIGIT.search(stripped) and (time := read_time(stripped.strip("[]() |"), language)):
        return "bare_time", time
    found = _LABELLED.fullmatch(text)
    if not found:
        label, _, value = _split_label(stripped)
    else:
        label, value = found.group(1).strip().casefold(), (found.group(2) or "").strip()
    field = field_labels().get(label)
    if field is None:
        return None
    return (field, parsed) if (parsed := _value(field, value.strip(" \"'"), language)) is not None else None


def _split_label(text: str) -> tuple[str, str, str]:
    """Return label and value of `Published 6 Feb 2019`, which has no colon."""
    first = re.search(r"\d|\b[A-ZÀ-Þ][a-z]{2,8}\.? \d", text[:60])
    if not first:
        return "", "", ""
    at = first.start()
    label = text[:at].strip().casefold()
    if field_labels().get(label) not in ("published_at", "updated"):
        label, at = re.split(r"\s", text, maxsplit=1)[0].casefold(), len(re.split(r"\s", text, maxsplit=1)[0])
    return (label, " ", text[at:]) if field_labels().get(label) in ("published_at", "updated") else ("", "", "")


def _value(field: str, value: str, language: str) -> Any:
    """Return the value of a field, None where it cannot be read with certainty."""
    match field:
        case "published_at" | "updated":
            parts = re.split(r"\s*(?:\||•|·|–|—|/ | - |;)\s*", value)
            time = read_time(value, language) or (
                read_time(parts[0], language) if all(_CLOCK_ALONE.fullmatch(p) for p in parts[1:]) else None
            )
            return time
        case "authors":
            value = re.sub(r"^(?:by|von|par|por|di|da|door|av|af)\s+", "", value, flags=re.IGNORECASE)
            names = [name.strip() for name in _AND.split(value)] if len(value) <= 160 else []
            good = names and all(_NAME.fullmatch(name) and len(name.split()) <= 5 for name in names) and value[-1] not in ".!?。"
            return names if good else None
        case "url":
            return value if _URL.fullmatch(value) else None
        case "tags":
            tags = [tag.strip(" #\"'[]") for tag in re.split(r"[,;|、，]", value.strip("[]"))]
            return tags if value and all(0 < len(tag) <= 50 for tag in tags) else None
        case "skipped":
            return value if 0 < len(value) <= 200 and " " not in value.strip() or re.fullmatch(r"\d+ \w+", value) else None
        case _:
            return value if 0 < len(value) <= _SCALARS[field] else None


def _certain(found: dict[int, tuple[str, Any]], content: tuple[int, ...]) -> dict[int, LineCut]:
    """Return the lines to cut: times and authors by themselves; the other labels in a run of two or more from the top."""
    cuts: dict[int, LineCut] = {}
    if not found:
        return cuts
    run = [index for place, index in enumerate(content) if index in found and place < 14]
    first = bool(content) and content[0] in found
    near = {i for i in run if any(abs(content.index(i) - content.index(j)) == 1 for j in run if j != i)}
    for index in run:
        field = found[index][0]
        alone = field in ("published_at", "updated", "url", "bare_time", "authors")
        if alone or (index in near and (first or len(near) >= 3)) or (field == "title" and index == content[0]):
            cuts[index] = LineCut(f"und.header_field.{field}")
    return cuts


def _fields(document: Document, found: list[tuple[str, Any]]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for field, value in sorted(found, key=lambda pair: pair[0] == "bare_time"):
        if field in ("published_at", "bare_time"):
            if document.fields.get("published_at") is None and "published_at" not in fields:
                fields["published_at"], fields["published_precision"] = value
        elif field == "authors":
            for name in value:
                agencies = read_agencies(name)
                kind = "agencies" if agencies else "authors"
                fields[kind] = [*fields.get(kind, ()), *(agencies or (name,))]
        elif field == "tags":
            fields[field] = [*fields.get(field, ()), *value]
        elif field not in ("updated", "skipped") and not document.fields.get(field):
            fields.setdefault(field, value)
    return fields


def _inline(document: Document, index: int, cut_above: bool) -> tuple[Edit, Any] | None:
    """Return the edit that cuts `date 2019-02-06 ` in front of the first sentence, and its time."""
    found = _INLINE.match(document.line_texts[index][:80])
    if not found:
        return None
    line = document.line(index)
    time = time_at(line.text[:140], found.end(), document.language)
    if time is None:
        return None
    end = time[2]
    tail = _TAIL.match(line.text, end)
    after = tail.end() if tail else end
    if after >= len(line.text) or after == end or line.text[after].islower():
        return None
    return Edit(line.start if cut_above else 0, line.start + after, "", "und.header_field.inline_time"), time

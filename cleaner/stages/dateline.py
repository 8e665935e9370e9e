"""Where and by whom a report was filed: the dateline at its head and the sign-off at its end.

In: a document. Out: edits that cut both, and the columns `dateline`, `agencies`, `authors`, `published_at`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from cleaner.document import Document
from cleaner.edit import Edit
from cleaner.patterns import compiled
from cleaner.stage import NOTHING, Stage, StageResult, option
from cleaner.text.dateline_cjk import read_cjk_head
from cleaner.text.dateline_shape import Head, read_head
from cleaner.text.signoff import may_sign_off, read_signoff

_SENTENCE_ENDS = ".!?…。！？।۔"
_ORNAMENTS = " \t\u00a0\u3000*•■▲●◆►"
_MAX_TITLE = 160
_WEAK = ("place_in_capitals", "known_city")
_STRONG = ("place_and_agency", "place_and_date")
_STANDFIRST = 300
_NEAR = 80
_MOST_ABOVE = 80
"""Below more short lines no dateline is looked for: of 160 pages whose menus were left the longest menu had so many."""
_DASH_NEAR = compiled(r"[-–—:]\s")


@dataclass(frozen=True)
class Dateline(Stage):
    """Datelines (`WASHINGTON (Reuters) -`) and the sign-offs of agencies (`(Reporting by ...)`, `(tob/dpa)`).

    Place, date and agency at the start of the body say where a report comes from; they are no part of its first sentence. The cut
    takes the dash and the white space behind it. The place goes to `dateline` as written, without state or country behind a
    comma; agencies go to `agencies` in canonical form, reporters to `authors`, a full date to `published_at` unless it is set.

    Left alone: labels (`EXKLUSIV -`), names with an aside (`IBM - the largest employer`), two sides and a score (`Girona – Espanyol
    2-1`), a word before a dash that is neither a well-known city nor, in capitals, named again below; a day and month without a year
    is cut, but no time is made of it.

    >>> from cleaner.document import Document
    >>> Dateline().process(Document("a", "RIVERTON, Ohio (AP) — A fire broke out.")).fields
    {'agencies': ['AP'], 'dateline': 'RIVERTON'}
    """

    name: ClassVar[str] = "dateline"
    reads: ClassVar[tuple[str, ...]] = ("text",)
    writes: ClassVar[tuple[str, ...]] = ("dateline", "agencies", "authors", "published_at", "published_precision", "warnings")

    max_lines: int = option(
        4, "A dateline stands on one of so many first lines that are not blank, or below more short ones.", minimum=1, maximum=20
    )
    signoffs: bool = option(True, "Whether sign-offs at the end are cut too.")

    def process(self, document: Document) -> StageResult:
        fields: dict[str, Any] = {}
        agencies: list[str] = []
        authors: list[str] = []
        edits: list[Edit] = []
        start, head = self._head(document)
        if head is not None:
            edits.append(Edit(start, head.end, "", f"und.dateline.{head.kind}"))
            agencies += head.agencies
            authors += head.authors
            if head.place:
                fields["dateline"] = " ".join(head.place.split())
            fields.update(_published(document, head))
        content = document.content_lines
        if self.signoffs and content and may_sign_off(document.line_texts[content[-1]]):
            for edit, names, writers in read_signoff(document, edits[-1].end if edits else 0):
                edits.append(edit)
                agencies += names
                authors += writers
        if not edits:
            return NOTHING
        if agencies:
            fields["agencies"] = list(dict.fromkeys(agencies))
        if authors:
            fields["authors"] = list(dict.fromkeys(authors))
        return StageResult(edits, dict(sorted(fields.items())))

    def _head(self, document: Document) -> tuple[int, Head | None]:
        """Return where the dateline begins and what it says; capitals alone give way to a stronger one below them."""
        weak: tuple[int, Head | None] = (0, None)
        below_standfirst = False
        language, texts = document.language, document.line_texts
        for place, index in enumerate(document.content_lines[: self.max_lines]):
            text = texts[index].lstrip(_ORNAMENTS)
            character = text[:1] or " "
            head, start = None, 0
            if below_standfirst and not _DASH_NEAR.search(text, 0, _NEAR):
                break
            if character.isalnum() or character in "([（［【〔/<'":
                start = document.line(index).end - len(text)
                if character >= "\u2e80" or character in "([（〔":
                    head = read_cjk_head(document.text, start)
                if head is None:
                    head = read_head(document.text, start, language, first=place == 0)
            if below_standfirst:
                return (start, head) if head is not None and _is_strong(head) and weak[1] is None else weak
            if head is not None and (place == 0 or head.kind != "agency_alone"):
                if head.kind not in _WEAK:
                    return (0 if place == 0 else start), head
                if weak[1] is None:
                    weak = (0 if place == 0 else start), head
            stripped = texts[index].rstrip()
            if len(stripped) > _MAX_TITLE or stripped[-1] in _SENTENCE_ENDS and len(stripped) > 60:
                if len(stripped) > _STANDFIRST or not place and not document.fields.get("title"):
                    break  # body text: no dateline below it
                below_standfirst = True
        else:
            if weak[1] is None and not below_standfirst:
                return self._below_menu(document)
        return weak

    def _below_menu(self, document: Document) -> tuple[int, Head | None]:
        """Return the dateline of the first running line, or of the second, below more short lines than a text has by itself."""
        running = 0
        top = document.content_lines[: self.max_lines]
        if sum([document.line_texts[index].rstrip()[-1] in _SENTENCE_ENDS for index in top]) > 1:
            return 0, None  # short sentences are no menu
        for index in document.content_lines[self.max_lines : _MOST_ABOVE]:
            text = document.line_texts[index].lstrip(_ORNAMENTS)
            stripped = text.rstrip()
            if len(stripped) <= _NEAR or len(stripped) <= _MAX_TITLE and stripped[-1] not in _SENTENCE_ENDS:
                continue
            start = document.line(index).end - len(text)
            head = read_cjk_head(document.text, start) or read_head(document.text, start, document.language, first=False)
            if head is not None and (_is_strong(head) or head.kind == "agency_alone"):
                return start, head
            running += 1
            if running == 2:
                break
        return 0, None


def _is_strong(head: Head) -> bool:
    """Whether a dateline is one below a standfirst that is a sentence, too."""
    return head.kind in _STRONG or head.kind == "known_city" and (head.place or "").isupper()


def _published(document: Document, head: Head) -> dict[str, Any]:
    """Return the time of publication that a full date in the dateline gives, or a warning where another day is known."""
    day = head.day
    if day is None or not day.day or not day.month:
        return {}
    known = document.fields.get("published_at")
    if known is not None:
        apart = (day.year and day.year != known.year) or abs((day.month - known.month) * 31 + day.day - known.day) % 365 > 7
        return {"warnings": ["date_conflict"]} if apart else {}
    if not day.year:
        return {}
    try:
        return {"published_at": datetime(day.year, day.month, day.day, tzinfo=UTC), "published_precision": "day"}
    except ValueError:
        return {}

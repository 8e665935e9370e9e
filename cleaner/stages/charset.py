"""Bytes of an unknown charset. In: `content`. Out: a text, or `html` for a page, and `encoding`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Literal

from cleaner.document import Document
from cleaner.patterns import compiled
from cleaner.stage import NOTHING, Stage, StageResult, option
from cleaner.web.charset import decode

_PAGE = compiled(r"<(?:!doctype\s+html|html|head|body|title|meta|div|article|p)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Charset(Stage):
    """The charset of a document that came in as bytes.

    A byte order mark decides, then validity as UTF-8, then the charset that the HTTP header or the page declares (read as browsers
    do: `iso-8859-1` is `windows-1252`), then detection. A declaration that contradicts the bytes loses. `encoding` names the charset,
    `encoding_reason` what decided.

    Left alone: documents that have no `content`. A few broken bytes in UTF-8 become U+FFFD; bytes that fit no charset fail the row as
    `undecodable`, with the offset in the message.

    >>> from cleaner.document import Document
    >>> Charset().process(Document("a", "", {"content": "Привет".encode()})).text
    'Привет'
    """

    name: ClassVar[str] = "charset"
    reads: ClassVar[tuple[str, ...]] = ("content", "content_type")
    writes: ClassVar[tuple[str, ...]] = ("text", "html", "encoding", "encoding_reason", "warnings")

    into: Literal["auto", "text", "html"] = option("auto", "Where the text goes: `text`, `html`, or `auto`, by what it looks like.")

    def process(self, document: Document) -> StageResult:
        content = document.fields.get("content")
        if content is None:
            return NOTHING
        content_type = document.fields.get("content_type")
        decoded = decode(content, content_type)
        fields = {"encoding": decoded.charset, "encoding_reason": decoded.reason}
        if decoded.damaged:
            fields["warnings"] = ["damaged_bytes"]  # type: ignore[assignment]
        text = decoded.text.removeprefix("\ufeff")
        page = self.into == "html" or (self.into == "auto" and _looks_like_page(text, content_type))
        if page:
            return StageResult(fields={**fields, "html": text})
        return StageResult(fields=fields, text=text.replace("\r\n", "\n").replace("\r", "\n"))


def _looks_like_page(text: str, content_type: str | None) -> bool:
    if content_type and "html" in content_type.lower():
        return True
    if content_type and content_type.lower().startswith("text/plain"):
        return False
    return _PAGE.search(text[:3000]) is not None

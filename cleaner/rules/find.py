"""Try rules on a document: where they match, nothing more. What a match means is the stage's to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleaner.document import Document
from cleaner.rules.model import Rule


class Match(NamedTuple):
    """A rule found something: `document.text[start:end]`.

    `line` is the index of the first line touched, `last_line` that of the last. `groups` are the named groups of the pattern.
    """

    rule: Rule
    start: int
    end: int
    line: int
    last_line: int
    groups: dict[str, str | None]


def find(rule: Rule, document: Document, lines: Iterable[int] | None = None) -> Iterator[Match]:
    """Yield the matches of one rule in order. `lines` limits units `line` and `sentence` to these lines."""
    match rule.unit:
        case "line":
            yield from _whole_lines(rule, document, document.content_lines if lines is None else lines)
        case "sentence":
            yield from _sentences(rule, document, document.content_lines if lines is None else lines)
        case "paragraph":
            yield from _paragraphs(rule, document)
        case "opening":
            yield from _opening(rule, document)
        case "closing":
            yield from _closing(rule, document)


def _whole_lines(rule: Rule, document: Document, lines: Iterable[int]) -> Iterator[Match]:
    for i in lines:
        stripped = document.line_texts[i].strip()
        if len(stripped) <= rule.max_characters and (found := rule.regex.fullmatch(stripped)):
            line = document.line(i)
            start = line.start + line.text.index(stripped)
            yield Match(rule, start, start + len(stripped), i, i, found.groupdict())


def _sentences(rule: Rule, document: Document, lines: Iterable[int]) -> Iterator[Match]:
    for i in lines:
        line = document.line(i)
        for found in rule.regex.finditer(line.text):
            if found.end() > found.start():
                yield Match(rule, line.start + found.start(), line.start + found.end(), i, i, found.groupdict())


def _paragraphs(rule: Rule, document: Document) -> Iterator[Match]:
    for paragraph in document.paragraphs:
        if paragraph.end - paragraph.start <= rule.max_characters + 40:
            text = document.text[paragraph.start : paragraph.end]
            stripped = text.strip()
            if len(stripped) <= rule.max_characters and (found := rule.regex.fullmatch(stripped)):
                start = paragraph.start + text.index(stripped)
                last = paragraph.last_line - 1
                yield Match(rule, start, start + len(stripped), paragraph.first_line, last, found.groupdict())


def _opening(rule: Rule, document: Document) -> Iterator[Match]:
    if document.content_lines:
        i = document.content_lines[0]
        line = document.line(i)
        indent = len(line.text) - len(line.text.lstrip())
        window = line.text[indent : indent + rule.max_characters]
        if found := rule.regex.match(window):
            start = line.start + indent
            yield Match(rule, start, start + found.end(), i, i, found.groupdict())


def _closing(rule: Rule, document: Document) -> Iterator[Match]:
    if document.content_lines:
        i = document.content_lines[-1]
        line = document.line(i)
        text = line.text.rstrip()
        offset = max(0, len(text) - rule.max_characters)
        if found := rule.regex.search(text, offset):
            yield Match(rule, line.start + found.start(), line.start + len(text), i, i, found.groupdict())

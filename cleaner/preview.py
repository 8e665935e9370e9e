"""One document with everything that was done to it: source text in, pieces with the rules that changed them out.

`trace` carries the edits of all stages back to the source text; `draw` makes rows for a reader out of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from cleaner.edit import AppliedEdit
from cleaner.io.pick import Picked
from cleaner.pipeline import Cleaned, Pipeline
from cleaner.text.escape import escaped, escaped_line, made_visible

RULE_WIDTH = 44
"""Columns of the margin: the longest rule id of the package has 43 characters or is folded."""


def clean_picked(pipeline: Pipeline, picked: Picked) -> Cleaned:
    """Clean a document that was picked out of an input; where it cannot be read or cleaned, say so as a run would."""
    if picked.failure is not None:
        return Cleaned("", "", {}, (), failed=("read", *picked.failure))
    try:
        return pipeline.clean(picked.text, id=picked.id, **picked.fields)
    except Exception as error:
        return Cleaned(picked.text, picked.text, {}, (), failed=("a stage", type(error).__name__, str(error)))


class Piece(NamedTuple):
    """A stretch of the source text, kept or removed, or of text that was added; `rule` is empty where it was kept."""

    text: str
    kind: Literal["kept", "removed", "added"]
    rule: str = ""


def trace(source: str, edits: Iterable[AppliedEdit]) -> list[Piece]:
    """Return the source text cut into pieces, with what was removed and added in between, over all stages.

    What one stage added and a later one removed again is not shown. Kept and removed pieces joined give `source`, kept and
    added ones the clean text.

    >>> edits = [AppliedEdit(0, "s", "und.s.first", 1, 2, "b", "xy"), AppliedEdit(1, "s", "und.s.second", 2, 4, "yc", "")]
    >>> [(piece.kind, piece.text) for piece in trace("abcd", edits)]
    [('kept', 'a'), ('removed', 'b'), ('added', 'x'), ('removed', 'c'), ('kept', 'd')]
    """
    pieces = [Piece(source, "kept")] if source else []
    for _, group in groupby(edits, key=lambda edit: edit.position):
        pieces = list(_one_stage(pieces, [_trimmed(edit) for edit in group]))
    return pieces


def _trimmed(edit: AppliedEdit) -> AppliedEdit:
    """The same change without what removed and added text have in common at both ends."""
    shortest = min(len(edit.removed), len(edit.replacement))
    head = 0
    while head < shortest and edit.removed[head] == edit.replacement[head]:
        head += 1
    tail = 0
    while tail < shortest - head and edit.removed[-1 - tail] == edit.replacement[-1 - tail]:
        tail += 1
    removed = edit.removed[head : len(edit.removed) - tail]
    replacement = edit.replacement[head : len(edit.replacement) - tail]
    return edit._replace(start=edit.start + head, end=edit.end - tail, removed=removed, replacement=replacement)


def _one_stage(pieces: Sequence[Piece], edits: Sequence[AppliedEdit]) -> Iterable[Piece]:
    waiting = list(reversed(edits))
    position = 0  # in the text that the stage received
    for piece in pieces:
        if piece.kind == "removed":
            yield piece
            continue
        rest = piece.text
        while rest:
            if not waiting or waiting[-1].start >= position + len(rest):
                yield piece._replace(text=rest)
                position += len(rest)
                break
            edit = waiting[-1]
            if edit.start > position:
                keep = edit.start - position
                yield piece._replace(text=rest[:keep])
                rest, position = rest[keep:], edit.start
            cut = min(edit.end - position, len(rest))
            if cut and piece.kind == "kept":
                yield Piece(rest[:cut], "removed", edit.rule)
            rest, position = rest[cut:], position + cut
            if position == edit.end:
                waiting.pop()
                if edit.replacement:
                    yield Piece(edit.replacement, "added", edit.rule)
    for edit in reversed(waiting):
        if edit.replacement:
            yield Piece(edit.replacement, "added", edit.rule)


@dataclass(frozen=True)
class Row:
    """One line of the source text as it is shown: its pieces, and the rules that touched it."""

    pieces: tuple[Piece, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that changed this line, each once."""
        return tuple(dict.fromkeys(piece.rule for piece in self.pieces if piece.rule))

    @property
    def mark(self) -> str:
        """` ` kept, `-` cut as a whole, `~` changed."""
        kinds = {piece.kind for piece in self.pieces if piece.text.strip("\n")}
        changed = any(piece.rule for piece in self.pieces)
        return " " if not changed else "-" if kinds <= {"removed"} else "~"


def rows(pieces: Iterable[Piece]) -> list[Row]:
    """Cut pieces into lines, behind every line feed of the source text or of what was added."""
    done: list[Row] = []
    line: list[Piece] = []
    for piece in pieces:
        parts = piece.text.split("\n")
        for i, part in enumerate(parts):
            last = i == len(parts) - 1
            text = part if last else part + "\n"
            if text:
                line.append(piece._replace(text=text))
            if not last:
                done.append(Row(tuple(line)))
                line = []
    if line:
        done.append(Row(tuple(line)))
    return done


STYLES = {"kept": "", "removed": "red strike", "added": "green"}


def draw(cleaned: Cleaned, *, title: str = "", colour: bool = True, changes_only: bool = False) -> RenderableType:
    """Draw a document: its fields, then each line with a mark, its cuts and, in the margin, the rules.

    Without colour, `[-removed-]` and `{+added+}` stand around what changed. Nothing of the document reaches the terminal as
    control sequence or markup.
    """
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(width=1)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(width=RULE_WIDTH, overflow="fold", style="dim cyan")
    skipped = False
    before: tuple[str, ...] = ()
    for row in rows(trace(cleaned.source, cleaned.edits)):
        empty = not any(piece.text.strip("\n") for piece in row.pieces)
        if empty and row.mark == "-" and set(row.rules) <= set(before):
            continue  # a line break that goes with the line above
        before = row.rules
        if changes_only and row.mark == " ":
            skipped = True
            continue
        if skipped:
            table.add_row("", Text("…", style="dim"), "")
            skipped = False
        table.add_row(row.mark, _line(row, colour), Text("\n".join(row.rules)))
    return Group(_heading(cleaned, title), table)


def _line(row: Row, colour: bool) -> Text:
    line = Text()
    for piece in row.pieces:
        text = (escaped if piece.kind == "kept" else made_visible)(piece.text.rstrip("\n"))
        if piece.kind != "kept" and not piece.text.strip("\n") and len(row.pieces) > 1:
            text = "\\n"
        if piece.kind == "kept" or colour:
            line.append(text, STYLES[piece.kind])
        elif text:
            line.append(f"[-{text}-]" if piece.kind == "removed" else f"{{+{text}+}}")
    return line


def _heading(cleaned: Cleaned, title: str) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    if title:
        table.add_row("document", Text(escaped_line(title)))
    if cleaned.dropped is not None:
        stage, drop = cleaned.dropped
        table.add_row("dropped", Text(escaped_line(f"{stage}: {drop.rule} {drop.detail}"), style="bold red"))
    if cleaned.failed is not None:
        table.add_row("failed", Text(escaped_line(": ".join(cleaned.failed)), style="bold red"))
    for name, value in sorted(cleaned.fields.items()):
        if value not in (None, "", [], ()) and name not in ("html", "content"):
            shown = " | ".join(str(part) for part in value) if isinstance(value, list | tuple) else str(value)
            table.add_row(name, Text(escaped_line(shown)))
    table.add_row("", "")
    return table

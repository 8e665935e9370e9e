"""Edits: what changes a text, and the only account of it.

An `Edit` speaks of code points of the text that its stage received. Edits of one stage are sorted and do not
overlap. `apply` makes the new text, `replay` walks through all stages, `undo` walks back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple


class Edit(NamedTuple):
    """One change: the code points `start:end` of the received text become `replacement`.

    `rule` names why (`<tag>.<stage>.<what>`), `detail` holds what else a reader needs to understand it.

    >>> apply("a  b", [Edit(1, 3, " ", "und.invisible_character.odd_space")])
    'a b'
    """

    start: int
    end: int
    replacement: str
    rule: str
    detail: str = ""


class AppliedEdit(NamedTuple):
    """An edit as it stands in the account: with its place in the pipeline and what it removed.

    `position` is the place of the stage in the pipeline, from 0; a stage that is listed twice has two.
    """

    position: int
    stage: str
    rule: str
    start: int
    end: int
    removed: str
    replacement: str
    detail: str = ""


class EditError(ValueError):
    """Edits overlap, are unsorted, or do not fit the text they are applied to. The message names the rule."""


def check(edits: Sequence[Edit], length: int) -> None:
    """Raise `EditError` unless `edits` are sorted, apart from each other and inside a text of `length` code points."""
    previous_end = 0
    previous_rule = "the start of the text"
    for edit in edits:
        if not 0 <= edit.start <= edit.end <= length:
            raise EditError(f"{edit.rule}: edit {edit.start}:{edit.end} lies outside of a text of {length} characters")
        if edit.start < previous_end:
            raise EditError(f"{edit.rule}: edit at {edit.start} overlaps or precedes {previous_rule} ending at {previous_end}")
        previous_end, previous_rule = edit.end, edit.rule


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Return `text` with `edits` carried out. Raises `EditError` as `check` does."""
    check(edits, len(text))
    pieces = []
    position = 0
    for edit in edits:
        pieces.append(text[position : edit.start])
        pieces.append(edit.replacement)
        position = edit.end
    pieces.append(text[position:])
    return "".join(pieces)


def replay(source: str, edits: Iterable[AppliedEdit]) -> str:
    """Return the clean text: `source` with the edits of each stage in turn.

    `edits` are in the order of the account: by position, then start. Raises `EditError` where an edit does not find
    the text that it says it removed.
    """
    text = source
    for _, group in groupby(edits, key=lambda edit: edit.position):
        stage_edits = list(group)
        for edit in stage_edits:
            if text[edit.start : edit.end] != edit.removed:
                raise EditError(f"{edit.rule}: the text at {edit.start}:{edit.end} is not what the edit says it removed")
        text = apply(text, [Edit(e.start, e.end, e.replacement, e.rule) for e in stage_edits])
    return text


def undo(text: str, edits: Iterable[AppliedEdit]) -> str:
    """Return the source text: the edits of the last stage are taken back first.

    Raises `EditError` where the text does not hold what an edit says it put there.

    >>> account = [AppliedEdit(0, "s", "r", 1, 3, "  ", " ")]
    >>> undo("a b", account)
    'a  b'
    """
    groups = [list(group) for _, group in groupby(edits, key=lambda edit: edit.position)]
    for group in reversed(groups):
        pieces = []
        position = 0  # in the text after the stage
        before = 0  # in the text before the stage
        for edit in group:
            keep = edit.start - before
            pieces.append(text[position : position + keep])
            position += keep
            if text[position : position + len(edit.replacement)] != edit.replacement:
                raise EditError(f"{edit.rule}: the text does not hold the replacement of the edit at {edit.start}")
            pieces.append(edit.removed)
            position += len(edit.replacement)
            before = edit.end
        pieces.append(text[position:])
        text = "".join(pieces)
    return text


def compose(source: str, first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """Return the edits of `source` that do in one go what `first` and then `second` do.

    `second` speaks of the text that `first` makes of `source`. Where both touch one place they become one edit, under the rule of
    the first; so a stage that works in several rounds can give one account.

    >>> text = "a\\u200b \\nb"
    >>> both = compose(text, [Edit(1, 2, "", "zero_width")], [Edit(1, 2, "", "trailing")])
    >>> both
    [Edit(start=1, end=3, replacement='', rule='zero_width', detail='')]
    >>> apply(text, both)
    'a\\nb'
    """
    between = apply(source, first)
    spans: list[tuple[int, int, int, Edit]] = []  # start and end in `between`, which of the two, the edit
    shift = 0
    for edit in first:
        start = edit.start + shift
        spans.append((start, start + len(edit.replacement), 0, edit))
        shift += len(edit.replacement) - (edit.end - edit.start)
    spans += [(edit.start, edit.end, 1, edit) for edit in second]
    spans.sort(key=lambda span: span[:3])
    composed: list[Edit] = []
    growth = 0  # what the edits of `first` so far have added: place in `between` minus place in `source`
    i = 0
    while i < len(spans):
        start, end, last, lead = spans[i]
        group = [spans[i]]
        i += 1
        while i < len(spans) and (spans[i][0] < end or (spans[i][0] == end and spans[i][2] != last)):
            end, last = max(end, spans[i][1]), spans[i][2]
            group.append(spans[i])
            i += 1
        source_start = start - growth
        growth += sum(len(edit.replacement) - (edit.end - edit.start) for _, _, which, edit in group if which == 0)
        inner = [edit._replace(start=edit.start - start, end=edit.end - start) for _, _, which, edit in group if which == 1]
        lead = next((edit for _, _, which, edit in group if which == 0), lead)
        composed.append(Edit(source_start, end - growth, apply(between[start:end], inner), lead.rule, lead.detail))
    return composed

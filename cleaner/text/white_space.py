"""White space at the edges: before a line's end, around a document, more line breaks than two. In: a text. Out: edits."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.edit import Edit
from cleaner.patterns import compiled
from cleaner.text.invisible import IDEOGRAPHIC_SPACE

_BLANKS = compiled(f"[ \t{IDEOGRAPHIC_SPACE}\n]+")
_WIDE_END = f"{IDEOGRAPHIC_SPACE}\n"


def find_white_space(text: str, rule: str) -> Iterator[Edit]:
    """Yield edits of spaces before a line's end, more line breaks than two, white space around the document."""
    outer = text[:1] + text[-1:]
    dirty = "\n\n\n" in text or " \n" in text or "\t\n" in text or _WIDE_END in text
    if not dirty and not _BLANKS.search(outer):
        return
    for run in _BLANKS.finditer(text):
        start, end, found = run.start(), run.end(), run.group()
        breaks = found.count("\n")
        if start == 0 or end == len(text):
            wanted, kind = "", "outer_space"
        elif not breaks:
            continue
        else:
            indent = found[found.rindex("\n") + 1 :]
            wanted = ("\n" if breaks == 1 else "\n\n") + indent
            kind = "trailing_space" if breaks <= 2 else "blank_line"
        if found != wanted:
            yield Edit(start, end, wanted, rule + kind)

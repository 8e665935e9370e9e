"""The body as JSON-LD states it. In: the lines of a page, and the `articleBody` that it carries. Out: the lines that say the same.

Many pages carry their whole text a second time, without paragraphs. It is no source of text here, but it tells where trafilatura went
to the wrong block.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from cleaner.patterns import compiled
from cleaner.web.page_text import PageLine
from cleaner.web.site_names import letters

_TAG = compiled(r"<[^<>]{1,500}>")
_MIN, _MAX = 300, 200_000
_MAX_LINES = 3000
_MIN_LINE = 20
_WHOLE, _MISSED = 0.7, 0.5


def lines_stated(lines: Sequence[PageLine], article_body: str) -> set[int]:
    """Return the lines that stand in `article_body`, none where they do not make up the most of it: an excerpt, or another text."""
    if len(article_body) < _MIN or len(lines) > _MAX_LINES:
        return set()
    whole = letters(_TAG.sub(" ", article_body[:_MAX]))
    found: dict[str, int] = {}
    for i, line in enumerate(lines):
        if line.selector is None and line.links < 0.5 and len(text := letters(line.text)) >= _MIN_LINE and text in whole:
            found[text] = i
    return set(found.values()) if sum(map(len, found)) >= _WHOLE * len(whole) else set()


def is_missed(lines: Sequence[PageLine], kept: Set[int], stated: Set[int]) -> bool:
    """Whether a choice of lines holds less than half of what is stated, though the page shows it."""
    said, chosen = (sum(len(lines[i].text) for i in places) for places in (stated, kept & stated))
    return said > 0 and chosen < _MISSED * said

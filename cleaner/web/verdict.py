"""What becomes of the lines of a page. In: its lines, and which of them are body. Out: the rule that cuts each of the others, captions
with their credits, and who signed."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

from cleaner.patterns import compiled
from cleaner.web.bylines import is_signature, names_in_lines
from cleaner.web.page_text import PageLine

_WORD = compiled(r"\w+")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_LINKED, _SHORT, _LONG = 0.8, 15, 200
_TIME = compiled(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d\b")
_ABOVE = 12
"""So many lines above the body may name the author."""
_BELOW = 4
"""So many lines from the end of the body on may be a signature, or belong to a caption."""
_CAPTIONS_ABOVE = 160


def rules_of_cuts(lines: Sequence[PageLine], kept: Set[int], headlines: Sequence[str], whole: bool = False) -> dict[int, str]:
    """Return which lines go, and by which rule. `whole`: a file of the site says which lines are body, so links among them stay.

    The headline goes where it stands above the first paragraph, since it has a column.
    """
    cuts: dict[int, str] = {}
    titles = {_folded(title) for title in headlines}
    above = True
    for i, line in enumerate(lines):
        if line.selector is not None:
            cuts[i] = line.selector.id
        elif i not in kept:
            cuts[i] = "und.html_text.not_body"
        elif not whole and line.links >= _LINKED and line.tag not in _HEADINGS and len(line.text) > _SHORT:
            cuts[i] = "und.html_text.link_line"
        elif above and _folded(line.text) in titles:
            cuts[i] = "und.html_text.headline"
        else:
            above = above and len(line.text) < _LONG
    return cuts


def signed_by(lines: Sequence[PageLine], kept: Set[int], site: Set[str]) -> tuple[list[str], dict[int, str]]:
    """Look for the author in the lines around the body; return the names, and a signature as a line that goes.

    `site` holds the names of the site, which nobody signs with.
    """
    first, last = min(kept), max(kept)
    names = names_in_lines([line.text for line in lines[max(0, first - _ABOVE) : first + 2]], site)
    if names or len(kept) <= _BELOW:
        return names, {}
    place = next((i for i in range(last, min(last + _BELOW, len(lines))) if is_signature(lines[i].block, lines[i].text)), None)
    return ([], {}) if place is None else ([lines[place].text], {place: "und.html_text.signature"})


def captions_near(lines: Sequence[PageLine], body: Set[int]) -> list[tuple[str, str]]:
    """Return captions with their credits: of figures near the body, not of those in a list of other articles.

    A line with the time or the author of the article is none, though sites write it in the type of captions.
    """
    if not body:
        return []
    low, high = min(body) - _CAPTIONS_ABOVE, max(body) + _BELOW
    groups: dict[Any, tuple[list[str], list[str]]] = {}
    for i, line in enumerate(lines):
        if line.selector is not None and line.selector.kind != "cut" and line.group is not None and low <= i <= high:
            caption, credit = groups.setdefault(line.group, ([], []))
            (caption if line.selector.kind == "caption" else credit).append(line.text)
    pairs = [(" ".join(caption), " ".join(credit)) for caption, credit in groups.values()]
    return [pair for pair in dict.fromkeys(pairs) if pair[1] or not (_TIME.match(pair[0]) or names_in_lines([pair[0]], frozenset()))]


def lines_within(lines: Sequence[PageLine], elements: Sequence[Any]) -> set[int]:
    """Return the lines that stand in one of the elements."""
    wanted = set(elements)
    known: dict[Any, bool] = {}
    if not wanted:
        return set()
    for line in lines:
        if line.block not in known:
            known[line.block] = line.block in wanted or any(parent in wanted for parent in line.block.iterancestors())
    return {i for i, line in enumerate(lines) if known[line.block]}


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))

"""The visible text of a page: one line for each block. In: a tree and its marked elements. Out: lines in the order of the
page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from lxml import etree

from cleaner.web.selectors import Selector

HIDDEN = frozenset(
    "script style noscript template svg head iframe object embed canvas audio video map math datalist textarea select".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small span"
    " strike strong sub sup time tt u var wbr img picture source amp-img o:p input meta link".split()
)
TIGHT = frozenset({"li", "tr", "dt", "dd", "br", "option"})


class PageLine(NamedTuple):
    """One line: its text, the selector of the marked element that it stands in, and the figure or caption that it belongs to.

    `links` is the share of its characters that stand in links. `tight`: the line follows the one above without a blank line.
    `tag` is the block's, `parent` the element around it, `block` the element itself.
    """

    text: str
    selector: Selector | None
    group: Any
    tight: bool
    tag: str
    links: float = 0.0
    parent: Any = None
    block: Any = None


def page_lines(root: Any, marked: Mapping[Any, Selector]) -> list[PageLine]:
    """Return all lines of the page's text that a reader may see, white space collapsed.

    >>> from lxml import html
    >>> [line.text for line in page_lines(html.fromstring("<div>A <b>b</b><p>C<br>d</p>e</div>"), {})]
    ['A b', 'C', 'd', 'e']
    """
    lines: list[PageLine] = []
    pieces: list[str] = []
    stack: list[tuple[Selector | None, Any, str, Any]] = [(None, None, "body", root)]
    tight = False
    anchors = linked = 0

    def flush(next_tight: bool) -> None:
        nonlocal tight, linked
        if pieces:
            text = " ".join("".join(pieces).split())
            pieces.clear()
            if text:
                selector, group, tag, block = stack[-1]
                parent = block.getparent()
                lines.append(PageLine(text, selector, group, tight, tag, min(1.0, linked / len(text)), parent, block))
                tight = next_tight
                linked = 0
                return
        tight = tight and next_tight

    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if not isinstance(tag, str) or tag in HIDDEN:
                walker.skip_subtree()
                continue
            selector, group, *_ = stack[-1]
            mark = marked.get(element)
            if tag == "br":
                flush(True)
            elif tag not in INLINE or mark is not None:
                flush(tag in TIGHT)
                own = mark if mark is not None and (selector is None or selector.kind == "caption") else selector
                if tag == "figure" or (group is None and own is not None and own.kind != "cut"):
                    group = element
                stack.append((own, group, tag, element))
            anchors += tag == "a"
            if element.text:
                pieces.append(element.text)
                linked += len(element.text.strip()) if anchors else 0
        else:
            if isinstance(tag, str) and tag not in HIDDEN and tag != "br" and (tag not in INLINE or element in marked):
                flush(tag in TIGHT)
                stack.pop()
            anchors -= tag == "a"
            if element.tail:
                pieces.append(element.tail)
                linked += len(element.tail.strip()) if anchors else 0
    flush(False)
    return lines


def join_lines(lines: list[PageLine]) -> str:
    """Return the lines as a text: a blank line between paragraphs, none between items of a list or rows of a table."""
    parts: list[str] = []
    for i, line in enumerate(lines):
        if i:
            parts.append("\n" if line.tight else "\n\n")
        parts.append(line.text)
    return "".join(parts)

"""Markup to a tree. In: the text of a page. Out: an lxml tree that holds all of it, or an error; never a tree with a part
missing.

libxml2 leaves out in silence what stands behind 255 levels or in a node of more than 10 MB; here its limits are lifted and
ours raise.
Nothing is expanded, fetched or read from disk: this is the HTML parser, which knows no entities of a document's own.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

_DATA_URI = re.compile(r"data:[\w./+-]{0,60}(?:;[\w=-]{1,40}){0,3};base64,[A-Za-z0-9+/=%]{64,}")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")


class PageError(ValueError):
    """A page is larger or deeper than the caps, or no page at all; the message begins with `too_large`, `too_deep` or `empty`."""


def parse_page(source: str, *, max_characters: int = 20_000_000, max_nodes: int = 400_000, max_depth: int = 1000) -> Any:
    """Return the root element of a page. Raises `PageError` where a cap is passed.

    >>> parse_page("<p>One<p>Two").xpath("//p/text()")
    ['One', 'Two']
    """
    if "base64," in source:
        source = _DATA_URI.sub("data:,", source)
    if len(source) > max_characters:
        raise PageError(f"too_large: {len(source)} characters; the cap is {max_characters}")
    if (tags := source.count("<")) > 2 * max_nodes:
        raise PageError(f"too_large: some {tags} tags; the cap is {max_nodes} elements")
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8", no_network=True)
    data = _CONTROLS.sub("", source).encode("utf-8", "replace")
    try:
        root = html.document_fromstring(data, parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        if any("Excessive depth" in entry.message for entry in parser.error_log):
            raise PageError(f"too_deep: more than {max_depth} levels") from error
        raise PageError(f"empty: no markup can be read: {error}") from error
    for entry in parser.error_log:
        if entry.type_name == "ERR_RESOURCE_LIMIT" or "Excessive depth" in entry.message:
            raise PageError(f"too_deep: {entry.message}")
    count = int(root.xpath("count(//*)"))
    if count > max_nodes:
        raise PageError(f"too_large: {count} elements; the cap is {max_nodes}")
    if data.count(b"<") > max_depth:
        check_depth(root, max_depth)
    return root


def check_depth(root: Any, max_depth: int) -> None:
    """Raise `PageError` for a tree of too many levels."""
    level = [root]
    for _ in range(max_depth):
        level = [child for element in level for child in element]
        if not level:
            return
    raise PageError(f"too_deep: more than {max_depth} levels")

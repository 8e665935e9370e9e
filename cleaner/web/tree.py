"""Markup to a tree. In: the text of a page. Out: an lxml tree that holds all of it, or an error; never a tree with a part
missing.

libxml2 leaves out in silence what stands behind 255 levels or in a node of more than 10 MB; here its limits are lifted and
ours raise.
Nothing is expanded, fetched or read from disk: this is the HTML parser, which knows no entities of a document's own.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from lxml import etree, html

from cleaner.patterns import compiled

_DATA_URI = compiled(r"data:[\w./+-]{0,60}(?:;[\w=-]{1,40}){0,3};base64,[A-Za-z0-9+/=%]{64,}")
_ELEMENTS = etree.ElementDefaultClassLookup(element=html.HtmlElement)
"""One class for all elements: the one of lxml.html, without a question for each, which would double the time of every walk."""
_UNSEEN = ("style", "noscript", "template", "svg", "meta", "link")
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])


class PageError(ValueError):
    """A page is larger or deeper than the caps, or no page at all: `kind`, with which the message begins, is `too_large`, `too_deep` or
    `empty`."""

    @property
    def kind(self) -> str:
        return str(self).partition(":")[0]


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
    parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8", no_network=True)
    parser.set_element_class_lookup(_ELEMENTS)
    data = source.encode("utf-8", "replace").translate(None, _CONTROLS)
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
    if _deeper(max_depth)(root):
        raise PageError(f"too_deep: more than {max_depth} levels")


@cache
def _deeper(levels: int) -> etree.XPath:
    return etree.XPath(f"boolean({'*/' * (levels - 1)}*)")


def strip_unseen(root: Any) -> None:
    """Take out of a tree what no reader of the page sees and what says nothing else: what follows has fewer elements to look at.

    Left alone: JSON-LD, out of which the text of an article may have to be taken.

    >>> root = parse_page("<p>One<script>1</script> two<svg><path/></svg></p><script type='application/ld+json'>{}</script>")
    >>> strip_unseen(root)
    >>> [element.tag for element in root.find("body").iter()]
    ['body', 'p', 'script']
    >>> root.find(".//p").text
    'One two'
    """
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            script.tag = "style"
    etree.strip_elements(root, *_UNSEEN, with_tail=False)


def remove_element(element: Any) -> None:
    """Take an element out of its tree; the text behind it stays.

    >>> root = parse_page("<p>One <b>two</b> three</p>")
    >>> remove_element(root.find(".//b"))
    >>> root.find(".//p").text
    'One  three'
    """
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)

"""A web page. In: `html`. Out: the page's visible text with all that is not body cut, and what the page says about itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from cleaner.document import Document, LineCut, cut_lines
from cleaner.edit import Edit
from cleaner.stage import NOTHING, Stage, StageResult, option
from cleaner.web.body import body_text, judged_lines, leads_of_body, lines_of_body, siblings_of_body
from cleaner.web.bylines import is_signature, names_in_lines
from cleaner.web.metadata import Metadata, read_metadata
from cleaner.web.page_text import PageLine, join_lines, page_lines
from cleaner.web.selector_files import load_selectors, load_sites, selectors_for, site_for
from cleaner.web.selectors import Selector, find_marked
from cleaner.web.sites import Site, find_elements
from cleaner.web.tree import parse_page, strip_unseen

_WORD = re.compile(r"\w+")
_REACH = 4
_ABOVE = 12
"""So many lines above the body may name the author."""
_MANY_LINES = 20_000
"""A page of more lines is read as with `fast`: trafilatura's second opinions cost time by the square of the lines."""
_SITE_REMOVE = Selector("und.html_text.site_remove", "An element that a site's own file removes.", "cut", ())
_REMOVED = Selector("und.html_text.site_remove", "An element that the file of a site removes.", "cut", ())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})


@dataclass(frozen=True)
class HtmlText(Stage):
    """The article of a web page, its captions, and what the page says about itself.

    The text that the account starts from is all that a reader of the page may see, a line for each block. Elements that are named
    selectors (`cleaner/rules/und/html_text.toml`, files for sites under `cleaner/rules/site`) are cut first: captions and
    credits go to
    their columns, share bars and boxes to the edits alone. trafilatura chooses the body out of the rest, and the line
    model of `line_noise` looks at its choice (`judge`); every other line is
    cut under
    `und.html_text.not_body`. Title, description, authors, time, section and tags come from JSON-LD, meta tags and elements, in
    this
    order; the detail of the first edit names the source of each.

    Where trafilatura errs on a site that you know, write a rule file of your own: `[[site]]` with `host`, and `title`, `body`,
    `remove` as in style sheets (`body = "div.story"`, `remove = ["div.donate"]`). The lines of such a body are all kept; where
    it finds nothing on a page the common way is taken, and the detail says so.

    Left alone: documents without `html`, columns that the input has set. A page beyond the caps fails with `too_large` or
    `too_deep`; it never loses a part in silence. Nothing is fetched.

    >>> from cleaner.document import Document
    >>> page = "<html><nav>Home</nav><article><h1>Snow</h1>" + "<p>It snowed all night.</p>" * 9 + "</article></html>"
    >>> HtmlText().process(Document("a", "", {"html": page})).fields["title"]
    'Snow'
    """

    name: ClassVar[str] = "html_text"
    reads: ClassVar[tuple[str, ...]] = ("html", "url", "crawled_at")
    writes: ClassVar[tuple[str, ...]] = (
        "text", "title", "description", "authors", "agencies", "published_at", "published_precision", "url", "site_name", "section",
        "tags", "language",
        "captions", "photo_credits", "warnings",
    )  # fmt: skip

    max_characters: int = option(20_000_000, "A longer page fails, data URIs not counted.", minimum=1000)
    max_nodes: int = option(400_000, "A page of more elements fails.", minimum=100)
    max_depth: int = option(1000, "A page nested deeper fails.", minimum=50, maximum=2000)
    judge: bool = option(True, "Put trafilatura's choice to the line model of `line_noise`.")
    fast: bool = option(False, "Do not ask the second opinions that trafilatura takes; on pages of 20,000 lines they never are.")
    rules: tuple[str, ...] = option((), "Rule files of your own: [[selector]], and [[site]] with title, body, remove of a host.")

    def __post_init__(self) -> None:
        if self.rules:  # a wrong file is told before the first page
            load_selectors("", self.rules)
            load_sites("", self.rules)

    def process(self, document: Document) -> StageResult:
        source = document.fields.get("html")
        if not source or not source.strip():
            return NOTHING
        root = parse_page(source, max_characters=self.max_characters, max_nodes=self.max_nodes, max_depth=self.max_depth)
        url = document.url
        metadata = read_metadata(root, url, document.fields.get("crawled_at"))
        strip_unseen(root)
        address = url or metadata.fields.get("url")
        site = site_for(address, self.rules)
        marked = find_marked(root, selectors_for(address, self.rules))
        if site:
            marked |= {element: _REMOVED for one in site.remove for element in find_elements(root, one) if element is not root}
            _site_title(root, site, metadata)
        lines = page_lines(root, marked)
        kept = _lines_within(lines, find_elements(root, site.body)) if site else set()
        if site and site.body:
            metadata.sources["body"] = "site" if kept else f"nothing found by the site {site.host}"
        whole = bool(kept)
        if not kept:
            for element in marked:
                _remove(element)
            kept = lines_of_body(lines, body_text(root, url, self.fast or len(lines) > _MANY_LINES))
            kept |= siblings_of_body(lines, kept)
            if self.judge and kept:
                kept = judged_lines(lines, kept)
            kept |= leads_of_body(lines, kept, metadata.descriptions)
        kept -= {i for i in kept if lines[i].selector is not None}
        cuts = _cuts(lines, kept, metadata, whole)
        if metadata.only_site is not None and kept:
            cuts |= _signed(lines, sorted(kept), metadata)
        text = join_lines(lines)
        page = Document(document.id, text)
        edits = _merged(cut_lines(page, {page.content_lines[i]: cut for i, cut in cuts.items()}))
        captions = _captions(lines, {i for i in range(len(lines)) if i not in cuts})
        return StageResult(_with_sources(edits, metadata), _fields(document, metadata, captions), text=text)


def _remove(element: Any) -> None:
    """Take an element out of its tree; the text behind it stays."""
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


def _site_title(root: Any, site: Site, metadata: Metadata) -> None:
    """Take the title from where the file of the site says that it stands."""
    texts = (" ".join("".join(element.itertext()).split()) for element in find_elements(root, site.title))
    title = next((text for text in texts if text), "")
    if title:
        metadata.fields["title"], metadata.sources["title"] = title, "site"
        metadata.headlines = (title, *metadata.headlines)


def _lines_within(lines: list[PageLine], elements: list[Any]) -> set[int]:
    """Return the lines that stand in one of the elements."""
    wanted = set(elements)
    known: dict[Any, bool] = {}
    if not wanted:
        return set()
    for line in lines:
        if line.block not in known:
            known[line.block] = line.block in wanted or any(parent in wanted for parent in line.block.iterancestors())
    return {i for i, line in enumerate(lines) if known[line.block]}


def _cuts(lines: list[PageLine], kept: set[int], metadata: Metadata, whole: bool = False) -> dict[int, LineCut]:
    """Return which lines go. `whole`: a file of the site says which lines are body, so links among them stay."""
    cuts: dict[int, LineCut] = {}
    titles = {_folded(title) for title in metadata.headlines}
    first = True
    for i, line in enumerate(lines):
        if line.selector is not None:
            cuts[i] = LineCut(line.selector.id)
        elif i not in kept:
            cuts[i] = LineCut("und.html_text.not_body")
        elif not whole and line.links >= 0.8 and line.tag not in _HEADINGS and len(line.text) > 15:
            cuts[i] = LineCut("und.html_text.link_line")
        elif first and _folded(line.text) in titles:
            cuts[i] = LineCut("und.html_text.headline")
        else:
            first = first and len(line.text) < 200
    return cuts


def _signed(lines: list[PageLine], kept: list[int], metadata: Metadata) -> dict[int, LineCut]:
    """Look for the author in the lines around the body, where the page names none but its site; return a signature as a cut."""
    assert metadata.only_site is not None
    first, last = kept[0], kept[-1]
    near = [line.text for line in lines[max(0, first - _ABOVE) : first + 2]]
    names = names_in_lines(near, metadata.only_site)
    cuts: dict[int, LineCut] = {}
    if not names and len(kept) > _REACH:
        place = next((i for i in range(last, min(last + _REACH, len(lines))) if is_signature(lines[i].block, lines[i].text)), None)
        if place is not None:
            names, cuts = [lines[place].text], {place: LineCut("und.html_text.signature")}
    if names:
        metadata.fields["authors"], metadata.sources["authors"] = names, "line"
    return cuts


def _captions(lines: list[PageLine], body: set[int]) -> list[tuple[str, str]]:
    """Return captions with their credits: of figures near the body, not of those in a list of other articles."""
    if not body:
        return []
    low, high = min(body), max(body)
    groups: dict[Any, tuple[list[str], list[str]]] = {}
    for i, line in enumerate(lines):
        if line.selector is not None and line.selector.kind != "cut" and line.group is not None:
            if i < low - 40 * _REACH or i > high + _REACH:
                continue
            caption, credit = groups.setdefault(line.group, ([], []))
            (caption if line.selector.kind == "caption" else credit).append(line.text)
    pairs = [(" ".join(caption), " ".join(credit)) for caption, credit in groups.values()]
    return list(dict.fromkeys(pairs))


def _fields(document: Document, metadata: Metadata, captions: list[tuple[str, str]]) -> dict[str, Any]:
    given = document.fields
    fields = {name: value for name, value in metadata.fields.items() if not given.get(name) or given.get(name) in ("none", "und")}
    if given.get("published_at") is not None:
        fields.pop("published_at", None)
        fields.pop("published_precision", None)
    if captions:
        fields["captions"] = [caption for caption, _ in captions]
        fields["photo_credits"] = [credit for _, credit in captions]
    if metadata.date_conflict:
        fields["warnings"] = ["date_conflict"]
    return fields


def _merged(edits: list[Edit]) -> list[Edit]:
    """Join neighbours of one rule to one edit."""
    merged: list[Edit] = []
    for edit in edits:
        if merged and merged[-1].end == edit.start and merged[-1].rule == edit.rule and not edit.replacement:
            merged[-1] = merged[-1]._replace(end=edit.end)
        else:
            merged.append(edit)
    return merged


def _with_sources(edits: list[Edit], metadata: Metadata) -> list[Edit]:
    """Name the winning source of each field in the detail of the first edit."""
    detail = "; ".join(f"{name}: {source}" for name, source in metadata.sources.items())
    if not detail:
        return edits
    if not edits:
        return [Edit(0, 0, "", "und.html_text.metadata", detail)]
    return [edits[0]._replace(detail=detail), *edits[1:]]


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))

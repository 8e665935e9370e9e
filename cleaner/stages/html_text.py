"""A web page. In: `html`. Out: the page's visible text with all that is not body cut, and what the page says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from cleaner.document import Document, LineCut, cut_lines
from cleaner.edit import Edit
from cleaner.stage import NOTHING, Stage, StageResult, option
from cleaner.web.body import body_text, judged_lines, leads_of_body, lines_of_body, siblings_of_body
from cleaner.web.metadata import Metadata, read_metadata
from cleaner.web.page_text import join_lines, page_lines
from cleaner.web.selector_files import load_selectors, load_sites, selectors_for, site_for
from cleaner.web.selectors import Selector, find_marked
from cleaner.web.sites import Site, find_elements
from cleaner.web.stated_body import is_missed, lines_stated
from cleaner.web.tree import parse_page, remove_element, strip_unseen
from cleaner.web.verdict import captions_near, lines_within, rules_of_cuts, signed_by

_MANY_LINES = 20_000
"""A page of more lines is read as with `fast`: trafilatura's second opinions cost time by the square of the lines."""
_MOST_LINES = 50_000
"""Of a page of more lines trafilatura is not asked, which takes 3 s for 30,000 paragraphs, 28 s for 100,000."""
_REMOVED = Selector("und.html_text.site_remove", "An element that the file of a site removes.", "cut", ())


@dataclass(frozen=True)
class HtmlText(Stage):
    """The article of a web page, its captions, and what the page says about itself.

    The text that the account starts from is all that a reader of the page may see, a line for each block. Elements that are named
    by selectors (`cleaner/rules/und/html_text.toml`, files for sites under `cleaner/rules/site`) are cut first: captions and credits
    go to their columns, share bars and boxes to the edits alone. trafilatura chooses the body out of the rest, the line model of
    `line_noise` looks at its choice (`judge`), and a standfirst above the body that repeats the description is kept; where JSON-LD
    states a text that the page shows and most of it was not chosen, those lines are the body. On a page of more than 50,000 lines
    the line model alone chooses. Every other line is cut under
    `und.html_text.not_body`. Title, description, authors, time, section and tags come from JSON-LD, meta tags and
    elements, in this order; the detail of the first edit names the source of each.

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
        kept = lines_within(lines, find_elements(root, site.body)) if site else set()
        if site and site.body:
            metadata.sources["body"] = "site" if kept else f"nothing found by the site {site.host}"
        whole = bool(kept)
        if not kept:
            for element in marked:
                remove_element(element)
            if len(lines) <= _MOST_LINES:
                kept = lines_of_body(lines, body_text(root, url, self.fast or len(lines) > _MANY_LINES))
                kept |= siblings_of_body(lines, kept)
            else:
                kept, metadata.sources["body"] = set(range(len(lines))), "line model alone"
            if self.judge and kept:
                kept = judged_lines(lines, kept)
            stated = lines_stated(lines, metadata.article_body)
            if is_missed(lines, kept, stated):
                kept, metadata.sources["body"] = stated, "json-ld"
            kept |= leads_of_body(lines, kept, metadata.descriptions)
        kept -= {i for i in kept if lines[i].selector is not None}
        cuts = rules_of_cuts(lines, kept, metadata.headlines, whole)
        if metadata.only_site is not None and kept:
            names, cut = signed_by(lines, kept, metadata.only_site)
            cuts |= cut
            if names:
                metadata.fields["authors"], metadata.sources["authors"] = names, "line"
        text = join_lines(lines)
        page = Document(document.id, text)
        edits = _merged(cut_lines(page, {page.content_lines[i]: LineCut(rule) for i, rule in cuts.items()}))
        captions = captions_near(lines, {i for i in range(len(lines)) if i not in cuts})
        return StageResult(_with_sources(edits, metadata), _fields(document, metadata, captions), text=text)


def _site_title(root: Any, site: Site, metadata: Metadata) -> None:
    """Take the title from where the file of the site says that it stands."""
    texts = (" ".join("".join(element.itertext()).split()) for element in find_elements(root, site.title))
    title = next((text for text in texts if text), "")
    if title:
        metadata.fields["title"], metadata.sources["title"] = title, "site"
        metadata.headlines = (title, *metadata.headlines)


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

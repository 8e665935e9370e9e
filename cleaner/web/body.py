"""Which lines are the body: trafilatura's choice on our tree, brought back to our lines by what they say."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from typing import Any

from cleaner.patterns import compiled
from cleaner.web.page_text import PageLine

_PARAGRAPH = 80
_HEADINGS = frozenset({"h2", "h3", "h4"})
_ABOVE, _START = 60, 50
_SAYS, _LEAD = 25, 40
"""So many characters of a line say something; so many make a standfirst of an element that is named one."""
_NAMED_LEAD = compiled(
    r"(?:^|[\s_-])(?:leads?|lede|standfirst|intro|summary|teaser|teaser-?text|perex|sapo|ingress|vorspann|dek|deck|sub-?(?:title|head(?:line)?)|chapo"
    r"|sumario|bajada|entradilla|spot|sottotitolo|preamble|strapline|excerpt|abstract)(?:[\s_-]|$)"
)
_CAMEL = compiled(r"(?<=[a-z])(?=[A-Z])")
_ENDS = frozenset(".!?…。！？।؟۔\"'”’»“)")


def body_text(root: Any, url: str | None, fast: bool = False, recall: bool = False) -> str:
    """Return what trafilatura takes for the body of a tree, `""` where it finds none. The tree is left as it is; nothing is
    fetched."""
    import trafilatura
    from trafilatura.settings import Extractor

    options = Extractor(output_format="txt", fast=fast, comments=False, tables=True, recall=recall, url=url)
    found: Any = trafilatura.bare_extraction(root, options=options)
    if found is None or found.body is None:
        return ""
    from trafilatura.xml import xmltotxt

    text: str = xmltotxt(found.body, False)
    return text


def lines_of_body(lines: list[PageLine], body: str) -> set[int]:
    """Return the places of the lines that stand in `body`, in its order where a line stands on the page more than once."""
    flat = [_flat(line.text) for line in lines]
    starts, position = [], 0
    for text in flat:
        starts.append(position)
        position += len(text)
    whole = "".join(flat)
    places = defaultdict(list)
    for i, text in enumerate(flat):
        places[text].append(i)
    covered = [0] * len(flat)
    here = 0
    for chunk in body.split("\n"):
        for piece in _pieces(chunk, places, whole):
            if piece in places:
                standing = places[piece]
                i = standing[min(bisect_left(standing, here), len(standing) - 1)]
                covered[i] = len(flat[i])
                here = i + 1
                continue
            if len(piece) < 8:
                continue
            at = whole.find(piece, starts[here] if here < len(starts) else 0)
            at = whole.find(piece) if at < 0 else at
            if at < 0:
                continue
            end = at + len(piece)
            i = bisect_right(starts, at) - 1
            while i < len(starts) and starts[i] < end:
                covered[i] += max(0, min(end, starts[i] + len(flat[i])) - max(at, starts[i]))
                here = i
                i += 1
    return {i for i, text in enumerate(flat) if text and covered[i] * 2 >= len(text)}


def siblings_of_body(lines: list[PageLine], kept: set[int]) -> set[int]:
    """Return paragraphs between kept ones that trafilatura left out, though they stand beside three or more that it kept.

    It drops a paragraph that it has seen before, and one whose first words look like a widget's.
    """
    beside = Counter(lines[i].parent for i in kept if lines[i].tag == "p" and lines[i].selector is None)
    low, high = min(kept, default=0), max(kept, default=0)
    return {
        i
        for i in range(low + 1, high)
        if i not in kept
        and (line := lines[i]).tag == "p"
        and line.selector is None
        and len(line.text) >= _PARAGRAPH
        and line.links < 0.3
        and line.text[-1] in _ENDS
        and beside[line.parent] >= 3
    }


def leads_of_body(lines: list[PageLine], kept: set[int], descriptions: tuple[str, ...]) -> set[int]:
    """Return the standfirst: lines above the body that say what the page says of itself, or whose element is named a lead."""
    long = (i for i in sorted(kept) if len(lines[i].text) >= _PARAGRAPH and lines[i].links < 0.5)
    first = next(long, min(kept, default=0))
    stated = [start for text in descriptions if len(start := _start(text)) >= _SAYS]
    leads: set[int] = set()
    for i in range(max(0, first - _ABOVE), first):
        line = lines[i]
        if i in kept or line.selector is not None or line.links >= 0.5 or line.tag == "h1" or len(line.text) < _SAYS:
            continue
        start = _start(line.text)
        size = len(start)
        repeats = size >= _SAYS and any(text.startswith(start) or start.startswith(text) for text in stated)
        if repeats or (len(line.text) >= _LEAD and _NAMED_LEAD.search(_CAMEL.sub("-", line.block.get("class") or "").lower())):
            leads.add(i)
    said = {_start(lines[i].text) for i in kept} if leads else set()
    return {i for i in leads if _start(lines[i].text) not in said}


def _start(text: str) -> str:
    """Return the first letters of a line, without the differences that spellings of one text have."""
    return _flat(text[: 4 * _START].lower())[:_START]


def _is_paragraph(line: PageLine) -> bool:
    size = len(line.text)
    return line.links < 0.3 and (size >= 2 * _PARAGRAPH or (size >= _PARAGRAPH and line.text[-1] in _ENDS))


def judged_lines(lines: list[PageLine], kept: set[int]) -> set[int]:
    """Return the lines that are body when the line model has the word and trafilatura's choice is one of its voices.

    Where the model would cut more than half of the choice it does not know pages of this kind, and the choice stands.
    """
    import numpy as np

    from cleaner.noise.model import load_trees, page_scores

    flags = np.array([i in kept for i in range(len(lines))], bool)
    scores = page_scores([line.text for line in lines], flags)
    level = load_trees("judged").levels["normal"]
    below = {int(i) for i in np.flatnonzero(scores < level)}
    beside = Counter(lines[i].parent for i in kept & below if lines[i].tag == "p")
    first, last = min(kept), max(kept)
    # what trafilatura left out is taken in above the body, where standfirsts stand, and beside what it kept
    others = {i for i in below - kept if i < last and lines[i].tag != "h1" and (i < first or beside[lines[i].parent] >= 3)}
    body = (kept & below) | others
    for i in kept - body:  # a whole paragraph beside others of the body is not the model's to cut
        line = lines[i]
        if line.tag == "p" and beside[line.parent] >= 3 and _is_paragraph(line):
            body.add(i)
    low, high = min(kept & body, default=0), max(kept & body, default=0)
    for i in sorted(kept - body, reverse=True):  # nor is a heading with its paragraph below it
        if low < i < high and lines[i].tag in _HEADINGS and lines[i].links < 0.5:
            following = next((j for j in range(i + 1, high) if lines[j].selector is None), high)
            if following in kept and following in body:
                body.add(i)
    before, left = (sum(len(lines[i].text) for i in chosen) for chosen in (kept, kept & body))
    return body if 2 * left >= before else kept


def _pieces(chunk: str, places: dict[str, list[int]], whole: str) -> list[str]:
    """Return the parts of a line of trafilatura's that may be looked for on the page."""
    text = _flat(chunk)
    if not text:
        return []
    if text in places or text in whole:
        return [text]
    bare = _flat(chunk.lstrip("-| \t")).rstrip("|")
    if bare in places or bare in whole:
        return [bare]
    if "|" in chunk:
        return [_flat(cell) for cell in chunk.split("|") if cell.strip()]
    words = chunk.split()
    return [_flat("".join(words[i : i + 12])) for i in range(0, len(words), 12)]


def _flat(text: str) -> str:
    text = "".join(text.split())
    return text if text.isascii() else unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\u200b", "")

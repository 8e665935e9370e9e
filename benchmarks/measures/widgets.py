"""Lines of web sites by `web_boilerplate` alone: how many go, by language, and how many lines of the article go with them.

A page is one document, its lines apart by blank ones. The label `other` is everything that is no article, so that the share
that goes is a floor of the true recall; what is lost of body and sub-headings is exact.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from benchmarks.measures.data import BODY, read_pages
from benchmarks.measures.rows import Row
from cleaner.document import Document
from cleaner.stages.web_boilerplate import WebBoilerplate

CHARACTERS = 80
"""Widgets are short: longer lines of the label `other` are counted apart."""


def run(folder: Path) -> list[Row]:
    """Return rows for pages of today by language and as a whole, and for English pages of 2008 and of the web."""
    rows: list[Row] = []
    for source, file in (("today", "lines"), ("2008", "lines_english"), ("web", "lines_wcxb")):
        if (folder / f"{file}.jsonl.gz").exists():
            rows += _measure(f"widgets {source}", folder, file)
    return rows


def _measure(section: str, folder: Path, file: str) -> list[Row]:
    stage = WebBoilerplate()
    total: Counter[tuple[str, str]] = Counter()
    gone: Counter[tuple[str, str]] = Counter()
    for page in read_pages(folder, file):
        document = Document(page.id, "\n\n".join(page.lines), {"language": page.language})
        edits = stage.process(document).edits
        starts = [document.lines[index].start for index in document.content_lines]
        cut = {place for place, start in enumerate(starts) if any(e.start <= start < e.end or e.start == start for e in edits)}
        for place, (line, label) in enumerate(zip(page.lines, page.labels, strict=True)):
            if label in BODY or label == "title":
                kind = label
            elif label in ("other", "related", "comment"):
                kind = "short" if len(line) <= CHARACTERS else "long"
            else:
                continue
            for language in (page.language.split("-")[0], "all"):
                total[language, kind] += 1
                gone[language, kind] += place in cut
    rows = []
    languages = ["all", *sorted({language for language, _ in total} - {"all"})]
    for language in languages if len(languages) > 2 else ["all"]:
        figures: dict[str, float] = {}
        for kind in ("short", "long", *sorted(BODY), "title"):
            if count := total[language, kind]:
                figures[kind], figures[f"{kind}_gone"] = count, gone[language, kind] / count
        rows.append(Row(section, language, figures))
    return rows

"""Whole pages as plain text: what the pipeline keeps of them, beside tools that get the HTML of the same pages."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.measures.data import Page, read_jsonl, read_pages
from benchmarks.measures.grams import Score, compare
from benchmarks.measures.rows import Row
from cleaner.pipeline import Pipeline


def run(folder: Path, pipeline: Pipeline, peers: bool = True) -> list[Row]:
    """Return precision, recall and F1 over pages, all and by language: news of today, English news of 2008, and the peers.

    Figures of the fundus pages flatter: the model was grown from them. Those by publisher folds stand in the model card and
    are printed by
    `train_line_noise.py`. The English pages of 2008 were never trained on.
    """
    rows = []
    for name, file in (("pages today (trained on)", "lines"), ("pages 2008", "lines_english")):
        if (folder / f"{file}.jsonl.gz").exists():
            pages = read_pages(folder, file)
            rows += _rows(name, pages, [compare(pipeline.clean("\n".join(page.lines)).text, page.body) for page in pages])
    if peers and (folder / "pages.jsonl.gz").exists():
        pages = read_pages(folder, "lines")
        stored = read_jsonl(folder / "pages.jsonl.gz")
        html = {row["id"]: base64.b64decode(row["html_base64"]).decode("utf-8", "replace") for row in stored}
        for name, extract in _peers():
            rows += _rows(f"{name} with HTML", pages, [compare(extract(html[page.id]), page.body) for page in pages])[:1]
    return rows


def _rows(name: str, pages: Sequence[Page], scores: Sequence[Score]) -> list[Row]:
    by_language: dict[str, list[Score]] = defaultdict(list)
    for page, score in zip(pages, scores, strict=True):
        by_language["all"].append(score)
        by_language[page.language.split("-")[0]].append(score)
    order = ["all", *sorted(language for language in by_language if language != "all")]
    if len(order) == 2:
        order = order[:1]
    rows = []
    for language in order:
        p, r, f = np.mean(np.array(by_language[language]), axis=0).tolist()
        rows.append(Row(name, language, {"pages": len(by_language[language]), "precision": p, "recall": r, "f1": f}))
    return rows


def _peers() -> list[tuple[str, Callable[[str], str]]]:
    """Return the tools that are installed."""
    found: list[tuple[str, Callable[[str], str]]] = []
    try:
        import trafilatura

        found.append(("trafilatura", lambda html: trafilatura.extract(html, include_comments=False) or ""))
    except ImportError:
        pass
    try:
        from resiliparse.extract.html2text import extract_plain_text

        found.append(("resiliparse", lambda html: extract_plain_text(html, main_content=True)))
    except ImportError:
        pass
    try:
        import justext

        words = frozenset().union(*(justext.get_stoplist(name) for name in justext.get_stoplists()))
        found.append(
            ("jusText", lambda html: "\n".join(p.text for p in justext.justext(html.encode(), words) if not p.is_boilerplate))
        )
    except ImportError:
        pass
    return found

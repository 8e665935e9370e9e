"""Web pages: body, captions and metadata of `html_text`, beside other extractors from the same pages.

In: the folder of evaluation data. Out: one row of figures for each extractor; run by itself it prints them, with the worst pages.
"""

from __future__ import annotations

import base64
import sys
import time
from collections.abc import Callable, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.measures.data import ROOT, evaluation_folder, read_jsonl
from benchmarks.measures.grams import compare
from benchmarks.measures.rows import Row

Extractor = Callable[[bytes, str], tuple[str, Mapping[str, Any]]]


def _fold(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _ours(config: str = "") -> Extractor:
    """Return body and metadata alone, or with the text stages of a config behind them."""

    @cache
    def pipeline() -> Any:
        from cleaner import load_config
        from cleaner.pipeline import Pipeline

        return load_config(ROOT / "configs" / config).pipeline() if config else Pipeline.from_names("charset", "html_text")

    def extract(content: bytes, url: str) -> tuple[str, Mapping[str, Any]]:
        cleaned = pipeline().clean("", content=content, url=url)
        return cleaned.text, cleaned.fields

    return extract


def _headlines(content: bytes, url: str) -> tuple[str, ...]:
    """Return all headlines that a page states."""
    from cleaner.web.charset import decode
    from cleaner.web.metadata import read_metadata
    from cleaner.web.tree import parse_page

    return read_metadata(parse_page(decode(content).text), url).headlines


def _trafilatura(**options: Any) -> Extractor:
    def extract(content: bytes, url: str) -> tuple[str, Mapping[str, Any]]:
        import trafilatura

        found = trafilatura.bare_extraction(content, url=url, include_comments=False, with_metadata=True, **options)
        if found is None:
            return "", {}
        return found.text or "", {"title": found.title, "authors": (found.author or "").split("; "), "date": found.date}

    return extract


def _resiliparse(content: bytes, url: str) -> tuple[str, Mapping[str, Any]]:
    from resiliparse.extract.html2text import extract_plain_text

    return extract_plain_text(content.decode("utf-8", "replace"), main_content=True), {}


def _justext(content: bytes, url: str) -> tuple[str, Mapping[str, Any]]:
    import justext

    stoplist: frozenset[str] = frozenset().union(*(justext.get_stoplist(name) for name in ("English", "German", "French", "Spanish")))
    return "\n".join(p.text for p in justext.justext(content, stoplist) if not p.is_boilerplate), {}


EXTRACTORS: Mapping[str, Extractor] = {
    "cleaner": _ours(),
    "news_html.yaml": _ours("news_html.yaml"),
    "common_crawl.yaml": _ours("common_crawl.yaml"),
    "trafilatura": _trafilatura(),
    "trafilatura precision": _trafilatura(favor_precision=True),
    "trafilatura fast": _trafilatura(fast=True),
    "resiliparse": _resiliparse,
    "jusText": _justext,
}
_MODULES = {"trafilatura": "trafilatura", "resiliparse": "resiliparse", "jusText": "justext"}
"""Which module a peer needs."""


def run(folder: Path, peers: bool = True) -> list[Row]:
    """Return the figures of each extractor as a row, ours first; none where the pages are absent, or a peer is, or left out.

    The line model that judges the body was grown from these pages: its text figures guard against defects and no more.
    """
    if not (folder / "pages.jsonl.gz").is_file():
        return []
    names = [name for name in EXTRACTORS if name.split()[0] not in _MODULES or (peers and find_spec(_MODULES[name.split()[0]]))]
    return [Row("html (trained on)", name, figures) for name, figures in measure(folder, tuple(names)).items()]


def measure(folder: Path, names: tuple[str, ...] = ("cleaner",), every: int = 1) -> dict[str, dict[str, float]]:
    """Return for each extractor its figures over the pages, means over pages for the text and shares for the rest."""
    pages = list(read_jsonl(folder / "pages.jsonl.gz"))[::every]
    return {name: summary([score(page, EXTRACTORS[name]) for page in pages]) for name in names}


def score(page: Mapping[str, Any], extract: Extractor) -> dict[str, Any]:
    """Return what one extractor makes of one page, against its gold.

    A page may state several headlines (for readers, for search engines, for networks), of which the gold is one: `title` asks for that
    one, `title_stated` is right as well where ours and the gold are two of those that the page states.
    """
    gold = page["gold"]
    content = base64.b64decode(page["html_base64"])
    started = time.process_time()
    text, fields = extract(content, page["url"])
    seconds = time.process_time() - started
    grams = compare(text, gold["body"])
    captions = [_fold(c) for c in gold["captions"] if len(_fold(c)) >= 20 and _fold(c) not in _fold(gold["body"])]
    flat, ours = _fold(text), [_fold(c) for c in fields.get("captions", ())]
    published = fields.get("published_at")
    day = published.strftime("%Y-%m-%d") if published else fields.get("date")
    title, wanted_title = _fold(fields.get("title") or ""), _fold(gold["title"] or "")
    stated = {_fold(headline) for headline in _headlines(content, page["url"])} if title != wanted_title else {title}
    authors = {_fold(name) for name in fields.get("authors") or ()} - {""}
    wanted = {_fold(name) for name in gold["authors"]} - {""}
    return {
        "id": page["id"], "f1": grams.f1, "precision": grams.precision, "recall": grams.recall, "seconds": seconds,
        "captions": len(captions), "captions_found": sum(any(c in o or (o and o in c) for o in ours) for c in captions),
        "captions_left": sum(c in flat for c in captions),
        "captions_said": sum(bool(o) for o in ours) if gold["captions"] else 0,
        "captions_right": sum(bool(o) and any(o in c or (c and c in o) for c in map(_fold, gold["captions"])) for o in ours),
        "title": title == wanted_title if wanted_title else None,
        "title_stated": title in stated and wanted_title in stated if wanted_title else None,
        "date": day == gold["date"] or _same_moment(published, gold.get("datetime")) if gold["date"] else None,
        "authors": authors == wanted if wanted else None, "fields": fields, "text": text, "gold": gold,
    }  # fmt: skip


def _same_moment(published: Any, stated: str | None) -> bool:
    from datetime import datetime

    try:
        return bool(published and stated) and published == datetime.fromisoformat(str(stated))
    except (ValueError, TypeError):
        return False


def summary(scores: list[dict[str, Any]]) -> dict[str, float]:
    """Return the figures of one extractor."""

    def mean(name: str) -> float:
        values = [float(s[name]) for s in scores if s[name] is not None]
        return sum(values) / len(values) if values else 0.0

    captions = sum(s["captions"] for s in scores) or 1
    return {
        **{name: mean(name) for name in ("f1", "precision", "recall", "title", "title_stated", "date", "authors")},
        "captions_found": sum(s["captions_found"] for s in scores) / captions,
        "captions_left": sum(s["captions_left"] for s in scores) / captions,
        "captions_right": sum(s["captions_right"] for s in scores) / (sum(s["captions_said"] for s in scores) or 1),
        "pages_per_second": len(scores) / max(1e-9, sum(s["seconds"] for s in scores)),
    }


def main() -> None:
    folder = evaluation_folder()
    if folder is None:
        sys.exit("no evaluation data: set CLEANER_EVAL")
    names = tuple(sys.argv[1:]) or tuple(EXTRACTORS)
    for name, figures in measure(folder, names).items():
        print(f"{name:22}", "  ".join(f"{key} {value:.3f}" for key, value in figures.items()))


if __name__ == "__main__":
    main()

"""Web pages: body, captions and metadata of `html_text`, beside other extractors from the same pages.

In: the folder of evaluation data. Out: one row of figures for each extractor; run by itself it prints them, with the worst pages.
"""

from __future__ import annotations

import base64
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.measures.data import evaluation_folder, read_jsonl
from benchmarks.measures.grams import compare
from benchmarks.measures.rows import Row


def _fold(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _ours(content: bytes, url: str) -> tuple[str, Mapping[str, Any]]:
    from cleaner.pipeline import Pipeline

    cleaned = Pipeline.from_names("charset", "html_text").clean("", content=content, url=url)
    return cleaned.text, cleaned.fields


def _trafilatura(**options: Any) -> Callable[[bytes, str], tuple[str, Mapping[str, Any]]]:
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


EXTRACTORS: Mapping[str, Callable[[bytes, str], tuple[str, Mapping[str, Any]]]] = {
    "cleaner": _ours,
    "trafilatura": _trafilatura(),
    "trafilatura precision": _trafilatura(favor_precision=True),
    "trafilatura fast": _trafilatura(fast=True),
    "resiliparse": _resiliparse,
    "jusText": _justext,
}


def run(folder: Path) -> list[Row]:
    """Return the figures of `cleaner` as a row; none where the pages are absent.

    The line model that judges the body was grown from these pages: its text figures guard against defects and no more.
    """
    if not (folder / "pages.jsonl.gz").is_file():
        return []
    return [Row("html (trained on)", name, figures) for name, figures in measure(folder).items()]


def measure(folder: Path, names: tuple[str, ...] = ("cleaner",), every: int = 1) -> dict[str, dict[str, float]]:
    """Return for each extractor its figures over the pages, means over pages for the text and shares for the rest."""
    pages = list(read_jsonl(folder / "pages.jsonl.gz"))[::every]
    return {name: summary([score(page, EXTRACTORS[name]) for page in pages]) for name in names}


def score(page: Mapping[str, Any], extract: Callable[[bytes, str], tuple[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """Return what one extractor makes of one page, against its gold."""
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
    authors = {_fold(name) for name in fields.get("authors") or ()} - {""}
    wanted = {_fold(name) for name in gold["authors"]} - {""}
    return {
        "id": page["id"], "f1": grams.f1, "precision": grams.precision, "recall": grams.recall, "seconds": seconds,
        "captions": len(captions), "captions_found": sum(any(c in o or (o and o in c) for o in ours) for c in captions),
        "captions_left": sum(c in flat for c in captions),
        "title": _fold(fields.get("title") or "") == _fold(gold["title"]) if gold["title"] else None,
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
        **{name: mean(name) for name in ("f1", "precision", "recall", "title", "date", "authors")},
        "captions_found": sum(s["captions_found"] for s in scores) / captions,
        "captions_left": sum(s["captions_left"] for s in scores) / captions,
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

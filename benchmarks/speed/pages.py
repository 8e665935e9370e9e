"""Web pages: our body, captions and metadata beside trafilatura's `extract` with metadata, page by page in turns.

In: the pages of the evaluation folder, as bytes. Out: a table of pages a second, CPU time of one thread, the best of some rounds for
each page: both meet the same noise of the machine, and what is loaded once is not counted.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.measures.data import evaluation_folder, read_jsonl, read_pages
from benchmarks.speed.corpus import ROOT

ROUNDS = 3
HEAD = "| | pages/s | MB/s | CPU ms a page | slowest, ms | the first line is |"


def ours() -> Callable[[bytes, str], Any]:
    """Return what `configs/news_html.yaml` begins with: bytes to text, text to body, captions and metadata, every edit on record."""
    from cleaner.pipeline import Pipeline

    pipeline = Pipeline.from_names("charset", "html_text")
    return lambda content, url: pipeline.clean("", content=content, url=url)


def ours_without_html(dumps: Mapping[bytes, str]) -> Callable[[bytes, str], Any]:
    """Return what cleans the same pages as plain text, `dumps` by page: all stages of `configs/page_text.yaml`, one page at a time."""
    from cleaner import load_config

    pipeline = load_config(ROOT / "configs" / "page_text.yaml").pipeline()
    return lambda content, _: pipeline.clean(dumps[content])


def trafilatura_extract(**options: Any) -> Callable[[bytes, str], Any]:
    """Return trafilatura's own function, with metadata."""
    import trafilatura

    return lambda content, url: trafilatura.extract(content, url=url, with_metadata=True, include_comments=False, **options)


def seconds(
    extractors: Mapping[str, Callable[[bytes, str], Any]], pages: list[tuple[bytes, str]], rounds: int = ROUNDS
) -> dict[str, list[float]]:
    """Return for each extractor the best CPU seconds of each page; they take turns at every page."""
    best = {name: [float("inf")] * len(pages) for name in extractors}
    for extract in extractors.values():
        extract(*pages[0])  # models and rules are loaded once, and not counted
    for turn in range(rounds):
        for i, (content, url) in enumerate(pages):
            order = list(extractors.items())
            for name, extract in order if (i + turn) % 2 else order[::-1]:
                started = time.thread_time()
                extract(content, url)
                best[name][i] = min(best[name][i], time.thread_time() - started)
    return best


def table() -> str:
    """Return the figures as a table, a sentence where there are no pages."""
    folder = evaluation_folder()
    if folder is None or not (folder / "pages.jsonl.gz").is_file():
        return "\npages: no evaluation data; set CLEANER_EVAL"
    stored = list(read_jsonl(folder / "pages.jsonl.gz"))
    pages = [(base64.b64decode(row["html_base64"]), row["url"]) for row in stored]
    texts = {page.id: "\n".join(page.lines) for page in read_pages(folder, "lines")}
    dumps = {content: texts.get(row["id"], "") for row, (content, _) in zip(stored, pages, strict=True)}
    size = sum(len(content) for content, _ in pages) / 1e6
    extractors = {
        "cleaner: charset, html_text": ours(),
        "cleaner: the text of the page, configs/page_text.yaml": ours_without_html(dumps),
        "trafilatura.extract, with metadata": trafilatura_extract(),
        "the same, favor_precision": trafilatura_extract(favor_precision=True),
        "the same, fast": trafilatura_extract(fast=True),
    }
    found = seconds(extractors, pages)
    own = sum(next(iter(found.values())))
    lines = [f"\nPages: {len(pages)}, {size:.1f} MB\n", HEAD, "|---|---|---|---|---|---|"]
    for name, spent in found.items():
        total = sum(spent)
        lines.append(
            f"| {name} | {len(pages) / total:.1f} | {size / total:.2f} | {1e3 * total / len(pages):.1f} | {1e3 * max(spent):.0f} | "
            f"{total / own:.2f} times as fast |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())

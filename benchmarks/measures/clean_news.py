"""Clean news documents: what the pipeline takes from texts that need nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from benchmarks.measures.data import read_jsonl
from benchmarks.measures.rows import Row
from cleaner.pipeline import Pipeline

CUTTING = frozenset({
    "web_boilerplate", "photo_caption", "byline", "dateline", "line_noise", "foreign_script", "foreign_language", "header_field",
})  # fmt: skip
"""Stages whose cuts are a loss here. A headline that moves to its column is none; a newswire dateline may be right, and
counts all the same."""


def run(folder: Path, pipeline: Pipeline, step: int = 16) -> list[Row]:
    """Return the share of characters lost on every `step`-th document of the corpus, by stage, and of the five worst
    languages."""
    path = folder.parent / "corpus" / "news_documents.jsonl.gz"
    if not path.exists():
        return []
    lost: Counter[str] = Counter()
    by_language: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for number, row in enumerate(read_jsonl(path)):
        if number % step:
            continue
        total[row["language"]] += len(row["text"])
        for edit in pipeline.clean(row["text"]).edits:
            if edit.stage in CUTTING:
                size = len(edit.removed) - len(edit.replacement)
                lost[edit.stage] += size
                by_language[row["language"]] += size
    characters = total.total()
    rows = [Row("clean news, lost", "all", {"characters": characters, "lost": lost.total() / characters})]
    rows += [Row("clean news, lost", stage, {"lost": size / characters}) for stage, size in lost.most_common()]
    worst = sorted(by_language, key=lambda language: -by_language[language] / total[language])[:5]
    rows += [Row("clean news, worst", language, {"lost": by_language[language] / total[language]}) for language in worst]
    return rows

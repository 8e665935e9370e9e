"""Photo captions: how many the certain rules find by kind and language, how many body lines go with them, and what they take from
clean news."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from benchmarks.measures.articles import SEED
from benchmarks.measures.data import BODY, Page, read_jsonl, read_pages
from benchmarks.measures.documents import article_of
from benchmarks.measures.rows import Row, Tally
from cleaner.pipeline import Pipeline

STAGE = "photo_caption"
KINDS = (
    ("torn", re.compile(r"\W*|\W*(?:image|photo|foto|bild)\W*|[^(]*\(", re.IGNORECASE)),
    ("brackets", re.compile(r"[^\n]*[)\]）】]")),
    ("label", re.compile(r"[^\n]*?(?:foto|photo|bild|image|credit|kuva|фото|写真|사진|ảnh|photograph)\w*\s?[:：=][^\n]*", re.IGNORECASE)),
    ("photo by", re.compile(r"[^\n]*\b(?:photo|image|picture) (?:by|courtesy)\b[^\n]*", re.IGNORECASE)),
    ("copyright", re.compile(r"[^\n]*(?:©|copyright)[^\n]*", re.IGNORECASE)),
    ("slash", re.compile(r"[^\n]*/[^\n.]*")),
    ("open end", re.compile(r"[^\n]*[^.!?…。」”\"]")),
    ("sentence", re.compile(r"[^\n]*")),
)
"""The looks of a caption; the first that fits. Nothing in a sentence tells a caption from the body."""


def run(folder: Path, pipeline: Pipeline, step: int = 1) -> list[Row]:
    """Return the share of caption lines found, of body lines lost, and cuts for a thousand clean documents."""
    rows = []
    for file in ("lines", "lines_wcxb"):
        if (folder / f"{file}.jsonl.gz").exists():
            pages = read_pages(folder, file)
            rows += _measure(f"captions {file}", pages, pipeline, languages=file == "lines")
    path = folder.parent / "corpus" / "news_documents.jsonl.gz"
    if path.exists():
        documents = cuts = 0
        for number, row in enumerate(read_jsonl(path)):
            if number % step == 0:
                documents += 1
                cuts += sum(edit.stage == STAGE for edit in pipeline.clean(row["text"]).edits)
        rows.append(Row("captions", "clean news", {"documents": documents, "cuts": cuts}))
    return rows


def _measure(section: str, pages: list[Page], pipeline: Pipeline, languages: bool) -> list[Row]:
    tally = Tally()
    for page in pages:
        article = article_of(page, SEED)
        if article is None:
            continue
        left = Counter(pipeline.clean("\n\n".join(article.lines)).text.split("\n"))
        for line, label in zip(article.lines, article.labels, strict=True):
            kept = left[line] > 0
            left[line] -= kept
            if label in BODY:
                parts = ["body"]
            elif label in ("caption", "credit"):
                parts = ["all", next(kind for kind, looks in KINDS if looks.fullmatch(line))]
                parts += [f"in {page.language.split('-')[0]}"] if languages else []
            else:
                continue
            tally.add(parts, gone=not kept)
    return tally.rows(section)

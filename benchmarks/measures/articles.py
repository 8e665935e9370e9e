"""Articles with a few foreign lines left in: how many lines of each class go, and how many body lines with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measures.data import BODY, Page, read_pages
from benchmarks.measures.documents import article_of, fold
from benchmarks.measures.rows import Row, Tally
from cleaner.pipeline import Pipeline

SEED = 7
CLASSES = {
    "caption": "captions", "credit": "captions", "author": "bylines", "supplemental": "supplements", "related": "teasers",
    "comment": "comments", "other": "asides",
}  # fmt: skip
_PHOTO = re.compile(
    r"foto|photo|bild|image|picture|nuotr|kuva|фото|写真|撮影|摄|图|사진|تصوير|reuters|getty|\bafp\b|\bap\b|\bdpa\b",
    re.IGNORECASE,
)


def run(folder: Path, name: str, pipeline: Pipeline) -> list[Row]:
    """Return recall per class and loss of body lines of one pipeline; captions also by whether they name a photo or an agency."""
    rows = []
    for source, file in (("today (trained on)", "lines"), ("2008", "lines_english")):
        if not (folder / f"{file}.jsonl.gz").exists():
            continue
        pages = [article for page in read_pages(folder, file) if (article := article_of(page, SEED))]
        rows += _measure(f"{name} {source}", pages, pipeline)
    return rows


def _measure(section: str, pages: Sequence[Page], pipeline: Pipeline) -> list[Row]:
    tally = Tally()
    for page in pages:
        cleaned = pipeline.clean("\n\n".join(page.lines))
        moved = {fold(value) for value in (cleaned.fields.get("title"), cleaned.fields.get("description")) if value}
        left = Counter(fold(line) for line in cleaned.text.split("\n"))
        whole = fold(cleaned.text)
        for line, label in zip(page.lines, page.labels, strict=True):
            key = fold(line)
            kept = left[key] > 0
            left[key] -= kept
            if label in BODY:
                kept = kept or key in moved or key[-60:] in whole  # a dateline or a credit was trimmed off a line that stayed
                parts = ["body", label]
            elif label in CLASSES:
                parts = [CLASSES[label]]
                if parts == ["captions"]:
                    parts.append("captions with credit" if _PHOTO.search(line) else "captions without")
            else:
                continue
            tally.add(parts, gone=not kept)
    return tally.rows(section)

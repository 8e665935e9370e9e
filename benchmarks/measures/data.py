"""The evaluation data: where it lies, how it is read, and the corrections of its derived labels.

The folder is named by `CLEANER_EVAL`, else `../shared/eval` beside the checkout. Nothing of it is copied here: a correction
names a page, a
line by its place and by a hash of its text, and the right label.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
CORRECTIONS = ROOT / "benchmarks" / "line_corrections.jsonl"
BODY = frozenset({"text", "headline"})
"""Labels of lines that belong to an article. A title does not: it has its own column."""


class Page(NamedTuple):
    """A page as plain text: its lines without blank ones, a label for each, and the publisher that it comes from."""

    id: str
    site: str
    language: str
    lines: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def body(self) -> str:
        """What must be left of the page."""
        return "\n".join(line for line, label in zip(self.lines, self.labels, strict=True) if label in BODY)


def evaluation_folder() -> Path | None:
    """Return the folder of evaluation data, or None where there is none."""
    folder = Path(os.environ.get("CLEANER_EVAL") or ROOT.parent / "shared" / "eval")
    return folder if folder.is_dir() else None


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def line_hash(line: str) -> str:
    """Return what a correction calls a line."""
    return hashlib.blake2b(line.encode(), digest_size=6).hexdigest()


def read_pages(folder: Path, name: str, corrected: bool = True) -> list[Page]:
    """Return the pages of `lines.jsonl.gz`, `lines_wcxb.jsonl.gz` or `lines_english.jsonl.gz`, in order of their ids."""
    corrections = _corrections() if corrected else {}
    pages = []
    for row in read_jsonl(folder / f"{name}.jsonl.gz"):
        lines, labels = [], []
        for number, (text, label) in enumerate(row["lines"]):
            if not text.strip():
                continue
            fixed = corrections.get((row["id"], number))
            if fixed and fixed[0] == line_hash(text):
                label = fixed[1]
            lines.append(text.replace("\n", " ").strip())
            labels.append(label)
        if lines:
            site = row["id"].split("_")[0] if "/" in row["id"] else row["id"]
            pages.append(Page(row["id"], site, row.get("language") or "und", tuple(lines), tuple(labels)))
    return sorted(pages)


def _corrections() -> dict[tuple[str, int], tuple[str, str]]:
    if not CORRECTIONS.exists():
        return {}
    rows = map(json.loads, CORRECTIONS.read_text("utf-8").splitlines())
    return {(row["id"], row["line"]): (row["hash"], row["label"]) for row in rows}

"""The texts that speed is measured on. In: `$CLEANER_CORPUS`, else `../shared/corpus`. Out: JSON Lines, as they are and dirtied."""

from __future__ import annotations

import gzip
import json
import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DIRTY_SHARE = 0.15
"""Share of documents that each kind of dirt is put into."""


def folder() -> Path:
    """Return the folder of the corpus. Raises `SystemExit` where there is none."""
    found = Path(os.environ.get("CLEANER_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not any(found.glob("*.jsonl.gz")):
        raise SystemExit(f"no *.jsonl.gz in {found}: set CLEANER_CORPUS to a folder of JSON Lines with `id` and `text`")
    return found


def read(limit: int | None = None) -> list[dict[str, str]]:
    """Return `id` and `text` of the documents; with a limit so many of them, spread evenly."""
    entries = [{"id": e["id"], "text": e["text"]} for e in _entries()]
    if limit is None or limit >= len(entries):
        return entries
    return [entries[i * len(entries) // limit] for i in range(limit)]


def _entries() -> Iterator[dict[str, str]]:
    for path in sorted(folder().glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from map(json.loads, file)


def dirtied(entries: Sequence[dict[str, str]], seed: int = 7) -> list[dict[str, str]]:
    """Return a copy with the faults of the web: each in `DIRTY_SHARE` of the documents, the same ones for the same seed."""
    chance = random.Random(seed)
    result = []
    for entry in entries:
        text = entry["text"]
        if chance.random() < DIRTY_SHARE:  # mojibake
            text = text.encode("utf-8").decode("cp1252", "replace") if chance.random() < 0.5 else text.replace("’", "â€™")
        if chance.random() < DIRTY_SHARE:  # lost apostrophes
            text = text.replace("’", "").replace("'", "")
        if chance.random() < DIRTY_SHARE:  # a dateline
            text = chance.choice(("LONDON (Reuters) - ", "BERLIN (dpa) - ", "PARIS, 6 Feb (AFP) — ")) + text
        lines = text.split("\n")
        if chance.random() < DIRTY_SHARE:  # a caption
            credit = chance.choice(("(Foto: Max Muster/dpa)", "Photo: Jane Doe/AP", "© Getty Images"))
            lines.insert(chance.randrange(len(lines) + 1), credit)
        if chance.random() < DIRTY_SHARE:  # widgets
            lines += ["", "Share this article", "Read more", "Subscribe to our newsletter"]
        if chance.random() < DIRTY_SHARE:  # characters that nobody sees
            lines = [line.replace(" ", "\u00a0", 2) + "\u200b" for line in lines]
        result.append({"id": entry["id"], "text": "\n".join(lines)})
    return result


def write(entries: Sequence[dict[str, str]], path: Path) -> int:
    """Write JSON Lines. Return the number of bytes of text in UTF-8."""
    with path.open("w", encoding="utf-8") as file:
        for entry in entries:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
    return sum(len(entry["text"].encode("utf-8", "replace")) for entry in entries)

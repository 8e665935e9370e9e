"""Datelines of newswire stories: cut exactly, place and agency found, and leads without one left alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from benchmarks.measures.data import read_jsonl
from benchmarks.measures.rows import Row
from cleaner.pipeline import Pipeline

FILE = "datelines.jsonl.gz"
COMPARED = 60
"""So many characters of a body must stand at the very start for a cut to be exact."""


def run(folder: Path, pipeline: Pipeline) -> list[Row]:
    """Return how often the dateline of a story is cut exactly, its place found, and its sign-off gone; and false cuts
    without the dateline."""
    if not (folder / FILE).exists():
        return []
    count = exact = place = signed = signoffs = false = 0
    for row in read_jsonl(folder / FILE):
        gold = row["gold"]
        if not gold.get("dateline") or not gold.get("body"):
            continue
        count += 1
        body = " ".join(gold["body"].split())
        story = f"{gold['dateline']} {gold['body']}\n {gold.get('signoff') or ''}".strip()
        cleaned = pipeline.clean(story, language="en", script="Latn")
        left = " ".join(cleaned.text.split())
        exact += left[:COMPARED] == body[:COMPARED]
        place += _same(cleaned.fields, gold.get("place"))
        if gold.get("signoff"):
            signoffs += 1
            signed += not left.endswith(gold["signoff"].strip())
        bare = pipeline.clean(gold["body"], language="en", script="Latn")
        false += any(edit.stage == "dateline" and edit.start == 0 for edit in bare.edits)
    if not count:
        return []
    figures = {"stories": count, "exact_cut": exact / count, "place": place / count, "false_cuts": false / count}
    if signoffs:
        figures["signoff"] = signed / signoffs
    return [Row("datelines 1987", "en", figures)]


def _same(fields: Mapping[str, object], place: str | None) -> bool:
    found = str(fields.get("dateline") or "")
    return found.casefold().strip(" ,") == (place or "").casefold().strip(" ,")

"""Datelines of newswire stories: cut exactly, place and agency found, and leads without one left alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from benchmarks.measures.data import read_jsonl
from benchmarks.measures.rows import Row
from cleaner.pipeline import Pipeline

FILE = "datelines.jsonl.gz"


def run(folder: Path, pipeline: Pipeline) -> list[Row]:
    """Return how often the dateline of a story is cut exactly, its place found, and its sign-off gone; and false cuts
    without the dateline."""
    if not (folder / FILE).exists():
        return []
    count = exact = place = signed = signoffs = false = 0
    for row in read_jsonl(folder / FILE):
        if not row.get("dateline") or not row.get("body"):
            continue
        story = row["body"]
        bare = story.split(row["dateline"], 1)[-1] if row["dateline"] in story[:200] else story
        text = story if bare != story else f"{row['dateline']}{story}"
        cleaned = pipeline.clean(text, language="en", script="Latn")
        count += 1
        exact += cleaned.text.lstrip(" -\n")[:40] == bare.lstrip(" -\n")[:40]
        place += _same(cleaned.fields, row.get("place"))
        if row.get("signoff"):
            signoffs += 1
            signed += row["signoff"].strip() not in cleaned.text[-40:]
        without = pipeline.clean(bare.lstrip(" -\n"), language="en", script="Latn")
        false += any(edit.stage == "dateline" and edit.start < 60 for edit in without.edits)
    figures = {"stories": count, "exact_cut": exact / count, "place": place / count, "false_cuts": false / count}
    if signoffs:
        figures["signoff"] = signed / signoffs
    return [Row("datelines 1987", "en", figures)]


def _same(fields: Mapping[str, object], place: str | None) -> bool:
    found = str(fields.get("dateline") or "")
    return found.casefold().strip(" ,") == (place or "").casefold().strip(" ,")

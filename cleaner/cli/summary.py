"""The summary of a run for people: what came out, which stage did how much, where to look next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from cleaner.text.escape import escaped_line


def draw_summary(summary: Mapping[str, Any]) -> RenderableType:
    """Draw a summary as `run` returns it: totals, a table of the stages, and the next commands."""
    parts: list[RenderableType] = [_totals(summary)]
    if summary.get("stages"):
        parts.append(_stages(summary["stages"]))
    parts.append(_next(summary))
    return Group(*parts)


def _totals(summary: Mapping[str, Any]) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="bold")
    table.add_column()
    read = summary["read"]
    table.add_row(f"{read:,}", Text("rows read"))
    for name, style, what in (
        ("documents", "green", "kept"),
        ("dropped", "yellow", "dropped: a decision, each with its rule"),
        ("failed", "red", "failed: a defect, each with its reason"),
    ):
        count = summary[name]
        share = f" ({count / read:.1%})" if read and count else ""
        table.add_row(f"{count:,}", Text(what + share, style=style if count else "dim"))
    characters, removed = summary["characters"], summary["characters_removed"]
    if characters + removed:
        share = removed / (characters + removed)
        table.add_row(f"{characters:,}", Text(f"characters of clean text; {removed:,} were removed ({share:.1%})"))
    seconds = summary["seconds"]
    rate = f", {(characters + removed) / seconds / 1e6:.2f} million characters a second" if seconds > 0 else ""
    table.add_row(f"{seconds:,.1f}", Text(f"seconds{rate}"))
    return table


def _stages(stages: Mapping[str, Mapping[str, Any]]) -> RenderableType:
    table = Table(box=None, padding=(0, 2), header_style="bold", title_justify="left")
    table.add_column("stage")
    for heading in ("edits", "drops", "seconds"):
        table.add_column(heading, justify="right")
    for name, facts in stages.items():
        cells = [f"{facts.get(key, 0):,}" if facts.get(key) else "" for key in ("edits", "dropped")]
        table.add_row(Text(escaped_line(name)), *cells, f"{facts.get('seconds', 0.0):.2f}")
    return Group("", table, "")


def _next(summary: Mapping[str, Any]) -> RenderableType:
    output = escaped_line(str(summary["output"]))
    lines = [f'{output}/documents  pandas.read_parquet("{output}/documents")']
    lines.append(f"{output}/edits      every change, with its rule: cleaner explain RULE")
    if summary["dropped"]:
        lines.append(f"{output}/dropped    what was dropped, and why: column dropped_rule")
    if summary["failed"]:
        lines.append(f"{output}/failed     what could not be read or cleaned, and why: column message")
    return Text("\n".join(lines))

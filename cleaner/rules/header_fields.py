"""Labels of the fields that scrapers leave at the top of a text, in many languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def field_labels() -> Mapping[str, str]:
    """Map casefolded labels to the column that they announce; `updated` and `skipped` are no columns.

    >>> field_labels()["veröffentlicht"], field_labels()["作者"]
    ('published_at', 'authors')
    """
    data = tomllib.loads(files("cleaner.rules").joinpath("header_fields.toml").read_text("utf-8"))["field"]
    table: dict[str, str] = {}
    for field, labels in data.items():
        for label in labels.split("|"):
            table.setdefault(label.strip().casefold(), field)
    return table

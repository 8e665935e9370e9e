"""Labels of the fields that scrapers leave at the top of a text, in many languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from cleaner.rules.package_data import load_toml


@cache
def field_labels() -> Mapping[str, str]:
    """Map casefolded labels to the column that they announce; `updated` and `skipped` are no columns.

    >>> field_labels()["veröffentlicht"], field_labels()["作者"]
    ('published_at', 'authors')
    """
    data = load_toml("cleaner.rules", "header_fields.toml")["field"]
    table: dict[str, str] = {}
    for field, labels in data.items():
        for label in labels.split("|"):
            table.setdefault(label.strip().casefold(), field)
    return table

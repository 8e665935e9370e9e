"""Authors of a page: names, and nothing that stands in brackets."""

from __future__ import annotations

from lxml import html

from cleaner.web.metadata import read_metadata


def _authors(*names: str) -> list[str]:
    metas = "".join(f'<meta name="author" content="{name}">' for name in names)
    found = read_metadata(html.document_fromstring(f"<html><head>{metas}</head><body><p>Text.</p></body></html>"))
    return list(found.fields.get("authors", []))


def test_a_photo_credit_in_brackets_is_no_author() -> None:
    assert _authors("Mia Roth", "(Image: Example Pictures)", "（写真：例）") == ["Mia Roth"]


def test_a_name_that_ends_in_brackets_stays() -> None:
    assert _authors("Mia Roth (Bonn)", "Al Noor") == ["Mia Roth (Bonn)", "Al Noor"]

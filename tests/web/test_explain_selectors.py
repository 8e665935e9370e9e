"""Selectors of `html_text` have pages: by their ids, in the page of the stage, and as suggestions."""

from __future__ import annotations

import pytest

from cleaner.errors import ConfigError
from cleaner.explain import explain
from cleaner.web.selector_files import all_selectors


def test_every_selector_has_a_page_with_its_file_and_examples() -> None:
    selectors = all_selectors()
    assert selectors
    for file, selector in selectors:
        page = explain(selector.id)
        assert page.startswith(selector.id)
        assert f"file:     {file}" in page
        assert selector.summary in page
        assert "data-marked" in page


def test_a_page_says_what_must_stand_in_around_and_beside() -> None:
    assert "links:    at least 10% of its text" in explain("und.html_text.related_box")
    assert "lacks:    h1, h2, h3" in explain("und.html_text.image_box")
    assert "near:     amp-img, " in explain("und.html_text.named_caption")


def test_the_page_of_the_stage_lists_them() -> None:
    page = explain("html_text")
    assert all(selector.id in page for _, selector in all_selectors())


def test_a_misspelt_selector_is_suggested() -> None:
    with pytest.raises(ConfigError, match=r"und\.html_text\.figure_caption"):
        explain("und.html_text.figure_captoin")

"""The measure of quality: what it compares, and that its bounds are held."""

from __future__ import annotations

import pytest

from benchmarks import quality
from benchmarks.measures.data import evaluation_folder, line_hash
from benchmarks.measures.grams import compare, grams
from benchmarks.measures.rows import Row


def test_grams_fold_white_space_and_count_copies() -> None:
    assert grams("ab\n\n cde") == grams("ab cde")
    assert grams("aaaaaa")["aaaaa"] == 2
    assert not grams(" \n")


def test_compare_counts_what_is_lost_and_what_is_left_in() -> None:
    assert compare("The bridge is closed.", "The bridge is closed.") == (1.0, 1.0, 1.0)
    assert compare("", "The bridge") == (0.0, 0.0, 0.0)
    more = compare("The bridge is closed. Share", "The bridge is closed.")
    assert more.recall == 1.0
    assert more.precision < 1.0


def test_a_figure_beyond_its_bound_is_named() -> None:
    good = [Row("datelines 1987", "en", {"exact_cut": 1.0, "false_cuts": 0.0})]
    assert quality.misses(good) == []
    bad = [Row("datelines 1987", "en", {"exact_cut": 0.5, "false_cuts": 0.5})]
    assert len(quality.misses(bad)) == 2


def test_a_line_has_the_same_hash_tomorrow() -> None:
    assert line_hash("Share") == line_hash("Share") != line_hash("share")


@pytest.mark.skipif(evaluation_folder() is None, reason="no evaluation data: set CLEANER_EVAL")
@pytest.mark.parametrize("section", ["line_noise", "datelines"])
def test_bounds_are_held(section: str) -> None:
    assert quality.main([section, "--check"]) == 0

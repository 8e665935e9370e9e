"""The first and last letters of many lines are those that folding each line alone gives, or are said to be uncertain."""

import unicodedata
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.rules.boilerplate import STAGE
from cleaner.rules.load import load_phrases
from cleaner.rules.phrases import fold_anew
from cleaner.text.folded_letters import LETTERS, MARGIN, FoldedPhrases, _folded
from cleaner.text.scripts import code_points
from tests.test_screens import lines

PAD = "\n" * MARGIN


def heads(found: Sequence[str], phrases: Sequence[str], step: int) -> dict[int, str]:
    text = PAD + "\n".join(found) + PAD
    sizes = np.array([len(line) for line in found])
    ends = MARGIN - 1 + np.cumsum(sizes + 1)
    starts = ends - sizes
    return dict(FoldedPhrases(phrases, step).near(text, code_points(text), starts, ends))


def check(found: Sequence[str]) -> int:
    """Look for the letters that each line begins and ends with; return for how many these are certain."""
    certain = 0
    for step in (1, -1):
        letters = [fold_anew(line)[:LETTERS] if step > 0 else fold_anew(line)[-LETTERS:] for line in found]
        near = heads(found, [text for text in letters if text], step)
        for place, (line, text) in enumerate(zip(found, letters, strict=True)):
            assert place in near, (line, text)
            assert near[place] in ("", text), (line, text, near[place])
            certain += near[place] == text != ""
    return certain


def test_lines_of_seeds_and_phrases_are_folded_as_each_alone() -> None:
    found = [line for line in [*lines(), *(text for _, text in load_phrases(STAGE))] if line]
    assert check(found) > 1.6 * len(found)


PARTS = st.one_of(
    st.deferred(lambda: st.sampled_from([text for _, text in load_phrases(STAGE)])),
    st.text(st.characters(exclude_characters="\n"), max_size=9),
    st.sampled_from(["e", "\u0301", "\u0323", "\u093c", "न", "\u09c7", "\u09be", "ﾊ", "\uff9f", "ᄀ", "ᅡ", "ᆨ", "가"]),
    st.sampled_from(["ß", "…", "ﬁ", "İ", " "]),
    st.sampled_from(["´", "\u0345", "\u0f71", "\u1161", "\ud800"]),
)


@settings(max_examples=300, deadline=None)
@given(found=st.lists(st.lists(PARTS, min_size=1, max_size=12).map("".join).filter(bool), min_size=1, max_size=6))
def test_generated_lines_are_folded_as_each_alone(found: list[str]) -> None:
    check(found)


def test_what_melts_into_the_letter_before_is_known() -> None:
    for code in range(0x110000):
        parts = unicodedata.decomposition(chr(code)).split()
        if unicodedata.combining(chr(code)) or (len(parts) == 2 and not parts[0].startswith("<")):
            last = chr(int(parts[-1], 16)) if parts else chr(code)
            assert _folded(last) >= 1 << 30, hex(code)


@pytest.mark.parametrize("step", [1, -1])
def test_most_lines_are_left_out(step: int) -> None:
    assert heads(["The council of Eastmere met", "Rat der Stadt", "北京的桥"], ["share", "weiterlesen", "分享"], step) == {}

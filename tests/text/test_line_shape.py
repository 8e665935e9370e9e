"""The end of a line: a full stop of a sentence, or of an abbreviation."""

from __future__ import annotations

from itertools import product
from string import ascii_letters

import pytest

from cleaner.text.line_shape import _ABBREVIATION, _ABBREVIATIONS, open_end


@pytest.mark.parametrize("word", [*_ABBREVIATIONS, "U.S"])
def test_an_abbreviation_ends_no_sentence(word: str) -> None:
    assert open_end(f"{word}.")
    assert open_end(f"Shares of Roe {word}.”")
    assert not open_end(f"Shares of Roe{word}.")
    assert not open_end(f"Shares of Roe {word}..")


def test_the_last_letters_hide_no_abbreviation() -> None:
    """What the letters before the full stop say is what the pattern says, for all that can stand there."""
    for before, letters in product(("", "I", "A.", "u.", "St", "Lt", "a ", "é"), product(ascii_letters + ". é", repeat=2)):
        text = f"Roe {before}{''.join(letters)}."
        ends = not text.endswith("..") and _ABBREVIATION.search(text[-12:]) is not None
        assert open_end(text) == ends, text

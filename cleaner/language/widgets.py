"""Words of share buttons, comments, printing and subscriptions in many languages. In: a line. Out: whether it holds one."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def load_widget_words() -> frozenset[str]:
    """Read the words of the package, once per process."""
    lines = files("cleaner.language").joinpath("data/widget_words.txt").read_text("utf-8").splitlines()
    return frozenset(word.casefold() for line in lines if not line.startswith("#") for word in line.split())


def has_widget_word(line: str) -> bool:
    """Whether a line holds a word that such buttons are made of.

    >>> has_widget_word("مشاركة :"), has_widget_word("Share this"), has_widget_word("John Smith")
    (True, True, False)
    """
    words = load_widget_words()
    return any(word.strip(" :،,|»«›>：·•!").casefold() in words for word in line.split())

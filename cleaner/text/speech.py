"""Sentences in which somebody is quoted without quotation marks: `Follow us, the guide told the group.`

In: a line. Out: whether it says behind a comma who said so. A plea of a web site never does.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from cleaner.patterns import compiled

_SENTENCE_END = (".", "!", "?", "…", "।", "۔", "؟")
_PART = compiled(r"[,،、»”\"“–—](?=\s)")
_WORDS = 4
"""The verb is among so many words behind the comma: `, the old minister said`."""


def is_reported(text: str) -> bool:
    """Whether a sentence says behind a comma who said it.

    >>> is_reported("Follow us, the guide told the group."), is_reported("Follow us, and tell us what you think.")
    (True, False)
    """
    if not text.endswith(_SENTENCE_END):
        return False
    spoken = _spoken()
    return any(word.strip(".,:;!?\"'»”“।۔").casefold() in spoken for part in _PART.split(text)[1:] for word in part.split()[:_WORDS])


@cache
def _spoken() -> frozenset[str]:
    lines = files("cleaner.text").joinpath("speech_words.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.casefold().split())

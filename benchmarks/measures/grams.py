"""How alike two texts are: F1 over character 5-grams.

Both texts are folded first: every run of white space becomes one space, the ends are trimmed. Then the multisets of all runs
of five characters
are compared: precision is the share of the kept text's 5-grams that the gold has too (each as often as it stands there),
recall the share
of the gold's that were kept. Order does not count, the measure needs no alignment and works in scripts without spaces.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

LENGTH = 5


class Score(NamedTuple):
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float
    f1: float


def grams(text: str) -> Counter[str]:
    """Return the 5-grams of a text after folding; a text shorter than that is one gram.

    >>> sorted(grams("ab  cde"))
    ['ab cd', 'b cde']
    """
    text = " ".join(text.split())
    if not text:
        return Counter()
    return Counter(text[i : i + LENGTH] for i in range(max(1, len(text) - LENGTH + 1)))


def compare(kept: str, gold: str) -> Score:
    """Return the score of a kept text. Two empty texts are alike; an empty one beside a full one scores 0.

    >>> compare("The end. Share", "The end.").recall
    1.0
    """
    ours, theirs = grams(kept), grams(gold)
    if not ours and not theirs:
        return Score(1.0, 1.0, 1.0)
    common = (ours & theirs).total()
    if not common:
        return Score(0.0, 0.0, 0.0)
    precision, recall = common / ours.total(), common / theirs.total()
    return Score(precision, recall, 2 * precision * recall / (precision + recall))

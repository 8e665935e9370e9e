"""Words for what the trees saw: from a row of features to `short, no sentence end, far from body`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.noise.features import JUDGED_NAMES, NAMES
from cleaner.noise.model import Trees

MAXIMUM = 3
"""So many reasons are named."""

_WORDS: dict[str, tuple[str, str, float]] = {
    "length": ("short", "long", 4.4),
    "words": ("few words", "many words", 2.3),
    "sentence_end": ("no sentence end", "ends a sentence", 0.5),
    "stops": ("no sentence inside", "sentences inside", 0.5),
    "stop_rate": ("few sentence ends", "many sentence ends", 0.01),
    "last_kind": ("kind of last character", "kind of last character", 0),
    "first_kind": ("kind of first character", "kind of first character", 0),
    "capital_share": ("few capitals", "many capitals", 0.1),
    "capital_words": ("few capitalised words", "capitalised words", 0.4),
    "digit_share": ("few digits", "many digits", 0.05),
    "agency_word": ("no agency", "agency", 0.5),
    "photo_word": ("no photo word", "photo word", 0.5),
    "by_word": ("no by-word", "by-word", 0.5),
    "teaser_word": ("no teaser word", "teaser word", 0.5),
    "function_words": ("few function words", "function words", 0.2),
    "overlap": ("little in common with the body", "much in common with the body", 0.4),
    "copies": ("stands once", "stands more than once", 1.5),
    "segment_easy": ("inside the body", "outside the body", 0.5),
    "segment_middle": ("inside the body", "outside the body", 0.5),
    "segment_hard": ("inside the body", "far from the body", 0.5),
    "clock_or_date": ("no clock or date", "clock or date", 0.5),
    "years": ("no year", "year", 0.5),
    "bars": ("no bars", "bars or bullets", 0.5),
    "foreign_script": ("script of the document", "foreign script", 0.3),
    "kept_elsewhere": ("left out by the other tool", "kept by the other tool", 0.5),
}
"""Feature -> what to say when the value is low, when it is high, and where high begins. Others are named as they are."""


def reasons(trees: Trees, row: NDArray[np.float32]) -> str:
    """Return the features that spoke most for noise, in words, the strongest first."""
    said = trees.reasons(row)
    names = NAMES + JUDGED_NAMES
    found: list[str] = []
    for place in np.argsort(-said, kind="stable"):
        if said[place] <= 0 or len(found) == MAXIMUM:
            break
        name = names[place]
        low, high, border = _WORDS.get(name, ("", "", 0.0))
        words = (high if row[place] >= border else low) or name.replace("_", " ")
        if words not in found:
            found.append(words)
    return ", ".join(found)

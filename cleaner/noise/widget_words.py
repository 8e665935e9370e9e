"""Words of the phrase lists of `web_boilerplate`, as numbers: how often each is said on widgets, in any language.

The lists hold whole lines; a site says the same in other words. `widget_words.npz` holds the words that many short phrases share and few
articles, made by `benchmarks/train_line_noise.py`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

LEAST = 0.5
"""Words with a smaller weight are left out."""
HALF = 0.5
SPARE = 4
"""So many articles may hold a word before that speaks against it."""
_BITS = 20
_SHIFT = np.uint64(64 - _BITS)


def weights_of(
    said: NDArray[np.uint64], shares: NDArray[np.float64], told: NDArray[np.uint64]
) -> dict[str, NDArray[np.uint32] | NDArray[np.uint8]]:
    """Return the arrays of `widget_words.npz`.

    `said` are the numbers of all words of all phrases, each once for each phrase, with the `shares` that they have in them: a word of a
    long phrase says less. `told` are those of all words of articles, each once for each article: what articles say as well speaks for
    nothing.
    """
    places, inverse = np.unique(said >> _SHIFT, return_inverse=True)
    phrases = np.bincount(inverse, shares)
    articles = np.bincount((told >> _SHIFT).astype(np.int64), minlength=1 << _BITS)[places.astype(np.int64)]
    weights = np.log2(1 + phrases) - HALF * np.log2(1 + articles / SPARE)
    enough = weights >= LEAST
    return {"place": places[enough].astype(np.uint32), "weight": np.minimum(weights[enough] * 16, 255).astype(np.uint8)}


@cache
def _table() -> NDArray[np.float32]:
    table = np.zeros(1 << _BITS, np.float32)
    with np.load(BytesIO(files("cleaner.noise").joinpath("widget_words.npz").read_bytes())) as arrays:
        table[arrays["place"]] = arrays["weight"] / 16
    return table


def widget_weights(numbers: NDArray[np.uint64]) -> NDArray[np.float32]:
    """Return for each word, given by its number, how much it speaks for a widget, in bits; 0 for most."""
    weights: NDArray[np.float32] = _table().take((numbers >> _SHIFT).view(np.int64))
    return weights

"""Write `cleaner/language/data/profiles.npz` from the model that py3langid carries in its wheel.

    pip install py3langid==0.4.0
    python benchmarks/language_model/build.py

py3langid (BSD-3-Clause): a naive Bayes model of 142 classes over 100,053 byte n-grams.
It becomes a matrix of log probabilities, a row an n-gram, centred and rounded to one byte (steps of a tenth of a nat).
Deterministic. See `MODEL_CARD.md` beside the data.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import py3langid
from py3langid.modelio import load_model

TAGS = {"no": "nb", "sdh": "ckb", "kik": "ki", "gug": "gn", "fuv": "ff", "uzs": "uz", "tl": "fil"}
DROPPED = {"zxx", "hbo", "ext", "zh", "ja", "ko", "wuu", "yue"}
"""Decided by script, or without use in news."""


def rounded(matrix: np.ndarray) -> tuple[np.ndarray, float]:
    """Centre each row and round it to one byte; return the bytes and the width of one step in nats."""
    centred = matrix - matrix.mean(axis=1, keepdims=True)
    step = float(np.abs(centred).max()) / 127
    return np.round(centred / step).astype(np.int8), step


def grams() -> dict[str, np.ndarray]:
    """Turn py3langid's automaton and matrix into keys and rows: each state that puts out a feature spells it."""
    weights, prior, classes, moves, rows, out = load_model(Path(py3langid.__file__).parent / "data" / "model.npz.xz")
    table, row_of = np.asarray(moves).reshape(-1, 256), np.asarray(rows)
    spelling: dict[int, bytes] = {0: b""}
    layer = [0]
    while layer:
        following = []
        for state in layer:
            for byte, target in enumerate(table[row_of[state]].tolist()):
                if target not in spelling:
                    spelling[target] = spelling[state] + bytes([byte])
                    following.append(target)
        layer = following
    features: dict[int, bytes] = {}
    for state, word in spelling.items():
        if out[state] >= 0 and (out[state] not in features or len(word) < len(features[out[state]])):
            features[out[state]] = word
    tags = []
    for i, name in enumerate(classes):
        if name == "sr":
            name = "sr-Latn" if "sr" in classes[:i] else "sr-Cyrl"
        tags.append(TAGS.get(name, name))
    kept = [i for i, name in enumerate(classes) if name not in DROPPED]
    order = sorted(features, key=lambda i: features[i])
    matrix, step = rounded(np.asarray(weights, np.float32)[order][:, kept])
    keys = [int.from_bytes(features[i], "little") | len(features[i]) << 56 for i in order]
    return {
        "keys": np.array(keys, np.uint64), "rows": matrix, "step": np.float32(step),
        "tags": np.array([tags[i] for i in kept]), "prior": np.asarray(prior, np.float32)[kept],
    }  # fmt: skip


def main() -> None:
    """Build and write."""
    path = Path(__file__).parents[2] / "cleaner" / "language" / "data" / "profiles.npz"
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = grams()
    np.savez(path, **arrays)  # not compressed: that cost each start a fifteenth of a second, and a wheel is compressed anyway
    print({name: array.shape for name, array in arrays.items()}, path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()

"""An automaton over byte n-grams, walked by many pieces of a text at once (Aho and Corasick 1975, in arrays).

In: n-grams as numbers. Out: for each byte of a text the longest n-gram that ends there. One look-up a byte, where a hash
table needs one for each length.
"""

from __future__ import annotations

from math import isqrt
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

LONGEST = 6
"""Bytes of the longest n-gram. A walk that starts so many bytes early less one stands where one from the beginning stands."""

_LENGTH_BITS = 56
"""A key is the bytes of an n-gram, the first one lowest, and from this bit on their number."""

_BYTES_OF_A_STEP = 80
"""What one more byte in each lane costs, all calls of a step, in bytes looked up: the best of 10, 20, 40, 80, 160."""


class Automaton:
    """Find the longest n-grams of a text.

    >>> keys = np.array([int.from_bytes(gram, "little") | len(gram) << 56 for gram in (b"ab", b"bc", b"abc")], np.uint64)
    >>> Automaton(keys).longest(b"xabcb").tolist()
    [-1, -1, 0, 2, -1]
    """

    def __init__(self, keys: Array) -> None:
        lengths = (keys >> np.uint64(_LENGTH_BITS)).astype(np.int64)
        grams = (keys & np.uint64((1 << _LENGTH_BITS) - 1)).byteswap()  # the first byte highest: in the order of a dictionary
        order = grams.argsort(kind="stable")
        grams, lengths = grams[order], lengths[order]
        layers = [np.zeros(1, np.uint64)]  # the states of each length: all beginnings of n-grams
        parents = []  # for each state of the next length, its place among those of this one
        whole = []  # of each length the places of the n-grams that end there, and of their states
        states = np.zeros(len(grams), np.int64)  # for each n-gram, the place of its beginning among those of this length
        for length in range(1, LONGEST + 1):
            reach = np.flatnonzero(lengths >= length)
            begins = grams[reach] >> np.uint64(64 - 8 * length)
            new = _changes(begins)
            layers.append(begins[new])
            parents.append(states[reach[new]])
            states[reach] = new.cumsum() - 1
            ends = reach[lengths[reach] == length]
            whole.append((ends, states[ends]))
        first = np.cumsum([0, *map(len, layers)])
        out = np.full(int(first[-1]), -1, np.int32)
        for length, (ends, places) in enumerate(whole, 1):
            out[first[length] + places] = order[ends]
        signs = np.zeros(256, bool)
        signs[grams.view(np.uint8)] = True
        signs[0] = False  # the separator, and every byte of no n-gram, are one sign: 0
        self._signs = np.where(signs, signs.cumsum(), 0).astype(np.uint8)
        self._translation = self._signs.tobytes()
        self._build(layers, parents, first, int(signs.sum()) + 1, out)

    def _build(self, layers: list[Array], parents: list[Array], first: Array, width: int, out: Array) -> None:
        """Fill the table of moves, shortest states first: a state moves as its longest suffix does, but to its own children.

        States without children share the row of that suffix.
        """
        own_rows = [each[_changes(each)] for each in parents]  # of each length, the states with children
        moves = np.empty((1 + sum(map(len, own_rows)), width), np.int32)
        moves[0] = 0
        row_of = np.zeros(len(out), np.int32)
        suffix, rows = np.zeros(1, np.int32), 1  # row 0 never moves: it is what the empty text has in place of a suffix
        for length in range(LONGEST):
            inherited = row_of[suffix]
            mine = row_of[first[length] : first[length + 1]]
            mine[:] = inherited
            with_children = own_rows[length]
            own = slice(rows, rows + len(with_children))
            rows = own.stop
            moves.take(inherited[with_children], axis=0, out=moves[own], mode="clip")
            mine[with_children] = np.arange(own.start, own.stop, dtype=np.int32)
            signs = self._signs[(layers[length + 1] & np.uint64(0xFF)).view(np.int64)]
            suffix = moves[inherited[parents[length]], signs]
            children = np.arange(first[length + 1], first[length + 2], dtype=np.int32)
            moves[mine[parents[length]], signs] = children
            out[children] = np.where(out[children] < 0, out[suffix], out[children])
        row_of[first[LONGEST] :] = row_of[suffix]
        self._moves, self._rows, self._out = moves.ravel(), row_of * np.int32(width), out

    def longest(self, data: bytes) -> Array:
        """Return, for each byte, the number of the longest n-gram that ends there, -1 where none does.

        The text is cut into lanes that walk side by side; each starts a few bytes early.
        """
        size = len(data)
        if not size:
            return np.empty(0, np.int32)
        lead = LONGEST - 1
        width = max(1, isqrt(lead * size // _BYTES_OF_A_STEP))
        lanes = -(-size // width)
        padded = np.frombuffer(b"".join((bytes(lead), data.translate(self._translation), bytes(lanes * width - size))), np.uint8)
        steps = np.lib.stride_tricks.as_strided(padded, (lead + width, lanes), (1, width)).astype(np.int32)
        found = np.empty((width, lanes), np.int32)
        states = np.zeros(lanes, np.int32)
        for place, signs in enumerate(steps):
            signs += self._rows.take(states)
            states = self._moves.take(signs)
            if place >= lead:
                found[place - lead] = states
        return self._out.take(found.T.ravel()[:size])


def _changes(ordered: Array) -> Array:
    """Return where an ordered array holds a value for the first time."""
    changes = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=changes[1:])
    return changes

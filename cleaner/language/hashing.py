"""A hash table in arrays: many keys looked up at once.

In: keys of 64 bits. Out: which of them are known, and their rows. No key is 0."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""2^64 over the golden ratio, as in Knuth's multiplicative hashing."""

_BITS = 20
"""2^20 places for some 100,000 keys: nineteen of twenty sit where they are looked for first."""


class KeyTable:
    """Find row numbers of keys, all at once, with open addressing.

    >>> table = KeyTable(np.array([7, 9], np.uint64))
    >>> places, rows = table.find(np.array([9, 8, 7], np.uint64))
    >>> places.tolist(), rows.tolist()
    ([0, 2], [1, 0])
    """

    def __init__(self, keys: Array) -> None:
        self._mask = (1 << _BITS) - 1
        self._rows = np.full(1 << _BITS, -1, np.int32)
        self._keys = np.zeros(1 << _BITS, np.uint64)
        self._taken = np.zeros(1 << _BITS, bool)  # an eighth of the keys in size: most look-ups end here, in a cache
        self.probes = 0
        waiting = np.arange(len(keys), dtype=np.int32)
        places = self._places(keys)
        while len(waiting):
            free = self._rows[places[waiting]] < 0
            ready = waiting[free]
            self._rows[places[ready][::-1]] = ready[::-1]  # of two keys at one place the first wins
            settled = self._rows[places[waiting]] == waiting
            self._keys[places[waiting[settled]]] = keys[waiting[settled]]
            waiting = waiting[~settled]
            places[waiting] = (places[waiting] + 1) & self._mask
            self.probes += 1
        self._taken = self._keys != 0

    @staticmethod
    def _places(keys: Array) -> Array:
        return (keys * _MULTIPLIER >> np.uint64(64 - _BITS)).view(np.int64)

    def find(self, keys: Array) -> tuple[Array, Array]:
        """Return the places in `keys` of those that the table holds, ascending, and their row numbers."""
        every = self._places(keys)
        taken = np.flatnonzero(self._taken.take(every))
        slots, wanted = every.take(taken), keys.take(taken)
        same = self._keys.take(slots) == wanted
        hits = np.flatnonzero(same)
        missed = np.flatnonzero(~same)
        if len(missed):
            found = [hits]
            for _ in range(self.probes):
                slots[missed] = (slots[missed] + 1) & self._mask
                stored = self._keys[slots[missed]]
                own = wanted[missed]
                found.append(missed[stored == own])
                missed = missed[(stored != own) & (stored != 0)]
                if not len(missed):
                    break
            hits = np.sort(np.concatenate(found))
        return taken.take(hits), self._rows.take(slots.take(hits))

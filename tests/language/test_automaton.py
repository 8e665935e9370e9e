"""The automaton finds what a plain search finds, on any bytes, wherever a text stands among others."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.language.automaton import LONGEST, Automaton

GRAMS = st.lists(st.binary(min_size=2, max_size=LONGEST).filter(lambda gram: 0 not in gram), min_size=1, max_size=40, unique=True)
SMALL = st.text(alphabet="abc", min_size=0, max_size=300)


def automaton_of(grams: list[bytes]) -> Automaton:
    return Automaton(np.array([int.from_bytes(gram, "little") | len(gram) << 56 for gram in grams], np.uint64))


def plain(grams: list[bytes], data: bytes) -> list[int]:
    """The longest n-gram that ends at each byte, looked for one by one."""
    number = {gram: i for i, gram in enumerate(grams)}
    found = []
    for end in range(1, len(data) + 1):
        ends = [data[end - length : end] for length in range(min(LONGEST, end), 1, -1)]
        found.append(next((number[gram] for gram in ends if gram in number), -1))
    return found


@given(GRAMS, st.binary(max_size=300))
def test_any_bytes(grams: list[bytes], data: bytes) -> None:
    assert automaton_of(grams).longest(data).tolist() == plain(grams, data)


@given(st.lists(st.text(alphabet="abc", min_size=2, max_size=LONGEST), min_size=1, max_size=40, unique=True), SMALL)
def test_n_grams_that_overlap(grams: list[str], text: str) -> None:
    keys = [gram.encode() for gram in grams]
    assert automaton_of(keys).longest(text.encode()).tolist() == plain(keys, text.encode())


@given(GRAMS, st.lists(st.binary(max_size=60), max_size=6))
def test_neighbours_change_nothing(grams: list[bytes], parts: list[bytes]) -> None:
    automaton = automaton_of(grams)
    together = automaton.longest(b"\0".join(parts)).tolist()
    apart = [automaton.longest(part).tolist() for part in parts]
    assert together == [row for i, part in enumerate(apart) for row in ([-1] if i else []) + part]

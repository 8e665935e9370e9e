"""What is told of many texts at once hides nothing that is found in one."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from cleaner.language import sample
from cleaner.language.engine import identify_documents
from cleaner.language.sample import is_code, may_be_code, only_names, other_than_names, own_letters, with_others

ANY = st.text(alphabet=st.characters(exclude_categories=()))
SIGNS = st.text(alphabet=st.sampled_from("aB («.,\n\0{}=<>éДивי中\u1e00\u2bff\u2c00\ufefe\uff21\U0001d400\ud800"))


PARTS = ["a", "Ab", "É", " ", "\n", "\0", ".", "w", "www.", ".com", "m\u0301", ".ORG", "x.net", ".info", "://", "https", "@", "#", "й"]
ADDRESSES = st.lists(st.sampled_from(PARTS)).map("".join)


@given(st.lists(ADDRESSES | SIGNS))
def test_addresses_are_not_missed(texts: list[str]) -> None:
    for text, seen in zip(texts, sample.samples(texts), strict=True):
        piece = sample._ADDRESS.sub(" ", sample._slices(text))
        piece = piece.lower() if piece.isupper() else piece
        assert seen == unicodedata.normalize("NFC", piece)


@given(st.lists(ANY | SIGNS, min_size=1))
def test_code_is_not_missed(texts: list[str]) -> None:
    for text, seen in zip(texts, may_be_code(texts), strict=True):
        assert seen or not is_code(text)


@given(st.lists(ANY | SIGNS))
def test_letters_of_another_kind_are_seen(texts: list[str]) -> None:
    for text, seen in zip(texts, with_others(texts), strict=True):
        assert seen == bool(sample._NOT_LATIN.search(text))
        assert seen or (own_letters(text, True) == text and not other_than_names(text))


@given(ANY | SIGNS)
def test_a_small_word_is_no_name(text: str) -> None:
    first = [found[1] for found in sample._FIRST_LETTER.finditer(text)]
    if sample._SMALL_WORD.search(text) or _begins_small(text):
        assert any(letter.islower() for letter in first)
        assert not only_names(text)


def _begins_small(text: str) -> bool:
    return any(map(text.__contains__, sample._SMALL_BEGINNINGS))


def test_no_texts_have_no_language() -> None:
    assert identify_documents([]) == ([], [])

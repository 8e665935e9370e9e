"""Words of many texts at once: the same as of each alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.language.words import count_hits, load_lists, load_words, spelled_words, words_of

SIGNS = st.text(alphabet=st.sampled_from("aeiotΣσ \n\t“’`´.,0ƒḓİʻ\0\1\u0307\ud800\N{GRINNING FACE}"))
WORDS = st.lists(st.sampled_from([word.decode() for word in list(load_words()[0])[::7]] + ["ƒ", "Ḓ", "und", "\0"])).map(" ".join)


@given(st.lists(SIGNS | WORDS, min_size=1, max_size=8))
def test_words_of_many_texts(texts: list[str]) -> None:
    assert spelled_words(texts) == [
        [word.replace("\0", "\1") if "\0" in "".join(texts) else word for word in spelled_words([text])[0]] for text in texts
    ]


@pytest.mark.parametrize("script", ["Latn", "Arab", "Deva", "Ethi"])
@given(st.lists(SIGNS | WORDS, min_size=1, max_size=8))
def test_hits_of_many_texts(script: str, texts: list[str]) -> None:
    hits, words = count_hits(texts, script)
    weights, tags = load_words()[0], load_lists(script).tags
    for text, row, count in zip(texts, hits, words, strict=True):
        expected = dict.fromkeys(tags, 0.0)
        for word in words_of(text):
            for tag, weight in weights.get(word, ()):
                if tag in expected:
                    expected[tag] += weight
        for tag, signs in (("ee", "ƒʋƑƲ"), ("ve", "ḓṱḽṋḒṰḼṊ")):
            if tag in expected:
                expected[tag] += sum(map(text.count, signs))
        assert dict(zip(tags, row.tolist(), strict=True)) == pytest.approx(expected)
        assert count == len(words_of(text))

"""The dominant script of any text."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text import scripts
from cleaner.text.scripts import dominant_script, dominant_scripts, scripts_told


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("", "Zyyy"),
        ("1 2", "Zyyy"),
        ("ё", "Cyrl"),
        ("カタカナ", "Jpan"),
        ("한글", "Kore"),
        ("ᏣᎳᎩ", "Cher"),
        ("ދިވެހި", "Thaa"),
        ("中", "Hani"),
    ],
)
def test_script(text: str, script: str) -> None:
    assert dominant_script(text) == script


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("", False),
        ("12.30", False),
        ("Moscow, the capital", False),
        ("Москва", False),
        ("Москва, " * 20 + "Moscow", False),
        ("Москва, " * 5 + "Moscow", True),
        ("Москва, " * 5 + "موسكو", True),
        ("東京タワー 서울", False),
        ("東京タワー Tokyo Tower", True),
    ],
)
def test_more_than_one_script(text: str, many: bool) -> None:
    assert scripts_told([text], 0.1)[1] == [many]


def test_long_texts_are_sampled_evenly() -> None:
    assert dominant_script("а" * 6000 + "b" * 4000) == "Cyrl"
    assert dominant_script("а" * 4000 + "b" * 6000) == "Latn"


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_has_a_script(text: str) -> None:
    assert len(dominant_script(text)) == 4
    assert dominant_script(text) == dominant_script(text)


@given(st.lists(st.text(alphabet=st.one_of(st.sampled_from("aé яあ漢这這한ع1"), st.characters(exclude_categories=()))), max_size=90))
def test_many_are_told_as_one_by_one(texts: list[str]) -> None:
    assert dominant_scripts(texts) == [dominant_script(text) for text in texts]


@given(st.lists(st.text(alphabet=st.one_of(st.sampled_from("aé яあ漢这這한ع1"), st.characters(exclude_categories=()))), max_size=90))
def test_many_scripts_are_found_as_one_by_one(texts: list[str]) -> None:
    assert scripts_told(texts, 0.1)[1] == [scripts_told([text], 0.1)[1][0] for text in texts]


MIXED = st.text(alphabet=st.sampled_from("aaaaaaé яあ漢这這한ع1\0\n\ud800"), max_size=1200)


@given(st.lists(MIXED, max_size=8))
def test_several_scripts_are_those_that_are_counted(texts: list[str]) -> None:
    for text, many in zip(texts, scripts_told(texts, 0.1)[1], strict=True):
        counts = scripts._sampled(text[:: max(1, -(-len(text) // scripts._SAMPLE))] or " ")
        apart = Counter[str]()
        for code, count in counts.items():
            apart["Hani" if code in scripts._DENSE else code] += count
        assert many == (sum(count >= 0.1 * apart.total() for count in apart.values()) > 1)


def test_few_letters_beside_others_are_one_script() -> None:
    text = "Šéf žádá " * 40
    assert dominant_scripts([text, "日本語" + "a" * 200]) == ["Latn", "Latn"]
    assert scripts_told([text, text + "Москва" * 20], 0.1) == (["Latn", "Latn"], [False, True])

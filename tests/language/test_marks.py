"""The marks of near languages: the file is well-formed, each side of a pair is told from the other, and most texts pay nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest

from cleaner.language import identify, known_languages
from cleaner.language.marks import load_finder, load_groups, load_marks, mark_gains, mark_words

PAIRS = {
    "hr": ("Tijekom tjedna u Zagrebu će se razgovarati o sustavu znanosti.", "bs"),
    "bs": ("Tokom sedmice u Sarajevu će se razgovarati o historiji, saopćeno je prije dva mjeseca.", "hr"),
    "sr-Latn": ("Tokom nedelje u Beogradu će se razgovarati, rečeno je pre dva meseca.", "hr"),
    "ms": ("Syarikat itu berkata wang tersebut dibayar kerana kerajaan bersetuju.", "id"),
    "id": ("Perusahaan itu mengatakan uang tersebut dibayar karena pemerintah setuju.", "ms"),
    "nn": ("Ho seier at dei ikkje veit kva som kjem sidan.", "nb"),
    "nb": ("Hun sier at de ikke vet hva som kommer etter.", "nn"),
}


@pytest.mark.parametrize(("language", "text", "other"), [(tag, *pair) for tag, pair in PAIRS.items()])
def test_each_side_gains_most(language: str, text: str, other: str) -> None:
    gains = mark_gains(text, other)
    assert gains.get(language, 0) > gains.get(other, 0)
    assert identify(text).language == language


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Sjedinjene Države objavile su novi izveštaj o bezbednosti dece.", {"sr-Latn"}),
        ("Sjedinjene Države objavile su novo izvješće o sigurnosti djece.", {"hr"}),
        ("Lozinka je promenjena na ovom uređaju.", {"sr-Latn"}),
        ("Lozinka je promijenjena na ovom uređaju.", {"bs", "hr"}),
        ("Vlada je v sredo sprejela nov zakon o delu.", {"sl"}),
        ("Anda boleh menghantar e-mel kepada pentadbir.", {"ms"}),
        ("Anda dapat mengirim surel kepada pengelola situs.", {"id"}),
    ],
)
def test_sentences_with_words_of_both_sides(text: str, languages: set[str]) -> None:
    assert identify(text).language in languages


def test_long_texts_are_asked_some_words_at_a_time() -> None:
    texts = ["Posle svega, vreme je za reč. " * 15, "Tijekom tjedna.", "Tijekom tjedna u Zagrebu i još nešto o tome. " * 9]
    finder = load_finder(load_groups()["hr"])
    words = mark_words(texts)
    assert max(map(len, words)) > 2 * 40
    parts = [finder.gains([each[start : start + 40] for each in words]) for start in (0, 40, 80)]
    assert sum(parts) == pytest.approx(finder.gains(words))


def test_what_words_add_is_what_their_patterns_say() -> None:
    """The sums of whole numbers against patterns looked at one by one: for words of some texts and for all patterns."""
    spoken = list(dict.fromkeys(word for pair in PAIRS.values() for word in mark_words([pair[0]])[0]))
    for groups in dict.fromkeys(load_groups().values()):
        finder = load_finder(groups)
        patterns = [bare for group in groups for table in group.tables for bare in table if bare]
        beside = [f"{one}{other}" for one, other in pairwise(patterns)]
        words = [*spoken, *patterns, *(f"zz{bare}" for bare in patterns), *(f"{bare}zz" for bare in patterns), *beside]
        gains = finder.gains([[word] for word in words])
        for word, row in zip(words, gains, strict=True):
            expected = dict.fromkeys(finder.tags, 0.0)
            for whole, starts, ends, insides in (group.tables for group in groups):
                hits = [whole.get(word, {}), *(gain for bare, gain in starts.items() if word.startswith(bare))]
                hits += [gain for bare, gain in ends.items() if word.endswith(bare)]
                hits += [gain for bare, gain in insides.items() if bare in word]
                for tag, nats in (each for hit in hits for each in hit.items()):
                    expected[tag] = max(expected[tag], nats)
            assert dict(zip(finder.tags, row.tolist(), strict=True)) == pytest.approx(expected)


def test_every_language_of_a_group_is_known() -> None:
    known = set(known_languages())
    for group in load_marks():
        assert set(group.members) <= known
        spoken_for = {tag for table in (group.whole, group.starts, group.ends, group.insides) for gains in table.values() for tag in gains}
        assert spoken_for <= known
        assert spoken_for <= set(group.members)


def test_other_languages_gain_nothing() -> None:
    assert mark_gains("Le ministre a parlé mercredi à Paris de la réforme.", "fr") == {}

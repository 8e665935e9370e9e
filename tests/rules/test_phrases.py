"""Phrase lists: how they are read, folded and ordered, and what no list may hold."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import cleaner.rules
from cleaner.rules import fold, load_phrases
from cleaner.rules.boilerplate import IN_BARS, KINDS, STAGE
from cleaner.rules.boilerplate_lists import load_vocabulary
from cleaner.rules.places_to_share import brand_name, may_name_brand
from cleaner.text.widget_line import SHORT

FILES = sorted(Path(cleaner.rules.__file__).parent.glob(f"*/{STAGE}.txt"))
LANGUAGES = {file.parent.name for file in FILES} - {"und"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Read More »", "read more"),
        ("  مشاركة :  ", "مشاركة"),
        ("３ Ｃｏｍｍｅｎｔｓ", "12 comments"),
        ("ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ", "Διαβάστε επίσης"),
        ("À LIRE AUSSI", "A lire aussi"),
        ("İLGİLİ HABERLER", "ilgili haberler"),
        ("اقرأ أيضاً", "اقرا ايضا"),
        ("بیشتر بخوانید", "بيشتر بخوانيد"),
        ("Ещё новости", "Еще новости"),
        ("相关阅读：", "相关阅读"),
    ],
)
def test_spellings_of_one_widget_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Share", "Shares"), ("ভিডিও", "ভিডি"), ("か", "が"), ("और", "ओर"), ("й", "и")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_there_are_lists_of_seventy_languages() -> None:
    assert len(LANGUAGES) >= 70


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_a_list_is_sorted_and_holds_a_phrase_once_a_kind(file: Path) -> None:
    kinds: dict[str, list[str]] = {}
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("["):
            kinds[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            kinds[list(kinds)[-1]].append(line)
    assert set(kinds) <= set(KINDS)
    for phrases in kinds.values():
        assert phrases == sorted(phrases, key=lambda phrase: (phrase.casefold(), phrase))
        assert [phrase for phrase, count in Counter(phrases).items() if count > 1] == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_has_the_most_common_kinds(language: str) -> None:
    kinds = {rule.rpartition(".")[2] for rule, _ in load_phrases(STAGE) if rule.startswith(f"{language}.")}
    assert {"share", "read_more", "lead_in", "links", "notice", "advertisement", "counted", "button"} <= kinds


def test_whole_phrases_are_short_lines() -> None:
    long = [(rule, phrase) for rule, phrase in load_phrases(STAGE) if len(phrase) > 2 * SHORT]
    assert long == []


def test_first_words_of_a_plea_are_not_a_common_word() -> None:
    """One Latin or Cyrillic word alone would cut sentences; an imperative of eight letters is the least."""
    short = [
        (rule, phrase)
        for rule, phrase in load_phrases(STAGE)
        if rule.endswith(".begins") and phrase[0] < "\u0530" and len(fold(phrase)) < 7 and not phrase.endswith(":")
    ]
    assert [entry for entry in short if " " not in entry[1]] == []


def test_a_phrase_of_two_kinds_takes_the_careful_one() -> None:
    vocabulary = load_vocabulary()
    assert vocabulary.whole[fold("Politik")].kind == "section"
    assert vocabulary.whole[fold("Menu")].kind == "button"
    assert vocabulary.whole[fold("Facebook")].kind in ("brand", "button")


def test_vocabulary_gates_hide_no_phrase() -> None:
    vocabulary = load_vocabulary()
    for rule, phrase in load_phrases(STAGE):
        if rule.rpartition(".")[2] in ("lead_in", "begins", "media", "time_label", "source_label"):
            for shape in (phrase, phrase.upper(), phrase.lower()):
                assert vocabulary.may_start(shape), (rule, shape)
        if rule.rpartition(".")[2] in IN_BARS - {"counted"} and "{brand}" not in phrase:
            assert len(fold(phrase)) in vocabulary.lengths[fold(phrase)[:3]]


def test_a_text_that_names_a_place_to_share_at_is_looked_at() -> None:
    names = ("Facebook", "X", "Телеграм", "微信")
    chosen = [phrase for rule, phrase in load_phrases(STAGE) if rule.endswith((".brand", ".share", ".follow"))]
    phrases = [phrase.replace("{brand}", name) for phrase in chosen for name in names]
    shapes = {shape for phrase in phrases for shape in (phrase, phrase.upper(), phrase.title(), phrase.replace("i", "İ").upper())}
    named = {text for text in shapes if (found := brand_name().search(text)) and not found[0].startswith("x")}
    assert len(named) > 1_000
    assert [text for text in named if not may_name_brand(text)] == []

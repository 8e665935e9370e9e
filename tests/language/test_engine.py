"""The engine: right on languages, quiet on what is none, the same in batches, threads and processes."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.language import identify, identify_batch, known_languages, strangeness
from cleaner.language.engine import identify_documents
from cleaner.language.iso import tag_of

EVAL = Path(os.environ.get("CLEANER_EVAL", Path(__file__).parents[3] / "shared" / "eval")) / "language.jsonl.gz"

SENTENCES = {
    "en": "The minister said on Wednesday that the talks would go on until the spring.",
    "de": "Der Minister sagte am Mittwoch, dass die Gespräche bis zum Frühjahr dauern.",
    "tr": "Bakan çarşamba günü görüşmelerin bahara kadar süreceğini söyledi.",
    "uk": "Міністр заявив у середу, що переговори триватимуть до весни.",
    "hy": "Նախարարը չորեքշաբթի օրը հայտարարեց, որ բանակցությունները կշարունակվեն։",
    "zh-Hant": "部長週三表示，談判將持續到明年春天。",
    "ja": "大臣は水曜日、協議は来春まで続くと述べた。",
}


@pytest.mark.parametrize(("language", "text"), SENTENCES.items())
def test_sentences(language: str, text: str) -> None:
    guess = identify(text)
    assert guess.language == language
    assert guess.score > 0.9


@pytest.mark.parametrize("text", ["", " \n", "Reuters", "BREAKING NEWS", "https://example.org/der-minister-sagte", "@someone #topic"])
def test_what_does_not_decide_is_und(text: str) -> None:
    assert identify(text) == ("und", 0.0)


@pytest.mark.parametrize("text", ["123", "12:30 – 45 %", "x = {'a': [1, 2]}; y[0] = x['b'] / 2; z = {}"])
def test_what_is_no_language_is_zxx(text: str) -> None:
    assert identify(text).language == "zxx"


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=())), max_size=20))
def test_batches_answer_as_singles_and_never_fail(texts: list[str]) -> None:
    answers = identify_batch(texts)
    assert answers == [identify(text) for text in texts]
    known = {*known_languages(), "und", "zxx"}
    assert all(answer.language in known and 0 <= answer.score <= 1 for answer in answers)


def test_threads_answer_alike_at_first_use() -> None:
    code = (
        "from concurrent.futures import ThreadPoolExecutor\nfrom cleaner.language import identify\n"
        f"text = {SENTENCES['de']!r}\n"
        "with ThreadPoolExecutor(16) as pool:\n    print(len(set(pool.map(identify, [text] * 16))), identify(text).language)\n"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.split() == ["1", "de"]
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(identify, [SENTENCES["tr"]] * 8))) == 1


def test_importing_cleaner_loads_no_engine() -> None:
    code = "import sys, cleaner; print([name for name in sys.modules if name.startswith('cleaner.language') or name == 'numpy'])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_a_foreign_line_is_strange_and_an_own_one_is_not() -> None:
    assert strangeness("Share this article", "tr") > strangeness("Bu haberi paylaş", "tr")
    assert strangeness("Share this article", "mi-unknown") == 0


SHORT = [
    "Taxi", "Reuters", "Ja", "JOHN SMITH", "Angela Merkel", "New York Times", "AP Photo/John Smith", "АЛЕКСАНДР ПУШКИН", "東京", "علي",
    "Hans Müller, Prof. Eva Schmidt, Karl-Heinz Meier, Anna Becker, Paul Wagner", "https://example.org/a\nhttps://example.org/b",
    "info@example.org", "aaaaaaaaaaaaaaaaaaaaaaaa", "x", "Nguyễn Văn A", "LONDON, BERLIN",
]  # fmt: skip


@pytest.mark.parametrize("text", SHORT)
def test_a_few_letters_capitals_names_and_addresses_are_und(text: str) -> None:
    assert identify(text) == ("und", 0.0)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hol van a ház?", "hu"),
        ("Он здесь.", "ru"),
        ("לחצו על Enter ואז על Shift Lock כדי לסיים", "he"),
        ("Нажмите Ctrl Alt Delete Escape Windows, чтобы выйти", "ru"),
        ("Přepínač [-a] nebo [-b] vždy smaže soubor, který {je} prázdný", "cs"),
        ("إينا يان ووركاز نس أور إلا غ تمازيرت ن ميدن باهرا", "shi"),
        ("قال الوزير إن المحادثات ستستمر حتى الربيع", "ar"),
        ("I te matahiti i ma'iri, ua parau te feia faatere e aita te reira e nehenehe.", "ty"),
    ],
)
def test_short_sentences_and_names_of_another_script(text: str, language: str) -> None:
    assert identify(text).language == language


@pytest.mark.parametrize("text", ["Ja, ja.", "Oh, la la.", "Bonn. Ulm.", "A. B. Smith.", "Taxi."])
def test_a_sentence_of_a_few_letters_that_says_nothing_is_und(text: str) -> None:
    assert identify(text) == ("und", 0.0)


def test_a_long_text_in_capitals_is_decided() -> None:
    assert identify("DER MINISTER SPRACH AM MITTWOCH IN BERLIN ÜBER DIE NEUEN GESETZE").language == "de"


@given(st.lists(st.sampled_from([*SENTENCES.values(), *SHORT, "12:30"]), min_size=1, max_size=30), st.randoms())
def test_neither_order_nor_company_changes_an_answer(texts: list[str], random: Random) -> None:
    before = dict(zip(texts, identify_batch(texts), strict=True))
    random.shuffle(texts)
    assert [before[text] for text in texts] == identify_batch(texts)


@given(st.sampled_from(list(SENTENCES)), st.integers(2, 40))
def test_a_text_that_goes_on_in_its_language_keeps_it(language: str, times: int) -> None:
    found, mixed = identify_documents(["\n".join([SENTENCES[language]] * times)])
    assert (found[0].language, mixed) == (language, [False])


def test_threads_answer_as_one_does() -> None:
    texts = [*SENTENCES.values(), *SHORT] * 20
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(identify, texts)) == identify_batch(texts)


def test_known_languages_are_answered() -> None:
    known = known_languages()
    assert {"zh-Hans", "zh-Hant", "sr-Cyrl", "sr-Latn", "yi", "ny", "am", "my", "ka", "hy", "lo", "km"} <= set(known)
    assert len(known) > 140
    assert list(known) == sorted(set(known))


@pytest.mark.skipif(not EVAL.is_file(), reason="the evaluation data is not here")
def test_reach_and_score_on_sentences() -> None:
    with gzip.open(EVAL, "rt", encoding="utf-8") as file:
        sentences = [json.loads(line) for line in file]
    gold = [tag_of(entry["gold"]["code"]) for entry in sentences]
    answers = identify_batch([entry["text"] for entry in sentences])
    right: dict[str, list[bool]] = defaultdict(list)
    for tag, answer in zip(gold, answers, strict=True):
        right[tag].append(answer.language == tag)
    shares = sorted((sum(values) / len(values) for values in right.values()), reverse=True)
    assert sum(shares[:75]) / 75 >= 0.99
    assert sum(shares[:110]) / 110 >= 0.96
    sure = [tag == answer.language for tag, answer in zip(gold, answers, strict=True) if answer.score >= 0.9]
    assert sum(sure) / len(sure) >= 0.96
    unsure = [tag == answer.language for tag, answer in zip(gold, answers, strict=True) if 0.4 <= answer.score < 0.6]
    assert 0.3 <= sum(unsure) / len(unsure) <= 0.7

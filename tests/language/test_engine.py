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

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import ConfigError
from cleaner.language import identify, identify_batch, known_languages, strangeness
from cleaner.language.engines import load_engine
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


@pytest.mark.parametrize(
    "text", ["", " \n", "Reuters", "BREAKING NEWS", "https://example.org/der-minister-sagte", "@someone #topic"]
)
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


def test_unknown_engines_are_config_errors() -> None:
    with pytest.raises(ConfigError, match=r"known are profiles"):
        load_engine("magic")
    with pytest.raises(ConfigError):
        load_engine("fasttext", "/nowhere/model.bin")


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
    assert sum(shares[:75]) / 75 >= 0.985
    assert sum(shares[:110]) / 110 >= 0.95
    sure = [tag == answer.language for tag, answer in zip(gold, answers, strict=True) if answer.score >= 0.9]
    assert sum(sure) / len(sure) >= 0.94

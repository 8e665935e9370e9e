"""What data cannot say of the character stages: screens that hide nothing, speed against ftfy, laws over generated text."""

from __future__ import annotations

import gc
import gzip
import json
import os
import re
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import ftfy
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.document import Document
from cleaner.edit import Edit, apply, compose
from cleaner.pipeline import Pipeline
from cleaner.rules import load_rules
from cleaner.rules.check import unmark
from cleaner.rules.screened import screened
from cleaner.stage import Stage, StageResult
from cleaner.stages.invisible_character import InvisibleCharacter, Signs
from cleaner.stages.lost_apostrophe import LostApostrophe, _words
from cleaner.stages.mixed_quotation_mark import MixedQuotationMark
from cleaner.stages.mojibake import _NESTED, Mojibake, _fix, may_change
from cleaner.stages.too_short import TooShort
from cleaner.testing import check_rules
from cleaner.text.invisible import invisible_table
from cleaner.text.normal_form import LAST_DECOMPOSED, combining_marks, form_table, loose_places
from cleaner.text.scripts import code_points

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("CLEANER_EVAL") or ROOT.parent / "shared" / "eval").parent / "corpus" / "news_documents.jsonl.gz"
STAGES = (
    Mojibake(),
    InvisibleCharacter(),
    LostApostrophe(),
    MixedQuotationMark(),
    MixedQuotationMark(style="straight"),
    TooShort(),
)

SENTENCES = (
    "Die Größe der Straße über dem Fluß.", "« Ça va », dit l’été à Noël.",
    "Привет, мир: ёлка и объезд", "Ελληνική γλώσσα, όπως έτσι",
    "Zażółć gęślą jaźń", "“Curly” – it’s… 5 € ™", "العربية فی ایران",
    "日本語「テスト」です", "हिन्दी में ख़बर", "한국어 뉴스", "😀 👩‍👩‍👧",
)  # fmt: skip
WRONG = (
    "latin-1",
    "windows-1252",
    "windows-1251",
    "windows-1250",
    "windows-1253",
    "windows-1254",
    "windows-1257",
    "macroman",
    "cp437",
    "iso-8859-2",
)
HARD = tuple(
    sentence.encode().decode(wrong, errors)
    for sentence in SENTENCES
    for wrong in WRONG
    for errors in ("ignore", "replace")
)  # fmt: skip
_LETTERS = (
    "aZ éÀÂÃÅÄßœŠž€™°·»«“”‘’„…–—¡¢£©®¯²³´¼½¿×àâãåæçðñøþ√≈ŽıПрвЂВГРСΒΓΞΟβ€ā│╬"
    "\u0080\u0085\u009d\u00a0\u00ad\u0301\u0327\u0323\u093c\u09be"
    "\u200b\u200c\u200d\u200e\u202e\u2028\u3000\ufeff\ufffd\ufb01\t\n\r\x0b\x1b[31m&amp;&#10;\"'<س中ㅤक्ᄀ가"
)
TEXTS = st.text(st.sampled_from(sorted(set(_LETTERS))), max_size=40) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=30
)
MIXED = st.lists(TEXTS | st.sampled_from(HARD) | st.sampled_from(SENTENCES), max_size=4).map("\n".join)
FTFY = ftfy.TextFixerConfig(
    uncurl_quotes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    fix_line_breaks=False,
    remove_control_chars=False,
    normalization=None,
)
"""What `mojibake` wants of ftfy; the ligatures of PDF files it takes apart itself."""


def passes(stage: Stage, text: str) -> bool:
    return stage.screen is None or screened(pa.array([text], pa.large_string()), stage.screen)[0].as_py()


def document(text: str, language: str = "en") -> Document:
    return Document("a", text, {"language": language})


def seeds() -> Sequence[str]:
    return [file.read_text("utf-8") for file in sorted((ROOT / "seeds").glob("*.txt"))]


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: f"{stage.name}-{getattr(stage, 'style', '')}")
@settings(max_examples=400, deadline=None)
@given(text=MIXED)
@example(text="Ã\nx")
@example(text="a&#10;Ã©")
@example(text="\u0301")
@example(text="\u00c0\u0323")
@example(text="a \u200b\n\n\u00a0\n\nb")
def test_screen_hides_nothing_and_the_output_is_clean(stage: Stage, text: str) -> None:
    result = stage.process(document(text))
    if result.edits:
        assert passes(stage, text)
        again = stage.process(document(apply(text, result.edits)))
        assert not again.edits


def test_no_combining_mark_is_left_out() -> None:
    codes = (code for code in range(0x300, LAST_DECOMPOSED) if not 0xD800 <= code < 0xE000)
    assert combining_marks() == tuple(c for c in codes if unicodedata.combining(chr(c)) or unicodedata.category(chr(c)) == "Me")


def loose(text: str) -> bool:
    points = code_points(text + "\n")
    return loose_places(points, np.flatnonzero(form_table()[points])).size > 0


def test_every_text_that_is_not_in_normal_form_holds_a_place_that_is_loose() -> None:
    codes = [code for code in range(LAST_DECOMPOSED) if not 0xD800 <= code < 0xE000]
    decomposed = [unicodedata.normalize("NFD", chr(c)) for c in codes if unicodedata.decomposition(chr(c)) or 0xAC00 <= c < 0xAD00]
    seconds = [chr(code) for code in (*combining_marks(), 0x9BE, 0xBBE, 0xDCF, 0x1161, 0x11A8) if code < 0x3100]
    letters = [chr(c) for c in codes if unicodedata.decomposition(chr(c)) or c < 0x250]
    letters = letters[:1200] + letters[-400:]
    texts = [chr(code) for code in codes] + [letter + mark for letter in letters for mark in seconds[:120] + seconds[-40:]]
    texts += [f"a{first}{second}" for first in seconds for second in seconds] + decomposed
    wrong = [text for text in texts if not unicodedata.is_normalized("NFC", text)]
    assert len(wrong) > 1_000
    end = "\uffff"
    points = code_points(end.join(wrong) + end)
    before_end = np.searchsorted(loose_places(points, np.flatnonzero(form_table()[points])), np.flatnonzero(points == ord(end)))
    assert [text for text, more in zip(wrong, np.diff(before_end, prepend=0), strict=True) if not more] == []


def test_next_to_no_text_in_normal_form_is_taken_to_be_loose() -> None:
    texts = [unicodedata.normalize("NFC", text) for text in (*SENTENCES, *seeds())]
    assert sum(map(loose, texts)) < 0.1 * len(texts)


def test_white_space_melts_with_nothing() -> None:
    """So words can be brought into normal form one by one."""
    spaces = [chr(code) for code in range(0x3001) if chr(code).isspace()]
    parts = [unicodedata.normalize("NFD", chr(code)) for code in range(0x30000)]
    assert [part for part in parts if len(part) > 1 and any(space in part for space in spaces)] == []


@settings(max_examples=400, deadline=None)
@given(texts=st.lists(MIXED, max_size=4))
def test_invisible_characters_are_found_in_many_documents_as_in_one(texts: list[str]) -> None:
    stage = InvisibleCharacter()
    documents = [document(text) for text in texts]
    assert list(stage.process_batch(documents)) == [stage.process(each) for each in documents]


def changes(text: str) -> list[tuple[int, int, str]]:
    """What the stage changes; where changes of several rounds meet, the first one names the rule, so the rule is left out."""
    return [(edit.start, edit.end, edit.replacement) for edit in InvisibleCharacter().process(document(text)).edits]


def show_all(texts: Sequence[str], max_marks: int) -> dict[int, Signs]:
    unseen = invisible_table()
    idle = [[place for place, letter in enumerate(text) if unseen[ord(letter)]] for text in texts]
    return {i: Signs(15, own, range(len(text))) for i, (text, own) in enumerate(zip(texts, idle, strict=True))}


def changes_everywhere(text: str) -> list[tuple[int, int, str]]:
    """What the stage changes where no sign tells it what to look for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.stages.invisible_character.find_signs", show_all)
        return changes(text)


@settings(max_examples=400, deadline=None)
@given(text=MIXED)
@example(text="\u0301\u093c\n\x1f")
@example(text="中\r\u200b\u3000\r0")
def test_signs_hide_no_invisible_character(text: str) -> None:
    assert changes(text) == changes_everywhere(text)


def test_signs_hide_no_invisible_character_in_hard_texts_and_seeds() -> None:
    for text in (*HARD, *SENTENCES, *seeds()):
        assert changes(text) == changes_everywhere(text)


def test_invisible_characters_are_found_in_hard_texts_and_seeds_as_in_one() -> None:
    stage = InvisibleCharacter()
    texts = [text + end for text in (*HARD, *SENTENCES, *seeds()) for end in ("", " ", "\n", " \nb", "\n\n\n", "\u3000\nb", "\tb")]
    documents = [document(text) for text in ("", "\n", *texts, "")]
    assert list(stage.process_batch(documents)) == [stage.process(each) for each in documents]


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: f"{stage.name}-{getattr(stage, 'style', '')}")
def test_screen_hides_nothing_in_hard_texts_and_seeds(stage: Stage) -> None:
    for text in (*HARD, *SENTENCES, *seeds()):
        if stage.process(document(text)).edits:
            assert passes(stage, text), text


@settings(max_examples=400, deadline=None)
@given(text=MIXED)
def test_a_line_that_is_not_looked_at_is_one_that_ftfy_keeps(text: str) -> None:
    for line in text.split("\n"):
        if not may_change(line):
            assert ftfy.fix_and_explain(line, FTFY).text == line


def mended_where_it_is_found(text: str) -> StageResult:
    """What `mojibake` says where a screen tells which lines ftfy is asked about, however few there are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.rules.screened._MANY", 1)
        return Mojibake().process(document(text))


def mended_everywhere(text: str) -> StageResult:
    """What `mojibake` says where no line is hidden from ftfy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.stages.mojibake.passing", lambda lines, screen: range(len(lines)))
        return Mojibake().process(document(text))


@settings(max_examples=400, deadline=None)
@given(text=MIXED)
@example(text="\ud800 Ã©\nschÃ¶n")
def test_ftfy_mends_no_line_that_the_screen_hides(text: str) -> None:
    assert mended_where_it_is_found(text) == mended_everywhere(text)


def test_ftfy_mends_no_line_of_hard_texts_and_seeds_that_the_screen_hides() -> None:
    for text in (*HARD, *SENTENCES, *seeds()):
        assert mended_where_it_is_found(text) == mended_everywhere(text)


def test_most_hard_texts_are_mended() -> None:
    """ftfy itself cannot mend all; a stage that mends next to nothing would pass every other test."""
    mended = sum(bool(Mojibake().process(document(text)).edits) for text in HARD)
    assert mended > 0.5 * len(HARD)


@settings(max_examples=300, deadline=None)
@given(text=MIXED)
def test_invisible_characters_leave_normal_form_c_and_clean_lines(text: str) -> None:
    clean = Pipeline((InvisibleCharacter(),)).clean(text).text
    assert unicodedata.is_normalized("NFC", clean)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\ufeff\u2028\u2029]|[ \t]\n|\n\n\n|\A\s|[ \t\n]\Z", clean)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    edits, position = [], 0
    while position < len(text) and len(edits) < 6:
        start = draw(st.integers(position, len(text)))
        end = draw(st.integers(start, min(len(text), start + 3)))
        edits.append(Edit(start, end, draw(st.sampled_from(("", "x", "yz"))), "r"))
        position = max(end, start + 1)
    return edits


@settings(max_examples=300, deadline=None)
@given(data=st.data(), text=st.text("abcdef", max_size=12))
def test_composed_edits_do_what_both_do(data: st.DataObject, text: str) -> None:
    first = data.draw(edits_of(text))
    between = apply(text, first)
    second = data.draw(edits_of(between))
    assert apply(text, compose(text, first, second)) == apply(between, second)


def test_apostrophe_rules_pass_their_examples_and_triggers_miss_none() -> None:
    check_rules("lost_apostrophe")
    for rule in load_rules("lost_apostrophe"):
        for marked in rule.marked:
            text, spans = unmark(marked)
            found = [edit for edit in LostApostrophe().process(document(text, rule.tag)).edits if edit.rule == rule.id]
            assert len(found) == len(spans), (rule.id, marked)
    for tag in ("en", "fr", "it"):
        words = _words(tag)
        assert words is not None
        assert set(words.triggers) == {rule.id for rule in words.rules}


@pytest.mark.parametrize(
    "unit",
    [
        "Ã",
        "â€œ ",
        "&",
        "&amp;",
        " ",
        "\u00a0",
        "a \n",
        "\u0301",
        "\u200d",
        "As ",
        "A",
        "dont ",
        "‘",
        '"“',
        "\n",
        "\u3000",
        "\x1b[",
    ],
)
@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: f"{stage.name}-{getattr(stage, 'style', '')}")
def test_time_is_linear(stage: Stage, unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        best = 9.0
        gc.disable()  # its time depends on all that the tests before have left
        for _ in range(3):
            started = time.thread_time()
            stage.process(document(text))
            best = min(best, time.thread_time() - started)
        gc.enable()
        return best

    short, long = seconds(20_000), seconds(40_000)
    if long > 0.05 and long / short > 2.8:
        long, longer = seconds(40_000), seconds(80_000)
        assert longer / long < 2.8


@given(st.text(st.sampled_from("aÃ©ü&amp;lt<Â\xa0’â€™\x85\x1b[1m\ud83d\ude00п┬"), max_size=24) | st.sampled_from(HARD))
@example("&lt;p&gt; &amp;amp; Ã©")
def test_mojibake_does_to_a_line_what_ftfy_does(line: str) -> None:
    fixed, steps = _fix(line, True)
    assert steps or fixed == line
    before = None
    while line != before and may_change(line) and not _NESTED.search(line):
        before, line = line, ftfy.fix_and_explain(line, FTFY).text
    if not _NESTED.search(line) and "\n" not in line:
        assert fixed == line


@pytest.mark.skipif(not CORPUS.exists(), reason="no corpus: set CLEANER_EVAL")
def test_mojibake_does_to_news_what_ftfy_does() -> None:
    with gzip.open(CORPUS, "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for number, line in enumerate(file) if number % 40 == 0]
    pipeline = Pipeline((Mojibake(),))
    batch = pa.record_batch({"id": [str(i) for i in range(len(texts))], "text": texts})
    theirs = [ftfy.fix_text(text, FTFY) for text in texts]
    assert pipeline(batch).documents.column("text").to_pylist() == theirs

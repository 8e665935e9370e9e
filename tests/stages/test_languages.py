"""What case files cannot say of the stages on scripts and languages: batches, options, screens."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.document import Document
from cleaner.errors import ConfigError
from cleaner.stage import NOTHING
from cleaner.stages.foreign_language import ForeignLanguage
from cleaner.stages.foreign_script import ForeignScript
from cleaner.stages.language import Language
from cleaner.stages.language_mismatch import LanguageMismatch

TEXTS = [
    "The minister said on Wednesday that the talks would go on until the spring.",
    "Der Minister sagte am Mittwoch, dass die Gespräche bis zum Frühjahr dauern.",
    "",
    "中",
    "Міністр заявив у середу, що переговори триватимуть до весни.",
]


def test_a_batch_answers_as_its_documents() -> None:
    stage = Language()
    documents = [Document(str(i), text) for i, text in enumerate(TEXTS)]
    assert list(stage.process_batch(documents)) == [stage.process(document) for document in documents]


def test_a_higher_threshold_makes_und() -> None:
    document = Document("a", "Den er der i dag")
    assert Language(min_score=1.0).process(document).fields["language"] == "und"


def test_unknown_engines_and_languages_are_config_errors() -> None:
    with pytest.raises(ConfigError, match=r"known are profiles"):
        Language(engine="magic")
    with pytest.raises(ConfigError, match=r"needs `model`"):
        Language(engine="fasttext")
    with pytest.raises(ConfigError, match=r"known are .*de, "):
        LanguageMismatch(languages=("tlh",))


def test_names_agencies_and_quotations_stay() -> None:
    body = TEXTS[4] * 3
    for line in (
        "Reuters",
        "John Smith",
        "Photo: AP",
        "“Share the word”",
        "#share",
        "example.org/share",
        "— John",
        "He would share it.",
    ):
        assert ForeignScript().process(Document("a", f"{body}\n{line}", {"script": "Cyrl"})) == NOTHING, line
    body = TEXTS[0] * 3
    for line in ("رويترز", "محمود درويش", "新华社", "على هذه الأرض ما يستحق الحياة"):
        assert ForeignScript().process(Document("a", f"{body}\n{line}", {"script": "Latn"})) == NOTHING, line


def test_lines_have_languages_on_demand_alone() -> None:
    text = "\n\n".join([TEXTS[0], TEXTS[1], "12:30", TEXTS[4]])
    document = Document("a", text)
    assert "line_languages" not in Language().process(document).fields
    fields = Language(every_line=True).process(document).fields
    assert fields["line_languages"] == ["en", "", "de", "", "zxx", "", "uk"]
    assert set(fields["languages"]) == {"en", "de", "uk"}
    assert len(fields["line_languages"]) == len(document.lines)


def test_a_quotation_is_no_language_of_the_document() -> None:
    text = "\n".join([TEXTS[0]] * 12 + ["„Die Gespräche dauern bis zum Frühjahr“, sagte er."] + [TEXTS[0]] * 12)
    fields = Language(every_line=True).process(Document("a", text)).fields
    assert fields["languages"] == ["en"]


def test_the_engine_is_chosen_with_the_config(tmp_path: Path) -> None:
    for options, message in (
        ({"engine": "fasttext", "model": str(tmp_path / "none.bin")}, "pip install|no model file at"),
        ({"model": "model.bin"}, "for the engine fasttext alone"),
    ):
        with pytest.raises(ConfigError, match=message):
            Language(**options)


def test_a_wanted_language_takes_in_its_scripts_and_an_unknown_one_names_the_known() -> None:
    LanguageMismatch(languages=("zh", "sr", "sr-Latn", "ny", "yi"))
    with pytest.raises(ConfigError, match=r"unknown language qq, xx-XX; known are ace, af, am, .*zh-Hans, zh-Hant, zu$"):
        LanguageMismatch(languages=("de", "qq", "xx-XX"))


def test_a_foreign_line_in_the_middle_and_a_quotation_stay() -> None:
    stage = ForeignLanguage()
    body = "Bakan çarşamba günü yaptığı açıklamada görüşmelerin gelecek yıl bahara kadar süreceğini söyledi."
    for middle in ("Share this article", "“We share the same hopes.”", "Print"):
        document = Document("a", "\n".join([body, body, middle, body]), {"language": "tr", "script": "Latn"})
        assert stage.process(document) == NOTHING, middle
    cut = stage.process(Document("a", "\n".join([body, body, "Share this article"]), {"language": "tr", "script": "Latn"}))
    assert [edit.rule for edit in cut.edits] == ["und.foreign_language.widget"]

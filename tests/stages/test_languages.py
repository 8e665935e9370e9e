"""What case files cannot say of the stages on scripts and languages: batches, options, screens."""

from __future__ import annotations

import re

import pytest

from cleaner.document import Document
from cleaner.errors import ConfigError
from cleaner.stage import NOTHING
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


def test_the_screen_hides_no_change() -> None:
    stage = ForeignScript()
    assert stage.screen is not None
    for text in [*TEXTS, TEXTS[0] + "\nShare this article", TEXTS[4] * 3 + "\nShare this article"]:
        for script in ("Latn", "Cyrl", "Arab", "Zyyy"):
            if not re.search(stage.screen, text):
                assert stage.process(Document("a", text, {"script": script})) == NOTHING


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

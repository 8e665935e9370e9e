"""What the stage counts serves the language too, and is forgotten with the text."""

from __future__ import annotations

from cleaner.document import Document
from cleaner.pipeline import Pipeline
from cleaner.stages.script import Script, in_several_scripts

RUSSIAN, BOTH = "Москва, столица.\nНовости дня.", "Москва, столица.\nMoscow, the capital."


def test_several_scripts_are_told_with_and_without_the_stage_before() -> None:
    documents = [Document("a", RUSSIAN), Document("b", BOTH)]
    assert in_several_scripts(documents) == [False, True]
    told = [Document("a", RUSSIAN), Document("b", BOTH)]
    fields = [result.fields for result in Script().process_batch(told)]
    assert in_several_scripts([document.with_fields(each) for document, each in zip(told, fields, strict=True)]) == [False, True]


def test_another_text_is_counted_anew() -> None:
    document = Document("b", BOTH)
    assert in_several_scripts([document, document.with_text(RUSSIAN)]) == [True, False]
    assert in_several_scripts([document.with_text("Moscow, the capital.")]) == [False]


def test_the_language_is_the_same_behind_the_script_and_alone() -> None:
    alone, behind = Pipeline.from_names("language"), Pipeline.from_names("script", "language")
    for text in (RUSSIAN, BOTH):
        assert alone.clean(text).fields["languages"] == behind.clean(text).fields["languages"]

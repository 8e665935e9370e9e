"""lost_apostrophe asks of all documents of a language at once which hold a word of its rules: that hides nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.document import Document
from cleaner.stages.lost_apostrophe import LostApostrophe, Words, _words

STAGE = LostApostrophe()
AROUND = [*"I You they last this next new this St. New Day Eve Mothers somebody meeting been not 5 _ a É ſ \u212a \ud800 '".split(), " "]
GLUE = ("", " ", " ", "\n", ".", "’", "-", "\u00a0")


def known(language: str) -> Words:
    words = _words(language)
    assert words is not None
    return words


def texts(words: Words) -> st.SearchStrategy[str]:
    triggers = sorted({trigger for found in words.triggers.values() for trigger in found.values()})
    cases = st.sampled_from([str, str.upper, str.capitalize])
    word = st.builds(lambda found, case: case(found), st.sampled_from(triggers) | st.sampled_from(AROUND), cases)
    others = st.sampled_from([before for found in words.before.values() for before in found] or [""])
    rare = st.sampled_from(sorted(words.before) or triggers)
    pair = st.builds(lambda first, case, second: case(first) + second, others, cases, rare)
    part = st.tuples(word | st.sampled_from(AROUND) | pair, st.sampled_from(GLUE)).map("".join)
    return st.lists(part, max_size=6).map("".join)


@pytest.mark.parametrize("language", ["en", "fr", "it"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_stands_in_a_batch_is_found_as_without_a_screen(language: str, data: st.DataObject) -> None:
    words = known(language)
    found = data.draw(st.lists(texts(words), min_size=1, max_size=20))
    documents = [Document("a", text, {"language": language}) for text in [*found, *[""] * 60]]
    bare = replace(words, before={})
    assert list(STAGE.process_batch(documents)) == [STAGE._look(bare, document, True) for document in documents]


@pytest.mark.parametrize(("language", "text"), [("fr", "JUSQUÀ LA FIN"), ("it", "ALLUNIVERSITÀ DI ROMA"), ("fr", "lÉtat et l\u00d3")])
def test_capitals_with_accents_break_nothing(language: str, text: str) -> None:
    """A letter whose bytes part words, as those of `À` seem to, is no reason to fail."""
    STAGE.process(Document("a", text, {"language": language}))


def test_documents_of_several_languages_keep_their_order() -> None:
    pairs = [("en", "They dont know."), ("fr", "Il dit quil vient."), ("ru", "dont"), ("en", "They do know.")] * 60
    found = STAGE.process_batch([Document("a", text, {"language": language}) for language, text in pairs])
    assert [len(result.edits) for result in found] == [1, 1, 0, 0] * 60

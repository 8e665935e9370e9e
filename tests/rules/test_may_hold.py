"""One search over many documents tells in which the rules of a set may find something: it hides nothing."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.document import Document
from cleaner.rules import RuleSet, load_rules, may_hold, rules_for
from cleaner.rules.compile import _split_by_folding

EXAMPLES = [example.translate({ord(c): None for c in "⟦⟧"}) for rule in load_rules("web_boilerplate") for example in rule.examples]
UNLIKE = {"fi": "ﬁ", "k": "\u212a", "s": "ſ", "ff": "ﬀ", "ss": "ß", "i": "İ"}


def texts(rules: RuleSet) -> st.SearchStrategy[str]:
    keywords = [keyword for rule in rules.rules for keyword in rule.keywords]
    cases = st.sampled_from([str, str.upper, str.lower, str.capitalize, *[lambda t, a=a, b=b: t.replace(a, b) for a, b in UNLIKE.items()]])
    part = st.builds(lambda text, case: str(case(text)), st.sampled_from([*keywords, *EXAMPLES]), cases)
    return st.lists(part | st.sampled_from([" ", "\n", "The talks went on.", "ß", "\ud800"]), max_size=5).map("".join)


@pytest.mark.parametrize("language", ["en", "de", "fr"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_is_not_held_has_neither_keyword_nor_match(language: str, data: st.DataObject) -> None:
    rules = rules_for("web_boilerplate", language, "Latn")
    found = data.draw(st.lists(texts(rules), min_size=1, max_size=20))
    documents = [Document("a", text) for text in [*found, *[""] * 60]]
    held = may_hold([rules] * len(documents), documents)
    for i, document in enumerate(documents):
        assert i in held or (not rules._hits(document, None) and not rules.find(document))
    if rules.screen is not None:
        assert len(held) <= len(found), "texts without any keyword do not pass"


def test_each_document_is_asked_for_by_its_own_rules() -> None:
    english, french = rules_for("web_boilerplate", "en", "Latn"), rules_for("web_boilerplate", "fr", "Latn")
    documents = [Document("a", "With files from Jane Doe"), Document("b", "Nothing")] * 60
    assert may_hold([english] * 120, documents) == set(range(0, 120, 2))
    assert may_hold([RuleSet(())] * 120, documents) == set()
    assert may_hold([english, french] * 60, documents) >= set(range(0, 120, 2))


def test_all_letters_that_folding_splits_are_known() -> None:
    assert _split_by_folding() == tuple(c for c in map(chr, range(sys.maxunicode + 1)) if len(c.casefold()) > 1)

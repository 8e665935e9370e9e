"""The look at many lines at once leaves out no line of which `read_line` says something."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.document import Document
from cleaner.rules.boilerplate import STAGE
from cleaner.rules.load import load_phrases
from cleaner.stages.web_boilerplate import WebBoilerplate
from cleaner.text.widget_gate import worth_reading
from cleaner.text.widget_line import LONGEST, read_line
from tests.test_screens import lines, texts

REST = "and then the council of Eastmere said that the harbour would be closed for three weeks while divers repair the wall, 2 May."
BAR = " | Facebook | Twitter | Email | Print | Newsletter | World | Sports | Facebook | Twitter | Email | Print"
SHAPES = (
    "{}", "12 {}", "{} (3)", "“{}", "» {}", "❗️{}", "& {}", "{}: 2 May 2019", "{} 2019", "¿{}?", "{} > Asia", "{}|{}", "\t{}  ",
    "{}" + REST, "{} " + REST, "{}: " + REST, "» {}: " + REST, "& {} " + REST, "{}" + " " * 90 + ":" + REST, "© 2019 {}",
    REST + " {}", REST + " {}.........!", "{}" + BAR,
)  # fmt: skip
NAMES = ("Facebook", "X", "Телеграм", "WhatsApp", "微信")


def hidden(found: Sequence[str]) -> list[str]:
    """Return the lines of texts that are left out and should be read."""
    worth = worth_reading(found)
    return [
        line
        for place, text in enumerate(found)
        for index, line in enumerate(text.split("\n"))
        if index not in worth.get(place, ()) and len(line) <= LONGEST and line.strip() and read_line(line.strip())
    ]


@pytest.mark.parametrize("shape", SHAPES)
def test_no_phrase_is_left_out(shape: str) -> None:
    phrases = [text for place, (_, text) in enumerate(load_phrases(STAGE)) if "{brand}" in text or place % 5 == 0]
    found = [shape.replace("{}", text.replace("{brand}", NAMES[place % 5])) for place, text in enumerate(phrases)]
    found = [text.upper() if place % 3 == 1 else text.lower() if place % 3 == 2 else text for place, text in enumerate(found)]
    assert hidden(["\n".join(found[first : first + 9]) for first in range(0, len(found), 9)]) == []


def test_no_line_of_seeds_and_cases_is_left_out() -> None:
    assert hidden(texts()) == []
    assert hidden([line for line in lines() if line]) == []


PARTS = st.one_of(
    st.deferred(lambda: st.sampled_from(lines())),
    st.deferred(lambda: st.sampled_from([text for _, text in load_phrases(STAGE)])),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(["\u0301", "\u3000", "\u200d", "ـ", "\ufe0f", "ᄀ", "ᅡ", "6 Feb 2019, 14:05", "٦ ٢٠١٩", "12"]),
    st.sampled_from(["©", "&", " > ", " | ", "X", "Facebook", "\U0001f4f7"]),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(found=st.lists(st.lists(st.lists(PARTS, max_size=5).map("".join), max_size=4).map("\n".join), max_size=6))
def test_no_generated_line_is_left_out(found: list[str]) -> None:
    assert hidden(found) == []


def test_most_lines_of_an_article_are_left_out() -> None:
    body = "The harbour of Eastmere will be closed for three weeks.\n\n" + REST
    assert worth_reading([body] * 3) == {}


def test_many_documents_are_cleaned_as_each_alone() -> None:
    documents = [Document(str(i), text, {"language": "en", "script": "Latn"}) for i, text in enumerate(texts())]
    stage = WebBoilerplate()
    together = stage.process_batch(documents)
    assert [result.edits for result in together] == [stage.process(document).edits for document in documents]
    assert any(result.edits for result in together)

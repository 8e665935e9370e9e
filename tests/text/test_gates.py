"""A gate hides nothing: a line that a stage finds something in passes the cheap test before it. Over all words of the tables.

Lines are made of a mark, a word in one of four cases, a mark, a name or time, and so on, in a fixed order of chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from cleaner.document import Document
from cleaner.rules.agencies import load_agencies
from cleaner.rules.bylines import first_words, nameless_lines, own_language
from cleaner.rules.header_fields import field_labels
from cleaner.stages.header_field import _inline, _line_field
from cleaner.text.byline_gate import may_name_writer
from cleaner.text.byline_line import read_author_line
from cleaner.text.dates import day_beginnings
from cleaner.text.header_gate import may_be_field
from cleaner.text.signoff import may_sign_off, read_signoff

CASES: tuple[Callable[[str], str], ...] = (str, str.upper, str.title, str.casefold)
LANGUAGES = ("en", "de", "es", "fr", "it", "tr", "ru", "el", "hi", "zh", "ko", "ja", "und")
BODY = "The mayor of the town said on Monday that the ships would leave the harbour again, and that nobody was hurt in it at all."
NAMES = ["Jane Doe", "Max Muster, Anna O'Neil", "张三", "홍길동", "Иван Иванов", "ნინო ბერიძე", "Associated Press", "Jean-Paul de Vries"]
DATES = ["2019-02-06", "6 Feb 2019", "Feb 6, 2019 10:30 AM", "6 февраля 2019", "2019年2月6日", "5 hours ago", "4. Mai 2024 um 15:46 Uhr"]
VALUES = [*NAMES, *DATES, "https://example.org/a", "a, b", "A word", "", "14:41", "Reporter", "Jane DoeReporter", "(dpa)", "And then"]
MARKS = ["", "", "", " ", "* ", "> ", "# ", '"', "[", "(", "（", "【", "\u00a0- ", "| ", "**", "\t", "=", ".", "「"]
BEHIND = [": ", "：", " = ", " ", ", ", "", "**: ", '": ', "/", " | ", " – ", "-", "·", ")", "）", "\u00a0", "\u0307", "s"]
CASE_OF_PATTERNS = ["t\u0131mestamp", "T\u0130MESTAMP", "po\u017fted", "\ufb01lename", "\u212aategorie"]
"""Words whose letters a pattern that ignores case takes for others."""
WORDS = [
    *field_labels(), *day_beginnings(), *sorted(first_words("und") | first_words("es")), *sorted(nameless_lines()),
    *CASE_OF_PATTERNS, "pub_date", "publish_date", "By in", "By", "기자", "기자 홍길동", "记者",
]  # fmt: skip
AGENCIES = sorted(load_agencies())


def made_lines(count: int) -> list[str]:
    chance = Random(7)
    found = []
    for _ in range(count):
        words = AGENCIES if chance.random() < 0.2 else WORDS
        parts = [chance.choice(MARKS), chance.choice(CASES)(chance.choice(words)), chance.choice(BEHIND), chance.choice(VALUES)]
        if chance.random() < 0.5:
            parts += [chance.choice(BEHIND), chance.choice(VALUES), chance.choice(MARKS)]
        if chance.random() < 0.2:
            chance.shuffle(parts)
        found.append("".join(parts))
    return [text for text in found if text.strip()]


def has_field(text: str, language: str) -> bool:
    """Whether a line is a field or begins with a time, and so must pass."""
    found = _line_field(text, language) or _inline(Document("a", text, {"language": language}), 0, False)
    assert not found or may_be_field(text), text
    return bool(found)


def names_writer(text: str, language: str) -> str:
    """Return the rule that takes a line for one that names its writer; it must pass."""
    rule = ""
    for top in (True, False):
        line = read_author_line(text.strip(), own_language(language), top)
        assert not line or may_name_writer(text.strip(), own_language(language), top), (text, top)
        rule = rule or (line.rule if line else "")
    return rule


def test_no_label_is_hidden() -> None:
    labels = (*field_labels(), *CASE_OF_PATTERNS)
    lines = [f"{mark}{case(label)}{behind}2019-02-06" for label, case, mark, behind in product(labels, CASES, MARKS[2:14], BEHIND[:4])]
    assert sum(has_field(line, "en") for line in lines) > len(lines) // 20


def test_no_word_of_writers_is_hidden() -> None:
    words = first_words("und") | first_words("fr") | nameless_lines()
    lines = [f"{mark}{case(word)}{behind}{name}" for word, case, mark, behind, name in product(words, CASES, " (", BEHIND[:4], NAMES[:3])]
    assert sum(bool(names_writer(line, "fr")) for line in lines) > len(lines) // 20


def test_nothing_in_made_lines_is_hidden() -> None:
    lines = [*made_lines(20_000), "By", "by,", "VON und", "Door |", "Por:", "Par at"]
    chance = Random(8)
    assert sum(has_field(line, chance.choice(LANGUAGES)) for line in lines) > 200
    rules = Counter(names_writer(line, chance.choice(LANGUAGES)) for line in lines)
    assert {rule.removeprefix("und.byline.") for rule, count in rules.items() if count} >= {
        "nameless", "desk", "label", "by_word", "editor", "agency", "name_and_agency", "role", "name_beside_time", "Hani.byline.reporter",
    }  # fmt: skip


def test_no_signoff_is_hidden() -> None:
    found = 0
    around = ("%s", "(%s)", "- %s", "/%s/", "(Reporting by %s)", "[%s].", "%s.")
    for count, text in enumerate(made_lines(20_000)):
        last = ("", "It rained. ", "Es regnete.“ ", BODY + " ")[count % 4] + around[count % 7] % text
        document = Document("a", f"{BODY}\n\n{last}")
        signed = list(read_signoff(document, 0))
        assert not signed or may_sign_off(document.line_texts[-1]), last
        found += bool(signed)
    assert found > 100


@given(st.lists(st.sampled_from(["", "a", "bc", " ", "\t", "def\r"]), max_size=40).map("\n".join))
def test_a_line_alone_is_one_of_all_lines(text: str) -> None:
    lines = Document("a", text).lines
    assert all(Document("a", text).line(index) == line for index, line in enumerate(lines))
    assert Document("a", text).content_lines == tuple(index for index, line in enumerate(lines) if not line.blank)

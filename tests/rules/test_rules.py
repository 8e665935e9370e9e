"""Rules as data: every rule file of the package against its own examples, and what the engine refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner.rules
from cleaner.document import Document
from cleaner.errors import RuleError
from cleaner.rules import Rule, RuleSet, fallback, load_rules, rules_for
from cleaner.rules.check import check_lookalikes, check_rule, unmark
from cleaner.rules.load import parse_rules
from cleaner.stages import STAGES

RULES = [rule for stage in STAGES for rule in load_rules(stage)]


def rule(**changes: object) -> Rule:
    values = {
        "id": "en.web_boilerplate.archive", "summary": "The link to an archive.", "unit": "line",
        "pattern": "Archive: all stories of [0-9]{4}", "keywords": ("Archive:",),
        "examples": ("The end.\n⟦Archive: all stories of 2019⟧", "Archive: a love story.", "The Archive: all stories"),
    }  # fmt: skip
    return Rule(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("given", RULES, ids=lambda given: given.id)
def test_every_rule_finds_its_examples_and_leaves_its_look_alikes(given: Rule) -> None:
    assert check_rule(given) == []


@pytest.mark.parametrize("stage", [stage for stage in STAGES if load_rules(stage)])
def test_look_alikes_of_a_language_survive_all_its_rules(stage: str) -> None:
    assert check_lookalikes(load_rules(stage)) == []


def test_every_rule_file_names_a_stage_and_its_own_tag() -> None:
    for file in Path(cleaner.rules.__file__).parent.glob("*/*.toml"):
        if file.stem in STAGES:
            for given in parse_rules(file.read_text("utf-8"), str(file)):
                assert given.stage == file.stem
                assert given.tag == file.parent.name


@pytest.mark.parametrize("given", RULES, ids=lambda given: given.id)
def test_keywords_hide_no_example(given: Rule) -> None:
    for example in given.marked:
        text, spans = unmark(example)
        if given.keywords:
            assert any(keyword.casefold() in text.casefold() for keyword in given.keywords), spans


def test_a_rule_without_a_marked_example_is_refused() -> None:
    assert any("no example marks" in problem for problem in check_rule(rule(examples=("One.", "Two."))))


def test_a_rule_with_one_look_alike_is_refused() -> None:
    given = rule(examples=("⟦Archive: all stories of 2019⟧", "Archive: a love story."))
    assert any("1 look-alikes, at least 2" in problem for problem in check_rule(given))


def test_an_example_that_is_not_found_and_a_look_alike_that_is_hurt_are_refused() -> None:
    assert len(check_rule(rule(pattern="Archive: none"))) == 1
    assert len(check_rule(rule(pattern="Archive: .*"))) == 1


def test_a_known_failure_that_passes_is_refused() -> None:
    assert any("passes now" in problem for problem in check_rule(rule(known_failures=("⟦Archive: all stories of 2020⟧",))))


def test_a_look_alike_is_kept_from_the_other_rules_of_its_language() -> None:
    other = rule(id="en.web_boilerplate.love", pattern="Archive: a love story\\.")
    assert any("en.web_boilerplate.love finds something" in problem for problem in check_lookalikes([rule(), other]))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[rule]]\nid = 'x'", "'summary' is missing"),
        ("[[rule]]\nid = 'x'\ncolour = 1", "unknown key 'colour'"),
        ("[[rule]]\nid = 1", "must be of type str"),
        ("[[rule]", "not valid TOML"),
        ("[[rule]]\nid='x'\nsummary='s'\nunit='line'\npattern='('\nexamples=[]", "not a regular expression"),
        ("[[rule]]\nid='x'\nsummary='s'\nunit='word'\npattern='a'\nexamples=[]", "unit 'word' must be one of"),
    ],
)
def test_a_broken_rule_file_is_refused_with_its_name(text: str, problem: str) -> None:
    with pytest.raises(RuleError, match=r"mine\.toml") as caught:
        parse_rules(text, "mine.toml")
    assert problem in str(caught.value)


def test_a_rule_file_that_cannot_be_read_and_an_id_that_stands_twice_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="cannot read the rule file"):
        load_rules("web_boilerplate", (str(tmp_path / "none.toml"),))
    file = tmp_path / "twice.toml"
    entry = "[[rule]]\nid='en.web_boilerplate.a'\nsummary='s'\nunit='line'\npattern='a'\nexamples=[]\n"
    file.write_text(entry * 2, "utf-8")
    with pytest.raises(RuleError, match="already defined"):
        load_rules("web_boilerplate", (str(file),))


def test_fallback_goes_from_the_particular_to_the_general() -> None:
    assert fallback("de-AT", "Latn") == ("de-AT", "de", "Latn", "und")
    assert fallback("und", "Zyyy") == ("und", "Zyyy")


@pytest.mark.parametrize(
    ("unit", "text", "found"),
    [
        ("line", "a\n  cut me  \nb", ["cut me"]),
        ("line", "do cut me", []),
        ("sentence", "do cut me and cut me", ["cut me", "cut me"]),
        ("paragraph", "x\n\ncut me\n\ny", ["cut me"]),
        ("paragraph", "x\ncut me", []),
        ("opening", "cut me, he said\ncut me", ["cut me"]),
        ("closing", "cut me\nhe said cut me", ["cut me"]),
    ],
)
def test_units(unit: str, text: str, found: list[str]) -> None:
    rules = RuleSet((rule(unit=unit, pattern="cut me", keywords=("cut",)),))
    assert [text[match.start : match.end] for match in rules.find(Document("a", text))] == found


def test_of_two_rules_that_overlap_the_first_wins() -> None:
    first, second = (
        rule(unit="sentence", pattern="ab", keywords=()),
        rule(id="en.web_boilerplate.b", unit="sentence", pattern="bc", keywords=()),
    )
    assert [m.rule.pattern for m in RuleSet((first, second)).find(Document("a", "abc bc"))] == ["ab", "bc"]


def test_rules_of_other_languages_are_not_tried_unless_they_say_so(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    entry = "[[rule]]\nid='{id}'\nsummary='s'\nunit='line'\npattern='Foo'\nkeywords=['Foo']\nexamples=[]\n{more}"
    file.write_text(
        entry.format(id="de.web_boilerplate.a", more="") + entry.format(id="fr.web_boilerplate.b", more="everywhere=true"), "utf-8"
    )
    ids = {r.id for r in rules_for("web_boilerplate", "en", "Latn", (str(file),)).rules}
    assert "de.web_boilerplate.a" not in ids
    assert "fr.web_boilerplate.b" in ids

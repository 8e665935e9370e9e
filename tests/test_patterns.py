"""A pattern that was kept is the pattern that `re` would make, whatever happened to the file and to Python."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner import patterns
from cleaner.rules import load_rules
from cleaner.stages import STAGES

PATTERNS = (
    ("a", 0), ("", 0), ("(?P<day>[0-9]{1,2})[./](?P<month>[0-9]{1,2})|(x)(?(3)y|z)", re.ASCII), ("[\u3400-\u9fff가-힣]++ ", 0),
    ("(?i:straße)|ſ", 0), ("^(?:A|B)+?$", re.IGNORECASE | re.MULTILINE | re.DOTALL), (r"(?<=\w)(?<!é)\b[^\W\d_]", re.IGNORECASE),
    ("[\ud800-\udfff]", 0), (" a b # c", re.VERBOSE), (r"(.)\1", 0), ("(?>ab*)", 0), ("🇩🇪|é", re.IGNORECASE),
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    forget()
    yield tmp_path
    forget()


def forget() -> None:
    """Be as a process that has just begun."""
    patterns._anew.clear()
    patterns.compiled.cache_clear()
    patterns._kept.cache_clear()
    patterns._engine.cache_clear()


def test_a_later_process_takes_up_what_was_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for pattern, flags in PATTERNS:
        assert patterns.compiled(pattern, flags) == re.compile(pattern, flags)
    patterns.keep_patterns()
    forget()
    wanted = {entry: re.compile(*entry) for entry in PATTERNS}
    monkeypatch.setattr(re, "compile", None)  # nothing is compiled anew
    for entry, pattern in wanted.items():
        found = patterns.compiled(*entry)
        assert found == pattern
        assert (found.pattern, found.flags, found.groups, found.groupindex) == (
            pattern.pattern, pattern.flags, pattern.groups, pattern.groupindex,
        )  # fmt: skip


def test_every_rule_of_the_package_comes_back(folder: Path) -> None:
    rules = [rule for stage in STAGES for rule in load_rules(stage)]
    wanted = [re.compile(rule.regex.pattern, rule.regex.flags & ~re.UNICODE) for rule in rules]
    for pattern in wanted:
        patterns.compiled(pattern.pattern, pattern.flags & ~re.UNICODE)
    patterns.keep_patterns()
    forget()
    assert len(wanted) > 100
    assert [patterns.compiled(pattern.pattern, pattern.flags & ~re.UNICODE) for pattern in wanted] == wanted
    assert not patterns._anew


@given(st.text(alphabet="ab1 é中\n", max_size=30))
@example("12.5 中中 a1")
def test_it_finds_the_same(text: str) -> None:
    for pattern, flags in PATTERNS:
        wanted = re.compile(pattern, flags)
        code = patterns._code_of(f"{int(flags)} {pattern}", wanted)
        assert code is not None
        found = patterns._taken_up(pattern, *code)
        assert [match.span() for match in found.finditer(text)] == [match.span() for match in wanted.finditer(text)]


def test_two_processes_keep_both_theirs(folder: Path) -> None:
    for own in ("one", "two"):
        forget()
        patterns._kept("all")
        patterns.compiled(own)
        patterns.keep_patterns()
    forget()
    assert {"0 one", "0 two"} <= patterns._kept("all").keys()


def test_each_group_has_its_file(folder: Path) -> None:
    for group in ("de", "fr"):
        patterns.compiled("Foto|photo", group=group)
    patterns.keep_patterns()
    forget()
    assert patterns._kept("de").keys() == patterns._kept("fr").keys() == {"0 Foto|photo"}
    assert not patterns._kept("all")


def test_what_piles_up_is_thrown_away(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_MOST", 3)
    for own in ("a", "b", "c", "d"):
        patterns.compiled(own)
        patterns.keep_patterns()
    forget()
    assert list(patterns._kept("all")) == ["0 d"]


@pytest.mark.parametrize("lost", ["re._compiler", "re._parser"])
def test_another_python_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch, lost: str) -> None:
    def import_module(name: str) -> object:
        if name == lost:
            raise ModuleNotFoundError(name)
        return sys.modules[name]

    monkeypatch.setattr(patterns, "import_module", import_module)
    assert patterns.compiled("ab+").fullmatch("abb")
    patterns.keep_patterns()
    forget()
    assert patterns.compiled("ab+").fullmatch("abb")


def test_an_engine_that_makes_something_else_is_not_trusted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Engine:
        @staticmethod
        def compile(*parts: object) -> re.Pattern[str]:
            return re.compile("something else")

    monkeypatch.setattr(patterns, "_engine", cache(lambda: Engine))
    assert patterns._code_of("0 ab+", re.compile("ab+")) is None


def test_a_wrong_pattern_says_so(folder: Path) -> None:
    with pytest.raises(re.error, match="unterminated"):
        patterns.compiled("(a")
    patterns.keep_patterns()
    assert not list(folder.rglob("patterns*"))

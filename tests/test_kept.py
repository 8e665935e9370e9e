"""What is kept between processes is what was made, whatever happened to the file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner import kept as module
from cleaner.kept import kept
from cleaner.rules import boilerplate_lists
from cleaner.rules.boilerplate import STAGE
from cleaner.rules.load import phrase_files

MADE = {"a": ["b", True], "c": {"d": "é"}}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / Path(module.__file__).parent.relative_to("/")).mkdir(parents=True)
    return tmp_path


def made(count: list[int]) -> Callable[[], object]:
    def make() -> object:
        count.append(1)
        return MADE

    return make


def test_it_is_made_once(folder: Path) -> None:
    count: list[int] = []
    assert [kept("x", b"lists", made(count)) for _ in range(3)] == [MADE] * 3
    assert len(count) == 1
    assert [file.suffix for file in folder.rglob("*.*") if file.is_file()] == [".kept"]


def test_it_is_made_again_of_other_lists(folder: Path) -> None:
    count: list[int] = []
    for lists in (b"lists", b"other", b"other"):
        kept("x", lists, made(count))
    assert len(count) == 2


@pytest.mark.parametrize("damage", [lambda b: b[:40], lambda b: b[:-3], lambda b: b[:70] + b"\xff" + b[71:], lambda b: b""])
def test_a_damaged_file_is_made_again(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    count: list[int] = []
    kept("x", b"lists", made(count))
    file = next(folder.rglob("*.kept"))
    file.write_bytes(damage(file.read_bytes()))
    assert kept("x", b"lists", made(count)) == MADE
    assert len(count) == 2


def test_nothing_is_written_where_nothing_may_be(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count: list[int] = []
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert [kept("x", b"lists", made(count)) for _ in range(2)] == [MADE] * 2
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", "/dev/null")
    assert kept("x", b"lists", made(count)) == MADE
    assert len(count) == 3
    assert not list(folder.rglob("*.kept"))


def test_the_vocabulary_comes_back_as_it_was_made(folder: Path) -> None:
    sources = b"".join(phrase_files(STAGE))
    first, second = (kept("boilerplate", sources, boilerplate_lists._make) for _ in range(2))
    assert first.keys() == second.keys()
    assert [tuple(entry) for entry in second["whole"]] == first["whole"]
    assert second["heads"] == first["heads"]
    made = boilerplate_lists._vocabulary(first)
    assert len(made.whole) > 10_000
    assert made == boilerplate_lists._vocabulary(second)

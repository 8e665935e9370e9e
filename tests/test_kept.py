"""What is kept between processes is what was made, whatever happened to the file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.kept import kept
from cleaner.rules import boilerplate_lists
from cleaner.rules.boilerplate import STAGE
from cleaner.rules.load import phrase_files

MADE = {"a": ["b", True], "c": {"d": "é"}}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "cleaner"


def made(count: list[int]) -> Callable[[], object]:
    def make() -> object:
        count.append(1)
        return MADE

    return make


def test_it_is_made_once(folder: Path) -> None:
    count: list[int] = []
    assert [kept("x", b"lists", made(count)) for _ in range(3)] == [MADE] * 3
    assert len(count) == 1
    assert [file.name for file in folder.iterdir()] == [f"x.{sys.implementation.cache_tag}"]


def test_it_is_made_again_of_other_lists(folder: Path) -> None:
    count: list[int] = []
    for lists in (b"lists", b"other", b"other"):
        kept("x", lists, made(count))
    assert len(count) == 2


@pytest.mark.parametrize("damage", [lambda b: b[:40], lambda b: b[:-3], lambda b: b[:70] + b"\xff" + b[71:], lambda b: b""])
def test_a_damaged_file_is_made_again(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    count: list[int] = []
    kept("x", b"lists", made(count))
    file = next(folder.iterdir())
    file.write_bytes(damage(file.read_bytes()))
    assert kept("x", b"lists", made(count)) == MADE
    assert len(count) == 2


@pytest.mark.parametrize("home", ["/dev/null", "/proc/nowhere"])
def test_where_nothing_may_be_written_it_is_made_each_time(monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    count: list[int] = []
    monkeypatch.setenv("XDG_CACHE_HOME", home)
    assert [kept("x", b"lists", made(count)) for _ in range(2)] == [MADE] * 2
    assert len(count) == 2


def test_it_is_kept_in_the_home_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    kept("x", b"lists", made([]))
    [file] = (tmp_path / ".cache" / "cleaner").iterdir()
    assert file.name == f"x.{sys.implementation.cache_tag}"
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_the_vocabulary_comes_back_as_it_was_made(folder: Path) -> None:
    sources = b"".join(phrase_files(STAGE))
    first, second = (kept("boilerplate", sources, boilerplate_lists._make) for _ in range(2))
    assert first.keys() == second.keys()
    assert [tuple(entry) for entry in second["whole"]] == first["whole"]
    assert second["heads"] == first["heads"]
    made = boilerplate_lists._vocabulary(first)
    assert len(made.whole) > 10_000
    assert made == boilerplate_lists._vocabulary(second)

"""Paths in, sources out: order, repetition, formats, links, and what is said of paths that lead nowhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import fsspec
import pytest

from cleaner.config.schema import InputSection
from cleaner.errors import ConfigError, InputChangedError
from cleaner.io.cut import cut
from cleaner.io.discover import discover, find
from cleaner.io.read import read_shard
from cleaner.io.shard import Shard


def section(*paths: object, **options: Any) -> InputSection:
    return InputSection(paths=tuple(map(str, paths)), **options)


def names(*paths: object, **options: Any) -> list[str]:
    return [source.name for source in discover(section(*paths, **options))]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("in/b.txt", "in/a.txt", "in/sub/c.jsonl", "in/sub/d.csv.gz", "in/z.md", "in/.hidden.txt", "out.txt", "in/[x].txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Snow fell.")
    return tmp_path


def test_folders_globs_and_files(tree: Path) -> None:
    assert names("in") == ["in/[x].txt", "in/a.txt", "in/b.txt", "in/sub/c.jsonl", "in/sub/d.csv.gz"]
    assert names("in/*.txt") == ["in/[x].txt", "in/a.txt", "in/b.txt"]
    assert names("in/**/*.*") == ["in/[x].txt", "in/a.txt", "in/b.txt", "in/sub/c.jsonl", "in/sub/d.csv.gz"]
    assert names("in/**") == names("in/*") == names("in/**/*") == names("in")
    assert names("./in/a.txt", str(tree / "in/a.txt"), "in/../in/a.txt", "in/a.txt") == ["./in/a.txt"]
    assert names("in/b.txt", "in") == ["in/b.txt", "in/[x].txt", "in/a.txt", "in/sub/c.jsonl", "in/sub/d.csv.gz"]
    assert names("in/[x].txt") == ["in/[x].txt"]
    assert names("in/sub/", "file://" + str(tree / "out.txt")) == ["in/sub/c.jsonl", "in/sub/d.csv.gz", str(tree / "out.txt")]
    facts = {source.name: (source.format, source.compression, source.size) for source in discover(section("in"))}
    assert facts["in/sub/d.csv.gz"] == ("csv", "gzip", 10)
    assert find(section("in")).skipped == ("in/.hidden.txt", "in/z.md")


def test_a_format_that_is_set_reads_every_suffix(tree: Path) -> None:
    assert {source.format for source in discover(section("in", format="text"))} == {"text"}
    assert "in/z.md" in names("in", format="text")


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["nowhere"], "input.paths: nowhere matches no file; paths are relative to the working directory"),
        (["in/*.html"], "input.paths: in/*.html matches no file"),
        (["in/z.md"], "in/z.md: its suffix says no format that can be read; known are .txt"),
        (["in/*.md"], "input.paths: in/*.md matches no file; left out: in/z.md"),
        (["in/p.parquet.gz"], "its suffix says no format"),
        (["in/pipe.txt"], "in/pipe.txt is no regular file"),
        (["klingon://x/y.txt"], "klingon://x/y.txt: Protocol not known: klingon"),
        (["s3+zip://x::y"], "chained URLs are not read"),
    ],
)
def test_paths_that_lead_nowhere(paths: list[str], expected: str, tree: Path) -> None:
    (tree / "in/p.parquet.gz").touch()
    os.mkfifo(tree / "in/pipe.txt")
    with pytest.raises(ConfigError) as caught:
        discover(section(*paths))
    assert expected in str(caught.value)


def test_every_problem_is_told_at_once(tree: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        discover(section("in/a.txt", "nowhere", "in/z.md"))
    assert len(caught.value.problems) == 2


def test_fault_40_links_out_of_the_given_path_are_refused(tree: Path) -> None:
    (tree / "in/sub/leak.txt").symlink_to(tree / "out.txt")
    for pattern in ("in", "in/**/*.txt", "in/sub/*.txt", "in/*"):
        with pytest.raises(ConfigError, match=r"in/sub/leak\.txt is a symbolic link .* set input\.follow_symlinks: true"):
            discover(section(pattern))
        assert "in/sub/leak.txt" in names(pattern, follow_symlinks=True)
    assert names("in/sub/leak.txt") == ["in/sub/leak.txt"]  # named itself
    (tree / "in/sub/leak.txt").unlink()
    other = tree / "other"
    other.mkdir()
    (other / "secret.txt").write_text("x")
    (tree / "in/folder").symlink_to(other)
    for pattern in ("in", "in/*", "in/*/*.txt", "in/**/*.txt"):
        with pytest.raises(ConfigError, match=r"in/folder.* is a symbolic link"):
            discover(section(pattern))
        assert "in/folder/secret.txt" in names(pattern, follow_symlinks=True)


def test_fault_40_links_within_the_given_path_are_read_once(tree: Path) -> None:
    (tree / "in/again.txt").symlink_to(tree / "in/a.txt")
    (tree / "in/loop").symlink_to(tree / "in")
    (tree / "in/sub/up").symlink_to("..")
    found = names("in")
    assert len(found) == 5
    assert len({os.path.realpath(name) for name in found}) == 5
    (tree / "in/dead.txt").symlink_to("nothing")
    with pytest.raises(ConfigError, match=r"in/dead\.txt is a symbolic link to nothing"):
        discover(section("in"))


def test_names_that_are_no_utf8_are_read_and_can_be_stored(tree: Path) -> None:
    with open(os.path.join(os.fsencode(tree), b"in", b"caf\xe9.txt"), "wb") as file:
        file.write(b"Snow")
    (source,) = [source for source in discover(section("in")) if "caf" in source.name]
    assert source.name == "in/caf\\xe9.txt"
    shard = Shard.from_json(cut([source], 1_000)[0].to_json())
    rows = [row for reading in read_shard(shard, section("in"), LIMITS) for row in reading.rows.to_pylist()]
    assert [(row["id"], row["text"]) for row in rows] == [("in/caf\\xe9", "Snow")]


class Limits:
    document_bytes = 20_000_000
    ratio = 200.0


LIMITS = Limits()


def test_objects_behind_urls(tree: Path) -> None:
    files = fsspec.filesystem("memory")
    for i in range(5):
        files.pipe(f"/bucket/day/{i}.jsonl", b'{"text":"Snow %d."}\n' % i)
    files.pipe("/bucket/day/notes.md", b"x")
    try:
        assert names("memory://bucket/day") == [f"memory:///bucket/day/{i}.jsonl" for i in range(5)]
        assert names("memory://bucket/*/[12].jsonl") == ["memory:///bucket/day/1.jsonl", "memory:///bucket/day/2.jsonl"]
        assert names("memory://bucket/day/3.jsonl") == ["memory:///bucket/day/3.jsonl"]
        with pytest.raises(ConfigError, match=r"matches no file"):
            discover(section("memory://bucket/none/*.jsonl"))
        wanted = section("memory://bucket/day")
        (shard,) = cut(discover(wanted), 1_000_000)
        rows = [row for reading in read_shard(shard, wanted, LIMITS) for row in reading.rows.to_pylist()]
        assert [row["text"] for row in rows] == [f"Snow {i}." for i in range(5)]
        files.pipe("/bucket/day/2.jsonl", b'{"text":"Changed."}\n')
        with pytest.raises(InputChangedError, match=r"day/2\.jsonl"):
            list(read_shard(shard, wanted, LIMITS))
        files.rm("/bucket/day/2.jsonl")
        with pytest.raises(InputChangedError, match=r"day/2\.jsonl: vanished"):
            list(read_shard(shard, wanted, LIMITS))
    finally:
        files.rm("/bucket", recursive=True)

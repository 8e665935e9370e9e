"""What a plan says of an input that its stages or its output do not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.config import load_config
from cleaner.errors import ConfigError
from cleaner.plan import make_plan


def config(folder: Path, stages: str, output: str = "out") -> Path:
    path = folder / "c.yaml"
    path.write_text(f"version: 1\ninput: {{paths: [in]}}\nstages: [{stages}]\noutput: {{path: {output}}}\n")
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.html").write_text("<p>Snow.")
    (tmp_path / "in/notes.md").write_text("x")
    return tmp_path


def test_pages_need_a_stage_that_reads_them(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r'in/a\.html holds pages as bytes; put "charset" and "html_text"'):
        make_plan(load_config(config(folder, "invisible_character")))
    plan = make_plan(load_config(config(folder, "charset, html_text, invisible_character")))
    assert plan.skipped == ("in/notes.md",)
    assert "left out   1 file of no known format: in/notes.md" in list(plan.lines())


def test_an_output_inside_the_input_is_refused_before_it_is_read(folder: Path) -> None:
    (folder / "in/out/documents").mkdir(parents=True)
    (folder / "in/out/documents/part.txt").write_text("Snow.")
    with pytest.raises(ConfigError, match=r"in/out/documents/part\.txt lies in the output in/out; narrow input\.paths"):
        make_plan(load_config(config(folder, "charset, html_text", "in/out")))


@pytest.mark.parametrize(("name", "hint"), [("titel", 'did you mean "title"?'), ("source_file", "there are id, text, title")])
def test_a_column_that_cannot_be_mapped_is_told_with_its_line(name: str, hint: str, folder: Path) -> None:
    path = folder / "c.yaml"
    path.write_text(f"version: 1\ninput:\n  paths: [in]\n  columns: {{{name}: x}}\nstages: [script]\noutput: {{path: out}}\n")
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    assert "c.yaml:4:" in str(caught.value)
    assert f'no column "{name}" can be mapped; {hint}' in str(caught.value)

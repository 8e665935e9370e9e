"""The commands that need no run: what they print, and the code they leave with."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from cleaner import Pipeline
from cleaner.config import load_config
from cleaner.edit import AppliedEdit
from cleaner.pipeline import Cleaned
from cleaner.preview import draw, rows, trace

ROOT = Path(__file__).parent.parent.parent
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def cleaner(*arguments: str, cwd: Path | None = None, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, and demand its exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", *arguments], cwd=cwd or ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == code, f"{done.returncode}: {done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize("command", ["run", "plan", "preview", "explain", "check", "verify", "schema", "init"])
def test_every_command_has_help(command: str) -> None:
    assert "Usage: cleaner " + command in cleaner(command, "--help").stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["explian"], "No such command 'explian'"),
        (["explain", "mojibakee"], "Did you mean mojibake"),
        (["explain", "zz.nothing.here"], "neither a stage nor a rule"),
        (["check"], "Missing option '--config'"),
        (["check", "-c", "none.yaml"], "none.yaml: cannot read the config: No such file or directory"),
        (["schema", "documets"], "no such schema; there are config, documents"),
        (["run", "-c", "x.yaml", "--mode", "delete"], "'delete' is not one of"),
    ],
)
def test_usage_errors_say_what_and_what_to_do(arguments: list[str], expected: str) -> None:
    done = cleaner(*arguments, code=2)
    assert expected in done.stderr
    assert done.stdout == ""


def test_two_problems_of_one_config_are_both_reported(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text("version: 1\nstages:\n  - mojibaka\n  - too_short: {min_caracters: 3}\n")
    done = cleaner("check", "-c", "c.yaml", cwd=tmp_path, code=2)
    assert done.stderr.splitlines() == [
        "cleaner: c.yaml:3:5: stages[0]: unknown stage 'mojibaka'. Did you mean 'mojibake'?",
        'cleaner: c.yaml:4:17: stages[1] too_short: unknown option "min_caracters". Did you mean "min_characters"?',
    ]


@pytest.mark.parametrize("config", sorted((ROOT / "configs").glob("*.yaml")), ids=lambda path: path.name)
def test_every_config_of_the_project_passes_its_check(config: Path) -> None:
    assert "all right" in cleaner("check", "-c", str(config)).stdout


RULE = """
[[rule]]
id = "en.{stage}.of_mine"
summary = "Lines of my own."
unit = "line"
keywords = ["Foo:"]
pattern = 'Foo: [a-z]+'
examples = ["One.\\n⟦Foo: bar⟧\\nTwo.", "Foo: 12", "{other}"]
"""


def test_check_runs_the_examples_of_the_users_rules(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(RULE.format(stage="web_boilerplate", other="Bar: foo"))
    (tmp_path / "bad.toml").write_text(RULE.format(stage="web_boilerplate", other="Foo: bar"))
    for name, code in (("good", 0), ("bad", 2)):
        (tmp_path / "c.yaml").write_text(f"version: 1\nstages: [web_boilerplate]\nrules: [{name}.toml]\n")
        done = cleaner("check", "-c", "c.yaml", cwd=tmp_path, code=code)
        assert ("bad.toml: en.web_boilerplate.of_mine: found ['Foo: bar'] in the example" in done.stderr) == bool(code)


def test_explain_lists_stages_and_shows_pages_and_rules() -> None:
    assert "mojibake" in cleaner("explain").stdout
    page = cleaner("explain", "too_short").stdout
    assert "min_characters: 50    (integer, at least 0)" in page
    assert "too_short" in cleaner("explain", "und.too_short.characters").stdout


def test_schema_prints_json() -> None:
    config = json.loads(cleaner("schema", "config").stdout)
    assert config["properties"]["version"]["const"] == 1
    columns = json.loads(cleaner("schema", "documents").stdout)
    assert columns[0] == {"name": "id", "type": "string", "nullable": False, "description": columns[0]["description"]}


def test_init_writes_a_config_that_passes_and_overwrites_nothing(tmp_path: Path) -> None:
    cleaner("init", cwd=tmp_path)
    assert load_config(tmp_path / "cleaner.yaml").stages
    before = (tmp_path / "cleaner.yaml").read_bytes()
    assert "exists already" in cleaner("init", cwd=tmp_path, code=2).stderr
    assert (tmp_path / "cleaner.yaml").read_bytes() == before


def drawn(cleaned: Cleaned, colour: bool) -> str:
    console = Console(width=100, markup=False, highlight=False, emoji=False, color_system="standard" if colour else None)
    with console.capture() as capture:
        console.print(draw(cleaned, title=cleaned.source[:30], colour=colour))
    return capture.get()


def test_a_preview_is_readable_without_colour() -> None:
    shown = drawn(Pipeline.from_names("mojibake", "invisible_character").clean("We\u00e2\u20ac\u2122ll\u200b see"), colour=False)
    assert "~ We[-â€™-]{+’+}ll" in shown
    assert "und.mojibake.encoding" in shown


def test_a_line_that_goes_as_a_whole_is_marked() -> None:
    edits = [AppliedEdit(0, "s", "und.s.x", 4, 10, "\nShare", "")]
    kinds = [row.mark for row in rows(trace("One.\nShare\nTwo.", edits))]
    assert kinds == ["~", "-", " "] or kinds == [" ", "-", " "]


HOSTILE = st.lists(
    st.sampled_from(["\x1b[31m", "\x1b]0;t\x07", "\x1b]8;;http://x\x1b\\", "\x1b]52;c;eA==\x07", "[/x]", "[red]", ":smile:",
                     "\x9b2J", "\x00", "\r", "\n", "\u202e", "a", " ", "\ud800", "\x7f", "\b"]),
    max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_fault_45_nothing_from_a_document_controls_the_terminal(text: str, title: str, removed: str) -> None:
    edits = [AppliedEdit(0, "s", "und.s.x", 0, len(removed), removed, title)] if removed != title else []
    cleaned = Cleaned(removed + text, text, {"title": title, "authors": [text]}, edits)
    shown = drawn(cleaned, colour=False)
    assert not CONTROLS.search(shown.replace("\n", ""))
    assert "\u202e" not in shown


def test_fault_45_the_command_line_escapes_what_it_is_given(tmp_path: Path) -> None:
    done = cleaner("check", "-c", "no\x1b[31m[/x].yaml", cwd=tmp_path, code=2)
    assert "\x1b" not in done.stderr
    assert "no<1B>[31m[/x].yaml" in done.stderr

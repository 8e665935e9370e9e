"""The README says what is true: its table of stages, its code, its two lines."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from cleaner.config import read_config
from cleaner.explain import stage_list
from cleaner.rules.check import check_rule
from cleaner.rules.load import parse_rules

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BETWEEN = re.compile(r"(?<=<!-- stages -->\n).*?(?=<!-- /stages -->)", re.DOTALL)


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README.read_text("utf-8"), re.DOTALL)


def table() -> str:
    """The table of stages as it must stand in the README."""
    rows = ["| stage | what it finds |", "|---|---|"]
    rows += [f"| `{name}` | {sentence.replace('|', chr(92) + '|')} |" for name, sentence in stage_list()]
    return "\n" + "\n".join(rows) + "\n\n"


def test_the_table_of_stages_is_fresh() -> None:
    found = BETWEEN.search(README.read_text("utf-8"))
    assert found is not None
    assert found[0] == table(), "run `python tests/test_readme.py`"


def test_its_config_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (rules,) = blocks("toml")
    (tmp_path / "my_rules.toml").write_text(rules, "utf-8")
    (config,) = blocks("yaml")
    assert read_config(config).stages
    assert tomllib.loads(rules)["rule"]
    assert [problem for rule in parse_rules(rules, "README.md") for problem in check_rule(rule)] == []


def test_its_python_compiles() -> None:
    for block in blocks("python"):
        compile(block, "README.md", "exec")


def test_ci_takes_the_two_lines_from_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    function = re.search(r"^line\(\).*$", script, re.MULTILINE)
    assert function is not None
    for name in ("main", "tests"):
        command = ["bash", "-c", f"{function[0]}\nline {name} README.md"]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        assert len(done.stdout.splitlines()) == 1
        assert ".venv/bin/" in done.stdout


if __name__ == "__main__":
    README.write_text(BETWEEN.sub(lambda _: table(), README.read_text("utf-8")), "utf-8")

"""Run case files and rule examples of stages; public, so that plug-ins are tested with what tests the core.

import pytest
from cleaner.testing import Case, load_cases, run_case

@pytest.mark.parametrize("case", load_cases("cases/my_stage.toml"), ids=str)
def test_case(case: Case) -> None:
    run_case(case)
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cleaner.edit import replay, undo
from cleaner.errors import RuleError
from cleaner.pipeline import Cleaned, Pipeline
from cleaner.rules import load_rules
from cleaner.rules.check import check_lookalikes, check_rule
from cleaner.rules.load import parse_rules
from cleaner.stages import load_stage

_KEYS = {
    "name": str, "input": str, "output": str, "language": str, "script": str, "options": dict, "fields_in": dict, "fields": dict,
    "dropped": str, "known_failure": bool,
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One text and what a stage must make of it.

    `output` None: the text must come out as it went in. `fields`: these columns must be set so. `dropped`: the rule that must
    drop the document. `known_failure`: the case is right and the stage is not; `run_case` raises when it starts to pass.
    """

    stage: str
    name: str
    input: str
    output: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    fields_in: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    dropped: str | None = None
    known_failure: bool = False

    def __str__(self) -> str:
        return f"{self.stage}: {self.name}"


def load_cases(path: str | Path, stage: str | None = None) -> list[Case]:
    """Return the cases of a file; the stage is named like the file unless `stage` says otherwise.

    Raises `ValueError` for an unknown or missing key and for a name that stands twice.
    """
    path = Path(path)
    entries = tomllib.loads(path.read_text("utf-8")).get("case", [])
    cases = []
    names = set()
    for number, entry in enumerate(entries, 1):
        where = f"{path.name}: case {number} {entry.get('name', '')!r}"
        for key, value in entry.items():
            if key not in _KEYS:
                raise ValueError(f"{where}: unknown key {key!r}; known are {', '.join(_KEYS)}")
            if not isinstance(value, _KEYS[key]):
                raise ValueError(f"{where}: {key!r} must be of type {_KEYS[key].__name__}")
        if missing := {"name", "input"} - set(entry):
            raise ValueError(f"{where}: {', '.join(sorted(missing))} is missing")
        if entry["name"] in names:
            raise ValueError(f"{where}: another case has this name")
        names.add(entry["name"])
        fields_in = {key: entry.pop(key) for key in ("language", "script") if key in entry}
        fields_in |= entry.pop("fields_in", {})
        cases.append(Case(stage or path.stem, fields_in=fields_in, **entry))
    return cases


def run_case(case: Case) -> None:
    """Run one case. Raises `AssertionError` with a readable difference where the stage does something else.

    Checked beside text and fields: edits replay and undo, rule ids name the stage, and the stage finds nothing in its output.
    """
    problem = _problem(case)
    if case.known_failure:
        if problem is None:
            raise AssertionError(f"{case}: a known failure passes now; take the mark away")
    elif problem is not None:
        raise AssertionError(f"{case}\n{problem}")


def check_rules(stage_or_path: str | Path) -> None:
    """Check the rules of a stage, or of a rule file, against their own examples. Raises `RuleError` with all that is wrong."""
    path = Path(stage_or_path)
    if path.suffix == ".toml":
        rules = tuple(parse_rules(path.read_text("utf-8"), str(path)))
    else:
        rules = load_rules(str(stage_or_path))
    problems = [problem for rule in rules for problem in check_rule(rule)] + check_lookalikes(rules)
    if problems:
        raise RuleError(*problems)


def _problem(case: Case) -> str | None:
    pipeline = Pipeline((load_stage(case.stage)(**_options(case.options)),))
    cleaned = pipeline.clean(case.input, **case.fields_in)
    if case.dropped is not None:
        rule = cleaned.dropped[1].rule if cleaned.dropped else None
        return None if rule == case.dropped else f"dropped by {rule}, not by {case.dropped}"
    if cleaned.dropped:
        return f"dropped by {cleaned.dropped[1].rule}: {cleaned.dropped[1].detail}"
    expected = case.input if case.output is None else case.output
    if cleaned.text != expected:
        return _difference(expected, cleaned)
    for name, value in case.fields.items():
        found = cleaned.fields.get(name)
        if found != value and not (isinstance(value, list) and list(found or ()) == value) and str(found) != value:
            return f"field {name} is {found!r}, not {value!r}"
    return _broken_contract(case, pipeline, cleaned)


def _broken_contract(case: Case, pipeline: Pipeline, cleaned: Cleaned) -> str | None:
    if replay(cleaned.source, cleaned.edits) != cleaned.text or undo(cleaned.text, cleaned.edits) != cleaned.source:
        return "the edits do not replay or undo"
    for edit in cleaned.edits:
        if edit.rule.split(".")[1:2] != [case.stage]:
            return f"rule {edit.rule!r} does not name its stage: it must be <tag>.{case.stage}.<what>"
    again = pipeline.clean(cleaned.text, **dict(cleaned.fields))
    if again.text != cleaned.text:
        return "the stage changes its own output\n" + _difference(cleaned.text, again)
    return None


def _options(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in options.items()}


def _difference(expected: str, cleaned: Cleaned) -> str:
    lines = difflib.unified_diff(_shown(expected), _shown(cleaned.text), "expected", "found", lineterm="", n=2)
    edits = [f"  {edit.rule}: {edit.removed!r} -> {edit.replacement!r} {edit.detail}" for edit in cleaned.edits]
    return "\n".join([*lines, "edits:", *(edits or ["  none"])])


def _shown(text: str) -> list[str]:
    """Lines of a text with what is not printable as escapes, so that a difference can be seen."""
    return ["".join(c if c.isprintable() else c.encode("unicode-escape").decode() for c in line) + "⏎" for line in text.split("\n")]

"""Every case of `cases/<stage>.toml`, by the public functions that plug-ins use."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.testing import Case, load_cases, run_case

_FILES = sorted((Path(__file__).parent / "cases").glob("*.toml"))


@pytest.mark.parametrize("case", [case for file in _FILES for case in load_cases(file)], ids=str)
def test_case(case: Case) -> None:
    run_case(case)


@pytest.mark.parametrize("file", _FILES, ids=lambda file: file.stem)
def test_a_file_holds_cases_that_change_and_cases_that_do_not(file: Path) -> None:
    cases = load_cases(file)
    quiet = [case for case in cases if case.output is None and not case.dropped and not case.fields]
    assert quiet, f"{file.name} has no look-alike: a case without output, fields or dropped"
    assert len(quiet) < len(cases), f"{file.name} has no case in which something is found"

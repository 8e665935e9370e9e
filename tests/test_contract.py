"""The contract of a stage, over the whole table: a stage is tested by being listed."""

from __future__ import annotations

import copy
import dataclasses
import doctest
import inspect
import os
import pickle
import re
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from cleaner.columns import BY_NAME, INPUT_ONLY
from cleaner.config import options_of
from cleaner.document import Document
from cleaner.edit import apply
from cleaner.explain import explain
from cleaner.pipeline import Pipeline
from cleaner.rules.screened import screened
from cleaner.stage import NOTHING, Stage
from cleaner.stages import STAGES, load_stage
from cleaner.testing import load_cases

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
NAMES = list(STAGES)
NEEDS_HTML = ("html", "content")


@cache
def texts() -> tuple[str, ...]:
    """All seeds, and the inputs of all case files: thousands of texts with dirt of every kind in many languages."""
    found = [path.read_text("utf-8", errors="replace") for path in SEEDS]
    for path in sorted((ROOT / "tests" / "cases").glob("*.toml")):
        found += [case.input for case in load_cases(path)]
    return tuple(found)


@cache
def documents() -> tuple[Document, ...]:
    """The texts as they reach the later stages: mended, with language and script."""
    early = ("mojibake", "invisible_character", "script", "language")
    before = Pipeline.from_names(*(name for name in early if find_spec(f"cleaner.stages.{name}")))
    done = []
    for i, text in enumerate(texts()):
        cleaned = before.clean(text)
        done.append(Document(str(i), cleaned.text, cleaned.fields))
        done.append(Document(f"{i}-raw", text, {}))
    return tuple(done)


def settled(document: Document, stage: Stage) -> Document:
    """The document after the stage: what its edits and fields make of it."""
    result = stage.process_batch([document])[0]
    text = result.text if result.text is not None else document.text
    return Document(document.id, apply(text, result.edits), {**document.fields, **result.fields})


@pytest.mark.parametrize("name", NAMES)
def test_a_stage_is_a_frozen_dataclass_named_like_its_module(name: str) -> None:
    stage = load_stage(name)
    assert issubclass(stage, Stage)
    assert dataclasses.is_dataclass(stage)
    assert stage.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert stage.name == name
    assert stage.__module__ == f"cleaner.stages.{name}"
    assert stage.__name__ == "".join(word.title() for word in name.split("_"))
    assert pickle.loads(pickle.dumps(stage())) == stage()


@pytest.mark.parametrize("name", NAMES)
def test_its_page_has_prose_and_an_example_that_runs(name: str) -> None:
    stage = load_stage(name)
    page = inspect.getdoc(stage) or ""
    assert len(page.split()) >= 20
    assert page.split("\n\n")[0].rstrip().endswith((".", ":"))
    assert doctest.DocTestParser().get_examples(page), "no example in the docstring"
    assert re.search(r"left alone|leaves alone|left as|stays?\b|keeps?\b", page, re.I), "the page says what is left alone"


@pytest.mark.parametrize("name", NAMES)
def test_its_options_are_complete(name: str) -> None:
    for option in options_of(name).values():
        assert option.help.endswith("."), f"{option.name}: help is one sentence"
        assert option.default is not dataclasses.MISSING, f"{option.name}: every option has a default"
        assert re.fullmatch(r"[a-z][a-z_]*", option.name)
        given = list(option.default) if isinstance(option.default, tuple | frozenset) else option.default
        assert option.read(given) == option.default, f"{option.name}: the default fits neither type nor bounds"
        assert option.json_schema()["description"] == option.help


@pytest.mark.parametrize("name", NAMES)
def test_it_reads_and_writes_columns_that_exist(name: str) -> None:
    stage = load_stage(name)
    settable = {column.name for column in BY_NAME.values() if column.merge} | set(INPUT_ONLY) | {"text"}
    assert set(stage.reads) <= set(BY_NAME) | set(INPUT_ONLY)
    assert set(stage.writes) <= settable


@pytest.mark.parametrize("name", NAMES)
def test_it_has_cases_of_both_kinds(name: str) -> None:
    path = ROOT / "tests" / "cases" / f"{name}.toml"
    if set(load_stage(name).reads) & set(NEEDS_HTML):
        tests = [test for test in (ROOT / "tests").rglob("test_*.py") if test != Path(__file__)]
        pages = [test for test in tests if re.search(rf"stages\.{name}\b|[\"']{name}[\"']", test.read_text("utf-8"))]
        assert pages, "no test makes text out of bytes or pages with it"
        return
    cases = load_cases(path)
    acting = [case for case in cases if case.output is not None or case.fields or case.dropped]
    assert len(acting) >= 3
    assert len(cases) - len(acting) >= 2 or name in ("script", "language"), "look-alikes are missing"


@pytest.mark.parametrize("name", NAMES)
def test_explain_shows_it(name: str) -> None:
    page = explain(name)
    assert page.startswith(name)
    for option in options_of(name):
        assert option in page


@pytest.mark.parametrize("name", NAMES)
def test_its_screen_hides_nothing(name: str) -> None:
    stage = load_stage(name)()
    pattern = stage.screen
    if pattern is None:
        pytest.skip("no screen: it looks at every document")
    given = documents()
    hits = screened(pa.array([d.text for d in given], pa.large_string()), pattern).to_pylist()
    for document, hit, result in zip(given, hits, stage.process_batch(given), strict=True):
        if not hit:
            said = (tuple(result.edits), dict(result.fields), result.drop, result.text)
            assert said == (tuple(NOTHING.edits), {}, None, None), f"hidden: {document.text[:200]!r}"


@pytest.mark.parametrize("name", NAMES)
def test_it_is_idempotent_on_its_own_output(name: str) -> None:
    stage = load_stage(name)()
    if set(stage.reads) & set(NEEDS_HTML):
        pytest.skip("makes text out of something else")
    changed = 0
    for document in documents():
        after = settled(document, stage)
        if after.text != document.text:
            changed += 1
            again = Document(after.id, after.text, {**document.fields})
            result = stage.process_batch([again])[0]
            assert not result.edits, f"{document.text[:300]!r} -> {after.text[:300]!r} -> {result.edits}"


@pytest.mark.parametrize("name", NAMES)
def test_it_is_pure_and_a_batch_is_the_sum_of_its_documents(name: str) -> None:
    stage = load_stage(name)()
    sample = documents()[:: max(1, len(documents()) // 150)]
    before = [(d.text, copy.deepcopy(dict(d.fields))) for d in sample]
    together = [_said(result) for result in stage.process_batch(sample)]
    alone = [_said(stage.process_batch([d])[0]) for d in reversed(sample)][::-1]
    assert together == alone
    assert [(d.text, dict(d.fields)) for d in sample] == before


def _said(result: Any) -> tuple[Any, ...]:
    return tuple(result.edits), dict(result.fields), result.drop, result.text


@pytest.mark.parametrize("name", NAMES)
def test_what_it_says_keeps_the_contract(name: str) -> None:
    stage = load_stage(name)()
    for document in documents():
        result = stage.process_batch([document])[0]
        apply(result.text if result.text is not None else document.text, result.edits)
        assert set(result.fields) <= set(stage.writes)
        for rule in [edit.rule for edit in result.edits] + ([result.drop.rule] if result.drop else []):
            tag, of, what = rule.split(".")
            assert of == name
            assert re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*|[A-Z][a-z]{3}", tag)
            assert re.fullmatch(r"[a-z0-9_]+", what)
            explain(rule)
        for edit in result.edits:
            removed = (document.text if result.text is None else result.text)[edit.start : edit.end]
            assert removed != edit.replacement, "an edit that changes nothing"


def test_a_stage_without_a_table_line_is_an_oversight() -> None:
    import cleaner.stages

    folder = Path(os.path.dirname(cleaner.stages.__file__))
    listed = {value.partition(":")[0] for value in STAGES.values()}
    for path in folder.glob("*.py"):
        if path.stem != "__init__":
            module = import_module(f"cleaner.stages.{path.stem}")
            own = [
                v for v in vars(module).values()
                if inspect.isclass(v) and issubclass(v, Stage) and v is not Stage and v.__module__ == module.__name__
            ]  # fmt: skip
            assert not own or module.__name__ in listed, f"{path.name} holds a stage that no line of the table names"

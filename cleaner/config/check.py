"""What is wrong with the stages of a config: names, options, columns, rule files. In: nodes with places. Out: sentences."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cleaner.columns import INPUT_ONLY
from cleaner.config.build import USER_RULES, options_of
from cleaner.config.tree import Node
from cleaner.errors import ConfigError, RuleError
from cleaner.rules.load import parse_rules
from cleaner.stages import STAGES, load_stage

UNFIT = "does not fit; its value comes from the environment"


def suggestion(name: str, known: Iterable[str]) -> str:
    """Say which known name was meant, or which there are."""
    names = list(known)
    close = difflib.get_close_matches(name, names, n=1)
    if close:
        return f'Did you mean "{close[0]}"?'
    return f"Known are {', '.join(names)}." if names else "There are none."


def check_stages(node: Node | None) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the entries of the list of stages, and what is wrong with names, options and their values."""
    entries: list[dict[str, Any]] = []
    problems: list[str] = []
    if node is None:
        return entries, problems
    if not isinstance(node.value, list):
        return entries, [f"{node.where}: stages must be a list, one line `- name` for each stage"]
    for i, item in enumerate(node.value):
        if isinstance(item.value, str):
            name, options, where = item.value, None, item.where
        elif isinstance(item.value, dict) and len(item.value) == 1:
            ((name, options),) = item.value.items()
            where = item.keys[name]
        else:
            problems.append(f"{item.where}: stages[{i}] must be a name, or one name with its options: `- too_short: {{...}}`")
            continue
        try:
            known = options_of(name)
        except ConfigError as error:
            problems += [f"{where}: stages[{i}]: {problem}" for problem in error.problems]
            continue
        if options is not None and options.value is not None and not isinstance(options.value, dict):
            problems.append(f"{options.where}: stages[{i}] {name}: options must be a mapping, as in {{option: value}}")
            continue
        given = options.value if options is not None and options.value is not None else {}
        for key, value in given.items():
            assert options is not None
            if key not in known:
                hint = suggestion(key, known)
                problems.append(f'{options.keys[key]}: stages[{i}] {name}: unknown option "{key}". {hint}')
                continue
            try:
                known[key].read(value.plain())
            except ValueError as error:
                reason = UNFIT if value.secret else error
                problems.append(f"{value.where}: stages[{i}] {name}: {key} {reason}")
        entries.append({"name": name, "options": {key: value.plain() for key, value in given.items()}})
    if not node.value:
        problems.append(f"{node.where}: stages is empty; list at least one")
    return entries, problems


def check_columns(stages: Node | None, mapped: Node | None) -> list[str]:
    """Return the stages that look at a column which neither the input nor an earlier stage sets."""
    available = {"id", "text", "url", *INPUT_ONLY}
    if mapped is not None and isinstance(mapped.value, dict):
        available.update(mapped.value)
    problems = []
    for i, item in enumerate(stages.value if stages is not None and isinstance(stages.value, list) else ()):
        name = item.value if isinstance(item.value, str) else next(iter(item.value), "") if isinstance(item.value, dict) else ""
        try:
            stage = load_stage(name)
        except (ConfigError, ImportError, AttributeError):
            continue  # told elsewhere
        for column in stage.reads:
            if column not in available:
                source = _setter(column)
                hint = f'put "{source}" before it' if source else "map a column of the input to it in input.columns"
                what = f'needs the column "{column}", which nothing before it sets'
                problems.append(f"{item.where}: stages[{i}] {name}: {what}; {hint}")
        available.update(stage.writes)
    return problems


def _setter(column: str) -> str | None:
    """Return the stage whose work it is to set a column: the one that sets the fewest others."""
    setters = []
    for name in STAGES:
        try:
            writes = load_stage(name).writes
        except ImportError:
            continue
        if column in writes:
            setters.append((len(writes), name))
    return min(setters)[1] if setters else None


def check_rules(node: Node | None, listed: set[str]) -> list[str]:
    """Return what is wrong with the rule files of the user: not there, not well formed, a stage that is not listed."""
    if node is None:
        return []
    from cleaner.web.selector_files import parse_selectors, parse_sites  # brings lxml, which few configs need

    problems: list[str] = []
    for i, item in enumerate(node.value if isinstance(node.value, list) else [node]):
        if not isinstance(item.value, str):
            continue
        path, where = item.value, f"{item.where}: rules[{i}]"
        try:
            text = Path(path).read_text("utf-8")
            rules = parse_rules(text, path)
            page_rules = [*parse_selectors(text, path), *parse_sites(text, path)]
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            problems.append(f"{where}: cannot read {path}: {reason}; paths are relative to the working directory")
        except RuleError as error:
            problems += [f"{where}: {problem}" for problem in error.problems]
        else:
            if page_rules and "html_text" not in listed:
                problems.append(f"{where}: {path}: selectors and sites are for the stage 'html_text', which is not in stages")
            for rule in rules:
                if rule.stage not in listed:
                    problems.append(f"{where}: {path}: {rule.id} is for the stage {rule.stage!r}, which is not in stages")
                elif USER_RULES not in options_of(rule.stage):
                    problems.append(f"{where}: {path}: {rule.id}: the stage {rule.stage!r} takes no rules of yours")
    return problems

"""From a file to a checked `Config`; every problem of the file is reported at once, with its place and a suggestion."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from cleaner.config.build import USER_RULES, clause, options_of
from cleaner.config.override import interpolate, override
from cleaner.config.schema import Config, Origin, StageEntry
from cleaner.config.tree import MAX_BYTES, Node, parse
from cleaner.errors import ConfigError, RuleError


def load_config(path: str | Path, overrides: Iterable[str] = ()) -> Config:
    """Read and check a config. `overrides` are `KEY=VALUE`, as after `--set`.

    Raises `ConfigError` that holds every problem found: `file:line:column: what is wrong, what to do`.
    """
    file = str(path)
    try:
        with open(path, "rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{file}: cannot read the config: {error.strerror or error}; give the path of a YAML file") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: byte {error.start} is not UTF-8; save the config as UTF-8") from None
    return read_config(text, file, overrides)


def read_config(text: str, file: str = "config", overrides: Iterable[str] = ()) -> Config:
    """Check the text of a config; see `load_config`."""
    root, problems = parse(text, file)
    if root.value is None:
        raise ConfigError(f"{file}: the config is empty; `cleaner init` writes one to begin with")
    if not isinstance(root.value, dict):
        raise ConfigError(f"{root.where}: a config is a mapping that begins with `version: 1`")
    problems += override(root, overrides)
    public, secrets, unfilled = interpolate(root)
    problems += unfilled
    entries, stage_problems = _stages(root.value.get("stages"))
    data = root.plain() | ({"stages": entries} if "stages" in root.value else {})
    config = None
    try:
        config = Config.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        problems += _problems(root, [dict(details) for details in error.errors()])
    problems += stage_problems
    problems += _rules(root.value.get("rules"), {entry["name"] for entry in entries})
    if problems:
        origin = Origin(file=file, secrets=secrets)
        raise ConfigError(*(_redacted(problem, origin) for problem in sorted(dict.fromkeys(problems), key=_order)))
    assert config is not None
    config._origin = Origin(file=file, public=public, secrets=secrets)
    return config


def _redacted(problem: str, origin: Origin) -> str:
    shell = Config(version=1, stages=(), rules=())
    shell._origin = origin
    return shell.redact(problem)


def _order(problem: str) -> tuple[int, ...]:
    """By line and column, as a reader goes through the file; what has no place comes first."""
    parts = problem.split(":", 3)
    return (int(parts[1]), int(parts[2])) if len(parts) > 3 and parts[1].isdigit() and parts[2].isdigit() else (0, 0)


def suggestion(name: str, known: Iterable[str]) -> str:
    """Say which known name was meant, or which there are."""
    names = list(known)
    close = difflib.get_close_matches(name, names, n=1)
    if close:
        return f'Did you mean "{close[0]}"?'
    return f"Known are {', '.join(names)}." if names else "There are none."


def _stages(node: Node | None) -> tuple[list[dict[str, Any]], list[str]]:
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
                reason = _UNFIT if value.secret else error
                problems.append(f"{value.where}: stages[{i}] {name}: {key} {reason}")
        entries.append({"name": name, "options": {key: value.plain() for key, value in given.items()}})
    if not node.value:
        problems.append(f"{node.where}: stages is empty; list at least one")
    return entries, problems


def _problems(root: Node, errors: Sequence[dict[str, Any]]) -> list[str]:
    """Turn the errors of pydantic into sentences with their places; those of the alternatives of one value become one."""
    problems = []
    alternatives: dict[tuple[Any, ...], list[str]] = {}
    for error in errors:
        path = tuple(error["loc"])
        name = ".".join(str(step) for step in path)
        if error["type"] == "extra_forbidden":
            hint = suggestion(str(path[-1]), _keys_at(path[:-1]))
            problems.append(f'{root.place(path)}: unknown key "{name}". {hint}')
        elif error["type"] == "missing":
            problems.append(f'{root.place(path)}: "{name}" is missing; add it, as in `{_EXAMPLES.get(name, f"{name}: ...")}`')
        else:
            node, known = _follow(root, path)
            alternatives.setdefault(path[:known], []).append(_UNFIT if node.secret else clause(error))
    for path, clauses in alternatives.items():
        first = [text.rpartition(", not ")[0] or text for text in clauses[:-1]]
        node, _ = _follow(root, path)
        problems.append(f"{node.where}: {'.'.join(str(step) for step in path)} {' or '.join([*first, clauses[-1]])}")
    return problems


_UNFIT = "does not fit; its value comes from the environment"
_EXAMPLES = {"version": "version: 1", "stages": "stages: [mojibake]"}


def _follow(root: Node, path: Sequence[Any]) -> tuple[Node, int]:
    """Return the node at `path`, or the last one on the way, and how many steps of the path exist."""
    node = root
    for i, step in enumerate(path):
        inside = isinstance(node.value, dict) and step in node.value
        inside |= isinstance(node.value, list) and isinstance(step, int) and step < len(node.value)
        if not inside:
            return node, i
        node = node.value[step]
    return node, len(path)


def _keys_at(path: Sequence[Any]) -> list[str]:
    model: type[BaseModel] = Config
    for step in path:
        kind = model.model_fields[step].annotation if step in model.model_fields else None
        if not (isinstance(kind, type) and issubclass(kind, BaseModel)) or kind is StageEntry:
            return []
        model = kind
    return list(model.model_fields)


def _rules(node: Node | None, listed: set[str]) -> list[str]:
    """Return what is wrong with the rule files of the user: not there, not well formed, a stage that is not listed."""
    from cleaner.rules.load import parse_rules

    problems: list[str] = []
    items = node.value if node is not None and isinstance(node.value, list) else [node]
    for i, item in enumerate(items):
        if item is None or not isinstance(item.value, str):
            continue
        path, where = item.value, f"{item.where}: rules[{i}]"
        try:
            rules = parse_rules(Path(path).read_text("utf-8"), path)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            problems.append(f"{where}: cannot read {path}: {reason}; paths are relative to the working directory")
        except RuleError as error:
            problems += [f"{where}: {problem}" for problem in error.problems]
        else:
            for rule in rules:
                if rule.stage not in listed:
                    problems.append(f"{where}: {path}: {rule.id} is for the stage {rule.stage!r}, which is not in stages")
                elif USER_RULES not in options_of(rule.stage):
                    problems.append(f"{where}: {path}: {rule.id}: the stage {rule.stage!r} takes no rules of yours")
    return problems

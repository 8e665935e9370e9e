"""From a file to a checked `Config`; every problem of the file is reported at once, with its place and a suggestion."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from cleaner.config.build import clause
from cleaner.config.check import UNFIT, check_columns, check_rules, check_stages, suggestion
from cleaner.config.override import interpolate, override
from cleaner.config.schema import Config, Origin, StageEntry
from cleaner.config.tree import MAX_BYTES, Node, parse
from cleaner.errors import ConfigError


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
    entries, stage_problems = check_stages(root.value.get("stages"))
    data = root.plain() | ({"stages": entries} if "stages" in root.value else {})
    config = None
    try:
        config = Config.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        problems += _problems(root, [dict(details) for details in error.errors()])
    problems += stage_problems
    problems += check_columns(root.value.get("stages"), _at(root, "input", "columns"))
    problems += check_rules(root.value.get("rules"), {entry["name"] for entry in entries})
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
            alternatives.setdefault(path[:known], []).append(UNFIT if node.secret else clause(error))
    for path, clauses in alternatives.items():
        first = [text.rpartition(", not ")[0] or text for text in clauses[:-1]]
        node, _ = _follow(root, path)
        problems.append(f"{node.where}: {'.'.join(str(step) for step in path)} {' or '.join([*first, clauses[-1]])}")
    return problems


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


def _at(root: Node, *path: str) -> Node | None:
    node, known = _follow(root, path)
    return node if known == len(path) else None


def _keys_at(path: Sequence[Any]) -> list[str]:
    model: type[BaseModel] = Config
    for step in path:
        kind = model.model_fields[step].annotation if step in model.model_fields else None
        if not (isinstance(kind, type) and issubclass(kind, BaseModel)) or kind is StageEntry:
            return []
        model = kind
    return list(model.model_fields)

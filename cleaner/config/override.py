"""Values from outside the file: `--set KEY=VALUE`, and `${env:NAME}` inside of text."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from typing import Any

from cleaner.config.tree import Node, parse
from cleaner.errors import ConfigError

_ENV = re.compile(r"\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}")
_OTHER = re.compile(r"\$\{[^}]{0,80}\}?")


def override(root: Node, given: Iterable[str]) -> list[str]:
    """Set values in the tree, one for each `KEY=VALUE`; the value is read as YAML. Return the problems.

    `stages.NAME.OPTION` finds the stage by its name in the list.
    """
    problems = []
    for text in given:
        key, equals, written = text.partition("=")
        where = f"--set {key}"
        if not equals or not key:
            problems.append(f"--set {text}: must be KEY=VALUE, as in stages.too_short.min_characters=100")
            continue
        try:
            value, doubles = parse(written, where)
            problems += doubles
            _relocate(value, where)
            _put(root, key.split("."), value, where)
        except ConfigError as error:
            problems += error.problems
    return problems


def _relocate(node: Node, where: str) -> None:
    node.where = where
    node.keys = dict.fromkeys(node.keys, where)
    children = node.value.values() if isinstance(node.value, dict) else node.value if isinstance(node.value, list) else ()
    for child in children:
        _relocate(child, where)


def _put(node: Node, path: list[str], value: Node, where: str) -> None:
    for step in path[:-1]:
        if isinstance(node.value, list):
            node = _item(node, step, where)
        else:
            if node.value is None:
                node.value = {}
            if not isinstance(node.value, dict):
                break
            if step not in node.value:
                node.value[step], node.keys[step] = Node(where, {}), where
            node = node.value[step]
    if node.value is None:
        node.value = {}
    if not isinstance(node.value, dict):
        raise ConfigError(f"{where}: only a key of a mapping can be set; a list is given whole, as in input.paths=[a.txt, b.txt]")
    node.value[path[-1]], node.keys[path[-1]] = value, where


def _item(stages: Node, name: str, where: str) -> Node:
    """Return the options of the stage `name` in the list of stages; a bare name becomes a mapping."""
    found: Node | None = None
    for item in stages.value:
        if item.value == name:
            item.value, item.keys = {name: Node(where, {})}, {name: item.where}
        if isinstance(item.value, dict) and name in item.value:
            if found is not None:
                raise ConfigError(f"{where}: the stage {name!r} is listed twice; set its options in the config")
            found = item.value[name]
    if found is None:
        raise ConfigError(f"{where}: the stage {name!r} is not in the list of stages; add it to the config")
    return found


def interpolate(root: Node, environment: Mapping[str, str] = os.environ) -> tuple[Any, dict[str, str], list[str]]:
    """Put the environment in place of `${env:NAME}`, once: what comes out is not looked at again.

    Return the tree as it was, without places; the values used, by name; and the problems.
    """
    public = root.plain()
    secrets: dict[str, str] = {}
    problems: list[str] = []
    seen: set[int] = set()
    todo = [root]
    while todo:
        node = todo.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node.value, dict):
            todo += node.value.values()
        elif isinstance(node.value, list):
            todo += node.value
        elif isinstance(node.value, str) and "${" in node.value:
            for name in _ENV.findall(node.value):
                if name not in environment:
                    problems.append(f"{node.where}: the environment variable {name} is not set")
                else:
                    secrets[name] = environment[name].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            if other := _OTHER.search(_ENV.sub("", node.value)):
                problems.append(f"{node.where}: {other[0]!r} is not known; only ${{env:NAME}} is filled in")
            node.written = node.value
            node.value = _ENV.sub(lambda found: secrets.get(found[1], ""), node.value)
    return public, secrets, problems

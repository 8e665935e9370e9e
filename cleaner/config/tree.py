"""YAML 1.2 with a place for every value: text in, a tree of `Node` out.

Only data comes out of it: no tags, no objects. Size, depth and number of nodes are bounded before anything is built,
aliases counted at their full size, so that a hostile file costs no more than an honest one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from cleaner.errors import ConfigError

MAX_BYTES = 1_000_000
MAX_DEPTH = 64
MAX_NODES = 100_000

_NULL = re.compile(r"null|Null|NULL|~|")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}|0o[0-7]{1,18}|0x[0-9a-fA-F]{1,15}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]{1,30}|[0-9]{1,30}(?:\.[0-9]{0,30})?)(?:[eE][-+]?[0-9]{1,3})?")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass
class Node:
    """A value of the config and where it stands (`file:line:column`, or the override that set it).

    `value` is a scalar, a `dict[str, Node]` or a `list[Node]`; `keys` holds the places of the keys of a dict. `written` is what
    stood there before the environment was filled in, None where it was not.
    """

    where: str
    value: Any
    keys: dict[str, str] = field(default_factory=dict)
    size: int = 1
    written: str | None = None

    @property
    def secret(self) -> bool:
        """Whether anything in here came from the environment; then its value is not for messages."""
        children = self.value.values() if isinstance(self.value, dict) else self.value if isinstance(self.value, list) else ()
        return self.written is not None or any(child.secret for child in children)

    def plain(self) -> Any:
        """The value without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def place(self, path: tuple[str | int, ...]) -> str:
        """Where the value at `path` stands; for a key, the place of the key. As far as the path exists."""
        node, where = self, self.where
        for step in path:
            if isinstance(node.value, dict) and step in node.value:
                where, node = node.keys.get(str(step), node.value[step].where), node.value[step]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                where = node.where
            else:
                break
        return where


def scalar(text: str) -> Any:
    """Return the value of a plain scalar by the core schema of YAML 1.2.

    >>> [scalar(text) for text in ("no", "true", "12", "0.5", "", "2024-01-01")]
    ['no', True, 12, 0.5, None, '2024-01-01']
    """
    if _NULL.fullmatch(text):
        return None
    if _TRUE.fullmatch(text):
        return True
    if _FALSE.fullmatch(text):
        return False
    if _INTEGER.fullmatch(text):
        return int(text, 0) if text.startswith(("0o", "0x")) else int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def parse(text: str, file: str) -> tuple[Node, list[str]]:
    """Parse a YAML document: the tree, and the keys that are given twice, one sentence each.

    Raises `ConfigError` with the place where the rest cannot be read: syntax, tags, limits.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if len(text) > MAX_BYTES:
        raise ConfigError(f"{file}: the config is larger than {MAX_BYTES:,} bytes; put long lists into files of their own")
    builder = _Builder(file)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except ConfigError:
        raise
    except YAMLError as error:
        raise ConfigError(_syntax_problem(file, error)) from None
    except (ValueError, OverflowError, RecursionError, IndexError, TypeError, AttributeError, AssertionError) as error:
        raise ConfigError(f"{file}: not valid YAML: {error}") from None
    return builder.root or Node(f"{file}:1:1", None), builder.problems


def _syntax_problem(file: str, error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f"{file}:{mark.line + 1}:{mark.column + 1}" if mark is not None else file
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    context = getattr(error, "context", None)
    return f"{where}: not valid YAML: {what}{f' ({context})' if context else ''}"


@dataclass
class _Open:
    """A list or mapping that is still being read."""

    node: Node
    anchor: str | None
    key: str | None = None
    key_where: str = ""


class _Builder:
    """Builds the tree from parser events, without recursion."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.problems: list[str] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self._nodes = 0

    def take(self, event: Any) -> None:
        """Take one event of the parser."""
        where = f"{self.file}:{event.start_mark.line + 1}:{event.start_mark.column + 1}"
        match type(event).__name__:
            case "MappingStartEvent" | "SequenceStartEvent" as kind:
                self._no_tag(event, where)
                self._count(1, where)
                if len(self._open) >= MAX_DEPTH:
                    raise ConfigError(f"{where}: nested deeper than {MAX_DEPTH} levels")
                self._open.append(_Open(Node(where, {} if kind == "MappingStartEvent" else []), event.anchor))
            case "MappingEndEvent" | "SequenceEndEvent":
                done = self._open.pop()
                if done.anchor:
                    self._anchors[done.anchor] = done.node
                self._put(done.node)
            case "ScalarEvent":
                self._no_tag(event, where)
                self._count(1, where)
                plain = event.style is None or event.style == ""
                value = scalar(event.value) if plain else event.value
                if isinstance(value, str) and _SURROGATE.search(value):
                    raise ConfigError(f"{where}: half a surrogate pair is not a character; write the whole character")
                node = Node(where, value)
                if event.anchor:
                    self._anchors[event.anchor] = node
                self._put(node)
            case "AliasEvent":
                target = self._anchors.get(event.anchor)
                if target is None:
                    raise ConfigError(f"{where}: the alias *{event.anchor} has no anchor before it")
                self._count(target.size, where)
                if len(self._open) + _depth(target) > MAX_DEPTH:
                    raise ConfigError(f"{where}: nested deeper than {MAX_DEPTH} levels")
                self._put(target)
            case "DocumentStartEvent" if self.root is not None:
                raise ConfigError(f"{where}: a second document begins here; a config is one document")

    def _no_tag(self, event: Any, where: str) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None and str(tag) not in ("", "!", "None"):
            raise ConfigError(f"{where}: the tag {str(tag)[:60]!r} is not allowed; a config holds plain data")

    def _count(self, nodes: int, where: str) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise ConfigError(f"{where}: more than {MAX_NODES:,} values")

    def _put(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent.node.value, list):
            parent.node.value.append(node)
            parent.node.size += node.size
        elif parent.key is None:
            if isinstance(node.value, dict | list):
                raise ConfigError(f"{node.where}: a key must be a word, not a list or a mapping")
            parent.key, parent.key_where = str(node.value), node.where
        else:
            key = parent.key
            if key in parent.node.value:
                self.problems.append(f"{parent.key_where}: {key!r} is given twice; the first stands at {parent.node.keys[key]}")
            else:
                parent.node.value[key] = node
                parent.node.keys[key] = parent.key_where
            parent.node.size += node.size + 1
            parent.key = None


def _depth(node: Node) -> int:
    children = node.value.values() if isinstance(node.value, dict) else node.value if isinstance(node.value, list) else ()
    return 1 + max((_depth(child) for child in children), default=0)

"""Compiled patterns. In: a pattern as `re` writes it, and its flags. Out: what `re.compile` returns, sooner.

To compile the patterns of the package takes a fifth of a start: one class with the ideographs alone takes three milliseconds.
So the code that `re` makes of them is kept for the next process, which takes it up in a thirtieth of that time. Only `_code_of` and
`_taken_up` know what `re` keeps to itself; what they make is compared with what `re.compile` makes before it is kept, and where
Python has it otherwise nothing is.
"""

from __future__ import annotations

import re
import sys
from array import array
from base64 import b64decode, b64encode
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from cleaner.kept import KeptFile

_MOST = 2_000
"""Patterns that are kept of one group: some 300 are in use; those that were rewritten stay until there are so many."""
_Code = tuple[int, int, Mapping[str, int], str]
"""Flags, number of groups, groups by name, and the code, its numbers in base 64."""

_anew: dict[str, dict[str, re.Pattern[str]]] = {}
"""What this process has compiled itself, by group and key."""


@cache
def compiled(pattern: str, flags: int = 0, group: str = "all") -> re.Pattern[str]:
    """Return what `re.compile` does, for the same pattern the same. Raises `re.error`.

    `group`: patterns that are wanted together, as those of one language, are kept in a file of their own.

    >>> compiled("(?P<day>[0-9]+)", re.ASCII) == re.compile("(?P<day>[0-9]+)", re.ASCII)
    True
    """
    key = f"{int(flags)} {pattern}"
    found = _kept(group).get(key)
    if found is not None:
        return _taken_up(pattern, *found)
    made = _anew.setdefault(group, {})[key] = re.compile(pattern, flags)
    return made


def keep_patterns() -> None:
    """Keep for later processes what this one had to compile itself; costs nothing where that is nothing."""
    for group, own in _anew.items():
        made = {key: code for key, found in own.items() if (code := _code_of(key, found)) is not None}
        others = _file(group).read() or {}  # another process may have kept some meanwhile
        _file(group).write(others | made if len(others) + len(made) <= _MOST else made)
    _anew.clear()


@cache
def _kept(group: str) -> Mapping[str, _Code]:
    return _file(group).read() or {}


def _file(group: str) -> KeptFile:
    return KeptFile(f"patterns.{group}", f"{sys.version} {getattr(_engine(), 'MAGIC', 0)}".encode())


@cache
def _engine() -> Any:
    return import_module("_sre")


def _code_of(key: str, found: re.Pattern[str]) -> _Code | None:
    """Return what makes this pattern again; None where this Python does not let it be told."""
    flags = int(key.partition(" ")[0])
    try:
        compiler, parser = import_module("re._compiler"), import_module("re._parser")
        tree = parser.parse(found.pattern, flags)
        code = array("I", compiler._code(tree, flags)).tobytes()
        parts = (found.flags, found.groups, dict(found.groupindex), b64encode(code).decode())
        return parts if _taken_up(found.pattern, *parts) == found else None
    except Exception:  # whatever another version of Python has changed
        return None


def _taken_up(pattern: str, flags: int, groups: int, by_name: Mapping[str, int], code: str) -> re.Pattern[str]:
    names: list[str | None] = [None] * (groups + 1)
    for name, number in by_name.items():
        names[number] = name
    numbers = array("I", b64decode(code)).tolist()
    made: re.Pattern[str] = _engine().compile(pattern, flags, numbers, groups, dict(by_name), tuple(names))
    return made

"""Read rule files and phrase lists, from the package and from the user. Every problem names file and rule."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from cleaner.errors import RuleError
from cleaner.kept import kept
from cleaner.rules.fragments import expand
from cleaner.rules.model import UNITS, Rule

_ID = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*\.[a-z_]+\.[a-z0-9_]+|[A-Z][a-z]{3}\.[a-z_]+\.[a-z0-9_]+")
_REQUIRED = {"id": str, "summary": str, "unit": str, "pattern": str, "examples": list}
_OPTIONAL = {
    "keywords": list, "ignore_case": bool, "everywhere": bool, "max_characters": int, "known_failures": list,
}  # fmt: skip


@cache
def load_rules(stage: str, paths: tuple[str, ...] = ()) -> tuple[Rule, ...]:
    """Return the rules of one stage: those of the package, then those of the user's files `paths` that name this stage.

    Raises `RuleError` for a file that cannot be read or a rule that is not well formed.
    """
    rules = list(_package_rules(stage))
    for path in paths:
        try:
            text = Path(path).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise RuleError(f"{path}: cannot read the rule file: {error}") from error
        rules += [rule for rule in parse_rules(text, path) if rule.stage == stage]
    seen: dict[str, str] = {}
    for rule in rules:
        if rule.id in seen:
            raise RuleError(f"{rule.file}: {rule.id} is already defined in {seen[rule.id]}; give it another id")
        seen[rule.id] = rule.file
    return tuple(rules)


@cache
def _package_rules(stage: str) -> tuple[Rule, ...]:
    found = [(f"rules/{tag}/{stage}.toml", file.read_bytes()) for tag, file in _files_of(f"{stage}.toml")]
    sources = b"\0".join([part for name, source in found for part in (name.encode(), source)])
    entries = kept(f"{stage}.rules", sources, lambda: [(name, _entries(source.decode(), name)) for name, source in found])
    return tuple([rule for name, own in entries for rule in _rules(own, name, False)])


def parse_rules(text: str, file: str, compile_patterns: bool = True) -> list[Rule]:
    """Parse the text of a rule file. Raises `RuleError`, naming `file` and the rule.

    Compiling all patterns of sixty languages takes a second; those of the package are compiled by `check`, and where they are used.
    """
    return _rules(_entries(text, file), file, compile_patterns)


def _entries(text: str, file: str) -> list[dict[str, Any]]:
    try:
        entries: list[dict[str, Any]] = tomllib.loads(text).get("rule", [])
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{file}: not valid TOML: {error}") from error
    return entries


def _rules(entries: Sequence[dict[str, Any]], file: str, compile_patterns: bool) -> list[Rule]:
    return [_rule(entry, f"{file}: rule {i + 1}", file, compile_patterns) for i, entry in enumerate(entries)]


def _rule(entry: dict[str, Any], where: str, file: str, compile_pattern: bool) -> Rule:
    where = f"{file}: {entry['id']}" if isinstance(entry.get("id"), str) else where
    types = _REQUIRED | _OPTIONAL
    problems = [f"{where}: {name!r} is missing" for name in _REQUIRED if name not in entry]
    problems += [f"{where}: unknown key {name!r}; known are {', '.join(types)}" for name in entry if name not in types]
    problems += [
        f"{where}: {name!r} must be of type {types[name].__name__}"
        for name, value in entry.items()
        if name in types and not isinstance(value, types[name])
    ]
    if not problems:
        if not _ID.fullmatch(entry["id"]):
            problems.append(f"{where}: the id must be <tag>.<stage>.<what>, as in en.photo_caption.agency_credit")
        if entry["unit"] not in UNITS:
            problems.append(f"{where}: unit {entry['unit']!r} must be one of {', '.join(UNITS)}")
        try:
            pattern = expand(entry["pattern"])
            if compile_pattern:
                re.compile(pattern)
        except KeyError as error:
            problems.append(f"{where}: the pattern names a fragment that does not exist: {error}")
        except re.error as error:
            problems.append(f"{where}: the pattern is not a regular expression: {error}")
    if problems:
        raise RuleError(*problems)
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
    return Rule(**values, file=file)


@cache
def load_phrases(stage: str) -> tuple[tuple[str, str], ...]:
    """Return `(rule id, phrase)` of all `<tag>/<stage>.txt`: whole lines that are widgets, under `[kind]` headings.

    The rule id is `<tag>.<stage>.<kind>`. Lines that begin with `#` are comments.
    """
    found = []
    for tag, file in _files_of(f"{stage}.txt"):
        kind = ""
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("[") and line.endswith("]"):
                kind = line[1:-1]
            elif not kind:
                raise RuleError(f"rules/{tag}/{stage}.txt:{number}: a phrase stands before the first [kind] heading")
            else:
                found.append((f"{tag}.{stage}.{kind}", line))
    return tuple(found)


def phrase_files(stage: str) -> Iterator[bytes]:
    """Yield tag and content of each file that `load_phrases` reads."""
    for tag, file in _files_of(f"{stage}.txt"):
        yield tag.encode()
        yield file.read_bytes()


def _files_of(name: str) -> Iterator[tuple[str, Traversable]]:
    """Yield the tags that have a file of this name, and the file."""
    for folder in _folders():
        if (file := folder.joinpath(name)).is_file():
            yield folder.name, file


@cache
def _folders() -> tuple[Traversable, ...]:
    folders = [entry for entry in files("cleaner.rules").iterdir() if entry.is_dir() and not entry.name.startswith("_")]
    return tuple(sorted(folders, key=lambda folder: folder.name))

"""Rule files about pages. In: files of the package and of the user. Out: selectors of elements, and sites by host.

A selector stands in `cleaner/rules/und/html_text.toml`, for one site in `cleaner/rules/site/<host>.toml`, or in a rule file of
the user:

    [[selector]]
    id       = "und.html_text.share_bar"
    summary  = "Buttons that share the page."
    kind     = "cut"                      # cut, caption, credit
    tags     = ["div", "ul"]              # optional: only these elements
    words    = '(?:^|[ _-])share'         # optional: searched in class, id, data-testid, role, itemprop, joined by spaces
    unless   = 'article'                  # optional: searched in the same; a hit spares the element
    within   = ["figure"]                 # optional: an element around it
    holds    = ["img"]                    # optional: an element in it
    lacks    = ["h2"]                     # optional: an element that must not be in it
    near     = ["img"]                    # optional: an element in it, around it, or beside it within four levels
    min_links = 0.1                       # optional: the share of its text that must stand in links, itself in one counts as all
    max_links = 0.3                       # optional: the share of its text that may stand in links
    max_characters = 2000                 # an element with more text is spared
    examples = ['<div class="share-bar" data-marked>Share</div><div class="shareholder">Text</div>']

In an example, `data-marked` stands on the elements that the selector must find, and on no other.

Sites, `[[site]]`, are described in `cleaner/web/sites.py`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cleaner.errors import RuleError
from cleaner.patterns import compiled
from cleaner.web.selectors import Selector
from cleaner.web.sites import Site, find_site, read_site

_ALL_SITES = "und/html_text.toml"
_TABLES = ("rule", "selector", "site")
_REQUIRED = {"id", "summary", "kind", "examples"}
_KEYS = _REQUIRED | {"tags", "words", "unless", "within", "holds", "lacks", "near", "min_links", "max_links", "max_characters"}
_TYPES = {
    "a text": ("id", "summary", "kind", "words", "unless"),
    "a list of texts": ("tags", "within", "holds", "lacks", "near", "examples"),
    "a number": ("min_links", "max_links", "max_characters"),
}
_IS: dict[str, Callable[[Any], bool]] = {
    "a text": lambda value: isinstance(value, str),
    "a list of texts": lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
    "a number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}
_ID = compiled(r"[a-z]{2,3}\.html_text\.[a-z0-9_]+")


@cache
def load_selectors(host: str = "", paths: tuple[str, ...] = ()) -> tuple[Selector, ...]:
    """Return the selectors for a site: its own first, then those of the user's files `paths`, then those of all sites.

    Raises `RuleError`.
    """
    selectors: list[Selector] = []
    for name in _site_files(host):
        selectors += parse_selectors(_read_own(name), f"rules/{name}")
    for path in paths:
        selectors += parse_selectors(_read_user(path), path)
    return (*selectors, *parse_selectors(_read_own(_ALL_SITES), f"rules/{_ALL_SITES}"))


@cache
def load_sites(host: str = "", paths: tuple[str, ...] = ()) -> tuple[Site, ...]:
    """Return what files say about a site, those of the package first, then the user's own. Raises `RuleError`."""
    sites: list[Site] = []
    for name in _site_files(host):
        sites += parse_sites(_read_own(name), f"rules/{name}")
    for path in paths:
        sites += parse_sites(_read_user(path), path)
    return tuple(sites)


def all_selectors(paths: tuple[str, ...] = ()) -> list[tuple[str, Selector]]:
    """Return every selector with the rule file it stands in: those of all sites, of single sites by name, of the user."""
    found = [(f"rules/{name}", s) for name in _own_files() for s in parse_selectors(_read_own(name), f"rules/{name}")]
    return found + [(path, selector) for path in paths for selector in parse_selectors(_read_user(path), path)]


def all_sites(paths: tuple[str, ...] = ()) -> list[Site]:
    """Return every site that a file of the package or of the user describes."""
    found = [site for name in _own_files() for site in parse_sites(_read_own(name), f"rules/{name}")]
    return found + [site for path in paths for site in parse_sites(_read_user(path), path)]


def selectors_for(url: str | None, paths: tuple[str, ...] = ()) -> tuple[Selector, ...]:
    """Return the selectors for a page by its address."""
    return load_selectors(_host(url), paths)


def site_for(url: str | None, paths: tuple[str, ...] = ()) -> Site | None:
    """Return what files say about the site of an address, None where they do not know it."""
    return find_site(load_sites(_host(url), paths), url)


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


def _own_files() -> list[str]:
    site = files("cleaner.rules").joinpath("site")
    named = sorted(f"site/{file.name}" for file in site.iterdir() if file.name.endswith(".toml")) if site.is_dir() else []
    return [_ALL_SITES, *named]


def _site_files(host: str) -> list[str]:
    folder = files("cleaner.rules").joinpath("site")
    parts = host.lower().split(".")
    names = [".".join(parts[i:]) for i in range(len(parts) - 1)]
    return [f"site/{n}.toml" for n in names if re.fullmatch(r"[a-z0-9.-]{3,100}", n) and folder.joinpath(f"{n}.toml").is_file()]


def _read_own(name: str) -> str:
    return files("cleaner.rules").joinpath(*name.split("/")).read_text("utf-8")


def _read_user(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: cannot read the rule file: {error}") from error


def parse_selectors(text: str, file: str) -> list[Selector]:
    """Parse the selectors of a rule file. Raises `RuleError`, naming the file and the selector."""
    return [_selector(entry, f"{file}: {entry.get('id', f'selector {i}')}") for i, entry in enumerate(_entries(text, file, "selector"), 1)]


def parse_sites(text: str, file: str) -> list[Site]:
    """Parse the sites of a rule file. Raises `RuleError` with all that is wrong, naming the file and the host."""
    read = [read_site(entry, i, file) for i, entry in enumerate(_entries(text, file, "site"), 1)]
    problems = [problem for _, found in read for problem in found]
    if problems:
        raise RuleError(*problems)
    return [site for site, _ in read if site is not None]


def _entries(text: str, file: str, kind: str) -> list[Any]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{file}: not valid TOML: {error}") from error
    unknown = [key for key in data if key not in _TABLES]
    if unknown:
        known = ", ".join(f"[[{table}]]" for table in _TABLES)
        raise RuleError(*(f"{file}: unknown table {key!r}; known are {known}" for key in unknown))
    for rule in data.get("rule", []):
        if isinstance(rule, dict) and ".html_text." in str(rule.get("id")):
            raise RuleError(f"{file}: {rule['id']}: html_text takes [[selector]] and [[site]], no [[rule]]")
    entries = data.get(kind, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise RuleError(f"{file}: {kind} must be a list of tables, [[{kind}]]")
    return entries


def _selector(entry: dict[str, Any], where: str) -> Selector:
    problems = [f"{where}: {key!r} is missing" for key in sorted(_REQUIRED - set(entry))]
    problems += [f"{where}: unknown key {key!r}" for key in sorted(set(entry) - _KEYS)]
    problems += [
        f"{where}: {key!r} must be {kind}" for kind, keys in _TYPES.items() for key in keys if key in entry and not _IS[kind](entry[key])
    ]
    if not problems and not _ID.fullmatch(entry["id"]):
        problems.append(f"{where}: the id must be <tag>.html_text.<what>")
    if not problems and entry["kind"] not in ("cut", "caption", "credit"):
        problems.append(f"{where}: kind must be cut, caption or credit")
    if not problems and not (entry.get("tags") or entry.get("words")):
        problems.append(f"{where}: needs tags or words")
    if problems:
        raise RuleError(*problems)
    values = dict(entry, examples=tuple(entry["examples"]))
    try:
        for key in ("words", "unless"):
            if key in values:
                values[key] = compiled(values[key])
    except re.error as error:
        raise RuleError(f"{where}: the pattern is not a regular expression: {error}") from error
    for key in ("tags", "within", "holds", "lacks", "near"):
        if key in values:
            values[key] = frozenset(values[key])
    return Selector(**values)

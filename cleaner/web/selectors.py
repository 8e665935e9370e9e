"""Named selectors of page elements, from rule files. In: a tree. Out: which elements are captions, credits, share bars and the
like.

A selector stands in `cleaner/rules/und/html_text.toml`, or for one site in `cleaner/rules/site/<host>.toml`:

    [[selector]]
    id       = "und.html_text.share_bar"
    summary  = "Buttons that share the page."
    kind     = "cut"                      # cut, caption, credit
    tags     = ["div", "ul"]              # optional: only these elements
    words    = '(?:^|[ _-])share'         # optional: searched in class, id, data-testid, role, itemprop, joined by spaces
    unless   = 'article'                  # optional: searched in the same; a hit spares the element
    within   = ["figure"]                 # optional: an element around it
    holds    = ["img"]                    # optional: an element in it
    max_links = 0.3                       # optional: the share of its text that may stand in links
    max_characters = 2000                 # an element with more text is spared
    examples = ['<div class="share-bar" data-marked>Share</div><div class="shareholder">Text</div>']

In an example, `data-marked` stands on the elements that the selector must find, and on no other.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal
from urllib.parse import urlsplit

from cleaner.errors import RuleError

_REQUIRED = {"id", "summary", "kind", "examples"}
_KEYS = _REQUIRED | {"tags", "words", "unless", "within", "holds", "max_links", "max_characters"}
_ID = re.compile(r"[a-z]{2,3}\.html_text\.[a-z0-9_]+")
_NAMES = ("class", "id", "data-testid", "data-component", "role", "itemprop", "aria-label")
_BODY_TAGS = frozenset({"html", "body", "main", "head"})


@dataclass(frozen=True)
class Selector:
    """One selector; see the module for what its parts mean."""

    id: str
    summary: str
    kind: Literal["cut", "caption", "credit"]
    examples: tuple[str, ...]
    tags: frozenset[str] = frozenset()
    words: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    within: frozenset[str] = frozenset()
    holds: frozenset[str] = frozenset()
    max_links: float = 1.0
    max_characters: int = 1500

    def finds(self, element: Any, names: str) -> bool:
        """Whether the element is one of those; `names` is what `element_names` says of it."""
        if (self.tags and element.tag not in self.tags) or (self.words and not self.words.search(names)):
            return False
        if self.unless and self.unless.search(names):
            return False
        if self.within and not any(parent.tag in self.within for parent in element.iterancestors()):
            return False
        if self.holds and next(element.iter(*self.holds), None) is None:
            return False
        length = visible_length(element, self.max_characters)
        if length > self.max_characters:
            return False
        return self.max_links >= 1 or sum(visible_length(link, length) for link in element.iter("a")) <= self.max_links * length


def element_names(element: Any) -> str:
    """Return class, id and the other names of an element, in lower case, joined by spaces."""
    attrib = element.attrib
    return " ".join([attrib[name] for name in _NAMES if name in attrib]).lower() if attrib else ""


def find_marked(root: Any, selectors: tuple[Selector, ...]) -> dict[Any, Selector]:
    """Return the elements that selectors find, each with the first one that does. Nothing inside of a cut element is looked at
    again."""
    by_tag: dict[str, list[Selector]] = {}
    anywhere: list[Selector] = []
    for selector in selectors:
        if selector.words is None or selector.tags:
            for tag in selector.tags:
                by_tag.setdefault(tag, []).append(selector)
        else:
            anywhere.append(selector)
    gate = _gate(tuple(selector.words.pattern for selector in anywhere if selector.words))
    found: dict[Any, Selector] = {}
    named: dict[str, bool] = {"": False}  # elements of one kind share their names
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str) or tag in _BODY_TAGS:
            continue
        candidates = by_tag.get(tag)
        names = element_names(element)
        hit = named.get(names)
        if hit is None:
            hit = named[names] = gate is not None and gate.search(names) is not None
        if hit:
            candidates = [*(candidates or ()), *anywhere]
        if candidates:
            for selector in candidates:
                if selector.finds(element, names):
                    found[element] = selector
                    break
    return found


@cache
def load_selectors(host: str = "") -> tuple[Selector, ...]:
    """Return the selectors for a site: its own first, then those of all sites. Raises `RuleError`."""
    selectors: list[Selector] = []
    folder = files("cleaner.rules")
    parts = host.lower().split(".")
    for i in range(len(parts) - 1):
        name = ".".join(parts[i:])
        if re.fullmatch(r"[a-z0-9.-]{3,100}", name) and (file := folder.joinpath("site", f"{name}.toml")).is_file():
            selectors += parse_selectors(file.read_text("utf-8"), f"rules/site/{name}.toml")
    return (*selectors, *parse_selectors(folder.joinpath("und", "html_text.toml").read_text("utf-8"), "rules/und/html_text.toml"))


def all_selectors() -> list[tuple[str, Selector]]:
    """Return every selector with the rule file it stands in: those of all sites first, then those of single sites by name."""
    folder = files("cleaner.rules")
    names = ["und/html_text.toml"]
    site = folder.joinpath("site")
    if site.is_dir():
        names += sorted(f"site/{file.name}" for file in site.iterdir() if file.name.endswith(".toml"))
    found = []
    for name in names:
        where = f"rules/{name}"
        found += [(where, selector) for selector in parse_selectors(folder.joinpath(*name.split("/")).read_text("utf-8"), where)]
    return found


def selectors_for(url: str | None) -> tuple[Selector, ...]:
    """Return the selectors for a page by its address."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        host = ""
    return load_selectors(host)


def parse_selectors(text: str, file: str) -> list[Selector]:
    """Parse a selector file. Raises `RuleError`, naming the file and the selector."""
    try:
        entries = tomllib.loads(text).get("selector", [])
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{file}: not valid TOML: {error}") from error
    return [_selector(entry, f"{file}: {entry.get('id', f'selector {i + 1}')}") for i, entry in enumerate(entries)]


def _selector(entry: dict[str, Any], where: str) -> Selector:
    problems = [f"{where}: {key!r} is missing" for key in sorted(_REQUIRED - set(entry))]
    problems += [f"{where}: unknown key {key!r}" for key in sorted(set(entry) - _KEYS)]
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
                values[key] = re.compile(values[key])
    except re.error as error:
        raise RuleError(f"{where}: the pattern is not a regular expression: {error}") from error
    for key in ("tags", "within", "holds"):
        if key in values:
            values[key] = frozenset(values[key])
    return Selector(**values)


@cache
def _gate(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None


def visible_length(element: Any, cap: int) -> int:
    """Count the characters of an element's text, without scripts, up to just above `cap`."""
    total = 0
    for part in element.iter():
        if part.tag not in ("script", "style", "noscript", "template", "svg"):
            total += len(part.text.strip()) if part.text else 0
        if part is not element and part.tail:
            total += len(part.tail.strip())
        if total > cap:
            break
    return total

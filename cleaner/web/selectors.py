"""Named selectors of page elements. In: a tree. Out: which elements are captions, credits, share bars and the like.

What the parts of a selector mean is said in `cleaner/web/selector_files.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

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

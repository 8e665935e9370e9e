"""Named selectors of page elements. In: a tree. Out: which elements are captions, credits, share bars and the like.

What the parts of a selector mean is said in `cleaner/web/selector_files.py`.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from typing import Any, Literal

_NAMES = frozenset({"class", "id", "data-testid", "data-component", "role", "itemprop", "aria-label"})
_UNREAD = frozenset({"script", "style", "noscript", "template", "svg"})
_NEAR = 4
_MAX_PARTS = 3000
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
    lacks: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    min_links: float = 0.0
    max_links: float = 1.0
    max_characters: int = 1500

    def may_find(self, tag: str, names: str) -> bool:
        """Whether elements of a tag and with these names (see `element_names`) can be some of those."""
        if (self.tags and tag not in self.tags) or (self.words and not self.words.search(names)):
            return False
        return not (self.unless and self.unless.search(names))

    def finds(self, element: Any, holders: Set[Any] = frozenset()) -> bool:
        """Whether an element that may be one of those is one, by what stands around it and in it. `holders` are the elements of
        the tags in `near`, and those that they stand in."""
        length = visible_length(element, self.max_characters)
        if length > self.max_characters:
            return False
        if self.within and not any(parent.tag in self.within for parent in element.iterancestors()):
            return False
        if self.holds and next(element.iter(*self.holds), None) is None:
            return False
        if self.lacks and next(element.iter(*self.lacks), None) is not None:
            return False
        if self.near and not _is_near(element, holders):
            return False
        if self.max_links >= 1 and self.min_links <= 0:
            return True
        linked = sum(visible_length(link, length) for link in element.iter("a"))
        if linked < self.min_links * length and next(element.iterancestors("a"), None) is not None:
            linked = length
        return self.min_links * length <= linked <= self.max_links * length


def _holders(root: Any, tags: frozenset[str]) -> set[Any]:
    """Return the elements of some tags and all elements that they stand in."""
    found: set[Any] = set()
    for element in root.iter(*tags):
        current = element
        while current is not None and current not in found:
            found.add(current)
            current = current.getparent()
    return found


def _is_near(element: Any, holders: Set[Any]) -> bool:
    """Whether an element or one of the few around it holds one of those that were looked for."""
    current = element
    for _ in range(_NEAR + 1):
        if current is None or current in holders:
            return current is not None
        current = current.getparent()
    return False


def element_names(element: Any) -> str:
    """Return class, id and the other names of an element, in lower case, joined by spaces."""
    return " ".join([value for name, value in element.items() if name in _NAMES]).lower()


def find_marked(root: Any, selectors: tuple[Selector, ...]) -> dict[Any, Selector]:
    """Return the elements that selectors find, each with the first one that does, those that have a tag of theirs first."""
    order = [s for s in selectors if s.tags or s.words is None] + [s for s in selectors if not s.tags and s.words is not None]
    found: dict[Any, Selector] = {}
    holders = {s.near: _holders(root, s.near) for s in order if s.near}
    known: dict[tuple[str, str], tuple[Selector, ...]] = {}  # elements of one kind share their names
    for element in root.iter("*"):
        key = (element.tag, element_names(element))
        candidates = known.get(key)
        if candidates is None:
            tag, names = key
            candidates = known[key] = () if tag in _BODY_TAGS else tuple(s for s in order if s.may_find(tag, names))
        for selector in candidates:
            if selector.finds(element, holders.get(selector.near, frozenset())):
                found[element] = selector
                break
    return found


def visible_length(element: Any, cap: int) -> int:
    """Count the characters of an element's text, without scripts, up to just above `cap`; one of thousands of elements counts as
    too long."""
    total = 0
    for number, part in enumerate(element.iter()):
        if number > _MAX_PARTS:
            return cap + 1
        if part.tag not in _UNREAD:
            total += len(part.text.strip()) if part.text else 0
        if part is not element and part.tail:
            total += len(part.tail.strip())
        if total > cap:
            break
    return total

"""What a page says of itself in JSON-LD. In: a tree. Out: the object that describes the article, as plain Python."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.patterns import compiled

_ARTICLE = compiled(r"(?:[A-Za-z]*Article|BlogPosting|LiveBlogPosting|Report|Review|SocialMediaPosting)")
_WEALTH = ("headline", "datePublished", "author")
_NESTED = ("mainEntity", "mainEntityOfPage", "@graph")
_OPENING = compiled(r"\A\s*(?:<!--\s*)?(?://|/\*)?\s*(?:<!\[CDATA\[)?\s*(?:\*/)?\s*")
_CLOSING = compiled(r"(?://|/\*)?[ \t]{0,9}(?:\]\]>|-->)\s{0,9}(?:\*/)?\Z")
_COMMA = compiled(r",(?=\s{0,200}[}\]])")
_MAX_CHARACTERS = 1_000_000
_MAX_OBJECTS = 5_000


def article_object(root: Any) -> dict[str, Any]:
    """Return the first JSON-LD object that is an article with most of headline, date and author, `{}` where there is none.

    Author and publisher that it names by `@id` alone are taken from where they stand.

    >>> from lxml import html
    >>> page = '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "A"}]}</script>'
    >>> article_object(html.document_fromstring(page))["headline"]
    'A'
    """
    best: dict[str, Any] = {}
    known: dict[str, dict[str, Any]] = {}
    for found in _objects(root):
        name = found.get("@id")
        if isinstance(name, str) and found.get("name"):
            known.setdefault(name, found)
        types = found.get("@type")
        kinds = types if isinstance(types, list) else [types]
        if any(isinstance(kind, str) and _ARTICLE.fullmatch(kind.rsplit("/", 1)[-1]) for kind in kinds):
            wealth = sum(bool(found.get(key)) for key in _WEALTH)
            if wealth > sum(bool(best.get(key)) for key in _WEALTH):
                best = found
    return {key: _resolved(value, known) if key in ("author", "publisher") else value for key, value in best.items()}


def _resolved(value: Any, known: Mapping[str, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_resolved(item, known) if isinstance(item, dict) else item for item in value[:100]]
    if isinstance(value, dict) and not value.get("name") and isinstance(value.get("@id"), str):
        return known.get(value["@id"], value)
    return value


def _objects(root: Any) -> Iterator[dict[str, Any]]:
    seen = 0
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = (script.text or "").strip()
        if not text or len(text) > _MAX_CHARACTERS:
            continue
        stack: list[Any] = [_parsed(text)]
        while stack and seen < _MAX_OBJECTS:
            seen += 1
            item = stack.pop()
            if isinstance(item, list):
                stack.extend(reversed(item))
            elif isinstance(item, dict):
                yield item
                stack.extend(item[key] for key in _NESTED if isinstance(item.get(key), dict | list))


def _parsed(text: str) -> Any:
    """Return what a script holds, read as leniently as it is written: in a comment, with entities, with a comma too many."""
    text = _CLOSING.sub("", _OPENING.sub("", text, count=1), count=1).rstrip(" \t\r\n;")
    for attempt in range(3):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            text = _COMMA.sub("", html.unescape(text) if attempt else text)
    return None


def strings(value: Any, key: str = "name") -> list[str]:
    """Return the strings of a JSON-LD value: itself, the `key` of an object, or those of a list.

    >>> strings([{"@type": "Person", "name": "Mia Roth"}, "Ada &amp; Co"])
    ['Mia Roth', 'Ada & Co']
    """
    if isinstance(value, str):
        text = " ".join(html.unescape(value).split())
        return [text] if text else []
    if isinstance(value, dict):
        return strings(value.get(key)) if isinstance(value.get(key), str | list) else []
    if isinstance(value, list):
        return [text for item in value[:100] if not isinstance(item, list) for text in strings(item, key)]
    return []


def people(value: Any) -> list[str]:
    """Return the names of persons and organisations: as `strings` does, through nested lists, and from names given in parts.

    >>> people([{"givenName": "Mia", "familyName": "Roth"}, [{"name": "Jan Olsen"}]])
    ['Mia Roth', 'Jan Olsen']
    """
    names: list[str] = []
    stack = [value]
    while stack and len(names) < 100:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item[:100]))
        elif isinstance(item, dict) and not strings(item):
            names += strings(" ".join([*strings(item.get("givenName")), *strings(item.get("familyName"))]))
        else:
            names += strings(item)
    return names

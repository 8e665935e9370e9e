"""What a page says of itself in JSON-LD. In: a tree. Out: the object that describes the article, as plain Python."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

_ARTICLE = re.compile(r"(?:[A-Za-z]*Article|BlogPosting|LiveBlogPosting|Report|Review|SocialMediaPosting)")
_MAX_CHARACTERS = 1_000_000
_MAX_OBJECTS = 5_000


def article_object(root: Any) -> dict[str, Any]:
    """Return the first JSON-LD object that is an article with a headline or date, `{}` where there is none.

    >>> from lxml import html
    >>> page = '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "A"}]}</script>'
    >>> article_object(html.document_fromstring(page))["headline"]
    'A'
    """
    best: dict[str, Any] = {}
    for found in _objects(root):
        types = found.get("@type")
        names = types if isinstance(types, list) else [types]
        if any(isinstance(name, str) and _ARTICLE.fullmatch(name.rsplit("/", 1)[-1]) for name in names):
            wealth = sum(bool(found.get(key)) for key in ("headline", "datePublished", "author"))
            if wealth > sum(bool(best.get(key)) for key in ("headline", "datePublished", "author")):
                best = found
    return best


def _objects(root: Any) -> Iterator[dict[str, Any]]:
    seen = 0
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = (script.text or "").strip()
        if not text or len(text) > _MAX_CHARACTERS:
            continue
        text = text.removeprefix("<![CDATA[").removesuffix("]]>").strip().rstrip(";")
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        stack: list[Any] = [data]
        while stack and seen < _MAX_OBJECTS:
            seen += 1
            item = stack.pop()
            if isinstance(item, list):
                stack.extend(reversed(item))
            elif isinstance(item, dict):
                yield item
                stack.extend(
                    item[key] for key in ("mainEntity", "mainEntityOfPage", "@graph") if isinstance(item.get(key), dict | list)
                )


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

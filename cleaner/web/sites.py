"""What a file says about one site: where its title and its body stand, and what goes. In: rule files. Out: sites by host.

A site stands in `cleaner/rules/site/<host>.toml`, or in a rule file of the user:

    [[site]]
    host   = "news.example"                # this host and its subdomains
    title  = "h1.headline"                 # optional: the first element that has text
    body   = "div.story, section#live"     # optional: what stands in none of them is cut
    remove = ["div.donate", "p > a.more"]  # optional: cut, wherever they stand

Elements are named as in style sheets: `tag`, `.class`, `#id`, `[name]`, `[name=value]`, one inside another (`div p`), right
below another (`div > p`), alternatives with a comma.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from cleaner.patterns import compiled

_KEYS = ("host", "title", "body", "remove")
_HOST = compiled(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}")
_STEP = compiled(r"""(?P<tag>[a-zA-Z][\w-]*|\*)?(?P<rest>(?:[.#][\w-]+|\[[\w:-]+(?:=(?:"[^"\]]*"|'[^'\]]*'|[\w:./-]+))?\])*)""")
_WORD = compiled(r"""[,>]|(?:"[^"]*"|'[^']*'|[^\s,>"'])+|["']""")
_PART = compiled(r"""[.#][\w-]+|\[[^\]]+\]""")


@dataclass(frozen=True)
class Site:
    """One site: its host, the selectors as written, and the file that holds them."""

    host: str
    file: str
    title: str = ""
    body: str = ""
    remove: tuple[str, ...] = ()


def xpath_of(selector: str) -> str:
    """Return the XPath of a selector as style sheets write it. Raises `ValueError` for one that is not understood.

    >>> xpath_of("article > h1")
    '//article/h1'
    """
    paths: list[list[str]] = [[]]
    for word in _WORD.findall(selector):
        if word == ",":
            paths.append([])
        else:
            paths[-1].append(word)
    return "|".join(map(_path, paths))


def _path(words: list[str]) -> str:
    path, axis = "", "//"
    for word in words:
        if word == ">":
            if axis == "/" or not path:
                raise ValueError("'>' stands between two elements")
            axis = "/"
            continue
        match = _STEP.fullmatch(word)
        if not match:
            raise ValueError(f"{word!r} is not an element, a class, an id or an attribute")
        path += f"{axis}{(match['tag'] or '*').lower()}" + "".join(_condition(part) for part in _PART.findall(match["rest"]))
        axis = "//"
    if not path or axis == "/":
        raise ValueError("it names no element")
    return path


def _condition(part: str) -> str:
    if part[0] == ".":
        return f"[contains(concat(' ', normalize-space(@class), ' '), ' {part[1:]} ')]"
    if part[0] == "#":
        return f"[@id='{part[1:]}']"
    name, equals, value = part[1:-1].partition("=")
    if not equals:
        return f"[@{name}]"
    value = value[1:-1] if value[0] in "\"'" else value
    return f'[@{name}="{value}"]' if "'" in value else f"[@{name}='{value}']"


def read_site(entry: Any, number: int, file: str) -> tuple[Site | None, list[str]]:
    """Return the site that an entry of a file describes, and what is wrong with it, each problem with file and host."""
    if not isinstance(entry, Mapping):
        return None, [f"{file}: site {number}: must be a table, [[site]]"]
    host = entry.get("host")
    where = f"{file}: site {host if isinstance(host, str) else number}"
    problems = [f"{where}: unknown key {key!r}; known are {', '.join(_KEYS)}" for key in entry if key not in _KEYS]
    if not isinstance(host, str) or not _HOST.fullmatch(host):
        problems.append(f"{where}: 'host' must be the name of a site in small letters, as in news.example")
    if not any(entry.get(key) for key in _KEYS[1:]):
        problems.append(f"{where}: needs at least one of {', '.join(_KEYS[1:])}")
    for key in ("title", "body"):
        if not isinstance(entry.get(key, ""), str):
            problems.append(f"{where}: {key!r} must be a text")
    remove = entry.get("remove", [])
    if not isinstance(remove, list) or not all(isinstance(one, str) for one in remove):
        problems.append(f"{where}: 'remove' must be a list of texts")
        remove = []
    named = [(key, entry[key]) for key in ("title", "body") if isinstance(entry.get(key), str)] + [("remove", one) for one in remove]
    for key, selector in named:
        try:
            etree.XPath(xpath_of(selector))
        except (ValueError, etree.XPathError) as error:
            problems.append(f"{where}: {key} {selector!r} is no selector: {error}")
    if problems:
        return None, problems
    return Site(str(host), file, entry.get("title", ""), entry.get("body", ""), tuple(remove)), []


def find_site(sites: tuple[Site, ...], url: str | None) -> Site | None:
    """Return the site of an address, the one that names most of its host; the last of two for one host wins.

    >>> sites = (Site("example.org", "a.toml"), Site("news.example.org", "a.toml"))
    >>> find_site(sites, "https://www.news.example.org/1").host
    'news.example.org'
    """
    if not sites:
        return None
    try:
        host = (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return None
    fitting = [site for site in sites if host == site.host or host.endswith(f".{site.host}")]
    return max(reversed(fitting), key=lambda site: len(site.host)) if fitting else None


def find_elements(root: Any, selector: str) -> list[Any]:
    """Return the elements that a selector names, in the order of the page."""
    return list(_compiled(selector)(root)) if selector else []


@cache
def _compiled(selector: str) -> etree.XPath:
    return etree.XPath(xpath_of(selector))

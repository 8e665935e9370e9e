"""The name of a site in a title, and how to take it off. In: a title as a page states it, and how the site calls itself. Out: the bare
headline."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from cleaner.patterns import compiled

_MARK = compiled(
    r"\s+(?:[|·•*»›>/~]|::|[-–—―]{1,2})\s+|\s+\|(?=\S)|(?<=\S)\|\s+|\s*[｜│┃]\s*|：(?=[^：]{2,24}$)|(?<=\S)(?:--|——|―|_)(?=\S)"
)
_BAR = frozenset("|｜│┃")
_ADDRESS = compiled(r"(?:[\w-]{1,40}\.){1,3}[a-z]{2,6}", re.IGNORECASE)
_COMMON = frozenset(
    "online news web tv radio digital website magazin magazine zeitung the die der das el la le il com net org de daily newspaper today"
    " nachrichten noticias actualités notizie haber haberleri báo 新聞 新闻 网 網 ニュース".split()
)
"""Words that stand beside the name of a site and say nothing of their own."""
_MIN_CHARACTERS = 12
_MAX_TITLE = 1000
_MIN_LETTERS = 5
_MAX_NAME = 40
"""A longer name is a headline that stands in the wrong place."""


def letters(text: str) -> str:
    """Return what the spellings of a headline share: letters and digits, case folded."""
    return "".join(re.findall(r"\w+", text.lower()))


def names_of_site(stated: Iterable[str], url: str | None = None) -> tuple[str, ...]:
    """Return the names that a site goes by, as `letters` writes them: those that it states, and its host with and without its
    ending.

    >>> names_of_site(["The Example Post"], "https://www.post.example.co.uk/sport/1")
    ('theexamplepost', 'examplepost', 'postexamplecouk', 'examplecouk', 'postexample', 'example')
    """
    names: list[str] = []
    for name in stated:
        names += [letters(name), letters(name.lower().removeprefix("the "))]
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    parts = host.split(".")
    if len(parts) >= 2:
        ends = 2 if len(parts) > 2 and len(parts[-1]) == 2 and len(parts[-2]) <= 3 else 1
        last = max(0, len(parts) - ends - 1)
        names += [letters("".join(parts[i:])) for i in (0, last)]
        names += [letters("".join(parts[i : len(parts) - ends])) for i in (0, last)]
    return tuple(dict.fromkeys(name for name in names if 2 <= len(name) <= _MAX_NAME))


def sections_of_page(stated: Iterable[str], url: str | None = None) -> frozenset[str]:
    """Return the sections that a page stands in, as `letters` writes them: those it states, and the folders of its address.

    >>> sorted(sections_of_page(["Local News"], "https://example.com/sport/snow-1.html"))
    ['localnews', 'sport']
    """
    try:
        folders = unquote(urlsplit(url or "").path).split("/")[1:-1]
    except ValueError:
        folders = []
    return frozenset({letters(name) for name in (*stated, *folders)} - {""})


def without_site(title: str, names: tuple[str, ...], sections: frozenset[str] = frozenset(), headlines: Iterable[str] = ()) -> str:
    """Return a title without the names of site and section that stand before or behind its headline.

    A title that begins with what another source states as the headline, and a mark behind it, is that headline. Else parts at
    either end go while they name the site, and behind the headline the section that stands before the site; of what stands
    between bars the longest part is left. A part is never cut for its dash alone.

    >>> without_site("Bridge opens in the snow - Sport - Example Post", ("examplepost",), frozenset({"sport"}))
    'Bridge opens in the snow'
    >>> without_site("Bridge opens - at last", ("examplepost",))
    'Bridge opens - at last'
    """
    title = title.strip()
    marks = list(_MARK.finditer(title)) if len(title) <= _MAX_TITLE else []
    if not marks:
        return title
    starts, ends = [0, *(mark.end() for mark in marks)], [*(mark.start() for mark in marks), len(title)]
    low, high = 0, len(starts) - 1
    known = {found for headline in headlines if len(found := letters(headline)) >= _MIN_LETTERS}
    if known:
        for last in range(high, -1, -1):
            if letters(title[: ends[last]]) in known:
                return title[: ends[last]]

    def left(first: int, last: int) -> bool:
        return ends[last] - starts[first] > _MIN_CHARACTERS or len(letters(title[starts[first] : ends[last]])) > _MIN_LETTERS * 2

    cut = False
    while low < high:
        if left(low, high - 1) and _names_site(title[starts[high] : ends[high]], names):
            high, cut = high - 1, True
        elif left(low + 1, high) and _leads(title[starts[low] : ends[low]], marks[low].group(), names):
            low += 1
        elif cut and left(low, high - 1) and letters(title[starts[high] : ends[high]]) in sections:
            high -= 1
        else:
            break
    bars = [i for i in range(low, high) if marks[i].group().strip() in _BAR]
    if bars:
        spans = list(zip([low, *(i + 1 for i in bars)], [*bars, high], strict=True))
        low, high = max(spans, key=lambda span: ends[span[1]] - starts[span[0]])
    return title[starts[low] : ends[high]].strip()


def _leads(part: str, mark: str, names: tuple[str, ...]) -> bool:
    """Whether a part in front is the site; before a dash one word may as well be a subject."""
    return _names_site(part, names) and (mark.strip() in _BAR or " " in part.strip())


def _names_site(part: str, names: tuple[str, ...]) -> bool:
    part = part.strip()
    if _ADDRESS.fullmatch(part) or (whole := letters(part)) in names:
        return True
    if not whole.isascii() and any(name in whole and len(whole) <= len(name) + 3 for name in names if not name.isascii()):
        return True
    words = [letters(word) for word in part.split()]
    if len(words) > 4:
        return False
    rest = "".join(word for word in words if word not in _COMMON)
    if not rest:
        return any(whole and (name.startswith(whole) or name.endswith(whole)) for name in names if len(whole) >= 3)
    return any(rest == name or (len(rest) >= 3 and (name.startswith(rest) or name.endswith(rest))) for name in names)

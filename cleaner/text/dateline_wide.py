"""Whether a line of Chinese, Japanese or Korean can begin with a dateline of the common shape: the cheap test that most lines fail.

In: the beginning of a line. Out: yes or no. A yes is no promise; a no hides no dateline. The shapes of these scripts alone, which
stand in brackets or have a word for a report, are for `dateline_cjk`.
"""

from __future__ import annotations

import re

from cleaner.patterns import compiled
from cleaner.rules.datelines import may_be_source, read_sources
from cleaner.text.dateline_desk import is_desk

FIRST = "\u3041"
"""No letter of these scripts stands before it."""
_LETTER = r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u9fff\uac00-\ud7a3]"
_WORD = r"[\u3041-\u3096\u30a1-\u30fc\u3400-\u9fff\uac00-\ud7a3]++"
_MARK = '，。：；！？「」『』《》〈〉“”"·…!?'
"""Marks that no place goes on behind, and that are neither the dash nor the stop of a dateline."""
_PLAIN = compiled(
    rf"{_WORD}(?: {_WORD})*+(?:"
    rf"(?P<mark>[{_MARK}]|[、\n])(?={_LETTER})|"
    rf" ?(?P<number>\d++(?:[.,:]\d++)?+) ?+(?=(?![月월年년]){_LETTER})|"
    rf" ?[(（](?P<name>[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ .'’-]{{0,38}}[A-Za-zÀ-ɏ])[)）](?=\s?{_LETTER}|[{_MARK}]))"
)
"""Words of these scripts and a mark, a number that is no day, or a name in brackets behind them, and the sentence going on. No city of
the list is written in these scripts; so a day, a wire or a desk must follow, and stand there at once."""
_DESK = "通讯"
"""The one desk that is written in these scripts."""
_TEXT = compiled(
    r"[ \t\d!-'*+.<>?\u00a0\u00b7\u201c-\u201f\u2026\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uff20-]{0,40}+(.?)", re.DOTALL
)
"""Text without a letter of another script, and what ends it."""
_ENDS = frozenset("(),:;—|/=\n[]")
"""What no name of a desk goes on behind."""
_LONGEST_DESK = 40


def may_begin_wide(window: str) -> bool:
    """Whether behind the first words of a line, whose first letter is of these scripts, more can stand that belongs to a dateline.

    >>> may_begin_wide("北京，路透：政府"), may_begin_wide("서울 (AP) - 정부가"), may_begin_wide("台北3月6日 - 政府")
    (True, True, True)
    >>> may_begin_wide("根據當地媒體報導，在中國"), may_begin_wide("規模 7.5 的地震"), may_begin_wide("裴洛西 (Nancy Pelosi) 稱")
    (False, False, False)
    """
    found = _PLAIN.match(window)
    if found is None or _DESK in window or may_be_source(window):
        return True
    if name := found["name"]:
        start = found.start("name")
        return name[:4].casefold() == "corr" or may_be_source(window, start) and bool(read_sources(name)) or is_desk(name)
    start = found.start("number") if found["number"] else found.end()
    if may_be_source(window, start) or window.find(".", found.end(), start + 28) >= 0:
        return True
    behind = _TEXT.match(window, start)
    other = behind.group(1) if behind else ""
    return other != "" and other not in _ENDS and is_desk(window[start : start + _LONGEST_DESK])

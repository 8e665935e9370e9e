"""Pieces of patterns that rule files share: `{{name}}` in a pattern stands for the piece of that name.

In: the pattern of a rule file. Out: the pattern with every piece in its place. Python has no class for lower-case letters
of all scripts, and every language writes its photo credits after the same plan; both are said once, here.
"""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from typing import Final

from cleaner.patterns import compiled

_NAME = compiled(r"\{\{(\w+)\}\}")
_PARTICLES = (
    "de|da|do|dos|das|del|della|di|du|van|von|der|den|ten|ter|zu|la|le|les|el|al|bin|ibn|y|e|i|et|und|and|og|och|en|ja|a|és|și|и|і|та|"
    "ve|και|of|the|for|via|from|by|at|in|with|to|für|des|d|mit|pour|par|por|para|per|on|courtesy|handout|file|pool|photo|foto|imago|"
    "dpa|epa|afp|picture|alliance|images|stock|x|tmn|lni|archiv|archive|archivo|privat"
)
_NAME_WORD = r"(?!{{low}})[^\s!?;]{1,40}"
_LOWER_RUN = r"(?!(?:[^\n]{0,100} )?{{low}}{2,30} {{low}}{2,30} {{low}}{2,30}(?:[ .,]|$))"
_LOWER_START = r"(?!{{low}}{2,30} [^\s/|]{1,40} [^\s/|]{1,40} [^\s/|]{2})(?!{{low}}{2,30} [^\n]{2,60}\.$)"
_SHORT_WORD = "".join(rf"(?<!\b{{{{low}}}}{{{size}}}\s)" for size in range(1, 6))
_OR_PARTICLE = r"|(?:{{particle}})(?=[\s/).]|$)"
_BEHIND_LOWER = "(?<={{low}})"

FRAGMENTS: Final = {
    # The caption, or nothing where the line is a credit alone.
    "caption": r"(?P<caption>(?:\S[^\n]{0,400}?)??)",
    # Where a label of any case may begin: at the start, behind the end of a sentence, behind a bracket or a dash.
    "break": (
        r"(?:^[(\[（【|©\s]{0,3}"
        r"|(?<=[.!?…\"”“»)\]。！？’'।॥۔։။។።])\s{0,2}[(\[（【|/–—-]?\s?"
        r"|\s{0,3}[(\[（【|·•/–—]\s?|\s-{1,2}\s|,\s)"
    ),
    # Where a capitalised label may begin besides: behind a space, not behind a short word as in "on the Photo: ...",
    # or glued to a word.
    "space": r"(?:(?<=[^\n]{12})(?:\s{1,3}" + _SHORT_WORD + rf"|{_BEHIND_LOWER}))",
    # Behind the label: a colon, or a slash before a name.
    "credit": r"\s?[:：﹕՝፦៖]\s{0,3}(?P<credit>{{no_prose}}[^\s.,:;!?)\]—][^\n!?;]{0,100}?)\s?[)\]）】]{0,2}\.?",
    # A credit has no three lower-case words in a row, and no long one begins with such a word.
    "no_prose": _LOWER_RUN + _LOWER_START,
    # Behind a label without a colon ("Photo by"): names alone, capitalised.
    "names": (
        r"\s{1,2}(?P<credit>(?:the |[\w.]{2,30} ?/ ?)?" + _NAME_WORD
        + r"(?:\s{1,2}(?:" + _NAME_WORD + _OR_PARTICLE + r")){0,14}?)\s?[)\]）】]{0,2}\.?"
    ),
    # A credit in a script without capitals: short, and no sentence.
    "caseless": r"\s?[:：﹕՝፦៖=＝/／|]\s{0,3}(?P<credit>[^\s:：;!?。！？।॥۔؟.,،][^\n!?。！？।॥۔؟]{0,59}?)\s?[)\]）】」]{0,2}[.。।۔]?",
    "particle": _PARTICLES,
}  # fmt: skip


def expand(pattern: str) -> str:
    """Return the pattern with every `{{name}}` put in. Raises `KeyError` for a name that does not exist.

    >>> import re
    >>> bool(re.fullmatch(expand("{{low}}+"), "größe")), bool(re.fullmatch(expand("{{low}}+"), "Größe"))
    (True, False)
    """
    while (filled := _NAME.sub(lambda found: found[0] if found[1] == "low" else FRAGMENTS[found[1]], pattern)) != pattern:
        pattern = filled
    return pattern.replace("{{low}}", lower_case())


@cache
def lower_case() -> str:
    """Return a class of the lower-case letters of all scripts of the basic plane."""
    points = [c for c in range(min(sys.maxunicode, 0x2FFF)) if unicodedata.category(chr(c)) == "Ll"]
    ranges: list[list[int]] = []
    for point in points:
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    # Upper and lower case take turns in many blocks; ranges that only skip every other letter are not worth joining.
    return "[" + "".join(chr(a) if a == b else f"{chr(a)}-{chr(b)}" for a, b in ranges if a < 0x1C80 or a >= 0x1E00) + "]"

"""One line, read for who wrote an article: by-words, labels, roles, desks, names beside a time.

In: a line without outer white space and the language of its document. Out: an `AuthorLine`, or None.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from cleaner.patterns import compiled
from cleaner.rules.agencies import agency_kind, read_agencies
from cleaner.rules.bylines import by_pattern, first_words, nameless_lines, torn_phrases
from cleaner.text.author_names import read_names, roles
from cleaner.text.byline_gate import AGENCIES_ALONE
from cleaner.text.byline_shapes import GLUED, name_before_role, name_beside_time

_NAMELESS = compiled(
    r"(?:By|Von|Par|Por|Door)(?:\s+(?:in|and|at|for|on|with|und|et|y|e|en|,|\||-|–|—))*\s*[:,|]?",
    re.IGNORECASE,
)
_FIRST = compiled(r"[（(\[]?([^\s:：/／|=＝՝፦៖]*)")
_HAN_BYLINE = compiled(
    r"[（(〔【\[]?(?:本报|本報|本刊|新华社|中新社|人民网|央视|特约|实习|见习|中央社)?(?:首席|特派|高级)?(?:记者|記者|通讯员|"
    r"撰文|文|作者|采写|編集委員)[ 　：:/／|·・]{0,2}"
    r"(?P<names>[\u3400-\u9fff]{2,4}(?:[ 　、，,/·・][\u3400-\u9fff]{1,4}){0,5})"
    r"(?:[／/ ](?P<place>[\u3400-\u9fff]{2,5})(?:報導|报道|报导|報道|電))?[）)〕】\]]?"
    r"(?:[ 　/|｜]{1,3}(?:责任编辑|責任編輯|编辑|編輯|责编|校对|摄影|攝影|通讯员)[ 　：:/]{0,2}[\u3400-\u9fff]{2,4}){0,3}"
)
_KOREAN = compiled(
    r"[\[(=]?(?P<names>[가-힣]{2,4}(?:[·ㆍ, ]{1,2}[가-힣]{2,4}){0,2}) ?(?:인턴)?(?:기자|특파원|선임기자|"
    r"통신원|전문기자|객원기자|PD)[\])=]?(?:\s*[|=]?\s*[\w.+-]+@[\w.-]+)?"
)
_BY_ENDS = frozenset((" by", "von", "on:", "by:", "par", "por", " av", "van", " di", " de"))
SHORT = 50
"""So long is a line that names an agency or a role at most."""
DESK = 60
"""So long is a line that names a desk and a place at most."""
_BEHIND_NAME = compiled(r"\s?([,|•·(])\s?")
_BY = compiled(r"(?:by|von|par|por|av|af|door|di|de)\s+(?=[^\W\d_]+[ -][^\W\d_])", re.IGNORECASE)
_WITH = compiled(r"(?:avec|with|mit|con|com|met|med|и|with agencies)\s+", re.IGNORECASE)


class AuthorLine(NamedTuple):
    """What an author line is and whom it names."""

    rule: str
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


@cache
def _regexes(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    by = compiled(rf"(?:{by_pattern('by', language)})\s*[:：]?\s+(?=\S)", re.IGNORECASE, language)
    label = compiled(rf"[（(\[]?{by_pattern('label', language)}\s?[:：/／|=＝՝፦៖]\s*(?=\S)", re.IGNORECASE, language)
    editor = compiled(rf"[（(\[]?{by_pattern('editor', language)}\s?[:：/／]?\s*(?=\S)", re.IGNORECASE, language)
    return by, label, editor


def read_author_line(text: str, tag: str, top: bool) -> AuthorLine | None:
    """Return rule, authors and agencies of a line that names its writer; None for any other line. `tag`: an `own_language`."""
    if len(text) > 60 and text[-1] in ".!?।。۔…":
        return None
    if _NAMELESS.fullmatch(text) or text[-3:].casefold() in _BY_ENDS and text.rstrip(":").casefold() in torn_phrases(tag):
        return AuthorLine("und.byline.nameless")
    desk, comma, place = text.strip(" ()（）【】[]:：.").partition(",") if len(text) <= DESK else ("", "", "")
    if desk and desk.rstrip().casefold() in nameless_lines() and (not comma or len(place) <= 30):
        return AuthorLine("und.byline.desk")
    wide = any(character >= "\u2e80" for character in text[:3])
    if wide and (found := _HAN_BYLINE.fullmatch(text)):
        return AuthorLine("Hani.byline.reporter", tuple(n for n in re.split("[ 　、，,/·・]", found["names"]) if len(n) > 1))
    if wide and (found := _KOREAN.fullmatch(text)):
        return AuthorLine("ko.byline.reporter", tuple(re.findall("[가-힣]{2,4}", found["names"])))
    if not wide and _FIRST.match(text).group(1).casefold() not in first_words(tag):  # type: ignore[union-attr]
        return _without_by_word(text) if top else None
    by, label, editor = _regexes(tag)
    if found := label.match(text):
        names = read_names(text[found.end() :].rstrip("）)]"), strict=False)
        return AuthorLine("und.byline.label", *names) if names else None
    if found := by.match(text):
        names = read_names(_apart(text[found.end() :]), strict=True)
        return AuthorLine("und.byline.by_word", *names) if names else None
    if (found := editor.match(text)) and (":" in found.group() or "：" in found.group() or "/" in found.group()):
        return AuthorLine("und.byline.editor") if read_names(text[found.end() :].rstrip("）)]"), strict=False) else None
    return _without_by_word(text) if top else None


def _apart(text: str) -> str:
    """Return names with a space before a role that a page has glued to them."""
    glue = GLUED.search(text)
    return f"{text[: glue.end()]} {text[glue.end() :]}" if glue and roles().alone.match(text, glue.end()) else text


def _without_by_word(text: str) -> AuthorLine | None:
    """Return what a line at the top says whose first word is no by-word."""
    if len(text) <= SHORT and (line := _by_line_alone(text)):
        return line
    for rule, read in (("role", name_before_role), ("name_beside_time", name_beside_time)):
        if (name := read(text)) and (names := read_names(_BY.sub("", name), strict=True)):
            return AuthorLine(f"und.byline.{rule}", *names)
    return None


def _by_line_alone(text: str) -> AuthorLine | None:
    """Return what a line without a by-word says: an agency alone, or a name with a role behind it."""
    agencies = read_agencies(text)
    if agencies and all(agency_kind(a) == "agency" for a in agencies) and (text.isupper() or text in AGENCIES_ALONE) and len(text) > 2:
        return AuthorLine("und.byline.agency", (), agencies)
    head, comma, role = _BEHIND_NAME.split(text, maxsplit=1) if _BEHIND_NAME.search(text) else (text, "", "")
    behind = _WITH.sub("", role.strip(" ,.()"))
    if comma and (wires := read_agencies(behind)) and all(agency_kind(wire) == "agency" for wire in wires):
        return AuthorLine("und.byline.name_and_agency", names[0], wires) if (names := read_names(head, strict=True)) and names[0] else None
    if comma and roles().alone.fullmatch(role.split(",")[0].strip(" ,.")) and (names := read_names(head, strict=True)):
        return AuthorLine("und.byline.role", *names)
    return None

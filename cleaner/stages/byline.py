"""Lines that say who wrote an article, with and without a name.

In: a document. Out: edits that cut such lines at the top and the end of the body, and the columns `authors` and `agencies`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, NamedTuple

from cleaner.document import Document, LineCut, cut_lines
from cleaner.rules.agencies import agency_kind, read_agencies
from cleaner.rules.bylines import by_pattern, first_words, nameless_lines, own_language, role_pattern
from cleaner.stage import NOTHING, Stage, StageResult, option
from cleaner.text.dates import day_at

_W = (
    r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u0655\u0670\u0900-\u0dff\u0e31-\u0e4e"
    r"\u0eb1-\u0ecd\u102b-\u103e\u17b4-\u17d3\u200c\u200d.'’`ʼ-])*"
)
_PARTICLE = r"(?:de|da|do|dos|das|del|della|di|du|van|von|der|den|ten|ter|zu|la|le|el|al|bin|ibn|y|e|i|af|av|St|Mc|O|d|Al|abu|ben)"
_NAME = rf"(?:{_W}|{_PARTICLE})(?: (?:{_W}|{_PARTICLE})){{0,4}}"
_JOIN = (
    r"(?:\s*,\s*(?:and |und |et |y |e )?|\s*[&/+、،]\s*|"
    r"\s+(?:and|und|et|y|e|i|og|och|en|ja|és|și|и|та|i|και|ve|dan|và|و|with|mit|in cooperation with)\s+)"
)
_NAMELESS = re.compile(
    r"(?:By|Von|Par|Por|Door)(?:\s+(?:in|and|at|for|on|with|und|et|y|e|en|,|\||-|–|—))*\s*[:,|"
    r"]?",
    re.IGNORECASE,
)
_FIRST = re.compile(r"[（(\[]?([^\s:：/／|=＝՝፦៖]*)")
_HANDLE = re.compile(r"\s*[|(<]?\s*(?:[\w.+-]{1,40}@[\w.-]{3,60}|@\w{2,30})\s*[)>|]?\s*")
_HAN_BYLINE = re.compile(
    r"[（(〔【\[]?(?:本报|本報|本刊|新华社|中新社|人民网|央视|特约|实习|见习|中央社)?(?:首席|特派|高级)?(?:记者|記者|通讯员|"
    r"撰文|文|作者|采写|編集委員)[ 　：:/／|·・]{0,2}"
    r"(?P<names>[\u3400-\u9fff]{2,4}(?:[ 　、，,/·・][\u3400-\u9fff]{1,4}){0,5})(?:[／/ "
    r"](?P<place>[\u3400-\u9fff]{2,5})(?:報導|报道|报导|報道|電))?[）)〕】\]]?"
    r"(?:[ 　/|｜]{1,3}(?:责任编辑|責任編輯|编辑|編輯|责编|校对|摄影|攝影|通讯员)[ 　：:/]{0,2}[\u3400-\u9fff]{2,4}){0,3}"
)
_KOREAN = re.compile(
    r"[\[(=]?(?P<names>[가-힣]{2,4}(?:[·ㆍ, ]{1,2}[가-힣]{2,4}){0,2}) ?(?:인턴)?(?:기자|특파원|선임기자|"
    r"통신원|전문기자|객원기자|PD)[\])=]?(?:\s*[|=]?\s*[\w.+-]+@[\w.-]+)?"
)
_STOPS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december "
    "the this that these those then now today yesterday tomorrow contrast comparison default definition design law far "
    "invitation appointment "
    "popular chance mistake accident nature hand sea land air train rail road foot all any some many most its his her their "
    "our your my no not being "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag anfang der die das den dem ihm ihr hier heute oben unten "
    "wegen januar februar märz "
    "qué que eso favor fin ejemplo supuesto ahora otra otro lo la el los las un una primera vez dentro tanto conséquent "
    "ailleurs exemple rapport "
    "exemplo isso causa enquanto fim sua seu um uma".split()
)


@dataclass(frozen=True)
class Byline(Stage):
    """Author lines: `By Jane Doe`, `Von Max Mustermann`, `Автор: ...`, `记者 张三`, or `By in`, what is left without a name.

    They stand at the top of an article, below its title, or at its end. Names go to `authors` as written, agencies to
    `agencies`; editors are cut and named nowhere.

    Left alone: sentences (`By Monday the army had ...`), names without a by-word, lines in the middle of the body.

    >>> from cleaner.document import Document
    >>> Byline().process(Document("a", "By Jane Doe and Tom Roe, Staff Writers\\n\\nIt rained.")).fields
    {'authors': ['Jane Doe', 'Tom Roe']}
    """

    name: ClassVar[str] = "byline"
    reads: ClassVar[tuple[str, ...]] = ("text",)
    writes: ClassVar[tuple[str, ...]] = ("authors", "agencies")

    max_lines: int = option(7, "Author lines are looked for in so many first lines that are not blank.", minimum=1, maximum=30)
    max_last_lines: int = option(3, "Author lines are looked for in so many last lines that are not blank.", minimum=0, maximum=30)
    max_characters: int = option(140, "Longer lines are left alone.", minimum=10, maximum=400)

    def process(self, document: Document) -> StageResult:
        content = document.content_lines
        if len(content) < 2:
            return NOTHING
        cuts: dict[int, LineCut] = {}
        authors: list[str] = []
        agencies: list[str] = []
        top = content[: self.max_lines]
        long_lines = 0
        for place, index in enumerate(top):
            text = document.lines[index].text
            if len(text) > self.max_characters:
                long_lines += 1
                if long_lines > 1:
                    break
                continue
            found = _read(text.strip(), document.language, top=True)
            if found and (place or len(content) > 2 or found[0] != "und.byline.agency"):
                cuts[index] = LineCut(found[0])
                authors += found[1]
                agencies += found[2]
        for index in content[len(content) - min(self.max_last_lines, len(content) - 1) :]:
            text = document.lines[index].text
            if index not in cuts and len(text) <= self.max_characters and (found := _read(text.strip(), document.language, top=False)):
                cuts[index] = LineCut(found[0])
                authors += found[1]
                agencies += found[2]
        if not cuts or len(cuts) == len(content):
            return NOTHING
        fields = {name: list(dict.fromkeys(values)) for name, values in (("authors", authors), ("agencies", agencies)) if values}
        return StageResult(cut_lines(document, cuts), fields)


@cache
def _regexes(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    by = re.compile(rf"(?:{by_pattern('by', language)})\s*[:：]?\s+(?=\S)", re.IGNORECASE)
    label = re.compile(rf"[（(\[]?{by_pattern('label', language)}\s?[:：/／|=＝՝፦៖]\s*(?=\S)", re.IGNORECASE)
    editor = re.compile(rf"[（(\[]?{by_pattern('editor', language)}\s?[:：/／]?\s*(?=\S)", re.IGNORECASE)
    return by, label, editor


class _Roles(NamedTuple):
    """What authors are called: a role alone, at the end of a name, behind a name, and what else may follow the last name of a line."""

    alone: re.Pattern[str]
    at_end: re.Pattern[str]
    behind_name: re.Pattern[str]
    tail: re.Pattern[str]


@cache
def _roles() -> _Roles:
    role = rf"{role_pattern()}s?"
    link = r"[,;|•·–—/(-]|\b(?:avec|mit|with|con|com|met|med|in|for|at|of|on|from|aus|à|en|au|em|w|z|для|в)\b"
    tail = rf"\s*(?:{link})[^\n.!?。]{{0,70}}\.?$|\s+{role}\b[^.!?]{{0,50}}$"
    return _Roles(*(re.compile(p, re.IGNORECASE) for p in (rf"{role}\b", rf"(?:^|\s){role}$", rf"(?<=[^\W\d_])\s+{role}$", tail)))


_DESK = 60
"""So long is a line that names a desk and a place at most."""
_BEHIND_NAME = re.compile(r"\s?([,|•·(])\s?")
_WITH = re.compile(r"(?:avec|with|mit|con|com|met|med|и|with agencies)\s+", re.IGNORECASE)
_NAMES_AT = re.compile(rf"{_NAME}")
_JOIN_AT = re.compile(_JOIN)


def _read(text: str, language: str, top: bool) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """Return rule, authors and agencies of a line that names its writer; None for any other line."""
    if len(text) > 60 and text[-1] in ".!?।。۔…":
        return None
    if _NAMELESS.fullmatch(text):
        return "und.byline.nameless", (), ()
    desk, comma, place = text.strip(" ()（）【】[]:：.").partition(",") if len(text) <= _DESK else ("", "", "")
    if desk and desk.rstrip().casefold() in nameless_lines() and (not comma or len(place) <= 30):
        return "und.byline.desk", (), ()
    tag = own_language(language)
    wide = any(character >= "\u2e80" for character in text[:3])
    if wide and (found := _HAN_BYLINE.fullmatch(text)):
        return "Hani.byline.reporter", tuple(n for n in re.split("[ 　、，,/·・]", found["names"]) if len(n) > 1), ()
    if wide and (found := _KOREAN.fullmatch(text)):
        return "ko.byline.reporter", tuple(re.findall("[가-힣]{2,4}", found["names"])), ()
    if not wide and _FIRST.match(text).group(1).casefold() not in first_words(tag):  # type: ignore[union-attr]
        return _by_line_alone(text) if top and len(text) <= 50 else None
    by, label, editor = _regexes(tag)
    if found := label.match(text):
        names = _names(text[found.end() :].rstrip("）)]"), strict=False)
        return ("und.byline.label", *names) if names else None
    if found := by.match(text):
        names = _names(text[found.end() :], strict=True)
        return ("und.byline.by_word", *names) if names else None
    if (found := editor.match(text)) and (":" in found.group() or "：" in found.group() or "/" in found.group()):
        return ("und.byline.editor", (), ()) if _names(text[found.end() :].rstrip("）)]"), strict=False) else None
    return _by_line_alone(text) if top and len(text) <= 50 else None


def _by_line_alone(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """Return what a line without a by-word says: an agency alone, or a name with a role behind it."""
    agencies = read_agencies(text)
    if (
        agencies
        and all(agency_kind(a) == "agency" for a in agencies)
        and (text.isupper() or text in ("Reuters", "dpa", "Associated Press", "The Associated Press"))
        and len(text) > 2
    ):
        return "und.byline.agency", (), agencies
    head, comma, role = _BEHIND_NAME.split(text, maxsplit=1) if _BEHIND_NAME.search(text) else (text, "", "")
    behind = _WITH.sub("", role.strip(" ,.()"))
    if comma and (wires := read_agencies(behind)) and all(agency_kind(wire) == "agency" for wire in wires):
        return ("und.byline.name_and_agency", names[0], wires) if (names := _names(head, strict=True)) and names[0] else None
    if comma and _roles().alone.fullmatch(role.split(",")[0].strip(" ,.")) and (names := _names(head, strict=True)):
        return ("und.byline.role", *names)
    return None


def _names(text: str, strict: bool) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the names and agencies that a text lists, None where it is anything else. `strict`: one word is no name."""
    text = _HANDLE.sub("", text).strip(" \t|,")
    whole = read_agencies(text.rstrip("."))
    if whole:
        return (), whole
    names: list[str] = []
    position = 0
    while True:
        found = _NAMES_AT.match(text, position)
        if not found:
            return None
        name = _trim(found.group())
        if not name:
            return None
        position = found.start() + len(name)
        if _roles().alone.fullmatch(name):
            if not names:
                return None
        elif not _is_name(name, strict):
            return None
        else:
            names.append(name)
        rest = text[position:]
        if not rest.strip(" .|"):
            break
        joined = _JOIN_AT.match(text, position)
        if joined:
            following = _NAMES_AT.match(text, joined.end())
            next_name = _trim(following.group()) if following else ""
            if next_name and _is_name(next_name, strict) and not _roles().at_end.search(next_name) and not read_agencies(next_name):
                position = joined.end()
                continue
        if _roles().tail.match(rest) or day_at(rest.strip(" ,|")):
            break
        return None
    agencies: list[str] = []
    for piece in re.split(r"[,|/()]|\s?\b(?:for|and|avec|mit|with|con|com|met|med)\b", text[position:]):
        agencies += read_agencies(piece.strip()) if piece.strip() else ()
    return (tuple(names), tuple(agencies)) if names or agencies else None


def _trim(name: str) -> str:
    """Cut a run of words before the first that is no part of a name."""
    kept = []
    for word in name.split(" "):
        if word[:1].islower() and not _georgian(word) and not re.fullmatch(_PARTICLE, word):
            break
        kept.append(word)
    while kept and kept[-1].islower() and not _georgian(kept[-1]):
        kept.pop()
    joined = " ".join(kept)
    role = _roles().behind_name.search(joined)
    return joined[: role.start()] if role and " " in joined[: role.start()] else joined


def _georgian(word: str) -> bool:
    """Whether a word is Georgian, which has capitals for headlines alone."""
    return "\u10d0" <= word[:1] <= "\u10ff"


def _is_name(name: str, strict: bool) -> bool:
    words = name.split()
    if (
        not words
        or len(name) > 50
        or words[0].casefold().strip(".") in _STOPS
        or any(w.casefold() in ("the", "and", "der", "die") and i for i, w in enumerate(words[:-1]) if w[0].isupper())
    ):
        return False
    cased = name.upper() != name.lower() and not _georgian(name)
    if not cased:
        return 1 <= len(words) <= 4 and len(name) <= 30
    if strict and len(words) < 2:
        return False
    return sum(w[0].isupper() for w in words) >= 1 and words[-1][0].isupper()

"""Sign-offs of agencies at the end of a report: who wrote, who edited, which wire.

In: a document. Out: edits that cut them, with the agencies and authors that they name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.document import Document, LineCut, cut_lines
from cleaner.edit import Edit
from cleaner.patterns import compiled
from cleaner.rules.agencies import agency_kind, read_agencies
from cleaner.rules.datelines import may_be_source

_CREDIT = compiled(
    r"[(\[]?\s?(?:(?:Additional |Further )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Tt]ranslation|[Rr]eport(?:ed)?|"
    r"[Ww]ritten|[Ee]dited|[Tt]ranslated)"
    r"(?: and (?:writing|editing|reporting))?(?: in [A-Z][\w ]{2,20})? by (?=[^\Wa-z])|(?:Reportage|Reporting|Rédaction|"
    r"Reportaje|Información|Reportagem|Escrito|Editado|Editing|Redigido|"
    r"Redazione|Tradotto|Traducido|Traduit|Édité|Edité|Reporte|Bericht|Geschrieben|Redigiert|Por |Avec |Version française|"
    r"Service économique)\b.{0,40}?"
    r"(?:\bpar|\bpor|\bvon|\bda|\bde|\bby|\bdi|;|:|,)\s)[^\n]{2,300}"
)
_CREDIT_BEGINS = frozenset("Add Fur Rep rep Wri wri Edi edi Com com Tra tra Réd Inf Esc Red Ber Ges Por Ave Ver Ser Édi".split())
"""The first letters of every word that `_CREDIT` begins with: the cheap test before it."""
_NAMES = compiled(
    r"(?:[Rr]eporting|[Ww]riting|[Ww]ritten|[Rr]eported|[Cc]ompiled|Reporte|Reportage|Reportaje|Reportagem|"
    r"Bericht)(?: and \w+)?(?: in [A-Z][\w ]{2,20})? (?:by|par|por|von|de) ([^;()\n]{3,200})"
)
_WHERE = compiled(r"\s+(?:in|en|à|em|aus|at|for|from|au|dans|and)\s.*$|\s*\(.*$")
_TAIL = compiled(
    r"[ \n\t\u00a0]*(?:[(\[（【/]\s?(?P<in>[^()\[\]（）【】\n]{2,60}?)\s?[)\]）】/]\.?|"
    r"(?<=[.!?\"”»])\s*[-–—/]\s?(?P<dash>[^\n.()–—/-]{2,30})/?|(?<=[.!?\"”»])\s+(?P<bare>[A-Z]{3,8}(?: [A-Z]{2,4}){0,4}|"
    r"[Rr]euter))\s*\Z"
)
_LONGEST_LINE = 60
"""So long is a line that is a sign-off and names no writers at most."""
_NO_LETTERS = compiled(r"[\W_]*")
_CLOSING = frozenset(")]）】/")
_SENTENCE_ENDS = frozenset("?…。！？।۔።။")
_BEFORE_TAIL = frozenset('.!?"”»')
"""What stands before a sign-off that is not in brackets."""
_DASHES = frozenset("-–—/")
_LAST_OF_BARE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZr")
"""The last letters of a sign-off with neither brackets nor a dash: capitals, or `Reuter`."""
_WITH = compiled(r"^(?:avec|mit|con|com|with|met|med|z|s|с|from|via|source|fonte|quelle|fuente|bron|kilde|källa|źródło|"
    r"zdroj|forrás|sursa|kaynak|sumber|nguồn|по материалам|источник|"
                   r"מאת|المصدر|وكالات|स्रोत|تصویر|with inputs from|with agencies|inputs from|with input "
                   r"from)\s*[:：]?\s*", re.IGNORECASE)  # fmt: skip
_INITIALS = compiled(r"^(?:[a-zäöüß]{2,4}|[A-ZÄÖÜ][a-zäöü]?[A-Z]?[a-z]{0,2})\s?[/,]\s?")
_CLOSERS = frozenset(
    ["reuter", "reuters", "ansa", "efe", "lusa", "ritzau", "/ritzau/", "pap", "ntb", "tt", "stt", "afp", "dpa", "belga", "anp"]
)
_REPORTER_TAIL = compiled(
    r"\s*[（(](?:完|记者[\u3400-\u9fff、 ]{2,20}|編輯[:：][^（）()]{2,30}|"
    r"责任编辑[:：]?[^（）()]{2,20}|责编[:：]?[^（）()]{2,20})[）)]\s*\Z"
)


def may_sign_off(text: str) -> bool:
    """Whether the last line of a text can be a sign-off or end with one: the cheap test that most, which end a sentence, fail.

    >>> may_sign_off("It rained. (AP)"), may_sign_off("(Reporting by Ann Lee)"), may_sign_off("dpa")
    (True, True, True)
    >>> may_sign_off("The mayor said that the harbour would open again on Tuesday, but (for now) to no ships.")
    False
    """
    if _may_end(text):
        return True
    text = text.strip()
    return text[:3] in _CREDIT_BEGINS or text[0] in "([" or len(text) <= _LONGEST_LINE and _may_be_whole(text)


def read_signoff(document: Document, start: int) -> Iterator[tuple[Edit, tuple[str, ...], tuple[str, ...]]]:
    """Yield the edits that cut sign-offs behind `start`, in order, with the agencies and authors they name.

    >>> from cleaner.document import Document
    >>> document = Document("a", "He left.\\n\\n(Reporting by Ann Lee; editing by B. Fox)")
    >>> [(edit.start, agencies, authors) for edit, agencies, authors in read_signoff(document, 0)]
    [(8, (), ('Ann Lee',))]
    """
    content = document.content_lines
    cuts: dict[int, LineCut] = {}
    named: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    tail: tuple[Edit, tuple[str, ...], tuple[str, ...]] | None = None
    for index in reversed(content[max(1, len(content) - 4) :]):
        line = document.line(index)
        text = line.text.strip()
        if line.start < start or len(text) < 2:
            break
        if len(text) <= 330 and (text[0] in "([" or text[:3] in _CREDIT_BEGINS) and _CREDIT.match(text) and _is_credit(text):
            cuts[index] = LineCut("und.dateline.credits")
            named[index] = ((), _writers(text))
        elif len(text) <= _LONGEST_LINE and (agencies := _whole(text)):
            cuts[index] = LineCut("und.dateline.signoff_line")
            named[index] = (agencies, ())
        else:
            break
    if len(cuts) < len(content):
        line = document.line(content[-1 - len(cuts)])
        if line.end > start + 15:
            tail = _tail(document, max(start, line.start), line.end)
    if tail:
        yield tail
    if not cuts:
        return
    for edit, index in zip(cut_lines(document, cuts), sorted(cuts), strict=True):
        if edit.end > edit.start and (tail is None or edit.start >= tail[0].end):
            yield (edit, *named[index])


def _is_credit(text: str) -> bool:
    """Whether a line of credits is not a sentence: it stands in brackets, or has no verb's full stop and names in capitals."""
    if text[0] in "([":
        return text.rstrip(". ")[-1:] in ")]"
    if not re.match(r"(?:Additional |Further )?(?:Reporting|Writing|Editing|Compiled|Written|Edited|Reported) ", text):
        return False
    words = [
        w
        for w in re.findall(
            r"[^\W\d_]"
            r"+",
            text,
        )
        if w not in ("by", "and", "in", "editing", "reporting", "writing", "additional", "the")
    ]
    return len(text) <= 260 and sum(w[0].isupper() for w in words) >= 0.8 * len(words)


def _writers(text: str) -> tuple[str, ...]:
    found = _NAMES.search(text)
    if not found:
        return ()
    names = []
    for piece in re.split(r",\s*|\s+(?:and|et|y|e|und)\s+", found.group(1)):
        name = _WHERE.sub("", piece).strip(" .")
        if 3 <= len(name) <= 40 and " " in name and name[0].isupper():
            names.append(name)
    return tuple(names)


def _may_be_whole(text: str) -> bool:
    """Whether an agency can stand first in a line, behind marks, initials or a word such as `with`: the cheap test before `_whole`."""
    begin = _NO_LETTERS.match(text).end()  # type: ignore[union-attr]
    return may_be_source(text, begin) or "/" in text or "," in text or _WITH.match(text[begin:]) is not None


def _whole(text: str) -> tuple[str, ...]:
    """Return the agencies of a line that is a sign-off and nothing else."""
    bare = text.strip(" .()[]/-–—*©（）|")
    if not bare or (bare == text and bare.casefold() not in _CLOSERS and not bare.isupper()):
        return ()
    return _agencies(bare)


def _agencies(text: str) -> tuple[str, ...]:
    text = _WITH.sub("", text.strip())
    agencies = read_agencies(text) or read_agencies(_INITIALS.sub("", text))
    return tuple(a for a in agencies if agency_kind(a) == "agency")


def _may_end(line: str) -> bool:
    """Whether a line can end with a sign-off: the cheap test that most lines, which end with a sentence, fail."""
    core = line.rstrip()
    last = core[-1:]
    if last == ".":
        return core.rstrip(". ")[-1:] in _CLOSING
    if last in _CLOSING:
        return True
    if last in _SENTENCE_ENDS or _BEFORE_TAIL.isdisjoint(core[-40:]):
        return False
    return last in _LAST_OF_BARE or not _DASHES.isdisjoint(core[-40:])


def _tail(document: Document, start: int, end: int) -> tuple[Edit, tuple[str, ...], tuple[str, ...]] | None:
    line = document.text[start:end]
    if not _may_end(line):
        return None
    offset = max(0, len(line) - 340)
    if line.rstrip()[-1:] in ").]" and (at := line.rfind("(", offset)) > 0:
        inside = line[at:].strip()
        if _CREDIT.match(inside) and _is_credit(inside):
            while at and line[at - 1].isspace():
                at -= 1
            return Edit(start + at, end, "", "und.dateline.credits"), (), _writers(inside)
    offset = max(0, len(line) - 80)
    found = _REPORTER_TAIL.search(line, offset) if line.rstrip()[-1:] in ")）" else None
    if found and found.start() > 10:
        return Edit(start + found.start(), end, "", "Hani.dateline.reporter_signoff"), (), ()
    found = _TAIL.search(line, offset)
    if not found or found.start() < 10:
        return None
    text = found["in"] or found["dash"] or found["bare"]
    if found["bare"]:
        words = text.split()
        agencies = _agencies(words[0]) if len(words) > 1 or text.casefold() in _CLOSERS else ()
    else:
        agencies = _agencies(text)
    before = line[: found.start()].rstrip()
    if not agencies or not before or (before[-1].isalnum() and not found["in"]):
        return None
    if found["in"] and before[-1] not in ".!?…。！？।۔\"”»'’“）)" and line.rstrip()[-1] != ")":
        return None
    if found["in"] and before[-1].isalnum() and ord(before[-1]) < 0x0900 and line.rstrip()[-1] == ".":
        return None  # "... the agency (AP)." ends a sentence
    if found["in"] and before[-1].isalnum():
        return None
    return Edit(start + found.start(), end, "", "und.dateline.agency_signoff"), agencies, ()

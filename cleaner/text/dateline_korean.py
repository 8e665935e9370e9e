"""Datelines of Korean papers: `(서울=연합뉴스) 홍길동 기자 =`, `[이데일리 홍길동 기자]`, `(워싱턴 AP=연합뉴스)`.

In: the beginning of a line. Out: a `Head` as `dateline_shape` makes it, or None.
"""

from __future__ import annotations

import re

from cleaner.patterns import compiled
from cleaner.rules.datelines import canonical_source, one_source, read_sources
from cleaner.text.dateline_judge import Head

_KO_NAME = r"[가-힣]{2,4}"
_KO_BRACKET = compiled(
    rf"[(\[【（［](?:(?P<paper>[가-힣A-Z]{{2,10}})[ㅣ|│] ?)?"
    rf"(?P<place>[가-힣A-Z·ㆍ/,]{{2,20}}?)\s?[=＝]\s?(?P<rest>[^)\]】）］\n]{{2,30}})[)\]】）］]\s?"
    rf"(?:(?P<names>{_KO_NAME}(?:\s?[·ㆍ,]?\s?{_KO_NAME}){{0,3}})\s?(?:인턴)?(?:기자|특파원|통신원|선임기자|논설위원|"
    rf"객원기자)\s?)?[=＝]?\s*"
)
_KO_PAPER = compiled(
    rf"[\[【［](?P<paper>[가-힣A-Za-z0-9· ]{{2,16}}?)[ =](?:(?P<place>[가-힣]{{2,4}})\s?=\s?)?(?P<name>"
    rf"{_KO_NAME})\s?(?:인턴)?(?:기자|특파원|PD|전문기자)[\]】］]\s*=?\s*"
)
_KO_ABROAD = compiled(
    r"[(\[](?P<place>[가-힣]{2,8}) (?P<agency>[A-Z]{2,8}|[가-힣]{2,8}통신|신화)\s?[=＝]\s?"
    r"(?P<second>[가-힣0-9]{2,8})[)\]]\s*=?\s*"
)
_KO_WIRE = compiled(r"[\[【［](?:(?P<place>[가-힣]{2,4})\s?=\s?)?(?P<agency>[가-힣A-Za-z0-9 ]{2,12})[\]】］]\s*=?\s*")

_CREDIT = compiled("사진|자료|영상|그래픽|출처|제공")
_PAPER = compiled(r"[가-힣A-Z0-9]{2,8}(?:뉴스|일보|경제|신문|투데이|타임스|방송|통신)")


def read_korean(window: str) -> Head | None:
    """Return the dateline that `window` begins with, None where none does.

    >>> read_korean("[부산=뉴시스] 홍길동 기자 = 정부가")[:3]
    (18, '부산', ('Newsis',))
    """
    if (found := _KO_ABROAD.match(window)) and (wires := read_sources(found["second"])):
        return Head(found.end(), found["place"], (*read_sources(found["agency"]), *wires), None, (), "cjk_bracket")
    if found := _KO_BRACKET.match(window):
        rest = found["rest"]
        agencies = read_sources(rest) or ((rest,) if _PAPER.fullmatch(rest) else ())
        names = re.findall(_KO_NAME, found["names"] or "")
        reporter = re.fullmatch(rf"({_KO_NAME})\s?(?:기자|특파원)", rest)
        if reporter:
            names = [reporter.group(1)]
        place = found["place"]
        agencies = agencies or one_source(found["paper"])
        if (agencies or names) and not _CREDIT.search(place):
            wire = canonical_source(place)
            agencies = agencies or ((wire,) if wire else ())
            paper = wire or re.search("(?:뉴스|일보|경제|신문|투데이|타임스|스포츠)", place)
            return Head(found.end(), None if paper else place, agencies, None, tuple(names), "cjk_bracket")
    if (found := _KO_WIRE.match(window)) and (wires := read_sources(found["agency"])):
        return Head(found.end(), found["place"], wires, None, (), "cjk_bracket")
    if found := _KO_PAPER.match(window):
        return Head(found.end(), found["place"], read_sources(found["paper"]), None, (found["name"],), "cjk_bracket")
    return None

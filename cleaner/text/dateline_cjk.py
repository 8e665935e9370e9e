"""Datelines of Japanese and Korean papers, often in brackets: `【ロンドン＝山田太郎】`, `(서울=연합뉴스) 홍길동 기자 =`.

In: a text and where a line of it begins. Out: a `Head` as `dateline_shape` makes it, or None. Chinese ones: `dateline_chinese`.
"""

from __future__ import annotations

import re

from cleaner.rules.datelines import canonical_source, read_sources
from cleaner.text.dateline_chinese import read_chinese
from cleaner.text.dateline_judge import Head
from cleaner.text.dates import Day, day_at

MAX_HEAD = 180
_HAN = r"[\u3400-\u9fff]"
_WIDE = re.compile(r"[\u2e80-\uffef]")
_HANI = re.compile(_HAN)
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_OPENING = "（(【[〔［"
_DAY_JA = r"(?:(?:\d{1,4}年)?[0-9０-９]{1,2}月)?[0-9０-９]{1,2}日"
_KATAKANA = r"[\u30a0-\u30ff・ー]"
_PLACE_JA = rf"(?:{_KATAKANA}{{2,16}}|[\u3400-\u9fff]{{2,6}})"
_JA_EQUALS = re.compile(
    rf"[【（(［\[](?P<place>{_PLACE_JA}(?:[、・]{_PLACE_JA}){{0,2}})\s?[＝=]\s?(?P<rest>[^】）)］\]\n]{{2,"
    rf"30}})[】）)］\]]\s*"
)
_JA_SEVERAL = re.compile(
    rf"【(?P<place>{_PLACE_JA})[＝=]{_HAN}{{2,6}}(?:[、・]{_HAN}{{2,6}})*(?:、{_PLACE_JA}[＝=]{_HAN}{{2,6}}(?:・{_HAN}{{2,6}})*){{1,3}}】\s*"
)
_JA_NAMED = re.compile(rf"【(?P<place>{_KATAKANA}{{3,12}}|北京|上海|香港|台北|東京|ソウル)(?P<name>{_HAN}{{3,5}})】\s*")
_JA_WIRE = re.compile(r"(?P<place>[ァ-ヿ]{3,12}|東京|北京|香港)?[（(［\[【](?P<agency>[^（）()［］\[\]【】\n]{2,20})[）)］\]】]\s?[:：]?\s*")
_JA_JOINED = re.compile(
    rf"[【（(［\[](?P<place>{_PLACE_JA}?)[ 　]?(?P<agency>共同|時事|ロイター|聯合ニュース|AFP時事|AFP|ＡＦＰ|AP|ＡＰ|"
    rf"EPA時事)(?:[＝=][^】\n]{{1,12}})?(?:通信)?[】）)］\]]\s*"
)
_JA_DATED = re.compile(
    rf"[【［\[（(](?P<place>[^\s\d０-９【】\[\]［］（）()]{{2,16}}?(?:/[^\s\d]{{2,12}})?)?[ 　]?(?P<day>{_DAY_JA})[ "
    rf"　]?(?P<agency>ロイター|AFP|ＡＦＰ|聯合ニュース|共同|時事|新華社|Xinhua|CNS|タス通信|AP)[】］\]）)]\s?[-–—]?\s*"
)
_KO_NAME = r"[가-힣]{2,4}"
_KO_BRACKET = re.compile(
    rf"[(\[【（［](?P<place>[가-힣A-Z·ㆍ/,]{{2,20}}?)\s?[=＝]\s?(?P<rest>[^)\]】）］\n]{{2,30}})[)\]】）］]\s?"
    rf"(?:(?P<names>{_KO_NAME}(?:\s?[·ㆍ,]?\s?{_KO_NAME}){{0,3}})\s?(?:인턴)?(?:기자|특파원|통신원|선임기자|논설위원|"
    rf"객원기자)\s?)?[=＝]?\s*"
)
_KO_PAPER = re.compile(
    rf"[\[【［](?P<paper>[가-힣A-Za-z0-9· ]{{2,16}}?)[ =](?:(?P<place>[가-힣]{{2,4}})\s?=\s?)?(?P<name>"
    rf"{_KO_NAME})\s?(?:인턴)?(?:기자|특파원|PD|전문기자)[\]】］]\s*=?\s*"
)


def read_cjk_head(text: str, start: int) -> Head | None:
    """Return the dateline that begins at `start`, None where none of these shapes does.

    >>> read_cjk_head("新华社北京2月6日电（记者张三）国务院", 0)[:3]
    (16, '北京', ('Xinhua',))
    >>> read_cjk_head("(서울=연합뉴스) 홍길동 기자 = 정부가", 0)[:3]
    (19, '서울', ('Yonhap',))
    """
    opening = text[start : start + 1]
    if opening < "\u2e80" and opening not in ("(", "["):
        return None
    if opening in ("(", "[") and not _WIDE.search(text, start, start + 24):
        return None
    window = text[start : start + MAX_HEAD]
    if "\uac00" <= window[1:2] <= "\ud7a3" or opening in "[([" and _HANGUL.search(window[:24]):
        head = _korean(window)
    else:
        head = _japanese(window) or (read_chinese(window) if _HANI.search(window[:12]) or opening in _OPENING else None)
    if head is None or not window[head.end :].strip():
        return None
    return head._replace(end=start + head.end)


def _day(text: str | None) -> Day | None:
    return day_at(text) if text else None


def _agencies(text: str) -> tuple[str, ...]:
    name = canonical_source(text)
    return (name,) if name else ()


def _japanese(window: str) -> Head | None:
    if found := _JA_DATED.match(window):
        return Head(found.end(), found["place"], _agencies(found["agency"]), _day(found["day"]), (), "cjk_bracket")
    if (found := _JA_JOINED.match(window)) and (found["place"] or window[0] == "【"):
        return Head(found.end(), found["place"] or None, _agencies(found["agency"]), None, (), "cjk_bracket")
    if found := _JA_EQUALS.match(window):
        rest = found["rest"]
        agencies = read_sources(rest)
        authors = (
            ()
            if agencies
            or not re.fullmatch(
                rf"{_HAN}{{3,6}}(?:[、・]{_HAN}{{3,6}}){{0,2"
                rf"}}",
                rest,
            )
            else tuple(re.split("[、・]", rest))
        )
        if agencies or authors:
            return Head(found.end(), found["place"], agencies, None, authors, "cjk_bracket")
    if found := _JA_SEVERAL.match(window):
        return Head(found.end(), found["place"], (), None, (), "cjk_bracket")
    if found := _JA_NAMED.match(window):
        return Head(found.end(), found["place"], (), None, (found["name"],), "cjk_bracket")
    if (found := _JA_WIRE.match(window)) and (names := read_sources(found["agency"])):
        return Head(found.end(), found["place"], names, None, (), "cjk_bracket")
    return None


_KO_ABROAD = re.compile(r"[(\[](?P<place>[가-힣]{2,8}) (?P<agency>[A-Z]{2,8}|[가-힣]{2,8}통신|신화)\s?[=＝]\s?(?P<second>[가-힣0-9]{2,8})[)\]]\s*=?\s*")
_KO_WIRE = re.compile(r"[\[【［](?:(?P<place>[가-힣]{2,4})\s?=\s?)?(?P<agency>[가-힣A-Za-z0-9 ]{2,12})[\]】］]\s*=?\s*")


def _korean(window: str) -> Head | None:
    if (found := _KO_ABROAD.match(window)) and (names := read_sources(found["second"])):
        return Head(found.end(), found["place"], (*read_sources(found["agency"]), *names), None, (), "cjk_bracket")
    if found := _KO_BRACKET.match(window):
        rest = found["rest"]
        agencies = read_sources(rest)
        names = re.findall(_KO_NAME, found["names"] or "")
        reporter = re.fullmatch(rf"({_KO_NAME})\s?(?:기자|특파원)", rest)
        if reporter:
            names = [reporter.group(1)]
        if agencies or names:
            place = found["place"]
            wire = canonical_source(place)
            agencies = agencies or ((wire,) if wire else ())
            paper = wire or re.search("(?:뉴스|일보|경제|신문|투데이|타임스|스포츠)", place)
            return Head(found.end(), None if paper else place, agencies, None, tuple(names), "cjk_bracket")
    if (found := _KO_WIRE.match(window)) and (names := read_sources(found["agency"])):
        return Head(found.end(), found["place"], names, None, (), "cjk_bracket")
    if found := _KO_PAPER.match(window):
        return Head(found.end(), found["place"], _agencies(found["paper"]), None, (found["name"],), "cjk_bracket")
    return None

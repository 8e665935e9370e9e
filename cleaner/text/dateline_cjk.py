"""Datelines of Chinese, Japanese and Korean papers, which are written without spaces and often in brackets.

In: a text and where a line of it begins. Out: a `Head` as `dateline_shape` makes it, or None.
"""

from __future__ import annotations

import re

from cleaner.rules.agencies import canonical_agency, read_agencies
from cleaner.text.dateline_shape import MAX_HEAD, Head
from cleaner.text.dates import Day, day_at

_HAN = r"[\u3400-\u9fff]"
_AGENCY_ZH = (
    "新华社|新華社|新华网|新華網|中新社|中新网|中新網|中国新闻网|中央社|"
    "路透社?|法新社|美联社|美聯社|共同社|韩联社|塔斯社|德新社|埃菲社|"
    "人民网|央视网|央广网|中国网|澎湃新闻|环球网|本报|本報|本网|"
    "本刊|中评社|香港中通社|国际在线|光明网"
)
_DAY_ZH = r"(?:(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}[日号]|\d{1,2}日)"
_REPORTERS = (
    r"[（(](?:实习|實習|特约|见习)?(?:记者|記者|通讯员|本报记者|文/|编译|"
    r"總統記者|駐[\u3400-\u9fff]{1,6}記者|驻[\u3400-\u9fff]{1,6}记者)[:： ]?[^（）()\n]{0,60}[）)]"
)
_WIRE = re.compile(
    rf"[（(【]?(?P<agency>{_AGENCY_ZH}|[\u3400-\u9fff]{{2,5}}(?:报|网|社|報))(?:(?P<place>{_HAN}{{2,12}}?)|"
    rf"\s)?\s?(?P<day>{_DAY_ZH})?\s?(?P<end>专电|综合电|综合消息|消息|体育专电|电|電|讯|訊)"
    rf"\s{{0,3}}(?P<reporters>{_REPORTERS})?(?P<reporters2>[（(][\u3400-\u9fff ]{{2,20}}[）)])?[）)】]?\s*[:：]?\s*(?:[-—–]{{1"
    rf",2}}\s*)?(?:题[:：]\s*)?"
)
_WIRE_DASH = re.compile(rf"(?P<agency>{_AGENCY_ZH})(?P<place>{_HAN}{{2,8}}?)(?P<day>{_DAY_ZH})(?:电|電)?\s?[-—–]{{1,2}}\s*")
_LOCAL = re.compile(rf"(?:本报讯|本報訊|本网讯|本报综合消息|本刊讯)\s{{0,2}}(?P<reporters>{_REPORTERS})?\s*[:：]?\s*")
_TAIWAN = re.compile(
    rf"[（(【](?P<agency>中央社|路透社?|法新社|美聯社|[\u3400-\u9fff]{{2,5}}[社報])\s?(?:記者(?P<author>{_HAN}{{2,3}}(?:、"
    rf"{_HAN}{{2,3}})?)(?P<place>{_HAN}{{2,8}}?)|(?P<place2>{_HAN}{{2,8}}?))?"
    rf"(?P<day>{_DAY_ZH})?(?P<end>綜合外電報導|專電|電|訊)[）)】]\s*"
)
_ZH_NOTE = re.compile(rf"(?P<agency>{_AGENCY_ZH})(?:综合)?(?:消息|讯)[:：]\s*")
_OWN_PAPER = re.compile(
    rf"[（(【〔](?:本報|本报)(?:記者)?(?P<place>{_HAN}{{2,6}}?)(?P<day>{_DAY_ZH})?(?:訊|電|讯|电|"
    rf"專訊)[）)】〕]\s*"
)
_TAIWAN_PAPER = re.compile(
    rf"[〔［\[【（(]?(?:記者|记者)(?P<author>{_HAN}{{2,4}}(?:、{_HAN}{{2,4}}){{0,3}})[/／]?(?:(?P<place>{_HAN}{{2,6}}?)(?:報導"
    rf"|报导|報道)|(?P<place2>{_HAN}{{2,6}}?)[電訊])[〕］\]】）)]?\s*"
)
_DAY_JA = r"(?:(?:\d{1,4}年)?[0-9０-９]{1,2}月)?[0-9０-９]{1,2}日"
_KATAKANA = r"[\u30a0-\u30ff・ー]"
_PLACE_JA = rf"(?:{_KATAKANA}{{2,16}}|[\u3400-\u9fff]{{2,6}})"
_JA_EQUALS = re.compile(
    rf"[【（(［\[](?P<place>{_PLACE_JA}(?:[、・]{_PLACE_JA}){{0,2}})\s?[＝=]\s?(?P<rest>[^】）)］\]\n]{{2,"
    rf"30}})[】）)］\]]\s*"
)
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
    window = text[start : start + MAX_HEAD]
    head = _chinese(window) or _japanese(window) or _korean(window)
    if head is None or not window[head.end :].strip():
        return None
    return head._replace(end=start + head.end)


def _day(text: str | None) -> Day | None:
    return day_at(text) if text else None


def _agencies(text: str) -> tuple[str, ...]:
    name = canonical_agency(text)
    return (name,) if name else ()


def _names(text: str | None) -> tuple[str, ...]:
    if not text:
        return ()
    text = re.sub(r"^[（(]|[）)]$", "", text)
    text = re.sub(rf"^(?:实习|實習|特约|见习|本报)?(?:记者|記者|通讯员|文/|编译|[驻駐]{_HAN}{{1,6}}[记記]者)[:： ]?", "", text)
    pieces = re.split(r"[、,，/ 　·ㆍ]|通讯员|记者", text)
    if all(len(piece) == 1 for piece in pieces if piece) and len(pieces) == 2:  # 王 五
        pieces = ["".join(pieces)]
    return tuple(piece for piece in (p.strip("：: ") for p in pieces) if 2 <= len(piece) <= 4)


def _chinese(window: str) -> Head | None:
    if found := _TAIWAN.match(window):
        agencies = _agencies(found["agency"])
        if agencies or found["day"]:
            return Head(
                found.end(), found["place"] or found["place2"], agencies, _day(found["day"]), _names(found["author"]), "cjk_wire"
            )
    if found := _TAIWAN_PAPER.match(window):
        return Head(found.end(), found["place"] or found["place2"], (), None, _names(found["author"]), "cjk_wire")
    if found := _OWN_PAPER.match(window):
        return Head(found.end(), found["place"], (), _day(found["day"]), (), "cjk_local")
    if found := _LOCAL.match(window):
        return Head(found.end(), None, (), None, _names(found["reporters"]), "cjk_local")
    if found := _ZH_NOTE.match(window):
        return Head(found.end(), None, _agencies(found["agency"]), None, (), "cjk_local")
    for regex in (_WIRE, _WIRE_DASH):
        found = regex.match(window)
        if found and (found["day"] or found.groupdict().get("reporters")):
            reporters = found.groupdict().get("reporters") or found.groupdict().get("reporters2")
            agencies = _agencies(found["agency"])
            if regex is _WIRE and not agencies and not found["day"]:
                continue
            return Head(found.end(), found["place"], agencies, _day(found["day"]), _names(reporters), "cjk_wire")
    return None


def _japanese(window: str) -> Head | None:
    if found := _JA_DATED.match(window):
        return Head(found.end(), found["place"], _agencies(found["agency"]), _day(found["day"]), (), "cjk_bracket")
    if (found := _JA_JOINED.match(window)) and (found["place"] or window[0] == "【"):
        return Head(found.end(), found["place"] or None, _agencies(found["agency"]), None, (), "cjk_bracket")
    if found := _JA_EQUALS.match(window):
        rest = found["rest"]
        agencies = read_agencies(rest)
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
    return None


def _korean(window: str) -> Head | None:
    if found := _KO_BRACKET.match(window):
        rest = found["rest"]
        agencies = read_agencies(rest)
        names = re.findall(_KO_NAME, found["names"] or "")
        reporter = re.fullmatch(rf"({_KO_NAME})\s?(?:기자|특파원)", rest)
        if reporter:
            names = [reporter.group(1)]
        if agencies or names:
            place = found["place"]
            paper = canonical_agency(place) or re.search("(?:뉴스|일보|경제|신문|투데이|타임스|스포츠)", place)
            return Head(found.end(), None if paper else place, agencies, None, tuple(names), "cjk_bracket")
    if found := _KO_PAPER.match(window):
        return Head(found.end(), found["place"], _agencies(found["paper"]), None, (found["name"],), "cjk_bracket")
    return None

"""Datelines of Chinese papers on both sides of the strait and overseas: `新华社北京2月6日电（记者张三）`, `（中央社記者王小明台北6日電）`.

In: the beginning of a line. Out: a `Head` as `dateline_shape` makes it, or None. Who wires is a name of the tables of agencies and
papers, or a word that ends like a paper and is told by what stands behind it.
"""

from __future__ import annotations

import re

from cleaner.patterns import compiled
from cleaner.rules.datelines import canonical_source, may_be_source, one_source
from cleaner.text.dateline_judge import Head
from cleaner.text.dates import day_at

_HAN = r"[\u3400-\u9fff]"
_DAY = (
    r"(?:(?:(?:19|20)\d\d年)?\d{1,2} ?月 ?\d{1,2} ?[日号]|\d{1,2}日|"
    r"(?:[一二三四五六七八九十廿]{1,3}月)?[一二三四五六七八九十廿]{1,3}[日号])"
)
_NAMES = rf"{_HAN}{{2,4}}(?:[、，,／/ ]{{1,2}}{_HAN}{{2,4}}){{0,4}}"
_REPORTER = (
    r"(?:(?:实习|實習|特约|特約|见习|本报|總統|政治|[駐驻][\u3400-\u9fff]{1,4}?(?:特约|特約)?)?"
    r"(?:记者|記者|特派员|特派員)|通讯员|编译|編譯|作者|文)"
)
_SIGNED = rf"[（(]{_REPORTER}[:： /／]{{0,2}}[^（）()\n]{{0,60}}[）)]"
_SIGNED_AT = compiled(_SIGNED)
_END = (
    "综合外电报导|綜合外電報導|综合外电报道|綜合外電報道|综合报道|綜合報導|綜合報道|综合报导|综合电|綜合電|综合消息|体育专电|即時報導|即时报道|"
    "專題報導|专题报道|專訊|专讯|專電|专电|快讯|快訊|消息|報導|报导|報道|报道|电|電|讯|訊|题"
)
_NO_PLACE = frozenset(
    "即時 即时 綜合 综合 整理 專題 专题 特稿 專訪 专访 連線 连线 綜合外電 综合外电 日前 今日 昨日 讯 訊 獨家 独家 北部 中部 南部".split()
)
_OWN_NAMES = frozenset("本报 本報 本网 本網 本刊 本台".split())
_NO_WIRE = frozenset("独家 獨家 快讯 快訊 最新 即時 即时 突发 突發 简讯 簡訊 视频 影片 据外电 綜合 短讯 短訊 喜讯 通讯 資訊 资讯".split())


_WIRE = compiled(rf"[A-Za-z0-9]{{0,8}}{_HAN}{{2,10}}")
_PAPER = compiled(
    rf"{_HAN}{{2,6}}?(?:日报|晚报|早报|时报|日報|晚報|早報|時報|新闻网|新聞網|广播网|在线|新闻|新聞|融媒体|客户端|电视台|電視台|[报報网網])"
)
_PLAIN = compiled(  # 新华社|北京2月6日电（记者张三）, 新京报|讯（记者 赵敏）, 新华社|记者李明北京报道, 中央社|／台南12日電
    rf"[/／]?(?:\s?{_REPORTER}[:： ]?(?P<author>{_HAN}{{2,3}})[/／]?)?(?P<place>{_HAN}{{2,12}}?)?\s?"
    rf"(?P<day>{_DAY})?\s?(?P<end>{_END})\s{{0,3}}(?P<signed>{_SIGNED})?(?P<signed2>[（(]{_HAN}{{2,4}}(?: {_HAN}{{2,4}})*[）)])?"
    rf"\s*(?:(?P<mark>[:：]|[-–—]{{1,2}}|(?<=[讯訊])，)|(?(day)，))?\s*(?:题[:：]\s*)?"
)
_PLAIN_DASH = compiled(rf"(?P<place>{_HAN}{{2,8}}?)(?P<day>{_DAY})\s?[-–—]{{1,2}}\s*")  # 路透|伦敦5月4日 -
_AND_REPORTER = compiled(  # 澎湃新闻|记者 刘强, 聯合報| 記者黃文／即時報導: the name ends at white space or at a report
    rf"(?:报道|報導|讯|訊)?\s?{_REPORTER}[:： /／]{{0,2}}(?P<author>{_NAMES})(?:[／/ ](?P<place>{_HAN}{{2,6}}?)(?:{_END})|(?=\s))\s*"
)
_INSIDE = compiled(  # 中央社|記者王小明台北6日電, 吉隆坡12日讯, 駐美特派員曹郁芬／華府五日報導, 明報|專訊
    rf"[/／・‧ —-]?(?:{_REPORTER}\s?(?P<author>{_HAN}{{2,3}}(?:、{_HAN}{{2,3}}){{0,3}})\s?[/／]?)?"
    rf"(?P<place>{_HAN}{{2,8}}?)?\s?(?P<day>{_DAY})?(?P<end>{_END})"
)
_DESK_INSIDE = compiled(rf"{_HAN}{{2,6}}(?:頻道|频道|中心|組|组)[/／](?:綜合|综合|即時|即时)(?:報導|报导|報道|报道)")
_REPORTER_INSIDE = compiled(rf"\s?{_REPORTER}[:： /／]{{0,2}}(?P<author>{_NAMES})")  # 环球时报|驻德国特约记者 青木
_SOME_REPORTER = compiled(
    rf"{_HAN}{{2,4}}记者[:： ](?P<author>{_HAN}{{2,3}}(?: {_HAN}{{2,3}}){{0,2}})"
    rf"(?:\s(?P<place>{_HAN}{{2,4}})报道)?(?=\s)\s*"
)
_BRACKETS = compiled(r"(?:[（(]([^（）()\n]{2,40})[）)]|[【\[〔［]([^【】\[\]〔〕［］\n]{2,40})[】\]〕］])\s*[:：]?\s*")
_OWN = compiled(rf"(?:本报|本報|本网|本刊)(?:综合消息|讯|訊)\s{{0,2}}(?P<signed>{_SIGNED})?\s*[:：]?\s*")
_REPORTER_FIRST = compiled(
    rf"(?:记者|記者)(?P<author>{_HAN}{{2,4}}(?:、{_HAN}{{2,4}}){{0,3}})[/／]?(?:(?P<place>{_HAN}{{2,6}}?)(?:報導|报导|報道)|"
    rf"(?P<place2>{_HAN}{{2,6}}?)[電訊])\s*"
)


def read_chinese(window: str) -> Head | None:
    """Return the dateline that `window` begins with, None where none does.

    >>> read_chinese("（中央社記者王小明台北6日電）行政院")[:3]
    (15, '台北', ('CNA',))
    >>> read_chinese("【独家】政府宣布") is None
    True
    """
    if found := _BRACKETS.match(window):
        head = _in_brackets(window, found)
        if head and window[head.end] in "（(" and (signed := _SIGNED_AT.match(window, head.end)):  # 【大紀元訊】（記者陳明）
            return head._replace(end=signed.end(), authors=head.authors or _authors(signed.group()))
        return head
    if window[:2] in ("记者", "記者") and (found := _REPORTER_FIRST.match(window)):
        return Head(found.end(), _place(found["place"] or found["place2"]), (), None, _authors(found["author"]), "cjk_wire")
    if window[0] == "本" and (found := _OWN.match(window)):
        return Head(found.end(), None, (), None, _authors(found["signed"]), "cjk_local")
    start = 1 if window[0] == "据" else 0
    end = _wire_end(window, start)
    if not end:
        paper = _PAPER.match(window, start)
        found = _PLAIN.match(window, paper.end()) if paper else None
        if found and (found["day"] or found["signed"]):
            wire = paper.group() if paper else ""
            agencies = () if wire.startswith("本") else (wire,)
            return Head(found.end(), _place(found["place"]), agencies, day_at(found["day"] or ""), _authors(found["signed"]), "cjk_wire")
        if "记者" in window[2:6] and (found := _SOME_REPORTER.match(window)):
            return Head(found.end(), found["place"], (), None, _authors(found["author"]), "cjk_local")
        return None
    wire = window[start:end]
    if found := _PLAIN_DASH.match(window, end):
        return Head(found.end(), found["place"], one_source(wire), day_at(found["day"] or ""), (), "cjk_wire")
    if (plain := _PLAIN.match(window, end)) and _is_wire(window, plain):
        writers = _authors(plain["signed"] or plain["signed2"] or plain["author"])
        return Head(plain.end(), _place(plain["place"]), one_source(wire), day_at(plain["day"] or ""), writers, "cjk_wire")
    if found := _AND_REPORTER.match(window, end):
        return Head(found.end(), _place(found["place"]), one_source(wire), None, _authors(found["author"]), "cjk_wire")
    return None


def _wire_end(window: str, start: int) -> int:
    """Return where the longest name of an agency or paper that begins at `start` ends, 0 where none does."""
    found = _WIRE.match(window, start) if window[start : start + 2] in _OWN_NAMES or may_be_source(window, start) else None
    for end in range(found.end() if found else start, start + 1, -1):
        if window[start:end] in _OWN_NAMES or canonical_source(window[start:end]):
            return end
    return 0


def _in_brackets(window: str, brackets: re.Match[str]) -> Head | None:
    text = (brackets.group(1) or brackets.group(2)).strip()
    if (names := one_source(text)) and (len(text) > 2 or text.isascii()):
        return Head(brackets.end(), None, names, None, (), "cjk_bracket")
    end = _wire_end(text, 0)
    if end and (signed := _REPORTER_INSIDE.fullmatch(text, end)):
        return Head(brackets.end(), None, one_source(text[:end]), None, _authors(signed["author"]), "cjk_wire")
    if _DESK_INSIDE.fullmatch(text):
        return Head(brackets.end(), None, (), None, (), "cjk_local")
    found = _INSIDE.fullmatch(text, end)
    if not found or text in _NO_WIRE:
        return None
    place = _place(found["place"])
    told = end or found["author"] or found["day"] or place and window[0] in "（(" and found["end"] in ("讯", "訊", "电", "電")
    if not told or found["place"] in _NO_WIRE:
        return None
    agencies = one_source(text[:end])
    return Head(brackets.end(), place, agencies, day_at(found["day"] or ""), _authors(found["author"]), "cjk_wire")


def _is_wire(window: str, found: re.Match[str]) -> bool:
    """Whether a name and a word for a report are a dateline, and not the subject and verb of a sentence (`新华社报道，...`)."""
    if found["day"] or found["signed"]:
        return True
    if window[found.end() : found.end() + 1] in "，,称說说指":
        return False
    if found["author"]:
        return True
    if found["mark"]:
        return True
    return found["end"] in ("电", "電", "讯", "訊", "專訊", "专讯") and (window[found.end() - 1].isspace() or not found["place"])


def _place(text: str | None) -> str | None:
    return None if not text or text in _NO_PLACE else text.removesuffix("综合").removesuffix("綜合") or None


def _authors(text: str | None) -> tuple[str, ...]:
    if not text:
        return ()
    text = re.sub(r"^[（(]|[）)]$", "", text)
    text = re.sub(rf"^{_REPORTER}[:： /／]{{0,2}}", "", text)
    pieces = re.split(r"[、,，/／ 　]|通讯员|记者|記者|文", text)
    if all(len(piece) == 1 for piece in pieces if piece) and len(pieces) == 2:  # 王 五
        pieces = ["".join(pieces)]
    return tuple(piece for piece in (p.strip("：: ") for p in pieces) if 2 <= len(piece) <= 4)

"""Datelines of Japanese papers: `【ロンドン＝山田太郎】`, `[東京　１２日　ロイター] -`, `【北京共同】`.

In: the beginning of a line. Out: a `Head` as `dateline_shape` makes it, or None.
"""

from __future__ import annotations

import re

from cleaner.patterns import compiled
from cleaner.rules.datelines import one_source, read_sources
from cleaner.text.dateline_judge import Head
from cleaner.text.dates import day_at

_HAN = r"[\u3400-\u9fff]"
_DAY_JA = r"(?:(?:\d{1,4}年)?[0-9０-９]{1,2}月)?[0-9０-９]{1,2}日"
_KATAKANA = r"[\u30a0-\u30ff・ー]"
_PLACE_JA = rf"(?:{_KATAKANA}{{2,16}}|[\u3400-\u9fff]{{2,6}})"
_JA_EQUALS = compiled(
    rf"[【（(［\[](?P<wire>[A-Z]{{2,4}})?(?P<place>{_PLACE_JA}(?:[、・]{_PLACE_JA}){{0,2}})\s?[＝=]\s?(?P<rest>[^】）)］\]\n]{{2,"
    rf"30}})[】）)］\]]\s*"
)
_JA_SEVERAL = compiled(
    rf"【(?P<place>{_PLACE_JA})[＝=]{_HAN}{{2,6}}(?:[、・]{_HAN}{{2,6}})*"
    rf"(?:、{_PLACE_JA}[＝=]{_HAN}{{2,6}}(?:・{_HAN}{{2,6}})*){{1,3}}】\s*"
)
_JA_NAMED = compiled(rf"【(?P<place>{_KATAKANA}{{2,12}}|北京|上海|香港|台北|東京|ソウル)(?:(?P<name>{_HAN}{{3,5}}?)|[支総]局)】\s*")
_JA_WIRE = compiled(r"(?P<place>[ァ-ヿ]{3,12}|東京|北京|香港)?[（(［\[【](?P<agency>[^（）()［］\[\]【】\n]{2,20})[）)］\]】]\s?[:：]?\s*")
_JA_JOINED = compiled(
    rf"[【（(［\[](?P<place>{_PLACE_JA}?)[ 　]?(?P<agency>共同|時事|ロイター|聯合ニュース|AFP時事|AFP|ＡＦＰ|AP|ＡＰ|"
    rf"EPA時事)(?:[＝=][^】\n]{{1,12}})?(?:通信)?[】）)］\]]\s*"
)
_JA_DATED = compiled(
    rf"[【［\[（(](?P<place>[^\s\d０-９【】\[\]［］（）()]{{2,16}}?(?:/[^\s\d]{{2,12}})?)?[ 　]?(?P<day>{_DAY_JA})[ "
    rf"　]?(?P<agency>ロイター|AFP|ＡＦＰ|聯合ニュース|共同|時事|新華社|Xinhua|CNS|タス通信|AP)[】］\]）)]\s?[-–—]?\s*"
)
_JA_NAMES = compiled(rf"{_HAN}{{3,6}}(?:[、・]{_HAN}{{3,6}}){{0,2}}")


def read_japanese(window: str) -> Head | None:
    """Return the dateline that `window` begins with, None where none does.

    >>> read_japanese("【北京共同】政府は")[:3]
    (6, '北京', ('Kyodo',))
    """
    if window[0] in "【（(［[" and (head := _in_brackets(window)):
        return head
    if (found := _JA_WIRE.match(window)) and (names := read_sources(found["agency"])):
        return Head(found.end(), found["place"], names, None, (), "cjk_bracket")
    return None


def _in_brackets(window: str) -> Head | None:
    if found := _JA_DATED.match(window):
        return Head(found.end(), found["place"], one_source(found["agency"]), day_at(found["day"] or ""), (), "cjk_bracket")
    if (found := _JA_JOINED.match(window)) and (found["place"] or window[0] == "【"):
        return Head(found.end(), found["place"] or None, one_source(found["agency"]), None, (), "cjk_bracket")
    if found := _JA_EQUALS.match(window):
        rest = found["rest"]
        agencies = read_sources(rest)
        wire = one_source(found["wire"])
        authors = () if agencies or not _JA_NAMES.fullmatch(rest) else tuple(re.split("[、・]", rest))
        if (agencies or authors) and (wire or not found["wire"]):
            return Head(found.end(), found["place"], wire + agencies, None, authors, "cjk_bracket")
    if window[0] != "【":
        return None
    if found := _JA_SEVERAL.match(window):
        return Head(found.end(), found["place"], (), None, (), "cjk_bracket")
    if found := _JA_NAMED.match(window):
        agencies = one_source(found["name"])
        authors = (found["name"],) if found["name"] and not agencies else ()
        return Head(found.end(), found["place"], agencies, None, authors, "cjk_bracket")
    return None

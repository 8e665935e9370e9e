"""One line in letters without capitals, read for the agency at its end: `…剪綵。（路透）`, `…市長（共同）`, `…있다. 연합뉴스`.

In: the text of a line. Out: its caption and credit, or None. At the end of an article the same would be a sign-off.
"""

from __future__ import annotations

from typing import NamedTuple

from cleaner.patterns import compiled
from cleaner.rules.agencies import agency_kind, read_agencies
from cleaner.rules.credit_names import is_cased

RULE = "und.photo_caption.wide_agency"
_LONGEST = 130
_FEWEST = 4
_WORDS = 3
_STOPS = compiled(r"[。।۔॥]|[.!?](?=\s|$)")
_WIDE_END = compiled("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af0-9０-９日」』”）)。.]$")
_WIDE = compiled("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BRACKETS = compiled(r"\s?[(（【\[]([^()（）【】\[\]\n。，、]{2,24})[)）】\]]$")
_BEHIND = compiled(r"(?:(?<=[。！？」”])\s?|(?<=\.)\s)([^\s。，、.][^。，、.\n]{1,22})$")
_PICTURE = compiled(
    r"(?:(?:/|／)?(?:資料照片?|资料图?片?|資料圖片?|檔案照片?|档案图?片?|檔案圖片?|図|提供|供图|供圖|发|發|自料|資料写真|자료사진|제공)"
    r"|(?:記者|记者)[^\s]{2,4}(?:攝|摄))$"
)
_KOREAN = compiled(
    r"(?:AP|AFP|EPA|UPI|로이터|신화|타스|게티이미지)\s?[=/·]?\s?(?:연합뉴스|뉴시스|뉴스1|연합)|사진공동취재단|공동취재사진|자료사진"
)
_OFFERED = compiled(r"(?!.*(?:에게|한테|[을를께])[ 제]|.*(?:무료|모두) )[^\s.][^.\n]{1,18} ?제공")
"""Who offered a picture; a thing that is offered, to whom or for nothing, makes it a title: `청년에게 사무실 제공`."""


class WideCredit(NamedTuple):
    """What a line is made of. `signoff`: at the end of an article it would be a sign-off; `open`: at its head, a headline."""

    caption: str
    credit: str
    signoff: bool
    open: bool


def read_wide_credit(text: str) -> WideCredit | None:
    """Return what a line says of its picture, None for a line that names no agency.

    >>> read_wide_credit("市長為新橋剪綵。（路透）")
    WideCredit(caption='市長為新橋剪綵。', credit='路透', signoff=True, open=False)
    >>> read_wide_credit("市長說，中央社（台北）昨天報導。"), read_wide_credit("그는 연합뉴스 기자다.")
    (None, None)
    """
    if len(text) > _LONGEST:
        return None
    wide = _WIDE.search(text, 0, 40)
    if not wide and is_cased(text[:40]):
        return None
    found = _BRACKETS.search(text) or (_BEHIND.search(text) if wide else None)
    if not found:
        return None
    caption, credit = text[: found.start()].rstrip(), found[1].strip()
    enough = _WIDE_END.search(caption) if wide else len(caption.split()) > _WORDS
    if len(caption) < _FEWEST or len(_STOPS.findall(caption)) > 1 or not enough:
        return None
    picture = _PICTURE.search(credit)
    agency = credit[: picture.start()] if picture else credit
    korean = _KOREAN.fullmatch(credit) or (_OFFERED.fullmatch(credit) if caption.endswith(("다.", "습.", "경.")) else None)
    names = read_agencies(agency.strip(" /／"))
    if not names and not korean:
        return None
    signoff = not (picture or korean or all(agency_kind(name) == "photo" for name in names))
    return WideCredit(caption, credit, signoff, not _STOPS.search(caption))

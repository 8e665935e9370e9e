"""Datelines of Chinese, Japanese and Korean papers, which are written without spaces and often in brackets.

In: a text and where a line of it begins. Out: a `Head` as `dateline_shape` makes it, or None. The patterns of a script are large:
they are read when the first line of that script is met.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.patterns import compiled

if TYPE_CHECKING:
    from cleaner.text.dateline_judge import Head

MAX_HEAD = 180
_WIDE = compiled(r"[\u2e80-\uffef]")
_HANI = compiled(r"[\u3400-\u9fff]")
_HANGUL = compiled(r"[\uac00-\ud7a3]")
_KANA = compiled(r"[\u3040-\u30ff]")
_OPENING = "（(【[〔［"


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
    if "\uac00" <= opening <= "\ud7a3":
        return None
    if "\uac00" <= window[1:2] <= "\ud7a3" or opening in "[([" and _HANGUL.search(window[:24]):
        if opening not in _OPENING:
            return None
        from cleaner.text.dateline_korean import read_korean

        head = read_korean(window)
    else:
        from cleaner.text.dateline_chinese import read_chinese
        from cleaner.text.dateline_japanese import read_japanese

        head = read_japanese(window) if opening in _OPENING or _KANA.match(window) or "（" in window[:12] else None
        if head is None and (opening in _OPENING or _HANI.match(window)):
            head = read_chinese(window)
    if head is None or not window[head.end :].strip():
        return None
    return head._replace(end=start + head.end)

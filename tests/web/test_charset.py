"""Bytes to text: legacy charsets of many languages, and what contradicts itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.measures import charsets
from benchmarks.measures.data import evaluation_folder
from cleaner.web.charset import CharsetError, codec_name, decode


@pytest.mark.skipif(evaluation_folder() is None, reason="the corpus is not here")
def test_legacy_charsets_without_a_declaration() -> None:
    rows = {row.part: row.figures for row in charsets.run(evaluation_folder() or Path(), 5)}
    if not rows:
        pytest.skip("the corpus is not here")
    assert rows["all"]["pairs"] >= 30
    assert rows["all"]["equal"] >= 0.97, {pair: figures for pair, figures in rows.items() if figures["equal"] < 1}
    assert rows["utf-8"]["equal"] == 1


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Wczoraj wieczorem burmistrz ogłosił, że most zostanie zamknięty aż do końca zimy.", "cp1250"),
        ("Вчера вечером мэр объявил, что мост закроют до конца зимы из-за снега.", "koi8_r"),
        ("昨日の夕方、市長は橋が冬の終わりまで閉鎖されると発表した。", "shift_jis"),
        ("昨天傍晚市长宣布大桥将关闭到冬天结束。", "gb18030"),
    ],
)
def test_pages_that_declare_nothing_or_something_wrong(text: str, codec: str) -> None:
    page = f"<html><head><title>{text}</title></head><body><p>{text}</p><p>{text}</p></body></html>".encode(codec)
    assert text in decode(page).text
    assert text in decode(page, "text/html; charset=utf-8").text


@pytest.mark.parametrize(
    ("content", "header", "charset", "reason"),
    [
        ("\ufeffЖ".encode("utf-16-le"), None, "utf-16-le", "bom"),
        ("\ufeffЖ".encode(), "text/html; charset=koi8-r", "utf-8", "bom"),
        ("Straße".encode("cp1252"), 'text/html; charset="ISO-8859-1"', "windows-1252", "http"),
        (b'<meta charset=windows-1251><p>' + "Вечер".encode("cp1251"), None, "windows-1251", "meta"),
        (b'<!-- <meta charset="koi8-r"> --><meta charset=windows-1251><p>' + "Вечер".encode("cp1251"), None, "windows-1251", "meta"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">' + "新闻".encode("gbk"), None, "gb18030", "meta"),
        ("新闻是这样的。".encode(), "text/html; charset=gbk", "utf-8", "utf8"),
        ("The night was quiet.".encode("utf-16-be"), None, "utf-16-be", "zeros"),
        ("昨日の夜".encode("iso2022_jp"), "text/html; charset=iso-2022-jp", "iso-2022-jp", "http"),
        (b"plain", "text/html; charset=klingon", "utf-8", "utf8"),
        (b"", None, "utf-8", "utf8"),
    ],
)  # fmt: skip
def test_what_decides(content: bytes, header: str | None, charset: str, reason: str) -> None:
    decoded = decode(content, header)
    assert (decoded.charset, decoded.reason) == (charset, reason)


def test_a_few_broken_bytes_in_utf8_are_marked() -> None:
    content = ("Грудень приніс сніг у місто. " * 20).encode() + b"\xff" + "Кінець.".encode() + b"\xd0"
    decoded = decode(content)
    assert (decoded.charset, decoded.damaged) == ("utf-8", 2)


def test_bytes_of_no_charset_name_the_offset() -> None:
    with pytest.raises(CharsetError, match="offset 4"):
        decode(b"\x01\x02ab\xff\xfe\x00\x01\x81\x02\xff" + bytes(range(256)) * 4)


def test_labels_of_browsers() -> None:
    assert codec_name("x-sjis") == "cp932"
    assert codec_name("ks_c_5601-1987") == "cp949"
    assert codec_name("base64") is None

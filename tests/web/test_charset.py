"""Bytes to text: legacy charsets of many languages, and what contradicts itself."""

from __future__ import annotations

import gzip
import json
import os
import random
from collections import defaultdict
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from cleaner.web.charset import CharsetError, codec_name, decode

CORPUS = Path(os.environ.get("CLEANER_EVAL") or Path(__file__).resolve().parents[3] / "shared" / "eval").parent / "corpus"
PAIRS = """
    rus:cp1251 rus:koi8_r rus:iso8859_5 rus:cp866 ukr:cp1251 ukr:koi8_u bul:cp1251 bel:cp1251 srp:cp1251 mkd:cp1251
    deu:cp1252 deu:iso8859_1 deu:iso8859_15 fra:cp1252 fra:iso8859_15 spa:cp1252 por:cp1252 ita:cp1252 nld:cp1252 dan:cp1252
    swe:cp1252
    nob:cp1252 fin:cp1252 isl:cp1252 cat:cp1252
    pol:cp1250 pol:iso8859_2 ces:cp1250 ces:iso8859_2 slk:cp1250 hun:cp1250 hun:iso8859_2 hrv:cp1250 slv:cp1250 ron:iso8859_2
    ell:cp1253 ell:iso8859_7 tur:cp1254 tur:iso8859_9 heb:cp1255 heb:iso8859_8 arb:cp1256 arb:iso8859_6 fas:cp1256
    lit:cp1257 lav:cp1257 est:cp1257 vie:cp1258 tha:cp874
    jpn:shift_jis jpn:cp932 jpn:euc_jp jpn:iso2022_jp kor:euc_kr kor:cp949 zho:gbk zho:gb18030 zho:gb2312 yue:big5 yue:big5hkscs
""".split()


@cache
def corpus() -> dict[str, list[str]]:
    texts = defaultdict(list)
    with gzip.open(CORPUS / "news_documents.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            texts[row["language"]].append(row["text"])
    return texts


def legacy(language: str, codec: str, number: int) -> list[tuple[str, bytes]]:
    """Texts that the charset can hold; typographic marks that it lacks are written plainly, as people did."""
    plain = str.maketrans(
        {"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\u200b": ""}
    )
    found = []
    for text in corpus()[language]:
        for variant in (text, text.translate(plain)):
            try:
                data = variant.encode(codec)
                assert data.decode(codec) == variant
            except (UnicodeEncodeError, AssertionError):
                continue
            found.append((variant, data))
            break
    return random.Random(1).sample(found, min(number, len(found)))


def _tally(number: int) -> tuple[dict[str, tuple[int, int]], int, int]:
    right, total, table = 0, 0, {}
    for pair in PAIRS:
        language, codec = pair.split(":")
        good = 0
        texts = legacy(language, codec, number)
        for text, data in texts:
            with suppress(CharsetError):
                good += decode(data).text == text
        right, total = right + good, total + len(texts)
        table[pair] = (good, len(texts))
    return table, right, total


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_legacy_charsets_without_a_declaration() -> None:
    table, right, total = _tally(5)
    assert len([pair for pair, (_, n) in table.items() if n]) >= 30
    assert right / total >= 0.97, {pair: counts for pair, counts in table.items() if counts[0] < counts[1]}


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_valid_utf8_is_never_read_as_anything_else() -> None:
    for texts in corpus().values():
        for text in texts[:15]:
            for header in (None, "text/html; charset=windows-1251"):
                assert decode(text.encode(), header).text == text


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


if __name__ == "__main__":
    table, right, total = _tally(30)
    for pair, (good, n) in table.items():
        print(f"{pair:16} {good:3} of {n}")
    print(f"{right / total:.4f} of {total}")

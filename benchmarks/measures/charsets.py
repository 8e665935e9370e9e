"""Bytes to text: documents of the corpus in the legacy charsets of their languages, without a declaration, and in UTF-8.

In: the folder of evaluation data, with the corpus beside it. Out: for each pair of language and charset how many documents come back
as they were, all pairs together, and documents in UTF-8 under no, a right and a wrong declaration.
"""

from __future__ import annotations

import random
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from benchmarks.measures.data import read_jsonl
from benchmarks.measures.rows import Row
from cleaner.web.charset import CharsetError, decode

PAIRS = """
    rus:cp1251 rus:koi8_r rus:iso8859_5 rus:cp866 ukr:cp1251 ukr:koi8_u bul:cp1251 bel:cp1251 srp:cp1251 mkd:cp1251
    deu:cp1252 deu:iso8859_1 deu:iso8859_15 fra:cp1252 fra:iso8859_15 spa:cp1252 por:cp1252 ita:cp1252 nld:cp1252 dan:cp1252
    swe:cp1252 nob:cp1252 fin:cp1252 isl:cp1252 cat:cp1252
    pol:cp1250 pol:iso8859_2 ces:cp1250 ces:iso8859_2 slk:cp1250 hun:cp1250 hun:iso8859_2 hrv:cp1250 slv:cp1250 ron:cp1250
    ron:iso8859_2 ell:cp1253 ell:iso8859_7 tur:cp1254 tur:iso8859_9 heb:cp1255 heb:iso8859_8 arb:cp1256 arb:iso8859_6 fas:cp1256
    lit:cp1257 lav:cp1257 est:cp1257 vie:cp1258 tha:cp874
    jpn:shift_jis jpn:cp932 jpn:euc_jp jpn:iso2022_jp kor:euc_kr kor:cp949 zho:gbk zho:gb18030 zho:gb2312 yue:big5 yue:big5hkscs
""".split()
DOCUMENTS = 30
_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\u200b": "", "\u200c": ""}
)
_OLD = str.maketrans("șțȘȚیک", "şţŞŢيك")
"""Letters that the charset of a language has not, as people wrote them in it."""
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def run(folder: Path, number: int = DOCUMENTS) -> list[Row]:
    """Return the share of documents that come back, by pair and in all; none where the corpus is absent."""
    path = folder.parent / "corpus" / "news_documents.jsonl.gz"
    if not path.is_file():
        return []
    texts: dict[str, list[str]] = defaultdict(list)
    for row in read_jsonl(path):
        texts[row["language"]].append(row["text"])
    rows = [row for pair in PAIRS if (row := _pair(pair, texts, number))]
    total = sum(row.figures["documents"] for row in rows)
    right = sum(row.figures["documents"] * row.figures["equal"] for row in rows)
    rows.append(Row("charset", "all", {"pairs": len(rows), "documents": total, "equal": right / max(1, total)}))
    good, count = 0, 0
    for language in texts.values():
        for text in language[: number // 2]:
            for header in (None, "text/html; charset=utf-8", "text/html; charset=windows-1251"):
                good += decode(text.encode(), header).text == text
                count += 1
    return [*rows, Row("charset", "utf-8", {"documents": count, "equal": good / count})]


def _pair(pair: str, texts: Mapping[str, Sequence[str]], number: int) -> Row | None:
    language, codec = pair.split(":")
    documents = legacy(texts[language], codec, number)
    good = 0
    for text, data in documents:
        with suppress(CharsetError):
            good += decode(data).text == text
    return Row("charset", pair, {"documents": len(documents), "equal": good / len(documents)}) if documents else None


def legacy(texts: Sequence[str], codec: str, number: int) -> list[tuple[str, bytes]]:
    """Return texts that a charset can hold, with their bytes; marks and letters that it lacks are written as people did."""
    found = []
    for text in texts:
        plain = text.translate(_PLAIN)
        for variant in (text, plain, _apart(plain) if codec == "cp1258" else plain.translate(_OLD)):
            try:
                data = variant.encode(codec)
            except UnicodeEncodeError:
                continue
            if data.decode(codec) == variant:
                found.append((variant, data))
                break
    return random.Random(1).sample(found, min(number, len(found)))


def _apart(text: str) -> str:
    """Return a Vietnamese text with its tones as marks of their own, as windows-1258 has them."""
    made = []
    for character in text:
        parts = unicodedata.normalize("NFD", character)
        tones = "".join(mark for mark in parts if mark in _TONES)
        made.append(unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES)) + tones)
    return "".join(made)

"""Bytes to text. In: bytes and what was declared about them. Out: the text, the charset, and the reason why it was chosen.

The order is: byte order mark, validity as UTF-8, declared charset (HTTP header, then the page itself), zero bytes of UTF-16,
detection. A declared charset that contradicts the bytes loses.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_META = re.compile(
    rb"""<meta\s[^>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:+-]{2,40})|<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:+-]{2,40})""",
    re.IGNORECASE,
)
_HEADER = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([\w.:+-]{2,40})""", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_TAG = re.compile(rb"<[^<>]*>|&[#\w]{1,10};")
_ESCAPED = re.compile(rb"\x1b[$(]|~\{")
_WHATWG = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
    "l1": "cp1252", "x-cp1252": "cp1252", "iso-8859-9": "cp1254", "iso8859-9": "cp1254", "latin5": "cp1254", "x-cp1254": "cp1254",
    "iso-8859-11": "cp874", "iso8859-11": "cp874", "tis-620": "cp874", "windows-874": "cp874", "dos-874": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "chinese": "gb18030", "gb18030": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "cn-big5": "big5hkscs", "x-x-big5": "big5hkscs",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "ms_kanji": "cp932", "windows-31j": "cp932",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949", "korean": "cp949", "windows-949": "cp949",
    "x-euc-jp": "euc-jp", "x-mac-cyrillic": "mac-cyrillic", "x-mac-ukrainian": "mac-cyrillic", "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman", "iso-8859-8-i": "iso-8859-8", "logical": "iso-8859-8", "unicode-1-1-utf-8": "utf-8", "utf8": "utf-8",
    "x-cp1250": "cp1250", "x-cp1251": "cp1251", "x-cp1253": "cp1253", "x-cp1255": "cp1255", "x-cp1256": "cp1256",
    "x-cp1257": "cp1257", "x-cp1258": "cp1258", "koi8-ru": "koi8-u", "koi": "koi8-r", "koi8": "koi8-r",
}  # fmt: skip
_NAMES = {
    "cp874": "windows-874", "cp932": "shift_jis", "cp949": "euc-kr", "big5hkscs": "big5", "mac-roman": "macintosh",
    "mac-cyrillic": "x-mac-cyrillic", "euc_jp": "euc-jp", "iso2022-jp": "iso-2022-jp", "utf_8": "utf-8",
} | {f"cp{n}": f"windows-{n}" for n in range(1250, 1259)}  # fmt: skip
_DAMAGED = 0.02
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x80-\x9f]")
_SAMPLE = 60_000


class CharsetError(ValueError):
    """The bytes fit no charset; the message names the offset of the first that does not."""

    kind = "undecodable"


class Decoded(NamedTuple):
    """A text, the WHATWG name of the charset it was read as, and why: `bom`, `http`, `meta`, `utf8`, `zeros` or `detected`.

    `damaged` counts the places where U+FFFD stands for bytes that are no UTF-8.
    """

    text: str
    charset: str
    reason: str
    damaged: int = 0


def codec_name(label: str) -> str | None:
    """Return Python's codec for a charset label as browsers read it, None for one that is unknown.

    >>> codec_name("ISO-8859-1"), codec_name("GB2312"), codec_name("klingon")
    ('cp1252', 'gb18030', None)
    """
    label = label.strip().lower()
    name = _WHATWG.get(label) or _WHATWG.get(label.replace("_", "-")) or label
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return found.name.replace("_", "-") if found._is_text_encoding else None


def whatwg_name(codec: str) -> str:
    """Return the name that a reader of the column knows.

    >>> whatwg_name("cp1251")
    'windows-1251'
    """
    return _NAMES.get(codec) or _NAMES.get(codec.replace("_", "-")) or codec.lower().replace("_", "-")


def decode(content: bytes, content_type: str | None = None) -> Decoded:
    """Return the text of `content`. `content_type` is the HTTP header, where there was one.

    Raises `CharsetError` with the offset for bytes that fit no charset.

    >>> decode("Grüße".encode("cp1252"), "text/html; charset=iso-8859-1")
    Decoded(text='Grüße', charset='windows-1252', reason='http', damaged=0)
    >>> decode("Grüße".encode(), "text/html; charset=iso-8859-1").charset
    'utf-8'
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            body = content[len(mark) :]
            text = _strict(body, name)
            if text is not None:
                return Decoded(text, name, "bom")
            if name == "utf-8":
                content = body
            break
    declared = _declared(content, content_type)
    if declared and declared[0].startswith(("iso2022", "hz", "utf-7")) and _ESCAPED.search(content):
        text = _strict(content, declared[0])
        if text is not None and declared[0] != "utf-7":
            return Decoded(text, whatwg_name(declared[0]), declared[1])
    if b"\x1b$B" in content and content.isascii() and (text := _strict(content, "iso2022_jp")) is not None:
        return Decoded(text, "iso-2022-jp", "detected")
    wide = _zeros(content)
    if wide:
        text = _strict(content, wide)
        if text is not None:
            return Decoded(text, wide, "zeros")
    utf8 = _strict(content, "utf-8")
    if utf8 is not None:
        return Decoded(utf8, "utf-8", declared[1] if declared and declared[0] == "utf-8" else "utf8")
    mended = _damaged_utf8(content)
    if mended:
        return mended
    if declared and declared[0] != "utf-8" and not declared[0].startswith(("utf-16", "utf-32")):
        text = _plausible(content, declared[0])
        if text is not None:
            return Decoded(text, whatwg_name(declared[0]), declared[1])
    return _detected(content)


def _strict(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None


def _plausible(content: bytes, codec: str) -> str | None:
    """Decode as declared; a text with controls that no page has, or bytes without a meaning, contradicts the declaration."""
    text = _strict(content, codec)
    if text is None or _CONTROLS.search(text):
        return None
    return text


def _declared(content: bytes, content_type: str | None) -> tuple[str, str] | None:
    match = _HEADER.search(content_type) if content_type else None
    if match and (codec := codec_name(match[1])):
        return codec, "http"
    found = _META.search(_COMMENT.sub(b"", content[:4096]))
    if found and (codec := codec_name((found[1] or found[2]).decode("ascii", "replace"))):
        return ("utf-8" if codec.startswith(("utf-16", "utf-32")) else codec), "meta"
    return None


def _zeros(content: bytes) -> str | None:
    """Name UTF-16 without a mark by where its zero bytes stand."""
    head = content[:4000]
    if len(head) < 8 or len(content) % 2 or b"\0" not in head:
        return None
    pairs = len(head) // 2
    high, low = head[0::2].count(0), head[1::2].count(0)
    if low > 0.3 * pairs and high < 0.05 * pairs:
        return "utf-16-le"
    if high > 0.3 * pairs and low < 0.05 * pairs:
        return "utf-16-be"
    return None


def _damaged_utf8(content: bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes: nearly all sequences of several bytes are valid, which no legacy charset does by chance."""
    text = content.decode("utf-8", "replace")
    bad = text.count("\ufffd") - content.count(b"\xef\xbf\xbd")
    good = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", text)))
    if good >= 20 and bad <= max(1, _DAMAGED * good):
        return Decoded(text, "utf-8", "utf8", bad)
    return None


def _detected(content: bytes) -> Decoded:
    import chardet

    sample = _TAG.sub(b" ", content[: 8 * _SAMPLE]) if b"<" in content[:2000] else content
    lines = b"\n".join(line for line in sample.splitlines() if not line.isascii())[:_SAMPLE]
    best = chardet.detect(lines or sample[:_SAMPLE])["encoding"]
    codec = codec_name(best) if best else None
    if codec and codec != "utf-8" and (text := _plausible(content, codec)) is not None:
        return Decoded(text, whatwg_name(codec), "detected")
    for other in chardet.detect_all(lines or sample[:_SAMPLE]):
        codec = codec_name(other["encoding"]) if other["encoding"] else None
        if codec and codec != "utf-8" and (text := _plausible(content, codec)) is not None:
            return Decoded(text, whatwg_name(codec), "detected")
    try:
        content.decode("utf-8")
        offset = 0
    except UnicodeDecodeError as error:
        offset = error.start
    raise CharsetError(f"the bytes fit no charset; the first that is not UTF-8 stands at offset {offset}")

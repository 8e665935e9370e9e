"""Files that are one document: plain text, decoded here, and pages, whose bytes go to the stage `charset`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from cleaner.io.read.batches import storable, too_large
from cleaner.io.read.place import Place
from cleaner.io.read.unpack import Damage
from cleaner.io.read.values import BadValue
from cleaner.web.charset import CharsetError, Decoded, decode

_STRANGE = frozenset("ÿþ¤¦¬¶¸·¹²³¼½¾¯¨¡¿×÷ðÐÞ")
"""Letters and signs that Western charsets give for bytes of something else; a text has few of them."""
_NO_TEXT = ("Cn", "Co", "Cc", "Sk", "Sm", "No")
_KNOWN_CHARSETS = frozenset(
    [
        *"gb18030 big5 euc-jp iso-2022-jp shift_jis euc-kr ibm866 cp866 koi8-r koi8-u macintosh x-mac-cyrillic".split(),
        *(f"windows-{n}" for n in (874, *range(1250, 1259))),
        *(f"{name}-{n}" for name in ("iso8859", "iso-8859") for n in range(2, 17)),
    ]
)
"""The legacy charsets of the web, by WHATWG's list. A detector knows more, and finds them where they are not."""
_FEW = 20
"""Fewer characters beyond ASCII, in a text that is ASCII but for them, do not tell a script apart."""


def read_document(blocks: Iterator[bytes], place: Place, *, page: bool) -> Iterator[None]:
    """Read one file as one document."""
    id_ = storable(place.path_id)
    cap = place.batches.cap
    parts: list[bytes] = []
    size = 0
    try:
        for block in blocks:
            parts.append(block)
            size += len(block)
            if size > cap:
                place.fail("too_large", f": {too_large(cap)}", id_=id_)
                return
    except Damage as damage:
        place.fail(damage.error, f": {damage.message}", id_=id_)
        return
    content = b"".join(parts)
    taken: dict[str, object] = {"id": id_}
    if page:
        taken |= {"content": content, "content_type": "text/html"}
    else:
        try:
            decoded = _decoded(content)
        except CharsetError as error:
            place.fail("undecodable", f":{_line(content)}: {error}", id_=id_)
            return
        taken |= {"text": decoded.text.removeprefix("\ufeff"), "encoding": decoded.charset, "encoding_reason": decoded.reason}
        if decoded.damaged:
            taken["warnings"] = ["damaged_bytes"]
    try:
        place.batches.add(place.name, place.number, taken, None, size)
        place.number += 1
    except BadValue as problem:  # a legacy charset may take more bytes in UTF-8
        place.fail(problem.error, f": {problem}", id_=id_)
    yield


def _decoded(content: bytes) -> Decoded:
    """Decode a plain text. Raises `CharsetError` where what was detected reads like no text."""
    try:
        decoded = decode(content)
    except CharsetError:
        raise
    except Exception as error:  # whatever a detector says of hostile bytes costs this document alone
        raise CharsetError(f"the bytes fit no charset: {type(error).__name__}") from error
    if decoded.reason != "detected" or (decoded.charset in _KNOWN_CHARSETS and _reads_like_text(decoded.text)):
        return decoded
    try:
        western = content.decode("cp1252")
    except UnicodeDecodeError:
        western = ""
    if western and _reads_like_text(western):
        return Decoded(western, "windows-1252", "detected")
    raise CharsetError("the bytes are not UTF-8, and in the legacy charsets of the web they make no text")


def _reads_like_text(text: str) -> bool:
    """Whether what is not ASCII are characters that texts are made of, of one script with the rest where they are few."""
    sample = text[:200_000]
    other = [c for c in sample if c > "\x7f"]
    strange = sum(c in _STRANGE or unicodedata.category(c) in _NO_TEXT for c in other)
    if 2 * strange > len(other):
        return False
    foreign = sum(c > "\u024f" and c.isalpha() for c in other)
    return not (foreign and foreign < _FEW and sum(c.isalpha() for c in sample) > 10 * foreign)


def _line(content: bytes) -> int:
    """The line of the first byte that is not UTF-8, from 1."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return 1

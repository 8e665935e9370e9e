"""Bytes of a CSV file in, places where a line surely ends a document out."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

_QUOTE = 0x22
_FEED = 0x0A
_RETURN = 0x0D
_BOM = b"\xef\xbb\xbf"


def delimiter_of(name: str, head: bytes) -> str:
    """Return the delimiter of a file: tab by its suffix, else the sign that cuts the first line into most columns.

    >>> delimiter_of("a.csv", b"id;text\\n1;Snow, ice and wind"), delimiter_of("a.tsv.gz", b"a,b"), delimiter_of("a.csv", b"text\\n")
    (';', '\\t', ',')
    """
    stem = name.lower()
    for suffix in (".gz", ".gzip", ".bz2", ".xz", ".zst", ".zstd", ".zip"):
        stem = stem.removesuffix(suffix)
    if stem.endswith((".tsv", ".tab")):
        return "\t"
    line = head.lstrip(b"\r\n").partition(b"\n")[0]
    parts = line.split(b'"')
    outside = b"".join(parts[::2])
    return max(",;\t|", key=lambda sign: outside.count(sign.encode()))


class QuoteScan:
    """Follows quotes through the blocks of a file. Nothing is sure where one stands that neither opens, closes nor doubles.

    Nor behind a carriage return in the middle of a line: the parser gives such a line up, with whatever quote it has opened.

    >>> [QuoteScan(",").line_ends(block, b"").tolist() for block in (b'a,"b\\nc"\\nd\\n', b"a\\nb")]
    [[7, 9], [1]]
    >>> QuoteScan(",").line_ends(b'a,b"c\\n', b"") is None
    True
    """

    def __init__(self, delimiter: str) -> None:
        self._before = (ord(delimiter), _FEED, _QUOTE)
        self._after = (ord(delimiter), _FEED, _RETURN, _QUOTE)
        self._inside = False
        self._last = _FEED
        self._first = True

    @property
    def closed(self) -> bool:
        """Whether no quote is open."""
        return not self._inside

    def line_ends(self, block: bytes, following: bytes) -> npt.NDArray[Any] | None:
        """Return the offsets of line feeds outside quotes, None where a quote or a return is out of place; `following`: the next byte."""
        skipped = len(_BOM) if self._first and block.startswith(_BOM) else 0
        self._first = False
        data = np.frombuffer(block, np.uint8)
        feeds = np.flatnonzero(data == _FEED)
        quotes = np.flatnonzero(data == _QUOTE)
        inside = self._inside
        end = following[0] if following else _FEED
        if b"\r" in block and not self._returns_end_lines(data, quotes, end):
            return None
        if len(quotes):
            before = np.where(quotes > skipped, data[np.maximum(quotes - 1, 0)], self._last)
            after = np.where(quotes + 1 < len(data), data[np.minimum(quotes + 1, len(data) - 1)], end)
            opens = np.arange(len(quotes)) % 2 == int(inside)
            if not (np.isin(before[opens], self._before).all() and np.isin(after[~opens], self._after).all()):
                return None
            self._inside = inside ^ bool(len(quotes) % 2)
            feeds = feeds[np.searchsorted(quotes, feeds) % 2 == int(inside)]
        elif inside:
            feeds = feeds[:0]
        self._last = block[-1]
        return feeds

    def _returns_end_lines(self, data: npt.NDArray[Any], quotes: npt.NDArray[Any], following: int) -> bool:
        returns = np.flatnonzero(data == _RETURN)
        after = np.where(returns + 1 < len(data), data[np.minimum(returns + 1, len(data) - 1)], following)
        alone = returns[after != _FEED]
        return not (np.searchsorted(quotes, alone) % 2 == int(self._inside)).any()

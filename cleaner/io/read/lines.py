"""Unpacked bytes in, lines out, many at a time, none longer than a cap in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def lines(blocks: Iterable[bytes], cap: int) -> Iterator[list[bytes]]:
    """Yield the lines of a stream without their line feeds, in lists. Of a line longer than `cap`, `cap + 1` bytes are kept.

    What stands behind the last line feed is a line too, unless the stream raises: then it is incomplete and is not given.

    >>> list(lines([b"a\\nbc", b"d\\ne", b"fghij\\n"], 4))
    [[b'a'], [b'bcd'], [b'efghi']]
    """
    carry: list[bytes] = []
    size = 0
    for block in blocks:
        parts = block.split(b"\n")
        last = parts.pop()
        if parts:
            if carry:
                parts[0] = b"".join((*carry, parts[0][: cap + 1 - size]))
                carry, size = [], 0
            yield parts
        if last and size <= cap:
            last = last[: cap + 1 - size]
            carry.append(last)
            size += len(last)
    if carry:
        yield [b"".join(carry)]

"""Sources in, shards out. Depends on the sources and `shard_bytes` alone, never on workers.

A big file of JSON Lines or CSV is cut where a document ends, Parquet between row groups; small files are put together. What is
compressed, and CSV whose quotes leave any doubt, stays whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from cleaner.io.formats import MAGIC_BYTES, by_magic
from cleaner.io.open import open_source
from cleaner.io.remote import is_remote
from cleaner.io.shard import Piece, Shard, Source

SMALLEST = 4_000_000
"""A total of less than `SHARDS` times `shard_bytes` is cut finer, down to this: below, starting costs more than reading."""
SHARDS = 8
LAST_PARTS = 4
"""The last of several shards is cut into so many, so that workers that began at different times end at nearly the same."""
PIECES = 20_000
"""Files in one shard: opening costs, however small they are."""
_BLOCK = 4 << 20
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def cut(sources: Sequence[Source], shard_bytes: int) -> list[Shard]:
    """Return shards of at most `shard_bytes` of input where cutting is possible, in the order of `sources`.

    >>> sources = [Source(f"{i}.txt", f"{i}.txt", "text", "none", 600, "") for i in range(4)]
    >>> [[piece.source.name for piece in shard.pieces] for shard in cut(sources, 1_300)]
    [['0.txt', '1.txt'], ['2.txt', '3.txt']]
    """
    left = sum(source.size for source in sources)
    target = target_bytes(left, shard_bytes)
    several = left >= LAST_PARTS * target
    shards: list[Shard] = []
    pieces: list[Piece] = []
    size, most = 0, target
    for source in sources:
        for piece in _pieces(source, target, shard_bytes, several and left <= source.size):
            if pieces and (size + piece.size > most or len(pieces) >= PIECES):
                shards.append(Shard(len(shards), tuple(pieces)))
                pieces, size = [], 0
            if not pieces:
                most = target // LAST_PARTS if several and left <= target else target
            pieces.append(piece)
            size += piece.size
            left -= piece.size
    if pieces:
        shards.append(Shard(len(shards), tuple(pieces)))
    return shards


def target_bytes(total: int, shard_bytes: int) -> int:
    """Return the size of shards that keeps several workers busy.

    >>> target_bytes(95_000_000, 64_000_000), target_bytes(1_000, 64_000_000), target_bytes(10**12, 64_000_000)
    (11875000, 4000000, 64000000)
    """
    return min(shard_bytes, max(SMALLEST, -(-total // SHARDS)))


def _pieces(source: Source, target: int, most: int, last: bool) -> Iterable[Piece]:
    """Cut one source; `last`: nothing comes behind it."""
    whole = (Piece(source, size=source.size),)
    if source.size <= (most if is_remote(source.path) else target) or source.compression != "none":
        return whole  # to cut an object is to read it once more
    if source.format == "parquet":
        return _row_groups(source, target) or whole
    if source.format not in ("json_lines", "csv"):
        return whole
    with open_source(source) as file:
        head = file.read(64 << 10)
        if by_magic(head[:MAGIC_BYTES]) != "none" or head.startswith(_WIDE):
            return whole
        if source.format == "json_lines":
            line = head.removeprefix(b"\xef\xbb\xbf").strip().partition(b"\n")[0].strip()
            if line.startswith(b"[") or line == b"{":
                return whole  # no JSON Lines, or one object over many lines
            found = list(_lines(file, head, source, _places(source.size, target, most, last)))
        else:
            found = list(_csv(file, head, source, _places(source.size, target, most, last)))
    return found or whole


def _lines(file: BinaryIO, head: bytes, source: Source, places: Iterator[int]) -> Iterator[Piece]:
    """Cut behind the first line break at or after each nominal place."""
    start = first = lines = position = 0
    block = head
    wanted = next(places)
    while block:
        at = 0
        while wanted <= position + len(block):
            end = block.find(b"\n", max(at, wanted - position - 1))
            if end < 0:
                break
            lines += block.count(b"\n", at, end + 1)
            at = end + 1
            if position + at < source.size:
                yield Piece(source, start, position + at, first, position + at - start)
                start, first = position + at, lines
            while wanted <= position + at:
                wanted = next(places)
        lines += block.count(b"\n", at)
        position += len(block)
        block = file.read(_BLOCK)
    yield Piece(source, start, None, first, source.size - start)


def _csv(file: BinaryIO, head: bytes, source: Source, places: Iterator[int]) -> Iterator[Piece]:
    """Cut where a quote-aware scan is sure that a line ends a document; nothing where any quote stands where none may."""
    from cleaner.io.read.quotes import QuoteScan, delimiter_of

    scan = QuoteScan(delimiter_of(source.name, head))
    pieces: list[Piece] = []
    start = first = line = lines = feeds = position = 0
    wanted = next(places)
    block = head
    while block:
        following = file.read(_BLOCK)
        ends = scan.line_ends(block, following[:1])
        if ends is None:
            return
        while len(ends) and wanted <= position + int(ends[-1]) + 1:
            i = int(ends.searchsorted(wanted - position - 1))
            stop = position + int(ends[i]) + 1
            number = lines + i + 1
            if stop < source.size:
                pieces.append(Piece(source, start, stop, first, stop - start, line))
                start, first, line = stop, number - 1, feeds + block.count(b"\n", 0, int(ends[i]) + 1)
            while wanted <= stop:
                wanted = next(places)
        lines += len(ends)
        feeds += block.count(b"\n")
        position += len(block)
        block = following
    if scan.closed:
        yield from (*pieces, Piece(source, start, None, first, source.size - start, line))


def _places(size: int, target: int, most: int, last: bool) -> Iterator[int]:
    """Yield where cuts are wanted: parts of the same size, a little below `most` so that the next line break fits in; see `LAST_PARTS`."""
    parts = -(-size // min(target, most - min(most // 50, 64_000)))
    for i in range(1, parts):
        yield size * i // parts
    for i in range(1, LAST_PARTS if last else 0):
        yield size * (parts * LAST_PARTS - LAST_PARTS + i) // (parts * LAST_PARTS)
    while True:
        yield 1 << 62


def _row_groups(source: Source, target: int) -> list[Piece]:
    import pyarrow.parquet as pq

    try:
        with open_source(source) as file:
            facts: Any = pq.ParquetFile(file).metadata
            groups = [facts.row_group(i) for i in range(facts.num_row_groups)]
            sizes = [sum(group.column(i).total_compressed_size for i in range(group.num_columns)) for group in groups]
            rows = [group.num_rows for group in groups]
    except Exception:  # the reader says what is wrong with it
        return []
    pieces: list[Piece] = []
    start = first = size = count = used = 0
    for i, (bytes_, number) in enumerate(zip(sizes, rows, strict=True)):
        if i > start and size + bytes_ > target:
            pieces.append(Piece(source, start, i, first, size))
            used += size
            start, first, size, count = i, first + count, 0, 0
        size += bytes_
        count += number
    pieces.append(Piece(source, start, None, first, max(0, source.size - used)))
    return pieces

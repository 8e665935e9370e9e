"""Input to batches: a shard in, `Reading`s out, in the order of the input. Every document is one row or one failure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from cleaner.io.formats import MAGIC_BYTES, by_magic, by_name
from cleaner.io.open import CountedFile, check_unchanged, open_source, storage_errors
from cleaner.io.read.batches import Batches, Reading
from cleaner.io.read.place import Place
from cleaner.io.read.unpack import Damage, unpacked
from cleaner.io.read.values import Mapped
from cleaner.io.settings import InputSettings, ReadLimits
from cleaner.io.shard import Piece, Shard

__all__ = ["Reading", "read_shard"]


def read_shard(shard: Shard, section: InputSettings, limits: ReadLimits) -> Iterator[Reading]:
    """Yield the documents of a shard in batches of about 8 MB of text and at most 2048 rows.

    Never raises for what a file holds: that is a failure, with file, line and reason. Raises `InputChangedError` where a file is
    not what it was when the shards were cut, at its opening or at its end, and `EnvironmentalError` where storage fails.
    """
    batches = Batches(limits.document_bytes)
    mapped = Mapped(section.columns)
    done = reported = 0

    def take(position: int) -> Reading:
        nonlocal reported
        reading = batches.take(max(0, position - reported))
        reported = max(reported, position)
        return reading

    for piece in shard.pieces:
        batches.position = 0
        place = Place(batches, mapped, piece.source.name, piece.source.name, piece.first)
        with storage_errors(piece.source):
            check_unchanged(piece.source)
            for _ in _read_piece(piece, section, limits, place):
                if batches.full:
                    yield take(done + min(batches.position, piece.size))
            check_unchanged(piece.source)
        done += piece.size
    if not batches.empty or done > reported:
        yield take(done)


def _read_piece(piece: Piece, section: InputSettings, limits: ReadLimits, place: Place) -> Iterator[None]:
    with open_source(piece.source) as file:
        if piece.source.format == "parquet":
            from cleaner.io.read.parquet import read_parquet

            yield from read_parquet(CountedFile(file), piece, place)
            return
        compression = "none"
        if not piece.start:
            compression = by_magic(file.read(MAGIC_BYTES))
            if compression == "none" and piece.source.compression != "none":
                compression = _by_suffix(file, piece.source.compression)
            file.seek(0)
        if compression == "zip":
            yield from _zipped(file, piece, section, limits, place)
            return
        if piece.start:
            file.seek(piece.start)
        counted = CountedFile(file, piece.stop)
        if piece.source.format == "warc":
            from cleaner.io.read.pages import read_pages

            yield from read_pages(counted, compression, place, limits)
            return
        blocks = _watched(unpacked(counted, compression, limits.ratio), counted, place.batches)
        yield from _stream(blocks, piece.source.format, place, piece)


def _by_suffix(file: BinaryIO, compression: str) -> str:
    """A file that is not what its suffix says is read as it is; an empty one was cut off."""
    file.seek(0)
    return "none" if file.read(1) else compression


def _watched(blocks: Iterator[bytes], counted: CountedFile, batches: Batches) -> Iterator[bytes]:
    for block in blocks:
        batches.position = counted.taken
        yield block


def _stream(blocks: Iterator[bytes], format_: str, place: Place, piece: Piece) -> Iterator[None]:
    whole = not piece.start
    match format_:
        case "json_lines":
            from cleaner.io.read.json_lines import read_json_lines

            yield from read_json_lines(blocks, place, whole=whole)
        case "csv":
            from cleaner.io.read.table import header_of, read_table

            header = None
            if not whole:
                with open_source(piece.source) as file:
                    header = header_of(file, piece.source.name, place.batches.cap)
            yield from read_table(blocks, place, header, piece.line)
        case _:
            from cleaner.io.read.text import read_document

            yield from read_document(blocks, place, page=format_ == "html")


def _zipped(file: BinaryIO, piece: Piece, section: InputSettings, limits: ReadLimits, place: Place) -> Iterator[None]:
    from cleaner.io.read.zipped import members

    counted = CountedFile(file)
    named, _ = by_name(piece.source.name)
    only = section.format if section.format != "auto" else named
    try:
        for member in members(file, counted, limits.ratio):
            place.member = member.name
            place.label = f"{piece.source.name}/{member.name}"
            format_ = only or by_name(member.name)[0]
            if format_ in ("", "parquet", "warc"):
                if not _refusal(member.blocks, place):
                    what = "its suffix says no format that can be read" if not format_ else f"{format_} in a zip is not read"
                    place.fail("unknown_format", f": {what}; unpack it, or set input.format")
                continue
            yield from _stream(_watched(member.blocks, counted, place.batches), format_, place, Piece(piece.source))
            place.batches.position = min(file.tell(), piece.size)
    except Damage as damage:
        place.label = piece.source.name
        place.fail(damage.error, f": {damage.message}")


def _refusal(blocks: Iterator[bytes], place: Place) -> bool:
    """Whether a member fails before its first byte, and was counted so."""
    try:
        next(blocks, None)
    except Damage as damage:
        place.fail(damage.error, f": {damage.message}")
        return True
    return False

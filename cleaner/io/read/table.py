"""CSV and TSV by the standard parser, in strict mode, with the account kept: a quote that is never closed costs one document."""

from __future__ import annotations

import csv
import io
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cleaner.io.read.batches import too_large
from cleaner.io.read.lines import lines
from cleaner.io.read.parquet import MAX_COLUMNS
from cleaner.io.read.place import Place
from cleaner.io.read.quotes import delimiter_of
from cleaner.io.read.unpack import Damage

_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class _OpenQuote(Exception):
    """A quote opened that closes nowhere within the limit of a document."""


class _Lines:
    """Lines as text for the parser, remembering those of the document in work so that they can be read again."""

    def __init__(self, groups: Iterable[list[bytes]], cap: int) -> None:
        self._groups = iter(groups)
        self._waiting: deque[str] = deque()
        self._cap = cap
        self.taken: list[str] = []
        self._size = 0
        self.damage: Damage | None = None
        self.read_again = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if not self._waiting:
            self._fill()
        line = self._waiting.popleft()
        self._size += len(line)
        if self._size > self._cap and self.taken:
            self._waiting.appendleft(line)
            raise _OpenQuote
        self.taken.append(line)
        return line

    def _fill(self) -> None:
        while not self._waiting:
            try:
                group = next(self._groups)
            except Damage as damage:
                self.damage = damage
                raise StopIteration from None
            text = b"\n".join(group).decode("utf-8", "surrogateescape")
            self._waiting.extend([line + "\n" for line in text.split("\n")])

    def done(self) -> None:
        """The document in work is whole."""
        self.taken = []
        self._size = 0

    def again(self) -> None:
        """Give all lines of the document in work but the first once more."""
        self.read_again += sum(map(len, self.taken[1:]))
        self._waiting.extendleft(reversed(self.taken[1:]))
        self.done()


def header_of(file: BinaryIO, name: str, cap: int) -> tuple[str, list[str]]:
    """Return delimiter and names of the columns of a file, from its beginning."""
    head = b""
    size = 64 << 10
    while True:
        more = file.read(size)
        head += more
        text = head.removeprefix(_BOM)
        delimiter = delimiter_of(name, text)
        parser = csv.reader(io.StringIO(text.decode("utf-8", "replace"), newline=""), delimiter=delimiter)
        values = next((values for values in parser if values), [])
        if not more or len(head) > cap or parser.line_num < text.count(b"\n"):
            return delimiter, values
        size *= 4


def read_table(blocks: Iterator[bytes], place: Place, header: tuple[str, list[str]] | None, line: int = 0) -> Iterator[None]:
    """Read the lines of a stream; `header`, and the number of its first line, where it begins in the middle of a file."""
    cap = place.batches.cap
    csv.field_size_limit(max(cap, 1 << 17))
    groups = lines(blocks, cap)
    try:
        start = next(groups, None)
    except Damage as damage:
        place.fail(damage.error, f":1: {damage.message}")
        return
    if start is None:
        return
    if header is None:
        if start[0].startswith(_WIDE):
            place.fail("undecodable", ":1: the file is UTF-16; save it as UTF-8")
            return
        start[0] = start[0].removeprefix(_BOM)
        delimiter = delimiter_of(place.member or place.name, next((line for line in start if line.strip()), b""))
    else:
        delimiter = header[0]
    source = _Lines(_chained(start, groups), cap)
    yield from _rows(source, place, delimiter, None if header is None else header[1], line)
    if source.damage is not None:
        damaged = source.damage
        place.fail(damaged.error, f": behind document {place.number}: {damaged.message}")


def _chained(start: list[bytes], groups: Iterator[list[bytes]]) -> Iterator[list[bytes]]:
    yield start
    yield from groups


def _rows(source: _Lines, place: Place, delimiter: str, names: list[str] | None, line: int) -> Iterator[None]:
    cap = place.batches.cap
    problem = "" if names is None else _header_problem(names, place)
    parser = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        error = ""
        values: list[str] = []
        try:
            values = next(parser)
        except StopIteration:
            if not source.taken:
                return
            error = "a quote is opened and never closed"
        except _OpenQuote:
            error = f"a quote is opened and not closed within {cap:,} bytes"
        except csv.Error as found:
            error = _said(found)
        first, count = line + 1, len(source.taken)
        if error and source.damage is not None and not source.taken[1:]:
            return  # the last document is cut off, which the caller counts
        if error:
            again = count > 1
            size = len(source.taken[0]) if source.taken else 0
            if again:
                source.again()
                count = 1
            else:
                source.done()
            line += count
            if names is None:
                place.fail("bad_csv", f":{first}: the header cannot be read: {error}")
                return
            if size > cap:
                place.fail("too_large", f":{first}: {too_large(cap)}")
            else:
                place.fail("bad_csv", f":{first}: {error}")
            if source.read_again > 8 * cap:
                place.fail("bad_csv", f":{line + 1}: too many quotes are open; the rest of the file is not read")
                return
            parser = csv.reader(source, delimiter=delimiter, strict=True)
        else:
            line += count
            source.done()
            if names is None:
                if values:
                    names = values
                    problem = _header_problem(names, place)
                continue
            if not values:
                place.number += 1
                continue
            _row(values, names, problem, place, f":{first}")
        if place.batches.full:
            yield


def _said(error: csv.Error) -> str:
    text = str(error)
    if "field larger" in text:
        return "a field is larger than limits.document_bytes"
    if "unexpected end" in text:
        return "a quote is opened and never closed"
    return f"its quotes do not fit: {text}" if "expected after" in text else text


def _header_problem(names: list[str], place: Place) -> str:
    if len(names) > MAX_COLUMNS:
        return f"{len(names):,} columns; at most {MAX_COLUMNS:,} are read"
    twice = next((name for name, count in Counter(names).items() if name and count > 1), None)
    if twice is not None:
        return f'the column "{twice}" stands twice in the header'
    return place.mapped.missing(names)


def _row(values: list[str], names: list[str], problem: str, place: Place, where: str) -> None:
    if problem:
        place.fail("missing_column", f"{where}: {problem}", dict(zip(names, values, strict=False)))
        return
    if len(values) != len(names):
        place.fail("bad_csv", f"{where}: {len(values)} columns, but the header has {len(names)}", dict(zip(names, values, strict=False)))
        return
    document = dict(zip(names, values, strict=True))
    size = sum(map(len, values))
    broken = next((name for name, value in document.items() if not value.isascii() and _undecoded(value)), None)
    if broken is not None:
        place.fail("undecodable", f'{where}: "{broken}" holds bytes that are not UTF-8', document)
        return
    place.add(document, size, where)


def _undecoded(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return True
    return False

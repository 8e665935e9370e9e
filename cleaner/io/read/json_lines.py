"""JSON Lines: one object a line. A line that is none costs that line, with its number."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from cleaner.io.read.batches import storable, too_large
from cleaner.io.read.lines import lines
from cleaner.io.read.place import Place
from cleaner.io.read.unpack import Damage

_WIDE = (b"\xff\xfe", b"\xfe\xff")
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_SPACE = " \t\r\n"


class _BadJson(ValueError):
    """What the standard parser takes but JSON, or an account, cannot."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise _BadJson(f"the key {twice!r:.60} stands twice in one object")
    return made


def _constant(name: str) -> Any:
    raise _BadJson(f"{name} is not JSON; write null")


class _Parser:
    """A parser that says when a number lost digits, so that `extra` can be taken as it is written."""

    def __init__(self) -> None:
        self.inexact = False
        self._decode = json.JSONDecoder(object_pairs_hook=_object, parse_float=self._float, parse_constant=_constant).raw_decode
        self._raw = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)

    def _float(self, text: str) -> float:
        number = float(text)
        if repr(number) != text:
            self.inexact = True
        return number

    def parse(self, text: str) -> dict[str, Any]:
        """Return the object of a line. Raises ValueError or RecursionError."""
        self.inexact = False
        text = text.strip(_SPACE)
        value, end = self._decode(text)
        if end != len(text):
            raise _BadJson(f"there is more behind the object, at character {end + 1}")
        if type(value) is not dict:
            raise _BadJson("it is no object; a line is {...} with a text in it")
        return value

    def as_written(self, text: str) -> dict[str, str]:
        """Return the values of an object that was parsed before, as they are written."""
        found: dict[str, str] = {}
        skip = json.decoder.WHITESPACE.match  # type: ignore[attr-defined]
        at = skip(text, skip(text, 0).end() + 1).end()
        while text[at] != "}":
            key, at = json.decoder.scanstring(text, at + 1, False)  # type: ignore[attr-defined]
            start = skip(text, skip(text, at).end() + 1).end()
            _, at = self._raw.raw_decode(text, start)
            found[key] = text[start:at]
            at = skip(text, at).end()
            if text[at] == ",":
                at = skip(text, at + 1).end()
        return found


def read_json_lines(blocks: Iterator[bytes], place: Place, *, whole: bool) -> Iterator[None]:
    """Read the lines of a stream; `whole`: it begins where the file begins."""
    batches, cap = place.batches, place.batches.cap
    parser = _Parser()
    groups = lines(blocks, cap)
    try:
        if whole:
            held, damage = _opening(groups)
            groups = _again(held, damage, groups)
            match _shape([line for line in held if not line.isspace() and line], parser):
                case "utf-16":
                    place.fail("undecodable", ":1: the file is UTF-16; save it as UTF-8")
                    return
                case "array":
                    place.fail("not_json_lines", ":1: the file is one JSON array; make JSON Lines of it, as with: jq -c '.[]'")
                    return
                case "object":
                    _line(_joined(groups, cap), place, parser, cap)
                    return
        for group in groups:
            for line in group:
                if line and not line.isspace():
                    _line(line, place, parser, cap)
                else:
                    place.number += 1
                if batches.full:
                    yield
    except Damage as damage:
        place.fail(damage.error, f":{place.number + 1}: {damage.message}")


def _opening(groups: Iterator[list[bytes]]) -> tuple[list[bytes], Damage | None]:
    """Return the first lines of a file, two with something in them where there are so many, and what damage ended them."""
    held: list[bytes] = []
    try:
        for group in groups:
            held += group
            if sum(1 for line in held[:100] if line.strip()) > 1 or len(held) > 100:
                break
    except Damage as damage:
        return held, damage
    finally:
        held[:1] = [line.removeprefix(b"\xef\xbb\xbf") for line in held[:1]]
    return held, None


def _again(held: list[bytes], damage: Damage | None, groups: Iterator[list[bytes]]) -> Iterator[list[bytes]]:
    yield held
    if damage is not None:
        raise damage
    yield from groups


def _shape(opening: list[bytes], parser: _Parser) -> str:
    """Say what a file is by its first lines: `array` or `object` over many lines, `utf-16`, else `lines`."""
    first = opening[0].strip() if opening else b""
    if first.startswith(_WIDE):
        return "utf-16"
    opens = first == b"{" or (first.startswith(b"[") and not first.endswith(b"]"))
    if not opens or len(opening) < 2:
        return "lines"
    try:
        parser.parse(opening[1].decode("utf-8"))
    except (ValueError, RecursionError):
        return "object" if first == b"{" else "array"
    return "lines"  # one broken line above whole ones


def _joined(groups: Iterator[list[bytes]], cap: int) -> bytes:
    """Return a file that is one object over many lines, as one line; a little more than `cap` where it is longer."""
    parts: list[bytes] = []
    size = 0
    for group in groups:
        if size <= cap:
            parts += group
        size += sum(map(len, group))
    return b"\n".join(parts)[: cap + 1]


def _line(line: bytes, place: Place, parser: _Parser, cap: int) -> None:
    where = f":{place.number + 1}"
    if len(line) > cap:
        place.fail("too_large", f"{where}: {too_large(cap)}")
        return
    try:
        text = line.decode("utf-8")
        values = parser.parse(text)
    except UnicodeDecodeError as error:
        place.fail("undecodable", f"{where}: the line is not UTF-8, at offset {error.start}")
        return
    except _BadJson as problem:
        place.fail("bad_json", f"{where}: {problem}")
        return
    except RecursionError:
        place.fail("too_deep", f"{where}: the JSON is nested too deeply")
        return
    except json.JSONDecodeError as error:
        place.fail("bad_json", f"{where}: {error.msg} at character {error.colno}")
        return
    except ValueError as error:  # an integer of thousands of digits
        place.fail("bad_json", f"{where}: {str(error).partition(';')[0]}")
        return
    place.add(values, len(line), where, _mend(line, text, place, parser))


def _mend(line: bytes, text: str, place: Place, parser: _Parser) -> Callable[[Any], Any] | None:
    if b"\\" in line and _SURROGATE.search(line):
        return _without_surrogates
    if parser.inexact:

        def as_written(made: Any) -> Any:
            if made[1] is None:
                return made
            raw = {key: value for key, value in parser.as_written(text).items() if not place.mapped.owns(key)}
            extra = "{" + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {value}" for key, value in raw.items()) + "}"
            return made[0], extra

        return as_written
    return None


def _without_surrogates(made: tuple[dict[str, Any], str | None]) -> tuple[dict[str, Any], str | None]:
    """Put U+FFFD for half surrogates, and a warning where there were some."""
    taken, extra = made
    found = False
    for name, value in taken.items():
        if isinstance(value, str):
            mended: Any = storable(value)
        elif isinstance(value, list):
            mended = [storable(item) for item in value]
        else:
            continue
        found |= mended != value
        taken[name] = mended
    if extra is not None:
        mended = storable(extra)
        found |= mended != extra
        extra = mended
    if found:
        taken["warnings"] = [*taken.get("warnings", ()), "lone_surrogate"]
    return taken, extra

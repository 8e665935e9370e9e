"""Values of an input in, values of our columns out. A value that does not convert raises `BadValue` with a reason for the user."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa

from cleaner.columns import BY_NAME, COLUMNS, INPUT_ONLY, WARNINGS
from cleaner.io.read.times import time_of

ACCEPTED = ("id", "text", *(column.name for column in COLUMNS if column.merge), *INPUT_ONLY)
"""Columns that an input may hold under our names; all others travel in `extra`."""
TYPES: Mapping[str, pa.DataType] = {name: INPUT_ONLY[name] if name in INPUT_ONLY else BY_NAME[name].type for name in ACCEPTED}
BODIES = ("text", "html", "content")
"""One of these must be there."""
_PRECISIONS = ("none", "year", "month", "day", "minute", "second")
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta|div|article|p)\b", re.IGNORECASE)


class BadValue(ValueError):
    """A value that does not fit its column: `error` is `wrong_type`, `bad_id`, `bad_value` or `missing_text`."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error


class Mapped:
    """Which columns of the input are ours, by `input.columns` and by name.

    >>> taken, rest = Mapped({"text": "body"}).split({"body": "Snow.", "title": "T", "text": "x", "n": 1})
    >>> taken, rest
    ({'text': 'Snow.', 'title': 'T'}, {'text': 'x', 'n': 1})
    """

    def __init__(self, columns: Mapping[str, str]) -> None:
        self.columns = columns
        ours: dict[str, list[tuple[str, Callable[[Any], Any]]]] = {}
        for name, theirs in columns.items():
            ours.setdefault(theirs, []).append((name, CONVERTERS[name]))
        for name in ACCEPTED:
            if name not in columns and name not in ours:
                ours[name] = [(name, CONVERTERS[name])]
        self._ours = ours

    def owns(self, theirs: str) -> bool:
        """Whether a column of the input is one of ours."""
        return theirs in self._ours

    def missing(self, names: Sequence[str]) -> str:
        """Return what a header lacks, as a sentence; empty where nothing is missing."""
        lost = [f'no column "{theirs}", which input.columns.{name} names' for name, theirs in self.columns.items() if theirs not in names]
        if not lost and not any(target in BODIES for name in names for target, _ in self._ours.get(name, ())):
            lost = [NO_TEXT]
        return f"{lost[0]}; there are: {', '.join(map(str, names[:20]))}" if lost else ""

    def split(self, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return our columns, converted, and the rest. Raises `BadValue`."""
        taken: dict[str, Any] = {}
        rest: dict[str, Any] = {}
        ours = self._ours
        for key, value in values.items():
            targets = ours.get(key)
            if targets is None:
                rest[key] = value
            elif value is not None:
                for name, convert in targets:
                    try:
                        converted = convert(value)
                    except BadValue as problem:
                        raise BadValue(problem.error, f'"{key}" {problem}') from None
                    if converted is not None:
                        taken[name] = converted
        if isinstance(taken.get("content"), str):
            self._place_content(taken, rest)
        if "text" not in taken and "html" not in taken and "content" not in taken:
            raise BadValue("missing_text", self._lacks(values))
        if "warnings" in taken and not WARNINGS.keys() >= set(taken["warnings"]):
            del taken["warnings"]
            rest["warnings"] = values[self.columns.get("warnings", "warnings")]
        if "published_at" in taken:
            moment, precision = taken["published_at"]
            taken["published_at"] = moment
            taken.setdefault("published_precision", precision)
        if "crawled_at" in taken:
            taken["crawled_at"] = taken["crawled_at"][0]
        if "captions" in taken or "photo_credits" in taken:
            captions, credits = taken.get("captions", []), taken.get("photo_credits", [])
            most = max(len(captions), len(credits))
            taken["captions"] = captions + [""] * (most - len(captions))
            taken["photo_credits"] = credits + [""] * (most - len(credits))
        return taken, rest

    def _place_content(self, taken: dict[str, Any], rest: dict[str, Any]) -> None:
        """A column `content` that holds text needs no charset: it is the text or the page, or one of the other columns."""
        content = taken.pop("content")
        if "text" in taken or "html" in taken:
            rest[self.columns.get("content", "content")] = content
        else:
            taken["html" if _PAGE.search(content[:3000]) else "text"] = content

    def _lacks(self, values: Mapping[str, Any]) -> str:
        for key in values:
            if any(name in BODIES for name, _ in self._ours.get(key, ())):
                return f'"{key}" is null'
        return f"{NO_TEXT}; there are: {', '.join(list(values)[:20])}"


NO_TEXT = 'no column "text" (nor "html" or "content"); name yours in input.columns, as in columns: {text: body}'


def _kind(value: Any) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object", str: "a text"}
    return names.get(type(value), type(value).__name__)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BadValue("undecodable", f"holds bytes that are not UTF-8, at offset {error.start}; map it to content") from None
    raise BadValue("wrong_type", f"is {_kind(value)}, not a text")


def _id(value: Any) -> str | None:
    if isinstance(value, str):
        return value or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise BadValue("bad_id", f"is {_kind(value)}; an id is a text or a whole number")


def _string(value: Any) -> str | None:
    if isinstance(value, str):
        return value or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _text(value) or None


def _content(value: Any) -> bytes | str:
    return value if isinstance(value, bytes) else _text(value)


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return list(value)
    if isinstance(value, list | tuple):
        raise BadValue("wrong_type", "is a list that holds more than texts")
    raise BadValue("wrong_type", f"is {_kind(value)}, not a list of texts")


def _float(value: Any) -> float | None:
    if value == "":
        return None
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise BadValue("wrong_type", f"is {_kind(value)}, not a number")
    try:
        number = float(value)
    except (ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise BadValue("bad_value", "is no number")
    return number


def _precision(value: Any) -> str | None:
    if value == "":
        return None
    if value not in _PRECISIONS:
        raise BadValue("bad_value", f"is none of {', '.join(_PRECISIONS)}")
    return str(value)


def _time(value: Any) -> tuple[datetime, str] | None:
    try:
        return time_of(value)
    except TypeError:
        raise BadValue("wrong_type", f"is {_kind(value)}, not a time") from None
    except ValueError:
        raise BadValue("bad_value", f"is no time: {str(value)[:60]!r}; write ISO 8601, as in 2024-05-01T10:00:00Z") from None


def _converter(name: str) -> Callable[[Any], Any]:
    special: dict[str, Callable[[Any], Any]] = {
        "id": _id, "text": _text, "html": _text, "content": _content, "published_precision": _precision,
    }  # fmt: skip
    type_ = TYPES[name]
    if name in special:
        return special[name]
    if pa.types.is_timestamp(type_):
        return _time
    if pa.types.is_list(type_):
        return _strings
    if pa.types.is_floating(type_):
        return _float
    return _string


CONVERTERS: Mapping[str, Callable[[Any], Any]] = {name: _converter(name) for name in ACCEPTED}


def as_json(rest: Mapping[str, Any]) -> str | None:
    """Return what `extra` holds: the columns that are not ours, as JSON; None where there are none."""
    if not rest:
        return None
    try:
        return _ENCODER.encode(rest)
    except ValueError:  # NaN, which JSON does not have
        return json.dumps(_without_nan(rest), ensure_ascii=False, allow_nan=False, default=_plain)


def _without_nan(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {str(key): _without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(item) for item in value]
    return value


def _plain(value: Any) -> Any:
    """What JSON has no type for, as text: times in ISO 8601, decimals as written, bytes as hexadecimal."""
    if isinstance(value, np.generic):  # half floats, before pyarrow 20
        return value.item()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_plain)

"""Times as inputs write them in; moments in UTC, with their precision, out."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SCALES = ((1e11, 1), (1e14, 1_000), (1e17, 1_000_000), (1e20, 1_000_000_000))
"""Numbers below so much count seconds, milliseconds, microseconds, nanoseconds: 1e11 seconds are the year 5138."""
_SECONDS = re.compile(r"[\dW-]{7,10}.\d\d:?\d\d:?\d\d")
_NUMBER = re.compile(r"-?\d{9,20}(?:\.\d{1,12})?")


def time_of(value: Any) -> tuple[datetime, str] | None:
    """Return a moment in UTC and its precision, from ISO 8601, RFC 2822, a date, or a number since 1970 in any unit.

    An empty text is no moment. A moment without a zone is in UTC. Raises `ValueError` for what is no time, `TypeError` for other types.

    >>> time_of("2019-02-06T09:30:00+01:00"), time_of(1549441800000)[0].isoformat(), time_of("2019-02")[1]
    ((datetime.datetime(2019, 2, 6, 8, 30, tzinfo=datetime.timezone.utc), 'second'), '2019-02-06T08:30:00+00:00', 'month')
    """
    if isinstance(value, str):
        return _time_of_text(value.strip())
    if isinstance(value, datetime):
        return _utc(value), "second"
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC), "day"
    if isinstance(value, int | float) and not isinstance(value, bool):
        if isinstance(value, int) and 1000 <= value <= 2999:
            return datetime(value, 1, 1, tzinfo=UTC), "year"
        return _since_1970(value), "second"
    raise TypeError(type(value).__name__)


def _time_of_text(text: str) -> tuple[datetime, str] | None:
    if not text:
        return None
    if _NUMBER.fullmatch(text):
        return _since_1970(float(text) if "." in text else int(text)), "second"
    if len(text) == 4 and text.isdecimal():
        return datetime(int(text), 1, 1, tzinfo=UTC), "year"
    if len(text) == 7 and text[4] == "-":
        return datetime.fromisoformat(text + "-01").replace(tzinfo=UTC), "month"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        if not text[:1].isalpha():
            raise
        try:
            return _utc(parsedate_to_datetime(text)), "second"
        except (TypeError, IndexError) as error:
            raise ValueError(text) from error
    if len(text) <= 10 and ":" not in text:
        return _utc(moment), "day"
    return _utc(moment), "second" if _SECONDS.match(text) else "minute"


def _since_1970(number: float) -> datetime:
    if not math.isfinite(number):
        raise ValueError(number)
    for limit, scale in _SCALES:
        if abs(number) < limit:
            exact = isinstance(number, int)
            past = timedelta(microseconds=number * 1_000_000 // scale) if exact else timedelta(seconds=number / scale)
            try:
                return _EPOCH + past
            except OverflowError as error:
                raise ValueError(number) from error
    raise ValueError(number)


def _utc(moment: datetime) -> datetime:
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError as error:  # the first and the last day there is
        raise ValueError(str(moment)) from error

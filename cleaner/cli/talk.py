"""What a run says on standard error: a bar on a terminal, a line now and then elsewhere, JSON lines for machines."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import IO, Any, Protocol

from cleaner import watch
from cleaner.text.escape import escaped_line

INTERVAL_SECONDS = 30.0
"""Between two lines where there is no terminal."""


class Talk(watch.Talk, Protocol):
    """Hears what happens in a run, and when it is over."""

    def close(self) -> None:
        """The run is over."""


def open_talk(log_format: str, redact: Callable[[str], str]) -> Talk:
    """Return what fits standard error and the wish of the user."""
    if log_format == "json":
        return JsonTalk(sys.stderr, redact)
    return BarTalk(redact) if sys.stderr.isatty() else LineTalk(sys.stderr, redact)


class JsonTalk:
    """One JSON object a line: time, level, event, message, and the facts of the event."""

    def __init__(self, stream: IO[str], redact: Callable[[str], str] = str, interval: float = INTERVAL_SECONDS) -> None:
        self._stream, self._redact = stream, redact
        self._clock = _Clock(interval)

    def event(self, level: str, name: str, message: str, facts: Mapping[str, Any]) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        entry = {"time": now, "level": level, "event": name, "message": message, **facts}
        self._stream.write(json.dumps(_redacted(entry, self._redact), ensure_ascii=True, default=str) + "\n")
        self._stream.flush()

    def progress(self, done: int, total: int, rows: int) -> None:
        if self._clock.due():
            self.event("info", "progress", _share(done, total), {"bytes": done, "bytes_total": total, "rows": rows})

    def close(self) -> None:
        self._stream.flush()


class LineTalk:
    """Plain lines, warnings and errors at once, progress now and then."""

    def __init__(self, stream: IO[str], redact: Callable[[str], str] = str, interval: float = INTERVAL_SECONDS) -> None:
        self._stream, self._redact = stream, redact
        self._clock = _Clock(interval)

    def event(self, level: str, name: str, message: str, facts: Mapping[str, Any]) -> None:
        if level != "debug":
            prefix = "" if level == "info" else f"{level}: "
            self._stream.write(f"cleaner: {escaped_line(self._redact(prefix + message))}\n")
            self._stream.flush()

    def progress(self, done: int, total: int, rows: int) -> None:
        if self._clock.due():
            self.event("info", "progress", f"{_share(done, total)}, {rows:,} rows", {})

    def close(self) -> None:
        self._stream.flush()


class BarTalk:
    """A bar that stays at the bottom of a terminal; events stand above it."""

    def __init__(self, redact: Callable[[str], str]) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

        self._redact = redact
        self._console = Console(stderr=True, markup=False, highlight=False, emoji=False)
        columns = (TextColumn("cleaning", markup=False), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        rows = TextColumn("{task.fields[rows]:,} rows", markup=False)
        self._bar = Progress(*columns, rows, console=self._console, transient=True)
        self._task = self._bar.add_task("", total=None, rows=0)
        self._bar.start()

    def event(self, level: str, name: str, message: str, facts: Mapping[str, Any]) -> None:
        if level != "debug":
            style = {"warning": "yellow", "error": "bold red"}.get(level)
            self._console.print(escaped_line(self._redact(message)), style=style)

    def progress(self, done: int, total: int, rows: int) -> None:
        self._bar.update(self._task, completed=done, total=total, rows=rows)

    def close(self) -> None:
        self._bar.stop()


def _redacted(value: Any, redact: Callable[[str], str]) -> Any:
    """The same value without what came from the environment, before JSON writes it in another way."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {key: _redacted(item, redact) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_redacted(item, redact) for item in value]
    return value


class _Clock:
    """Says when the next line is due."""

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._last = time.monotonic()

    def due(self) -> bool:
        if time.monotonic() - self._last < self._interval:
            return False
        self._last = time.monotonic()
        return True


def _share(done: int, total: int) -> str:
    return f"{done:,} of {total:,} bytes ({done / total:.0%})" if total else f"{done:,} bytes"

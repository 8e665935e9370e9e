"""The eyes and ears of a run: journal, progress and signals. In: what an executor tells. Out: journal lines, words for the user."""

from __future__ import annotations

import signal
import threading
from collections.abc import Mapping
from types import FrameType, TracebackType
from typing import Any, NoReturn, Protocol

from cleaner.executors.base import ShardResult
from cleaner.executors.local import DRAIN_SECONDS
from cleaner.io.durable import failpoint
from cleaner.io.staging import Staging


class Talk(Protocol):
    """What a run says to whoever started it."""

    def event(self, level: str, name: str, message: str, facts: Mapping[str, Any]) -> None:
        """Something happened: `level` is debug, info, warning or error."""

    def progress(self, done: int, total: int, rows: int) -> None:
        """So many bytes of input are done, of so many; so many rows came out."""


class Silence:
    """Says nothing."""

    def event(self, level: str, name: str, message: str, facts: Mapping[str, Any]) -> None:
        """Say nothing."""

    def progress(self, done: int, total: int, rows: int) -> None:
        """Say nothing."""


class Watch:
    """Listens to an executor; holds SIGINT and SIGTERM while it works, so that shards in work may finish.

    The first signal asks for an end, the second is as if nobody held it.
    """

    def __init__(self, staging: Staging, talk: Talk, total: int, done: int, finished: dict[int, ShardResult]) -> None:
        self._staging, self._talk = staging, talk
        self._total, self._done = total, done
        self._rows = sum(result.account.read for result in finished.values())
        self._results = finished
        self._signal: int | None = None
        self._old: dict[int, Any] = {}

    def __enter__(self) -> Watch:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._old[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._let_go()
        if self._signal is not None and error is None:
            self.give_up()

    def finished(self, result: ShardResult) -> None:
        """Put a finished shard on record."""
        failpoint("before_journal")
        self._staging.note(result.to_json())
        failpoint("after_journal")
        self._results[result.shard] = result

    def progress(self, bytes_done: int, rows_done: int) -> None:
        """Hand progress on, with what earlier runs have done."""
        self._talk.progress(self._done + bytes_done, self._total, self._rows + rows_done)

    def trouble(self, name: str, message: str, facts: Mapping[str, Any]) -> None:
        """Hand on as a warning."""
        self._talk.event("warning", name, message, facts)

    def stopping(self) -> bool:
        """Whether a signal came."""
        return self._signal is not None

    def give_up(self) -> NoReturn:
        """End the way the signal would have ended the process."""
        self._let_go()
        assert self._signal is not None
        signal.raise_signal(self._signal)
        raise KeyboardInterrupt

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._signal is not None:
            self._signal = number
            self.give_up()
        self._signal = number
        message = f"stopping: shards in work may finish for {DRAIN_SECONDS:g} seconds; once more stops at once"
        self._talk.event("warning", "stopping", message, {"signal": signal.Signals(number).name})

    def _let_go(self) -> None:
        while self._old:
            number, handler = self._old.popitem()
            signal.signal(number, handler)

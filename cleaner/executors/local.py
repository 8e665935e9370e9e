"""Workers on this machine, and the supervisor that keeps them at work.

A worker that dies is replaced and its shard tried again. Who dies twice in one batch has something in it that kills: the rows of the
shard are then tried one by one in a survey, and a row that kills, hangs or fills the memory is put aside as `worker_died`, `timeout`
or `memory`, while its neighbours are cleaned. (The pools of the standard library lose all pending work with one dead worker.)
"""

from __future__ import annotations

import collections
import selectors
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cleaner import errors
from cleaner.executors.base import Attempt, Job, Listener, ShardResult
from cleaner.executors.process import WorkerProcess
from cleaner.executors.spawn import ForkServer
from cleaner.io.shard import Shard

DRAIN_SECONDS = 25.0
"""What is in work when a run is to end may finish within this time; Airflow gives a killed task 40."""

POLL_SECONDS = 0.2
MAX_DEATHS_IN_A_ROW = 20
"""Workers that die one after the other without a shard finished or a row put aside: something is wrong with the machine."""

RECYCLE_SHARE = 0.5
"""A worker that holds this share of its memory limit between two shards is replaced."""


@dataclass
class _Task:
    shard: Shard
    attempt: Attempt = field(default_factory=Attempt)
    batch_deaths: collections.Counter[int] = field(default_factory=collections.Counter)
    row_deaths: collections.Counter[int] = field(default_factory=collections.Counter)


@dataclass
class _Slot:
    """One place for a worker, who is in it, and what it is doing."""

    number: int
    worker: WorkerProcess
    task: _Task | None = None
    bytes: int = 0
    rows: int = 0


class LocalExecutor:
    """Runs shards in `workers` processes, forked from a server that was started ahead or is started here."""

    def __init__(self, workers: int, server: ForkServer | None = None) -> None:
        self._workers, self._server = workers, server

    def run(self, job: Job, shards: Sequence[Shard], listener: Listener) -> bool:
        """Return whether all shards were finished; see `Executor`."""
        server = self._server or ForkServer()
        supervisor = _Supervisor(job, shards, listener, server)
        try:
            server.load([entry.name for entry in job.config.stages])
            supervisor.start(min(self._workers, len(shards)))
            return supervisor.loop()
        finally:
            supervisor.end()
            if server is not self._server:
                server.end()


class _Supervisor:
    def __init__(self, job: Job, shards: Sequence[Shard], listener: Listener, server: ForkServer) -> None:
        self._job, self._listener, self._server = job, listener, server
        self._waiting = collections.deque(_Task(shard) for shard in shards)
        self._selector = selectors.DefaultSelector()
        self._slots: list[_Slot] = []
        self._done_bytes = self._done_rows = self._deaths_in_a_row = 0

    def start(self, workers: int) -> None:
        for number in range(workers):
            self._slots.append(_Slot(number, self._new_worker(number)))

    def loop(self) -> bool:
        limit: float | None = None
        while any(slot.task for slot in self._slots) or (self._waiting and limit is None):
            if limit is None and self._listener.stopping():
                limit = time.monotonic() + DRAIN_SECONDS
            if limit is None:
                self._hand_out()
            elif time.monotonic() > limit:
                return False
            for key, _ in self._selector.select(POLL_SECONDS):
                self._hear(self._slots[key.data])
            for slot in self._slots:
                self._watch(slot)
            in_work = [slot for slot in self._slots if slot.task]
            done_bytes = self._done_bytes + sum(slot.bytes for slot in in_work)
            self._listener.progress(done_bytes, self._done_rows + sum(slot.rows for slot in in_work))
        return not self._waiting

    def end(self) -> None:
        for slot in self._slots:
            slot.worker.end()
        self._selector.close()

    def _new_worker(self, number: int) -> WorkerProcess:
        worker = WorkerProcess(self._job, number, self._server)
        self._selector.register(worker.socket, selectors.EVENT_READ, number)
        return worker

    def _replace(self, slot: _Slot) -> None:
        self._selector.unregister(slot.worker.socket)
        slot.worker.end()
        slot.worker = self._new_worker(slot.number)

    def _hand_out(self) -> None:
        for slot in self._slots:
            if self._waiting and slot.task is None:
                slot.task, slot.bytes, slot.rows = self._waiting.popleft(), 0, 0
                slot.worker.send({"shard": slot.task.shard.to_json(), "attempt": slot.task.attempt.to_json()})

    def _hear(self, slot: _Slot) -> None:
        for message in slot.worker.messages():
            match message["type"]:
                case "progress":
                    slot.bytes, slot.rows = message["bytes"], message["rows"]
                case "done":
                    self._finish(slot, ShardResult.from_json(message["result"]))
                case "surveyed":
                    assert slot.task is not None
                    slot.task.attempt.survey_from = None
                    self._waiting.appendleft(slot.task)
                    slot.task = None
                case "error" if message["kind"] != "MemoryError":
                    raise _as_raised(message)
                case "error":
                    slot.worker.killed_for = "memory"
                case "dead":
                    self._bury(slot)
                    return

    def _finish(self, slot: _Slot, result: ShardResult) -> None:
        assert slot.task is not None
        self._deaths_in_a_row = 0
        self._done_bytes += slot.task.shard.size
        self._done_rows += result.account.read
        slot.task = None
        self._listener.finished(result)
        if slot.worker.memory_bytes() > RECYCLE_SHARE * self._job.config.limits.memory_bytes:
            self._replace(slot)

    def _watch(self, slot: _Slot) -> None:
        """Kill a worker that is beyond a limit."""
        limits = self._job.config.limits
        if slot.task is None or slot.worker.killed_for:
            return
        if slot.worker.memory_bytes() > limits.memory_bytes:
            slot.worker.kill("memory")
        mark = slot.worker.mark()
        if mark is not None and slot.worker.cpu_seconds() - mark.cpu_seconds > limits.cpu_seconds:
            slot.worker.kill("timeout")

    def _bury(self, slot: _Slot) -> None:
        """A worker is dead: learn from its mark, replace it, and put its shard back to the front."""
        cause, reason = slot.worker.cause(), slot.worker.killed_for or "worker_died"
        mark, was_ready = slot.worker.mark(), slot.worker.ready
        self._deaths_in_a_row += 1
        if self._deaths_in_a_row > MAX_DEATHS_IN_A_ROW or (not was_ready and self._deaths_in_a_row > 3):
            raise errors.EnvironmentalError(f"workers die again and again, the last one was {cause}; is there enough memory?")
        task, slot.task = slot.task, None
        if task is not None:
            if mark is not None:
                self._learn(task, mark.batch, mark.first, mark.row, reason, cause)
            self._waiting.appendleft(task)
        self._listener.trouble("worker_died", f"worker {slot.number} {_why(reason, cause)}; it is replaced", {"cause": cause})
        self._replace(slot)

    def _learn(self, task: _Task, batch: int, first: int, row: int | None, reason: str, cause: str) -> None:
        by_limit = reason != "worker_died"
        if row is None:
            task.batch_deaths[batch] += 1
            if by_limit or task.batch_deaths[batch] >= 2:
                task.attempt.careful.add(batch)
                task.attempt.survey_from = first
            return
        task.row_deaths[row] += 1
        if by_limit or task.row_deaths[row] >= 2:
            self._deaths_in_a_row = 0
            limits = self._job.config.limits
            limit = {"timeout": f"limits.cpu_seconds, {limits.cpu_seconds:g}", "memory": f"limits.memory_bytes, {limits.memory_bytes}"}
            why = f"cleaning it takes more than {limit[reason]}" if by_limit else f"cleaning it kills the worker: {cause}, twice"
            task.attempt.poison[row] = (reason, why)
            task.attempt.survey_from = row + 1
            facts = {"shard": task.shard.index, "row": row, "error": reason}
            self._listener.trouble("document_put_aside", f"row {row} of shard {task.shard.index} is put aside: {why}", facts)
        else:
            task.attempt.survey_from = row


def _why(reason: str, cause: str) -> str:
    return {"timeout": "was over its CPU limit", "memory": "was over its memory limit"}.get(reason, f"was {cause}")


def _as_raised(message: dict[str, Any]) -> Exception:
    """The error that ended a worker, as far as it concerns the whole run."""
    if message["kind"] == "OSError":
        return OSError(message["errno"], message["message"], message["filename"])
    kind = getattr(errors, message["kind"], None)
    if isinstance(kind, type) and issubclass(kind, errors.CleanerError):
        return kind(message["message"])
    return RuntimeError(f"{message['kind']} in a worker: {message['message']}\n{message['traceback']}")

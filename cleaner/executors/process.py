"""One worker process as its supervisor sees it: forked, given a shard, listened to, measured, killed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cleaner.executors.base import Job
from cleaner.executors.marks import Mark, MarkReader
from cleaner.executors.spawn import ForkServer


class WorkerProcess:
    """A worker with a job. `number` tells the workers of a run apart."""

    def __init__(self, job: Job, number: int, server: ForkServer) -> None:
        marks = job.scratch / f"worker-{number}.marks"
        self._marks = MarkReader(marks)
        self._child = server.fork()
        self.socket = self._child.socket
        self._process: int | None = None
        self._buffer = b""
        self.killed_for: str | None = None
        setup = {
            "config": job.config.model_dump(mode="json"),
            "folder": str(job.folder),
            "scratch": str(job.scratch),
            "facts": dict(job.facts),
            "marks": str(marks),
        }
        self.send(setup)

    @property
    def ready(self) -> bool:
        """Whether it has loaded all and said so."""
        return self._process is not None

    def send(self, message: Mapping[str, Any]) -> None:
        """Send one message. A worker that is gone is noticed by the end of what it sends, not here."""
        with contextlib.suppress(ConnectionError):
            self.socket.sendall(json.dumps(message).encode() + b"\n")

    def messages(self) -> Iterator[dict[str, Any]]:
        """Yield what has come; `{"type": "dead"}` is the last."""
        while True:
            try:
                data = self.socket.recv(1 << 16, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return
            except ConnectionError:
                data = b""
            if not data:
                yield {"type": "dead"}
                return
            *lines, self._buffer = (self._buffer + data).split(b"\n")
            for line in lines:
                message = json.loads(line)
                if message["type"] == "ready":
                    self._process = message["process"]
                else:
                    yield message

    def mark(self) -> Mark | None:
        """What it is at, or was."""
        return self._marks.read()

    def cpu_seconds(self) -> float:
        """CPU time used so far, 0 where the system does not say."""
        try:
            facts = Path(f"/proc/{self._process}/stat").read_bytes().rpartition(b")")[2].split()
        except OSError:
            return 0.0
        return (int(facts[11]) + int(facts[12])) / os.sysconf("SC_CLK_TCK")

    def memory_bytes(self) -> int:
        """Resident memory, 0 where the system does not say."""
        try:
            return int(Path(f"/proc/{self._process}/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError):
            return 0

    def kill(self, reason: str | None = None) -> None:
        """Kill it; `reason` is remembered for whoever asks why it died."""
        self.killed_for = reason
        self._child.bury()

    def end(self) -> None:
        """Kill it if it lives, and let everything go."""
        if self.ready:  # else its server may not have forked it yet, and does what it is asked one after the other
            self._child.bury()
        self._child.close()
        self._marks.close()

    def cause(self) -> str:
        """Say how it died: a signal, or its exit code and the last line it wrote."""
        code = self._child.bury()
        if code < 0:
            with contextlib.suppress(ValueError):
                return f"killed by {signal.Signals(-code).name}"
        line = self._child.last_line()
        return f"ended with exit code {code}" + (f": {line[:300]}" if line else "")

"""One worker process as its supervisor sees it: started, given a shard, listened to, measured, killed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cleaner.executors.base import Job
from cleaner.executors.marks import Mark, MarkReader
from cleaner.executors.spawn import Child


class WorkerProcess:
    """A child with a job. `number` tells the workers of a run apart; `child` is one that was born ahead."""

    def __init__(self, job: Job, number: int, child: Child | None = None) -> None:
        marks = job.scratch / f"worker-{number}.marks"
        self._marks = MarkReader(marks)
        self._child = child or Child()
        self._process = self._child.process
        assert self._process.stdout is not None
        self.pipe = self._process.stdout
        os.set_blocking(self.pipe.fileno(), False)
        self._buffer = b""
        self.killed_for: str | None = None
        self.ready = False
        setup = {
            "config": job.config.model_dump(mode="json"),
            "folder": str(job.folder),
            "scratch": str(job.scratch),
            "facts": dict(job.facts),
            "marks": str(marks),
        }
        self.send(setup)

    def send(self, message: Mapping[str, Any]) -> None:
        """Send one message. A worker that is gone is noticed by the end of its pipe, not here."""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()

    def messages(self) -> Iterator[dict[str, Any]]:
        """Yield what has come; `{"type": "dead"}` is the last."""
        while True:
            try:
                data = os.read(self.pipe.fileno(), 1 << 16)
            except BlockingIOError:
                return
            if not data:
                yield {"type": "dead"}
                return
            *lines, self._buffer = (self._buffer + data).split(b"\n")
            for line in lines:
                yield json.loads(line)

    def mark(self) -> Mark | None:
        """What it is at, or was."""
        return self._marks.read()

    def cpu_seconds(self) -> float:
        """CPU time used so far, 0 where the system does not say."""
        try:
            facts = Path(f"/proc/{self._process.pid}/stat").read_bytes().rpartition(b")")[2].split()
        except OSError:
            return 0.0
        return (int(facts[11]) + int(facts[12])) / os.sysconf("SC_CLK_TCK")

    def memory_bytes(self) -> int:
        """Resident memory, 0 where the system does not say."""
        try:
            return int(Path(f"/proc/{self._process.pid}/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError):
            return 0

    def kill(self, reason: str | None = None) -> None:
        """Kill it; `reason` is remembered for whoever asks why it died."""
        self.killed_for = reason
        self._process.kill()

    def end(self) -> None:
        """Kill it if it lives, and let everything go."""
        self._child.end()
        self._marks.close()

    def cause(self) -> str:
        """Say how it died: a signal, or its exit code and the last line it wrote."""
        code = self._process.wait()
        if code < 0:
            with contextlib.suppress(ValueError):
                return f"killed by {signal.Signals(-code).name}"
        line = self._child.last_line()
        return f"ended with exit code {code}" + (f": {line[:300]}" if line else "")

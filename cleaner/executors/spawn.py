"""The birth of workers. Imports next to nothing, so that what they need can load while the run still reads its config.

All workers of a run are forked from one process, the fork server (`cleaner.executors.fork_server`), which loads modules, rules and
models once. So a worker starts in some milliseconds, and the pages of what was loaded are shared.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any


class ForkServer:
    """A process that runs `cleaner.executors.fork_server`, and a socket to ask it for workers. One that dies is started again.

    `config`: a file from which it guesses what to load before it is told.
    """

    def __init__(self, config: Path | None = None) -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  # closed in `end`
        self._stages: list[str] = []
        self._forked = self._code = 0
        self._start(config)

    def _start(self, config: Path | None = None) -> None:
        self._first = self._forked + 1
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
                [sys.executable, "-m", "cleaner.executors.fork_server", str(os.getpid()), *([str(config)] if config else ())],
                stdin=theirs.fileno(), stdout=self._log, stderr=self._log, env=_environment(),
            )  # fmt: skip

    def load(self, stages: Sequence[str]) -> None:
        """Tell it which stages the workers will have."""
        self._stages = list(stages)
        self._send({"load": self._stages})

    def fork(self) -> Child:
        """Return a new worker, which need not live yet when this returns."""
        if self._process.poll() is not None:
            self._code = self._process.returncode
            self._socket.close()
            self._start()
            self.load(self._stages)
        self._forked += 1
        child = Child(self, self._forked)
        with child.theirs:
            self._send({"fork": self._forked}, (child.theirs.fileno(), child.log.fileno()))
        return child

    def bury(self, number: int) -> int:
        """Kill a worker if it lives. Return its exit code, negative for a signal; that of its server where that is gone."""
        if number < self._first:
            return self._code
        self._send({"bury": number})
        answer = b""
        with contextlib.suppress(ConnectionError):
            while not answer.endswith(b"\n") and (data := self._socket.recv(64)):
                answer += data
        if answer.endswith(b"\n"):
            return int(answer)
        self._process.kill()
        return self._process.wait()

    def last_line(self) -> str:
        """Return the last line that it wrote."""
        return _last_line(self._log)

    def end(self) -> None:
        """Kill it, and its workers with it, and let everything go."""
        self._process.kill()
        self._process.wait()
        self._socket.close()
        self._log.close()

    def _send(self, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
        """Send one message. A server that is gone is noticed when it does not answer, not here."""
        with contextlib.suppress(ConnectionError):
            socket.send_fds(self._socket, [json.dumps(message).encode() + b"\n"], descriptors)


class Child:
    """A worker as its parent holds it: a socket to speak with it, and what it and its libraries print, in a file without a name."""

    def __init__(self, server: ForkServer, number: int) -> None:
        self._server, self._number = server, number
        self._code: int | None = None
        self.socket, self.theirs = socket.socketpair()
        self.log = tempfile.TemporaryFile()  # noqa: SIM115  # closed in `close`

    def bury(self) -> int:
        """Kill it if it lives. Return its exit code, negative for a signal."""
        if self._code is None:
            self._code = self._server.bury(self._number)
        return self._code

    def last_line(self) -> str:
        """Return the last line that it wrote, or, where it never lived, its server."""
        return _last_line(self.log) or self._server.last_line()

    def close(self) -> None:
        """Let go what it is held by, which ends it if it lives."""
        self.socket.close()
        self.log.close()


def _last_line(log: IO[bytes]) -> str:
    with contextlib.suppress(OSError, ValueError):
        log.seek(0)
        lines = log.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else ""
    return ""


def _environment() -> dict[str, str]:
    """The environment of workers: ours, the folders that this process imports from, and one thread for each, since they are many."""
    path = os.pathsep.join(entry for entry in sys.path if entry and os.path.isdir(entry))
    return {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", **os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}

"""The birth of workers.

All workers of a run are forked from one process, the fork server (`cleaner.executors.fork_server`), which loads modules, rules and
models once. So a worker starts in some milliseconds, and the pages of what was loaded are shared.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from typing import IO, Any

from cleaner.executors import ONE_THREAD
from cleaner.executors.fork_server import fork_off


class ForkServer:
    """A process that runs `cleaner.executors.fork_server`, and a socket to ask it for workers. One that dies is started again.

    `here`: it is forked off this process, and has what is loaded already; for a command that has not begun to work. Else, and where
    this process has threads, it is a program of its own.
    """

    def __init__(self, *, here: bool = False) -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  # closed in `end`
        self._stages: list[str] = []
        self._forked = self._code = 0
        self._start(here)

    def _start(self, here: bool = False) -> None:
        self._first = self._forked + 1
        self._socket, theirs = socket.socketpair()
        self._process: _Forked | subprocess.Popen[bytes]
        with theirs:
            if here and threading.active_count() == 1:
                self._process = _Forked(fork_off(self._socket, theirs, self._log.fileno()))
            else:
                self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
                    [sys.executable, "-m", "cleaner.executors.fork_server", str(os.getpid())],
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


class _Forked:
    """A process that was forked off this one, as `subprocess` would hold it."""

    def __init__(self, process: int) -> None:
        self._process = process
        self.returncode = 0
        self._lives = True

    def poll(self) -> int | None:
        """Return its exit code once it is dead."""
        return self._ended(os.WNOHANG)

    def kill(self) -> None:
        if self._lives:
            os.kill(self._process, signal.SIGKILL)

    def wait(self) -> int:
        self._ended(0)
        return self.returncode

    def _ended(self, how: int) -> int | None:
        if self._lives:
            process, status = os.waitpid(self._process, how)
            if not process:
                return None
            self._lives, self.returncode = False, os.waitstatus_to_exitcode(status)
        return self.returncode


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
    """The environment of workers: ours, the folders that this process imports from, and one thread for each."""
    path = os.pathsep.join(entry for entry in sys.path if entry and os.path.isdir(entry))
    return {**ONE_THREAD, **os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}

"""The process that workers are forked from, itself forked by a command or started: `python -m cleaner.executors.fork_server`.

In, on a socket, as JSON lines: stages to load, workers to fork, with what they speak and print on, and workers to bury. Out: the exit
code of each that was buried. It cleans nothing, and ends with its parent.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import gc
import importlib
import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Collection, Iterator
from importlib.abc import MetaPathFinder
from typing import Any

from cleaner.executors.worker import warm_up, work
from cleaner.patterns import keep_patterns
from cleaner.stages import STAGES

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Serve the parent on the socket that is the standard input."""
    _die_with_parent(int(sys.argv[1]))
    _serve(socket.socket(fileno=os.dup(0)))


def fork_off(ours: socket.socket, theirs: socket.socket, log: int) -> int:
    """Fork a server off this process, which has nothing yet that workers must not hold. Return its process id.

    `ours`, `theirs`: the two ends of the line it is spoken to on; `log`: where it prints.
    """

    def serve() -> None:
        ours.close()
        _serve(theirs)

    return _fork(serve, log)


def _serve(control: socket.socket) -> None:
    """Load, fork and bury until the socket ends."""
    faulthandler.enable()
    gc.disable()  # what is loaded is no garbage
    for number in (signal.SIGINT, signal.SIGTERM):  # the run decides when its workers end
        signal.signal(number, signal.SIG_IGN)
    workers: dict[int, int] = {}
    for message, descriptors in _messages(control):
        match message:
            case {"load": stages}:
                _load(stages)
            case {"fork": number}:
                speaks, prints = descriptors
                workers[number] = _fork(lambda: _work(control, speaks), prints)  # noqa: B023  # run at once
                os.close(speaks)
                os.close(prints)
            case {"bury": number}:
                control.sendall(f"{_bury(workers.pop(number))}\n".encode())


def _messages(control: socket.socket) -> Iterator[tuple[dict[str, Any], list[int]]]:
    """Yield messages with the descriptors that came with them: one receive ends behind descriptors, so they are of the last message."""
    data = b""
    while True:
        received, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 2)
        if not received:
            return
        data += received
        *lines, data = data.split(b"\n")
        for line in lines:
            message = json.loads(line)
            yield message, descriptors if "fork" in message else []


def _fork(run: Callable[[], None], log: int) -> int:
    """Fork a process that runs this and nothing after it, prints into the log and dies with its parent. Return its id."""
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        _die_with_parent(parent)
        with open(os.devnull, "rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        run()
    finally:  # whatever happens, never back into the parent's code
        os._exit(1)


def _work(control: socket.socket, speaks: int) -> None:
    control.close()
    work(socket.socket(fileno=speaks))


def _bury(worker: int) -> int:
    """Kill a worker if it lives, and return its exit code."""
    os.kill(worker, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])


def _load(named: Collection[str]) -> None:
    """Load what the workers of a run need: modules, and the models and rules of these stages."""
    for name in ("cleaner.config", "cleaner.executors.clean", "cleaner.executors.marks"):
        importlib.import_module(name)
    from cleaner.pipeline import Pipeline

    with contextlib.suppress(Exception):
        if set(named) <= STAGES.keys():
            _leave_pandas_out()
        for name in STAGES:
            if name in named:
                warm_up(Pipeline.from_names(name))
    keep_patterns()


def _die_with_parent(parent: int) -> None:
    """Be killed when the parent dies, even in the middle of a call into C (Linux)."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _leave_pandas_out() -> None:
    """Make pyarrow's first array while pandas cannot be found: it would import it, where it is installed, for a fifth of a second.

    Only where all stages are ours, which never turn Arrow into pandas.
    """
    import pyarrow as pa

    class NoPandas(MetaPathFinder):
        def find_spec(self, name: str, path: object, target: object = None) -> None:
            if name == "pandas":
                raise ModuleNotFoundError(name)

    finder = NoPandas()
    sys.meta_path.insert(0, finder)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(finder)


if __name__ == "__main__":
    main()

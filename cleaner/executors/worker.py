"""A local worker, forked from `cleaner.executors.fork_server`.

In, on a socket, as JSON lines: the job, then one shard after the other. Out, on the same socket: progress and results. Text of
documents never passes here: the worker opens its input and writes its part itself. It ends when its socket does.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import queue
import socket
import threading
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.patterns import keep_patterns

if TYPE_CHECKING:
    from cleaner.pipeline import Pipeline

_WARM_UP = """Council meets again
By Ann Hill
5 March 2024
Share this article

LONDON (Reuters) - The council met on Tuesday, the mayor said, and it will meet again in the spring.

The mayor opens the bridge. (Photo: Max Roe/AFP)

Совет соберётся снова весной, сказал мэр города во вторник.

It will then speak about the bridge, which is to be built by the end of the year.
Read more: Bridge to be built
"""
"""Cleaned once at the start: it has some of all that stages look for, so that they load what most documents need."""

PROGRESS_BYTES = 1 << 20
"""Input between two messages of progress."""


def work(connection: socket.socket) -> None:
    """Work until the connection ends."""
    tasks = _received(connection)

    def say(what: str, **facts: Any) -> None:
        connection.sendall(json.dumps({"type": what, **facts}).encode() + b"\n")

    try:
        _work(json.loads(tasks.get()), tasks, say)
    except BaseException as error:
        traceback.print_exc()
        say("error", **_facts(error))
        raise


def warm_up(pipeline: Pipeline) -> None:
    """Clean a text once, so that models and rules are loaded before the first document."""
    with contextlib.suppress(Exception):  # what a stage does not like is said of a document, not here
        pipeline.clean(_WARM_UP, html=_WARM_UP, content=_WARM_UP.encode(), language="en", script="Latn")


def collect_less_often() -> None:
    """Leave what was loaded once out of garbage collection, and collect by larger numbers: a tenth of the time of a batch.

    What is garbage by then, some hundred objects, stays: to find it takes as long as to clean a hundred documents.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    gc.enable()


def _work(setup: Mapping[str, Any], tasks: queue.Queue[str], say: Callable[..., None]) -> None:
    from cleaner.config import Config
    from cleaner.executors.base import Attempt, Job
    from cleaner.executors.clean import clean_shard, survey_shard
    from cleaner.executors.marks import MarkWriter
    from cleaner.io.shard import Shard

    config = Config.model_validate(setup["config"])
    job = Job(config, Path(setup["folder"]), Path(setup["scratch"]), setup["facts"])
    _limit_memory(config.limits.memory_bytes)
    marker = MarkWriter(Path(setup["marks"]))
    pipeline = config.pipeline()
    warm_up(pipeline)
    collect_less_often()
    say("ready", process=os.getpid())
    while True:
        task = json.loads(tasks.get())
        shard, attempt = Shard.from_json(task["shard"]), Attempt.from_json(task["attempt"])
        if attempt.survey_from is not None:
            survey_shard(job, pipeline, shard, attempt, marker)
            say("surveyed", shard=shard.index)
            continue
        told = 0

        def progress(bytes_done: int, rows: int) -> None:
            nonlocal told
            if bytes_done - told >= PROGRESS_BYTES:
                told = bytes_done
                say("progress", bytes=bytes_done, rows=rows)

        result = clean_shard(job, pipeline, shard, attempt, marker, progress)
        keep_patterns()
        say("done", result=result.to_json())


def _received(connection: socket.socket) -> queue.Queue[str]:
    """Read tasks beside the work, to notice at once when the parent has gone."""
    lines: queue.Queue[str] = queue.Queue()

    def read() -> None:
        with contextlib.suppress(OSError), connection.makefile("r", encoding="ascii") as messages:
            for line in messages:
                lines.put(line)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return lines


def _limit_memory(size: int) -> None:
    """Let an allocation beyond the limit fail in the document that asks for it, where the system can."""
    size += _reserved_bytes()
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))


def _reserved_bytes() -> int:
    """Return what the fork server has reserved and never used, a gigabyte of Arrow's allocator; 0 where the system does not say."""
    try:
        _, resident, _, _, _, data, _ = map(int, Path("/proc/self/statm").read_bytes().split())
    except (OSError, ValueError):
        return 0
    return max(0, data - resident) * os.sysconf("SC_PAGE_SIZE")


def _facts(error: BaseException) -> dict[str, Any]:
    facts: dict[str, Any] = {"kind": type(error).__name__, "message": str(error), "traceback": traceback.format_exc()}
    if isinstance(error, OSError):
        facts |= {"kind": "OSError", "errno": error.errno, "message": error.strerror or str(error)}
        facts["filename"] = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else None
    return facts

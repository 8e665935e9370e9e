"""The process of a local worker: `python -m cleaner.executors.worker`.

In, on standard input, as JSON lines: the job, then one shard after the other. Out, on the pipe that was standard output: progress and
results. Text of documents never passes here: the worker opens its input and writes its part itself. It ends with its parent.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import gc
import importlib
import json
import os
import queue
import re
import signal
import sys
import threading
import traceback
from collections.abc import Mapping
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.stages import STAGES, stage_table

if TYPE_CHECKING:
    from cleaner.pipeline import Pipeline

_PR_SET_PDEATHSIG = 1
_WARM_UP = "The council met on Tuesday.\n\nIt will meet again in the spring, the mayor said.\n\nBy Ann Hill\n"
"""Cleaned once at the start."""

PROGRESS_BYTES = 1 << 20
"""Input between two messages of progress."""


def main() -> None:
    """Work until standard input ends."""
    out = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # what a library prints must not look like a message
    faulthandler.enable()
    gc.disable()  # until all is loaded
    _die_with_parent(int(sys.argv[1]))
    for number in (signal.SIGINT, signal.SIGTERM):  # the run decides when its workers end
        signal.signal(number, signal.SIG_IGN)
    tasks = _lines_of_stdin()

    def say(what: str, **facts: Any) -> None:
        out.write(json.dumps({"type": what, **facts}) + "\n")
        out.flush()

    try:
        if len(sys.argv) > 2:
            _load(sys.argv[2])
        _work(json.loads(tasks.get()), tasks, say)
    except BaseException as error:
        say("error", **_facts(error))
        raise


def _load(config: str) -> None:
    """Load what a run will need, while its parent may still be reading the config: modules, and the models of stages named in it.

    A guess that is wrong, about a config that is, costs time and nothing else.
    """
    for name in ("cleaner.config", "cleaner.executors.clean", "cleaner.executors.marks"):
        importlib.import_module(name)
    from cleaner.pipeline import Pipeline

    with contextlib.suppress(Exception):
        named = stage_table().keys() & set(_words(Path(config)))
        if named <= STAGES.keys():
            _leave_pandas_out()
            for name in STAGES:
                if name in named:
                    _warm_up(Pipeline.from_names(name))


def _words(config: Path) -> list[str]:
    """Return the words of a config; of none that can be read but once, or is too large to be one."""
    from cleaner.config.tree import MAX_BYTES

    if not config.is_file() or config.stat().st_size > MAX_BYTES:
        return []
    return re.findall(r"\w+", config.read_text("utf-8"))


def _warm_up(pipeline: Pipeline) -> None:
    """Clean a text once, so that models and rules are loaded before the first document."""
    with contextlib.suppress(Exception):  # what a stage does not like is said of a document, not here
        pipeline.clean(_WARM_UP, html=_WARM_UP, content=_WARM_UP.encode(), language="en", script="Latn")


def _work(setup: Mapping[str, Any], tasks: queue.Queue[str], say: Any) -> None:
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
    if all(entry.name in STAGES for entry in config.stages):
        _leave_pandas_out()
    _warm_up(pipeline)
    collect_less_often()
    say("ready")
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
        say("done", result=result.to_json())


def _lines_of_stdin() -> queue.Queue[str]:
    """Read tasks beside the work, to notice at once when the parent has gone."""
    lines: queue.Queue[str] = queue.Queue()

    def read() -> None:
        for line in sys.stdin:
            lines.put(line)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return lines


def _die_with_parent(parent: int) -> None:
    """Be killed when the parent dies, even in the middle of a call into C (Linux)."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _limit_memory(size: int) -> None:
    """Let an allocation beyond the limit fail in the document that asks for it, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))


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


def collect_less_often() -> None:
    """Leave what was loaded once out of garbage collection, and collect by larger numbers: a tenth of the time of a batch.

    What is garbage by then, some hundred objects, stays: to find it takes as long as to clean a hundred documents.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    gc.enable()


def _facts(error: BaseException) -> dict[str, Any]:
    facts: dict[str, Any] = {"kind": type(error).__name__, "message": str(error), "traceback": traceback.format_exc()}
    if isinstance(error, OSError):
        facts |= {"kind": "OSError", "errno": error.errno, "message": error.strerror or str(error)}
        facts["filename"] = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else None
    return facts


if __name__ == "__main__":
    main()

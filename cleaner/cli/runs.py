"""`run`, `plan` and `verify`: a config and the wishes of the command line in, one call, a summary out."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from cleaner.cli.commands import console, redacted
from cleaner.cli.talk import open_talk
from cleaner.config import Config, load_config
from cleaner.text.escape import escaped_line


def configured(file: Path, overrides: Iterable[str], paths: Sequence[str], output: str | None) -> Config:
    """Load a config; `--input` and `--output` stand above the file and `--set`."""
    given = list(overrides)
    if paths:
        given.append(f"input.paths={json.dumps(list(paths))}")
    if output is not None:
        given.append(f"output.path={json.dumps(output)}")
    return load_config(file, given)


def run_command(
    file: Path,
    overrides: Iterable[str],
    paths: Sequence[str],
    output: str | None,
    *,
    mode: str,
    on_empty: str,
    break_lock: bool,
    summary: str,
    log_format: str,
) -> None:
    """`cleaner run`. Workers load while it plans."""
    gc.disable()  # what is loaded is no garbage
    try:
        from cleaner.executors.spawn import ForkServer
        from cleaner.run import run

        config = configured(file, overrides, paths, output)
        server = ForkServer(here=True)
    finally:
        gc.freeze()
        gc.enable()
    try:
        server.load([entry.name for entry in config.stages])
        if summary == "text":
            from cleaner.cli.summary import draw_summary  # brings rich, which scheduled runs need not load
        talk = open_talk(log_format, config.redact)
        with redacted(config):
            try:
                result = run(config, mode=mode, on_empty=on_empty, break_lock=break_lock, talk=talk, server=server)
            except Exception as error:
                if log_format == "json":
                    talk.event("error", type(error).__name__, str(error), {})
                raise
            finally:
                talk.close()
    finally:
        server.end()
    if summary == "json":
        print(config.redact(json.dumps(result, ensure_ascii=True, default=str)))
    else:
        console().print(draw_summary(result))


def plan_command(file: Path, overrides: Iterable[str], paths: Sequence[str], output: str | None) -> None:
    """`cleaner plan`."""
    from cleaner.plan import make_plan

    config = configured(file, overrides, paths, output)
    with redacted(config):
        plan = make_plan(config)
    for line in plan.lines():
        print(escaped_line(config.redact(line)))


def verify_command(path: str) -> None:
    """`cleaner verify`."""
    from cleaner.verify import verify

    for line in verify(path):
        print(escaped_line(line))

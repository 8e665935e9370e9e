"""`CleanerRunOperator`: a task that is one `cleaner run`.

In: the arguments of the command, templated. Out: the summary of the run as XCom, its facts on the asset, and the state of the
task by the exit code of the command.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, ClassVar

from airflow.sdk import BaseOperator

try:
    from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException
except ImportError:  # Airflow 3.0 keeps them here
    from airflow.exceptions import AirflowException, AirflowFailException, AirflowSkipException

if TYPE_CHECKING:
    from airflow.sdk import Asset
    from airflow.sdk.definitions.context import Context

FINAL = {1: "the data or the contract is not as promised", 2: "the config or the command is wrong", 4: "a bug in cleaner"}
"""Exit codes that a retry cannot mend, and what they say."""

NOTHING_TO_DO = 99
LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


class CleanerRunOperator(BaseOperator):  # type: ignore[misc]  # airflow.sdk is not installed where types are checked
    """Run `cleaner run` as a child process, log what it says, and return its summary.

    A child of its own, because a run has workers, limits on memory and signals of its own, none of which belong into the process
    of a task. Its JSON log lines are streamed to the task log. When the task is killed, the whole process group is, and the same
    run goes on from there at the next try.

    Exit code 0 returns the summary as XCom; 1, 2 and 4 fail without a retry; 99 (nothing new) skips; 3 and a death by signal
    may be retried.

    `config`, `input_paths`, `output_path`, `overrides`, `environment` and `working_directory` are templated. `overrides` are like
    `{"contract.min_rows": 100}`. With `asset`, the task has it as an outlet, and its event carries the counts of the run.

        CleanerRunOperator(task_id="clean", config="news.yaml", input_paths=["raw/{{ ds }}/*.jsonl"], asset=Asset("clean_news"))
    """

    template_fields: Sequence[str] = ("config", "input_paths", "output_path", "overrides", "environment", "working_directory")
    template_ext: Sequence[str] = ()
    template_fields_renderers: ClassVar[dict[str, str]] = {"overrides": "json", "environment": "json"}
    ui_color = "#d5e8d4"

    def __init__(
        self,
        *,
        config: str,
        input_paths: Sequence[str] | str = (),
        output_path: str | None = None,
        overrides: Mapping[str, Any] | None = None,
        mode: str = "append",
        environment: Mapping[str, str] | None = None,
        working_directory: str | None = None,
        command: Sequence[str] = (),
        grace_seconds: float = 40.0,
        asset: Asset | None = None,
        **arguments: Any,  # those of every operator, as Airflow hands them on
    ) -> None:
        if asset is not None:
            outlets = arguments.get("outlets") or []
            arguments["outlets"] = [*(outlets if isinstance(outlets, list | tuple) else [outlets]), asset]
        super().__init__(**arguments)
        self.config = config
        self.input_paths = input_paths
        self.output_path = output_path
        self.overrides = overrides
        self.mode = mode
        self.environment = environment
        self.working_directory = working_directory
        self.command = command
        self.grace_seconds = grace_seconds
        self.asset = asset
        self._child: subprocess.Popen[str] | None = None

    def command_line(self) -> list[str]:
        """The command as it is run, from the rendered arguments."""
        command = [*(self.command or (sys.executable, "-m", "cleaner")), "run", "--config", self.config]
        for path in [self.input_paths] if isinstance(self.input_paths, str) else self.input_paths or ():
            command += ["--input", path]
        if self.output_path:
            command += ["--output", self.output_path]
        for key, value in (self.overrides or {}).items():
            command += ["--set", f"{key}={value if isinstance(value, str) else json.dumps(value)}"]
        return [*command, "--mode", self.mode, "--on-empty", "skip", "--summary", "json", "--log-format", "json"]

    def execute(self, context: Context) -> dict[str, Any]:
        """Run the command to its end. Raises what Airflow wants for a task that fails, is retried or skipped."""
        command = self.command_line()
        self.log.info("running %s", " ".join(command))
        child = subprocess.Popen(  # noqa: S603 - the command is the author's of the DAG
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.working_directory or None,
            env={**os.environ, **(self.environment or {})},
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        self._child = child
        assert child.stdout is not None
        assert child.stderr is not None
        last: list[str] = []
        reader = threading.Thread(target=self._stream, args=(child.stderr, last), daemon=True)
        reader.start()
        try:
            answer = child.stdout.read()
            code = child.wait()
            reader.join(timeout=10)
        finally:
            self._end(child)
        return self._outcome(code, answer, last[-1] if last else "", context)

    def on_kill(self) -> None:
        """End the run and its workers: first asked to drain, then killed."""
        if self._child is not None:
            self._end(self._child)

    def _end(self, child: subprocess.Popen[str]) -> None:
        if child.poll() is None:
            _signal(child.pid, signal.SIGTERM)
            try:
                child.wait(self.grace_seconds)
            except subprocess.TimeoutExpired:
                self.log.warning("the run did not stop within %s s and is killed", self.grace_seconds)
        _signal(child.pid, signal.SIGKILL)  # workers that outlived it
        child.wait()

    def _stream(self, lines: IO[str], last: list[str]) -> None:
        """Hand the log of the child on, line by line; keep the last error for the message of the task."""
        for line in lines:
            level, message = _read_log_line(line)
            self.log.log(level, "%s", message)
            if level >= logging.ERROR:
                last[:] = [message]

    def _outcome(self, code: int, answer: str, error: str, context: Context) -> dict[str, Any]:
        if code == 0:
            try:
                summary: dict[str, Any] = json.loads(answer)
            except ValueError:
                raise AirflowFailException(f"cleaner run succeeded, but its summary cannot be read: {answer[:200]!r}") from None
            if self.asset is not None:
                facts = {key: value for key, value in summary.items() if isinstance(value, str | int | float | bool)}
                context["outlet_events"][self.asset].extra = facts
            return summary
        if code == NOTHING_TO_DO:
            raise AirflowSkipException(error or "no new input")
        if code in FINAL:
            raise AirflowFailException(f"cleaner run left with {code}, {FINAL[code]}: {error}")
        how = f"was killed by signal {-code}" if code < 0 else f"left with {code}"
        raise AirflowException(f"cleaner run {how}, worth a retry: {error}")


def _signal(group: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def _read_log_line(line: str) -> tuple[int, str]:
    """Level and message of one line of a JSON log; anything else is an error message of the command itself."""
    line = line.rstrip("\n")
    try:
        entry = json.loads(line)
        level = LEVELS.get(str(entry["level"]), logging.INFO)
        facts = {key: value for key, value in entry.items() if key not in ("time", "level", "event", "message")}
        message = str(entry.get("message") or entry.get("event"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return logging.ERROR, line
    return level, f"{message} {json.dumps(facts, ensure_ascii=False)}" if facts else message

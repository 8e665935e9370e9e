"""The birth of a worker process. Imports next to nothing, so that the first one can load while its parent still reads the config."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path


class Child:
    """A process that runs `cleaner.executors.worker`; what it and its libraries print goes to a file without a name.

    `config`: a file from which it guesses what to load before it is told.
    """

    def __init__(self, config: Path | None = None) -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  # closed in `end`
        self.process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            [sys.executable, "-m", "cleaner.executors.worker", str(os.getpid()), *([str(config)] if config else ())],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, env=_environment(),
        )  # fmt: skip

    def last_line(self) -> str:
        """Return the last line that it wrote."""
        with contextlib.suppress(OSError, ValueError):
            self._log.seek(0)
            lines = self._log.read().decode("utf-8", "replace").strip().splitlines()
            return lines[-1] if lines else ""
        return ""

    def end(self) -> None:
        """Kill it if it lives, and let everything go."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self._log):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()


def _environment() -> dict[str, str]:
    """The environment of a worker: ours, and the folders that this process imports from."""
    path = os.pathsep.join(entry for entry in sys.path if entry and os.path.isdir(entry))
    return dict(os.environ) | {"PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}

"""The command line: parse, call one function, print. No logic of its own.

Standard output is data or the summary; progress and logs go to standard error. Exit codes are those of `cleaner.errors`, 130 and
143 for signals.
"""

import gc
import os
from typing import Any


def main() -> None:
    """Run the command line and leave with its exit code; Ctrl-C is answered from the first import on.

    It leaves at once: while the interpreter takes itself down, a signal would change the exit code of a run that is over.
    """
    gc.set_threshold(100_000)  # what is loaded is no garbage: to look for some takes a twentieth of a start
    try:
        from cleaner.cli.guard import guarded
        from cleaner.executors import ONE_THREAD

        for name, value in ONE_THREAD.items():  # workers are forked off this process
            os.environ.setdefault(name, value)
        guarded(_run)
    except SystemExit as error:
        os._exit(error.code if isinstance(error.code, int) else 1)
    except KeyboardInterrupt:
        os._exit(130)


def _run(**settings: Any) -> Any:
    from cleaner.cli.app import app

    return app(**settings)

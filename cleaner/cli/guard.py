"""The last line of defence: whatever happens in a command becomes one clear message and the right exit code."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

from cleaner.errors import CleanerError
from cleaner.text.escape import escaped

BUG = 4
USAGE = 2
ENVIRONMENT = 3
SIGINT_CODE = 128 + signal.SIGINT
INTERRUPTED = "stopped by SIGINT; nothing was published, the same command goes on from here"


def guarded(command: Callable[..., Any], arguments: list[str] | None = None) -> NoReturn:
    """Run a typer app and leave: 0, the code of a `CleanerError`, 2, 3, 4, or 128 + signal.

    With `--debug` the traceback of an error is shown; without, a bug is one line that says how to report it.
    """
    given = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in given
    given = [argument for argument in given if argument != "--debug"]  # it may stand anywhere
    signal.signal(signal.SIGTERM, _terminated)
    try:
        code = command(args=given, prog_name="cleaner", standalone_mode=False)
        if code == SIGINT_CODE:  # what typer makes of a KeyboardInterrupt
            _tell(INTERRUPTED, debug=False)
        _leave(code if isinstance(code, int) else 0)
    except CleanerError as error:
        _tell(str(error) or type(error).__name__, debug)
        _leave(error.exit_code)
    except KeyboardInterrupt:
        _tell(INTERRUPTED, debug=False)
        _leave(SIGINT_CODE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _leave(128 + signal.SIGPIPE)
    except Terminated:
        _tell("stopped by SIGTERM; nothing was published, the same command goes on from here", debug=False)
        _leave(143)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _tell(f"{where}{error.strerror or error}; mend this and run the same command again", debug)
        _leave(ENVIRONMENT)
    except SystemExit as error:
        _leave(error.code if isinstance(error.code, int) else int(bool(error.code)))
    except Exception as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error.format_message(), file=sys.stderr)  # type: ignore[attr-defined]
            _leave(USAGE)
        if _is_usage(error):
            _tell(_usage(error), debug)
            _leave(USAGE)
        if type(error).__name__ == "Abort":  # of a question, and of a KeyboardInterrupt in older versions of typer
            _tell(INTERRUPTED, debug=False)
            _leave(SIGINT_CODE)
        place = traceback.extract_tb(error.__traceback__)[-1]
        _tell(f"a bug: {type(error).__name__}: {error} ({os.path.basename(place.filename)}:{place.lineno})", debug)
        _tell("please report it with the output of the same command with --debug", debug=False)
        _leave(BUG)


class Terminated(BaseException):
    """SIGTERM arrived where no run is there to drain."""


def _terminated(number: int, frame: Any) -> None:
    raise Terminated


def _is_usage(error: Exception) -> bool:
    return any(kind.__name__ == "UsageError" for kind in type(error).__mro__)


def _usage(error: Any) -> str:
    context = getattr(error, "ctx", None)
    hint = f"; see `{context.command_path} --help`" if context is not None else ""
    return f"{error.format_message().rstrip('.')}{hint}"


def _tell(message: str, debug: bool) -> None:
    try:
        if debug:
            print(escaped(traceback.format_exc()), file=sys.stderr)
        for line in message.split("\n"):
            print(f"cleaner: {escaped(line)}", file=sys.stderr)
    except OSError:
        pass


def _leave(code: int) -> NoReturn:
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)

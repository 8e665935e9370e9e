"""The exception tree of `cleaner`.

Every error that a user can cause or mend is a `CleanerError`; anything else that escapes is a bug.

    CleanerError                 exit code
    ├── DataError                1   the input, the dataset or its contract is not as promised
    │   ├── ContractError        1   a finished run broke the `contract` of its config
    │   └── InputChangedError    1   an input file changed while it was read
    ├── ConfigError              2   the config or the command line is wrong
    │   ├── RuleError            2   a rule file is wrong
    │   └── NoInput              2   a path or pattern matches no file
    ├── EnvironmentalError       3   disk, lock, network storage: worth a retry
    │   └── LockedError          3   another run owns the output
    └── NothingToDo              99  no new input, and `--on-empty skip` was given

A message has three parts in one line or more: where, what is wrong, what to do instead.
"""

from __future__ import annotations


class CleanerError(Exception):
    """The root: a problem with a message for the user. `exit_code` is what the command line returns."""

    exit_code = 4


class DataError(CleanerError):
    """The input, a published dataset or its account is not as promised."""

    exit_code = 1


class ContractError(DataError):
    """The run finished, but its result breaks the `contract` of the config; nothing was published."""


class InputChangedError(DataError):
    """An input file changed, shrank or vanished while the run was reading it."""


class ConfigError(CleanerError):
    """The config or the command line is wrong. `problems` holds every problem found, one line each."""

    exit_code = 2

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class RuleError(ConfigError):
    """A rule file is wrong: its shape, its pattern, or one of its examples."""


class EnvironmentalError(CleanerError):
    """The machine refused: disk full, permission, storage, lock. The same command may succeed later."""

    exit_code = 3


class LockedError(EnvironmentalError):
    """Another run holds the lock of the output."""


class NothingToDo(CleanerError):
    """There is no input that an earlier run has not seen."""

    exit_code = 99


class NoInput(ConfigError):
    """A path or pattern of the input matches no file."""


def quantity(number: int, thing: str) -> str:
    """Return a number with its noun, for messages.

    >>> quantity(1, "file"), quantity(12_000, "document")
    ('1 file', '12,000 documents')
    """
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"

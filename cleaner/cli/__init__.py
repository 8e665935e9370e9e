"""The command line: parse, call one function, print. No logic of its own.

Standard output is data or the summary; progress and logs go to standard error. Exit codes are those of `cleaner.errors`, 130 and
143 for signals.
"""

from cleaner.cli.app import main

__all__ = ["main"]

"""A source in, its bytes out; and whether it is still what it was when the run was planned."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from cleaner.errors import CleanerError, EnvironmentalError, InputChangedError
from cleaner.io.discover import version_of
from cleaner.io.remote import is_remote, open_url, remote_version
from cleaner.io.shard import Source


def open_source(source: Source) -> BinaryIO:
    """Open the bytes of a source as they lie in storage."""
    try:
        if is_remote(source.path):
            files, path = open_url(source.path)
            return cast(BinaryIO, files.open(path, "rb"))
        return open(source.path, "rb")
    except FileNotFoundError:
        raise InputChangedError(f"{source.name}: vanished {_WHEN}") from None


def check_unchanged(source: Source) -> None:
    """Raise `InputChangedError` where a source is not what it was when the run was planned."""
    try:
        version = _remote_version(source.path) if is_remote(source.path) else version_of(source.path)
    except (FileNotFoundError, NotADirectoryError):
        raise InputChangedError(f"{source.name}: vanished {_WHEN}") from None
    if source.version and version != source.version:
        raise InputChangedError(f"{source.name}: changed {_WHEN}")


_WHEN = "while the run was reading it; run again on input that holds still"


@contextmanager
def storage_errors(source: Source) -> Iterator[None]:
    """Turn what storage says into an `EnvironmentalError` that names the source."""
    try:
        yield
    except OSError as error:
        raise EnvironmentalError(f"{source.name}: {error.strerror or error}; mend this and run again") from error
    except CleanerError:
        raise
    except Exception as error:
        if not is_remote(source.path):
            raise
        kind = type(error).__name__  # what clients of object stores raise is of their own kinds
        raise EnvironmentalError(f"{source.name}: {kind}: {error}; mend this and run again") from error


def _remote_version(path: str) -> str:
    files, inner = open_url(path)
    files.invalidate_cache()
    return remote_version(files.info(inner))


class CountedFile:
    """A binary file that counts the bytes taken from it, for progress and for ratios, and stops at `stop`."""

    def __init__(self, file: BinaryIO, stop: int | None = None) -> None:
        self._file = file
        self._left = (1 << 62) if stop is None else stop - file.tell()
        self.taken = 0
        self.error: OSError | None = None
        """What storage said, for callers behind a library that hides it."""
        self.closed = False

    def read(self, size: int = -1) -> bytes:
        """Read at most `size` bytes."""
        if size < 0 or size > self._left:
            size = self._left if self._left < (1 << 62) else -1
        try:
            data = self._file.read(size)
        except OSError as error:
            self.error = error
            raise
        self.taken += len(data)
        self._left -= len(data)
        return data

    def readable(self) -> bool:
        """Yes."""
        return True

    def close(self) -> None:
        """Leave the file to its owner."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def relative_name(name: str) -> str:
    """Return a name relative to the working directory where it lies under it, else as it is.

    >>> relative_name(os.path.join(os.getcwd(), "a/b.txt")), relative_name("./a//b.txt"), relative_name("s3://x/b.txt")
    ('a/b.txt', 'a/b.txt', 's3://x/b.txt')
    """
    if is_remote(name):
        return name
    normal = os.path.normpath(name)
    if os.path.isabs(normal):
        here = os.getcwd().rstrip("/") + "/"
        normal = normal.removeprefix(here)
    return normal

"""Writing that survives a crash, and the named places at which a test can make it fail.

Everything that must be on the disk before the next step goes through here: a file is written and fsynced under a passing name,
renamed, and its folder fsynced.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FAILPOINT = "CLEANER_FAILPOINT"
"""`name:n` kills the process group, run and workers, at the n-th time a process of it passes the place `name`; `name:n:exc:ENOSPC` and
`name:n:sleep:2` fail or wait instead. For tests, in a session of its own."""

_passed: dict[str, int] = {}


def failpoint(name: str) -> None:
    """Nothing, unless the environment variable `CLEANER_FAILPOINT` names this place. `any` is every place."""
    wanted = os.environ.get(FAILPOINT)
    if not wanted:
        return
    place, number, *action = [*wanted.split(":"), "1"][:4] if ":" not in wanted else wanted.split(":")
    if place not in (name, "any"):
        return
    _passed[place] = _passed.get(place, 0) + 1
    if _passed[place] != int(number):
        return
    match action:
        case ["exc", code]:
            number_of_error = getattr(errno, code)
            raise OSError(number_of_error, os.strerror(number_of_error))
        case ["sleep", seconds]:
            time.sleep(float(seconds))
        case _:
            os.killpg(os.getpgid(0), signal.SIGKILL)


class HashedFile:
    """A file that is written once, from start to end; knows its size and SHA-256 when it is closed. What pyarrow writes Parquet to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bytes = 0
        self._hash = hashlib.sha256()
        self._file = open(path, "xb")  # noqa: SIM115  # closed by `close`

    @property
    def closed(self) -> bool:
        return self._file.closed

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def write(self, data: Any) -> int:
        with _named(self.path):
            failpoint("write")
            self._file.write(data)
        self._hash.update(data)
        size = memoryview(data).nbytes
        self.bytes += size
        return size

    def tell(self) -> int:
        return self.bytes

    def flush(self) -> None:
        """Nothing: `close` brings all to the disk."""

    def close(self) -> None:
        """Bring everything to the disk."""
        if self._file.closed:
            return
        with _named(self.path):
            self._file.flush()
            failpoint("fsync")
            os.fsync(self._file.fileno())
            self._file.close()

    def abandon(self) -> None:
        """Close without a promise."""
        with contextlib.suppress(OSError):
            self._file.close()


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    with _named(folder):
        failpoint("fsync_folder")
        descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def rename(old: Path, new: Path) -> None:
    """Rename, and bring both names to the disk."""
    with _named(new):
        failpoint("rename")
        os.rename(old, new)
    sync_folder(new.parent)
    failpoint("renamed")


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file so that it is there whole or not at all."""
    passing = path.with_name(path.name + ".new")
    with contextlib.suppress(FileNotFoundError):
        os.unlink(passing)
    file = HashedFile(passing)
    try:
        file.write(data)
        file.close()
    finally:
        file.abandon()
    rename(passing, path)


def write_json(path: Path, value: Any) -> None:
    """Write a JSON file as `write_whole` does, keys in the order given, ASCII."""
    write_whole(path, (json.dumps(value, indent=1, ensure_ascii=True) + "\n").encode())


def append_line(path: Path, line: str) -> None:
    """Add a line to a journal and bring it to the disk."""
    with _named(path), open(path, "ab") as file:
        failpoint("journal")
        file.write(line.encode() + b"\n")
        file.flush()
        failpoint("journal_fsync")
        os.fsync(file.fileno())


_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step (Linux). Return False where the system or the file system cannot."""
    with _named(other):
        failpoint("exchange")
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(one))


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Errors of a full or broken disk name the file, which `write` and `fsync` alone do not."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(path)
        raise

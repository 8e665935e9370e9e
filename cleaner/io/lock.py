"""One run at a time for one output. In: a folder for the lock and the name of the output. Out: the lock, or who has it.

The lock itself is one of the operating system, which it takes back from a dead process. Who holds it is written beside it, so that the
loser can say so, and so that a run on another host, whose locks this system may not see, is respected.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from cleaner.errors import LockedError


@contextlib.contextmanager
def locked(folder: Path, output: str, break_lock: bool = False) -> Iterator[None]:
    """Hold the lock of `output` while inside. Raises `LockedError` at once where another run has it."""
    lock = FileLock(folder / "lock", timeout=0)
    owner = folder / "owner.json"
    try:
        lock.acquire()
    except Timeout:
        for _ in range(20):  # who has just taken it may not have said so yet
            if _owner(owner):
                break
            time.sleep(0.02)
        raise LockedError(f"{output}: lock held by {_named(_owner(owner))}; wait for it to end, or stop it") from None
    try:
        left = _owner(owner)
        if left.get("host", socket.gethostname()) != socket.gethostname() and not break_lock:
            raise LockedError(f"{output}: lock held by {_named(left)}, another host. If that run is dead, take its place with --break-lock")
        owner.write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname()}))
        try:
            yield
        finally:
            owner.unlink(missing_ok=True)
    finally:
        lock.release()


def _owner(file: Path) -> dict[str, Any]:
    try:
        facts = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _named(owner: dict[str, Any]) -> str:
    return f"pid {owner['pid']} on {owner['host']}" if {"pid", "host"} <= owner.keys() else "another run"

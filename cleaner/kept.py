"""Keeps what was made of the package's lists, tables and patterns, so that the next process reads it ready.

In: the bytes that something is made of, and a function that makes it, of what JSON can say. Out: the same as the function
returns. A file that is missing, of other bytes, damaged or not allowed to be written costs time and nothing else.

Files are kept in the cache folder of the user, `$XDG_CACHE_HOME/cleaner` or `~/.cache/cleaner`. Why not beside the byte code of
Python: who installs a package for others is often the only one who may write there.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import unicodedata
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

_DIGEST = 32


def kept(name: str, sources: bytes, make: Callable[[], Any]) -> Any:
    """Return what `make` returns, from the file of an earlier process where it was made of the same bytes."""
    file = KeptFile(name, sources)
    found = file.read()
    if found is None:
        found = make()
        file.write(found)
    return found


class KeptFile:
    """What one name stands for, and the bytes that it is made of."""

    def __init__(self, name: str, sources: bytes) -> None:
        self._file = folder() / f"{name}.{sys.implementation.cache_tag}"
        self._key = _digest(sources + f"{sys.implementation.cache_tag} {unicodedata.unidata_version}".encode())

    def read(self) -> Any:
        """Return what an earlier process has written; None where there is nothing, or nothing made of these bytes."""
        with contextlib.suppress(OSError):
            found = self._file.read_bytes()
            if found[:_DIGEST] == self._key and found[_DIGEST : 2 * _DIGEST] == _digest(found[2 * _DIGEST :]):
                return json.loads(found[2 * _DIGEST :])
        return None

    def write(self, made: Any) -> None:
        """Write whole or not at all: other processes may read or write the same."""
        text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
        if max(text) > "\uffff":  # one such character makes all of them four bytes wide, and reading takes twice as long
            text = json.dumps(made, separators=(",", ":"))
        content = text.encode("utf-8", "surrogatepass")
        unfinished = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(0o700, parents=True, exist_ok=True)
            try:
                unfinished.write_bytes(self._key + _digest(content) + content)
                unfinished.replace(self._file)
            except OSError:
                unfinished.unlink(missing_ok=True)


def folder() -> Path:
    """Return where files are kept, which need not exist."""
    return Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")) / "cleaner"


def _digest(content: bytes) -> bytes:
    return sha256(content).digest()

"""Keeps what was made of the package's lists and tables beside the byte code of Python, so that the next process reads it ready.

In: the bytes that something is made of, and a function that makes it, of what JSON can say. Out: the same as the function
returns. A file that is missing, of other bytes, damaged or not allowed to be written costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import sys
import unicodedata
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

_DIGEST = 32


def kept(name: str, sources: bytes, make: Callable[[], Any]) -> Any:
    """Return what `make` returns, from the file of an earlier process where it was made of the same bytes.

    The file is kept where Python keeps byte code, and not at all where it may not write any (`PYTHONDONTWRITEBYTECODE`).
    """
    file = Path(importlib.util.cache_from_source(str(Path(__file__).with_name(f"{name}.py")))).with_suffix(".kept")
    key = _digest(sources + f"{sys.implementation.cache_tag} {unicodedata.unidata_version}".encode())
    with contextlib.suppress(OSError):
        found = file.read_bytes()
        if found[:_DIGEST] == key and found[_DIGEST : 2 * _DIGEST] == _digest(found[2 * _DIGEST :]):
            return json.loads(found[2 * _DIGEST :])
    made = make()
    if not sys.dont_write_bytecode:
        _write(file, key, json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode())
    return made


def _write(file: Path, key: bytes, content: bytes) -> None:
    """Write whole or not at all: other processes may read or write the same."""
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        try:
            unfinished.write_bytes(key + _digest(content) + content)
            unfinished.replace(file)
        except OSError:
            unfinished.unlink(missing_ok=True)


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST).digest()

"""Tables of the package in TOML. In: names of files. Out: what they say, or what is made of it.

To parse TOML and to fold thousands of names takes a tenth of a second of every start, so the outcome is kept for the next process.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any

from cleaner.kept import kept


def load_toml(package: str, name: str) -> dict[str, Any]:
    """Return what a file of a package of ours says, which holds no dates.

    >>> load_toml("cleaner.rules", "header_fields.toml").keys()
    dict_keys(['field'])
    """
    source = files(package).joinpath(name).read_bytes()
    found: dict[str, Any] = kept(name.removesuffix(".toml"), source, lambda: tomllib.loads(source.decode()))
    return found


def made_of(names: Sequence[str], kept_as: str, make: Callable[[], Any]) -> Any:
    """Return what `make` makes of files of `cleaner.rules`: tables, and the code that reads them. It says no more than JSON can."""
    folder = files("cleaner.rules")
    return kept(kept_as, b"\0".join([folder.joinpath(name).read_bytes() for name in names]), make)

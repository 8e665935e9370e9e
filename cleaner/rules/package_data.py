"""Tables of the package in TOML. In: the name of a file. Out: what it says.

To parse TOML takes a tenth of a second of every start, so what was parsed is kept for the next process.
"""

from __future__ import annotations

import tomllib
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

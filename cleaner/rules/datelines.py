"""The words that datelines need beside their shape: cities, and labels in capitals that are no places."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("cleaner.rules").joinpath("datelines.toml").read_text("utf-8"))


@cache
def known_cities() -> frozenset[str]:
    """Casefolded cities that stand before a dash without date or agency.

    >>> "reykjavík" in known_cities(), "brexit" in known_cities()
    (True, False)
    """
    return frozenset(city.strip().casefold() for cities in _data()["city"].values() for city in cities.split("|"))


@cache
def labels() -> frozenset[str]:
    """Casefolded words that newspapers print in capitals before a dash (`EXKLUSIV -`) and that are no places."""
    return frozenset(word.strip().casefold() for word in _data()["label"]["words"].split("|"))

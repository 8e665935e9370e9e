"""The words that datelines need beside their shape: cities, and labels in capitals that are no places."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("cleaner.rules").joinpath("datelines.toml").read_text("utf-8"))


def place_key(place: str) -> str:
    """Return what spellings of one place or label share: case, and accents, which Greek capitals and wires leave out.

    >>> place_key("ΑΘΗΝΑ") == place_key("Αθήνα"), place_key("İZMİR") == place_key("İzmir")
    (True, True)
    """
    place = place.strip().replace("İ", "I").replace("ı", "i").casefold()
    if place.isascii():
        return place
    return "".join(c for c in unicodedata.normalize("NFD", place) if not "\u0300" <= c <= "\u036f")


@cache
def known_cities() -> frozenset[str]:
    """Keys (see `place_key`) of cities that stand before a dash without date or agency.

    >>> place_key("Reykjavík") in known_cities(), "brexit" in known_cities()
    (True, False)
    """
    return frozenset(place_key(city) for cities in _data()["city"].values() for city in cities.split("|"))


@cache
def labels() -> frozenset[str]:
    """Keys (see `place_key`) of words that newspapers print in capitals before a dash (`EXKLUSIV -`) and that are no places."""
    return frozenset(place_key(word) for word in _data()["label"]["words"].split("|"))

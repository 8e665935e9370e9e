"""The words that datelines need beside their shape: cities, and labels in capitals that are no places."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from cleaner.patterns import compiled
from cleaner.rules.agencies import canonical_agency, fold_agency, load_agencies, look_alikes, read_agencies
from cleaner.rules.boilerplate_lists import load_vocabulary
from cleaner.rules.package_data import load_toml, made_of
from cleaner.rules.phrases import fold_anew

_MARKS = compiled("[\u0300-\u036f\u200c\u200d]+")
_ARTICLE = compiled(r"(?:l['’]|(?:the|le|la|les|il|lo|gli|el|los|las|os|as|der|die|das|het) )(?=\w{3})")

_FOLDED = compiled("[\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u9fff\uac00-\ud7a3]*")
"""Letters that `fold_agency` leaves as they are, of Chinese, Japanese and Korean."""


@cache
def _data() -> Mapping[str, Any]:
    return load_toml("cleaner.rules", "datelines.toml")


def place_key(place: str) -> str:
    """Return what spellings of one place or label share: case, and accents, which Greek capitals and wires leave out.

    >>> place_key("ΑΘΗΝΑ") == place_key("Αθήνα"), place_key("İZMİR") == place_key("İzmir")
    (True, True)
    """
    place = place.strip().replace("İ", "I").replace("ı", "i").casefold()
    if place.isascii():
        return place
    return _MARKS.sub("", unicodedata.normalize("NFD", place))


@cache
def known_cities() -> frozenset[str]:
    """Keys (see `place_key`) of cities that stand before a dash without date or agency.

    >>> place_key("Reykjavík") in known_cities(), "brexit" in known_cities()
    (True, False)
    """
    return _names().cities


@cache
def labels() -> frozenset[str]:
    """Keys (see `place_key`) of words that newspapers print in capitals before a dash (`EXKLUSIV -`) and that are no places."""
    return frozenset(place_key(word) for word in _data()["label"]["words"].split("|"))


@cache
def _stems() -> tuple[str, ...]:
    return tuple(place_key(stem) for stem in _data()["label"]["stems"].split("|"))


def is_label(word: str) -> bool:
    """Whether a word or two in capitals name a kind of text and no place.

    >>> is_label("EKSKLUZIV"), is_label("L'ANALISI"), is_label("ZAGREB")
    (True, True, False)
    """
    key = place_key(word)
    if key in known_cities():
        return key in labels()
    bare = _ARTICLE.sub("", key, count=1)
    return key in labels() or bare in labels() or bare.startswith(_stems())


def is_section(place: str) -> bool:
    """Whether words are known from lists of sites, as names of sections are, and from no map.

    >>> is_section("POLITIK"), is_section("ZAGREB")
    (True, False)
    """
    return fold_anew(place) in load_vocabulary().whole and place_key(place) not in known_cities()


@cache
def desks() -> tuple[str, ...]:
    """Words for desks and reporters in general, as they stand behind a place."""
    return _words("inside")


@cache
def desks_first() -> tuple[str, ...]:
    """Words for desks and reporters in general, as they stand before a place."""
    return _words("first")


def _words(key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in _data()["desk"][key].split("|")))


@cache
def starters() -> frozenset[str]:
    """Words that begin sentences and are no part of a name."""
    return frozenset(_data()["starter"]["words"].split())


class _Names(NamedTuple):
    """Cities and papers by their folded spellings, and the first letters of agencies and papers."""

    cities: frozenset[str]
    papers: Mapping[str, str]
    beginnings: frozenset[str]


@cache
def _names() -> _Names:
    sources = ("datelines.toml", "agencies.toml", "papers.toml", "datelines.py", "agencies.py")
    cities, papers, beginnings = made_of(sources, "dateline_names", _make_names)
    return _Names(frozenset(cities), papers, frozenset(beginnings))


def _make_names() -> tuple[list[str], dict[str, str], list[str]]:
    written = [city for cities in _data()["city"].values() for city in cities.split("|")]
    data = load_toml("cleaner.rules", "papers.toml")
    cities = set(map(fold_agency, written))
    papers = {fold_agency(spelling): name for name, spellings in data.items() for spelling in (*spellings, name)}
    papers = {spelling: name for spelling, name in papers.items() if spelling not in cities}
    begin = {name[:3] for name in (*load_agencies(), *papers)}
    return sorted(set(map(place_key, written))), papers, sorted({*begin, *(mixed for name in begin for mixed in look_alikes(name))})


def may_be_source(text: str, position: int = 0) -> bool:
    """Whether one of the agencies and papers can begin here: the cheap test before `canonical_source`.

    >>> may_be_source("Reuters, Paris"), may_be_source("Yesterday, "), may_be_source("In Paris, AP", 10)
    (True, False, True)
    """
    key = text[position : position + 3].casefold()
    beginnings = _names().beginnings
    if key in beginnings or key[:2] in beginnings and (key > "\u2e80" or not key[-1].isalnum()):
        return True  # names of two letters: scripts without spaces go on behind them
    if key.isascii() or _FOLDED.fullmatch(text, position, position + 4):
        return False
    return fold_agency(text[position : position + 4])[:3] in beginnings


def canonical_source(name: str) -> str | None:
    """Return the canonical name of an agency, or of a paper or broadcaster that names itself in datelines.

    >>> canonical_source("رويترز"), canonical_source("ఈనాడు"), canonical_source("Smith")
    ('Reuters', 'Eenadu', None)
    """
    return canonical_agency(name) or (_names().papers.get(fold_agency(name)) if len(name) <= 40 else None)


def read_sources(text: str) -> tuple[str, ...]:
    """Return the agencies that a text names and nothing else, or the one paper that it is."""
    return read_agencies(text) or one_source(text)


def one_source(text: str | None) -> tuple[str, ...]:
    """Return the one agency or paper that a text names, as `canonical_source` calls it."""
    name = canonical_source(text) if text else None
    return (name,) if name else ()

"""News agencies, picture agencies and publishers by any of their names.

In: `agencies.toml`, canonical name -> spellings in the scripts of the world. Out: look-ups from a name as written to the
canonical one. Which place in a text may hold a name at all is for the stages to say: many agencies are called like words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import product

from cleaner.patterns import compiled
from cleaner.rules.package_data import load_toml, made_of

KINDS = ("agency", "photo", "publisher")
"""`agency` writes news, `photo` sells pictures, `publisher` prints its own name into datelines (`London (CNN)`)."""

_OUTER = " .,:;©®™*/|\"'«»“”„‘’\u200e\u200f\u00a0"
_SPACES = compiled(r"\s+")
_CYRILLIC = str.maketrans("abcehkmoptxyi", "авсенкмортхуі")
_LATIN = str.maketrans("авсенкмортхуі", "abcehkmoptxyi")
_AND = "and|und|et|y|e|og|och|ja|i|и|та|ve|dan|và|en|a|și|és|και|و"
_SEPARATORS = compiled(rf"\s*[/|,;&+＝=·•、，－–—]\s*|\s*--?\s*|\s+(?:{_AND})\s+")
_DESK = compiled(r"[a-zäöü]{2,4}|infocom|regioline")


@lru_cache(maxsize=8192)
def fold_agency(name: str) -> str:
    """Return what the spellings of one name share: case, width, outer punctuation, runs of spaces and invisible marks.

    >>> fold_agency(" ＲＥＵＴＥＲＳ. ") == fold_agency("Reuters")
    True
    """
    name = unicodedata.normalize("NFKC", name).replace("ي", "ی").replace("ك", "ک").replace("\u200c", "").replace("\u200f", "")
    return _SPACES.sub(" ", name.replace("i̇", "i").replace("İ", "I").casefold()).strip(_OUTER)


@cache
def _table() -> Mapping[str, tuple[str, str]]:
    made = made_of(("agencies.toml", "agencies.py"), "agency_spellings", _make_table)
    return {spelling: tuple(facts) for spelling, facts in made.items()}


def _make_table() -> Mapping[str, tuple[str, str]]:
    data = load_toml("cleaner.rules", "agencies.toml")
    table: dict[str, tuple[str, str]] = {}
    for kind in KINDS:  # canonical names win over the spellings of others
        for name in data[kind]:
            table.setdefault(fold_agency(name), (name, kind))
    for kind in KINDS:
        for name, spellings in data[kind].items():
            for spelling in spellings:
                table.setdefault(fold_agency(spelling), (name, kind))
    return table


@cache
def load_agencies() -> Mapping[str, str]:
    """Map every folded spelling (see `fold_agency`) to its canonical name.

    >>> load_agencies()[fold_agency("路透社")]
    'Reuters'
    """
    return {folded: name for folded, (name, _) in _table().items()}


def agency_kind(name: str) -> str | None:
    """Return `agency`, `photo` or `publisher` for a name in any spelling, None for what is not in the table."""
    found = _find(name)
    return found[1] if found else None


def canonical_agency(name: str) -> str | None:
    """Return the canonical name of one agency as written, None for what is not in the table.

    Latin letters inside a Cyrillic name, as some wires type them, are seen through.

    >>> canonical_agency("ИHTEPФAKC"), canonical_agency("dpa-infocom"), canonical_agency("Smith")
    ('Interfax', 'dpa', None)
    """
    found = _find(name)
    return found[0] if found else None


@lru_cache(maxsize=8192)
def _find(name: str) -> tuple[str, str] | None:
    if len(name) > 60:
        return None
    folded = fold_agency(name)
    table = _table()
    if folded in table or folded.isascii():
        return table.get(folded)
    return table.get(folded.translate(_CYRILLIC)) or table.get(folded.translate(_LATIN))


def look_alikes(name: str) -> list[str]:
    """Return a folded name with each mixture of the Cyrillic and Latin letters that look the same.

    >>> look_alikes("тасс")[:3]
    ['тасс', 'тасc', 'таcс']
    """
    pairs = ({letter, letter.translate(_CYRILLIC), letter.translate(_LATIN)} for letter in name)
    return ["".join(letters) for letters in product(*(sorted(pair, reverse=True) for pair in pairs))]


@lru_cache(maxsize=8192)
def read_agencies(text: str) -> tuple[str, ...]:
    """Return the agencies that a text names and nothing else, canonical and in order; empty where anything else stands there.

    Regional desks behind a name (`dpa/lni`) are part of it.

    >>> read_agencies("AFP/dpa"), read_agencies("dpa/lni"), read_agencies("AP and others")
    (('AFP', 'dpa'), ('dpa',), ())
    """
    if len(text) > 80:
        return ()
    whole = canonical_agency(text)
    if whole:
        return (whole,)
    found: list[str] = []
    for piece in _SEPARATORS.split(text.strip(_OUTER)):
        name = canonical_agency(piece)
        if name:
            if name not in found:
                found.append(name)
        elif not found or not _DESK.fullmatch(piece):
            return ()
    return tuple(found)

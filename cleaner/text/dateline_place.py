"""The place of a dateline, and the states, countries and further cities behind it.

In: the beginning of a line and a position in it. Out: what stands there and where it ends, None where it is something else.
"""

from __future__ import annotations

import re

from cleaner.patterns import compiled
from cleaner.rules.datelines import canonical_source, is_label, known_cities, place_key
from cleaner.text.dateline_desk import is_desk
from cleaner.text.dateline_wire import LETTER, PAPER, caseless, read_inside, wire_by_shape
from cleaner.text.dates import day_at

_WORD = (
    rf"(?:(?:[A-Z]\.-?){{2,3}}|(?:(?:[Ss][Tt]|[Ss][Tt][Ee]|[Mm][Tt]|[Ff][Tt]|Sta|Sto|S|TP)\. ?)?['’]?{LETTER}+ฯ?(?:['’‘ʻ`.-]{LETTER}+)*)"
)
_PLACE = compiled(rf"{_WORD}(?:(?:/| / (?=[A-Z])| - (?=\w+ ?[(,])| ){_WORD}){{0,5}}")
_WORDS = compiled(_WORD)
_ONLY_INITIALS = compiled(r"(?:[A-Z]\.){1,4}[A-Z]?(?: Dlr)?")
_INITIAL = compiled(r"(?:\.[A-Z]|\.d\.H| [A-Z])$")
_REGION = compiled(
    rf",\s?({_WORD}\.?(?: {_WORD}\.?){{0,4}})(?=\s?[,(\-–—:|?]|\s[-–—]|\.\s)|\s\(([^\W\d_][\w "
    rf".'&+-]{{1,24}})\)(?=\s?[,(:.\-–—])"
)
_STATE = compiled(r"\s[A-Z][a-z]{2,5}\.(?=,\s)")
_CAPITAL_REGION = compiled(r",\s?([A-ZÀ-Þ]{4,20})(?=\s[A-ZÀ-Þ][^\W\dA-Z])")
_OPEN_BRACKET = compiled(r"\s\(([^()\d\n]{2,25})\)(?=\s\S)")
PARTICLES = frozenset(
    "de da do das dos del della di du des der den d la le les los las el al am an auf bei im in of on upon sur y e et und and "
    "i и на na nad ob po pri "
    "pe es cu la van aan en het op ter a ve og och ja på sul zu zum v".split()
)


_TAILS = frozenset(
    "CITY NORTE SUR ESTE OESTE NORTH SOUTH EAST WEST NORD SUD EST OUEST NOORD ZUID OOST OST CENTRE CENTRO COUNTY BEACH HEIGHTS HILLS "
    "SPRINGS FALLS ISLAND ISLANDS".split()
)
"""What may stand behind a known city in the name of another (`KANSAS CITY`, not `VIENNA PHILHARMONIC`)."""
JOINING = frozenset("AAN DEN DER DE DA DO DAS DOS DEL DI LA LE LES EL VAN OP IN AM SUR EN I NA NAD".split())
_VOWELS = frozenset("aeiouyæøœаеёиоуыэюяіїєўөүұәαεηιουω")


def is_spoken(word: str) -> bool:
    """Whether a word in capitals has two vowels, as names of cities have and many acronyms have not."""
    return sum(letter in _VOWELS for letter in place_key(word)) >= 2


def read_place(window: str, position: int) -> tuple[str, int] | None:
    """Return a place that begins here, and its end: a few capitalised words, or up to three of a script without case."""
    found = _PLACE.match(window, position)
    if not found:
        return None
    city, hyphen, wire = found.group().rpartition("-")
    if hyphen and place_key(city) in known_cities() and canonical_source(wire.split(" ")[0]):  # `دمشق-سانا`
        return city, position + len(city)
    city, slash, wire = found.group().partition("/")
    if slash and canonical_source(city) is None and canonical_source(wire.split(" ")[0]):  # `MALMÖ/TT`
        return city, position + len(city)
    end = count = 0
    spaced = False
    for word in _WORDS.finditer(found.group()):
        text = word.group()
        letter = text.lstrip("'’")[:1]
        if not (letter.isupper() or caseless(text) or (count and text.casefold() in PARTICLES) or text[0] in "'’"):
            break
        if count and (day_at(window, position + word.start()) or spaced and text.upper() != text and not text.islower()):
            break
        if not count:
            spaced = len(text) >= 4 and text.isupper() and not caseless(text)
        count += 1
        end = word.end()
    place = found.group()[:end]
    if _INITIAL.search(place) and window[position + end : position + end + 1] == ".":
        end += 1
        place += "."
    if not place or count > 5 or place.split()[-1].casefold() in PARTICLES and count > 1 and place.split()[-1].islower():
        return None
    if _ONLY_INITIALS.fullmatch(place):  # `U.S. Bancorp`
        return None
    if caseless(place) and (count > 3 or len(place) > 28):
        return None
    if len(place) > 60 or place_key(place) not in known_cities() and any(is_label(part) for part in place.split("/")):
        return None
    return place, position + end


def read_region(window: str, place: str, position: int, language: str) -> tuple[int, tuple[str, ...]] | None:
    """Return where the states, countries and further cities behind a place end, and a wire that only its shape tells: `(TAK) -`."""
    state = _STATE.match(window, position) if is_capitals(place) else None  # FARMINGTON Conn., March 9 -
    end, names = state.end() if state else position, ()  # type: int, tuple[str, ...]
    known = is_known(place)
    certain = known or is_capitals(place) and is_spoken(place)
    for _ in range(4):
        found = _REGION.match(window, end)
        if not found or _is_other(window, found.start(1) if found.group(1) else found.start(2), found.group(1) or found.group(2), language):
            break
        bracketed = found.group(2)
        region = found.group(1)
        if region and window[found.end()] == "." and not (region.isupper() or len(region) > 5 and _all_capitalised(region)):
            break  # `Boston, Mass. General Hospital`
        if bracketed and not known and (is_label(bracketed) or bracketed.islower() and " " in bracketed):
            break
        end = found.end()
        if bracketed:
            if not known and is_known(bracketed):  # `BBVA (Bilbao) - El banco`
                return None
            if certain and (end == position + len(bracketed) + 3 or known or is_capitals(place)):
                names = wire_by_shape(bracketed)
            break
    if end == position and is_capitals(place):
        found = _CAPITAL_REGION.match(window, position) if known else None
        found = found or _OPEN_BRACKET.match(window, position)
        if found and not known and not PAPER.fullmatch(found.group(1)):
            return None
        if found and not is_label(found.group(1)) and not _is_other(window, found.start(1), found.group(1), language):
            return found.end(), wire_by_shape(found.group(1)) if found.re is _OPEN_BRACKET else ()
    return (end, names) if end > position else None


def _all_capitalised(text: str) -> bool:
    return all(word[0].isupper() for word in text.split())


def is_known(place: str) -> bool:
    """Whether every place of `LONDON/PARIS` is a known city."""
    return all(place_key(part) in known_cities() for part in place.split("/"))


def is_capitals(place: str) -> bool:
    """Whether a place is written in capitals, in a script that has them."""
    return not caseless(place) and place.upper() == place


def known_prefix(window: str, position: int) -> tuple[str, int] | None:
    """Return the longest known city of up to four words that begins here: `Dar es Salaam Watu`."""
    words = list(_WORDS.finditer(window, position, position + 48))[:4]
    for word in reversed(words):
        if window[position : word.end()].count(" ") < 4 and is_known(window[position : word.end()]):
            return window[position : word.end()], word.end()
    return None


def _is_other(window: str, position: int, text: str, language: str) -> bool:
    """Whether what stands behind a comma is a date or an agency, and not a region."""
    if day_at(window, position, language) or read_inside(text, language).agencies or is_desk(text):
        return True
    return not (text[:1].isupper() or caseless(text) or window[position - 1] == "(")


def _names_more(words: list[str]) -> bool:
    """Whether a known city is but the first word of a name: `VIENNA PHILHARMONIC`."""
    if len(words) < 2 or not is_known(words[0]):
        return False
    return not any(word in _TAILS or is_known(word) for word in words[1:])


def is_city_like(place: str, region: bool) -> bool:
    """Whether words in capitals look like a place and not like an acronym or a headline."""
    words = [word for word in re.split(r"[ /-]", place) if word not in JOINING]
    if not words or len(words) > (4 if region else 3) or any(ch.isdigit() for ch in place):
        return False
    longest = max(words, key=len)
    if not is_known(place) and (not is_spoken(longest) or _names_more(words)):  # `ГИБДД`
        return False
    return len(longest) >= 4 + (not region) and not is_label(place) and not any(is_label(word) for word in words)

"""The parts of a dateline: a place, the region behind it, what stands in brackets, a bare agency, the marks that end it.

In: the beginning of a line and a position in it. Out: what stands there and where it ends, None where it is something else.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.rules.datelines import canonical_source, is_label, known_cities, place_key, read_sources
from cleaner.text.dateline_desk import is_desk
from cleaner.text.dates import Day, day_at

LETTER = (
    r"[^\s\d_!-/:-@\[-`{-~\u00a0-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2000-\u200b\u200e-\u2bff"
    r"\u0964\u0965\u1361-\u1368\u060c\u061b\u061f\u06d4\u0e2f\u3000-\u303f\uff00-\uff20]"
)
_WORD = (
    rf"(?:(?:[A-Z]\.-?){{2,3}}|(?:(?:[Ss][Tt]|[Ss][Tt][Ee]|[Mm][Tt]|[Ff][Tt]|Sta|Sto|S|TP)\. ?)?['’]?{LETTER}+ฯ?(?:['’‘ʻ`.-]{LETTER}+)*)"
)
_PLACE = re.compile(rf"{_WORD}(?:(?:/| / (?=[A-Z])| - (?=\w+ ?[(,])| ){_WORD}){{0,5}}")
_WORDS = re.compile(_WORD)
_ONLY_INITIALS = re.compile(r"(?:[A-Z]\.){1,4}[A-Z]?(?: Dlr)?")
_INITIAL = re.compile(r"(?:\.[A-Z]|\.d\.H| [A-Z])$")
_REGION = re.compile(
    rf",\s?({_WORD}\.?(?: {_WORD}\.?){{0,4}})(?=\s?[,(\-–—:|]|\s[-–—]|\.\s)|\s\(([^\W\d_][\w "
    rf".'&+-]{{1,24}})\)(?=\s?[,(:.\-–—])"
)
_STATE = re.compile(r"\s[A-Z][a-z]{2,5}\.(?=,\s)")
_CAPITAL_REGION = re.compile(r",\s?([A-ZÀ-Þ]{4,20})(?=\s[A-ZÀ-Þ][^\W\dA-Z])")
_OPEN_BRACKET = re.compile(r"\s\(([^()\d\n]{2,25})\)(?=\s\S)")
_BRACKET = re.compile(
    r"[(\[（［【]\s{0,2}([^()\[\]（）［］【】\n]{2,60}?)\s{0,2}[)\]）］】]|//?\s?([^/\n()]{2,40}?)\s?/|=([\w "
    r"]{2,20})=|«([^«»\n]{2,30})»"
)
_TWO_WIRES = re.compile(r"[(\[]/?([^()/\n]{2,20})/([^()/\n]{2,30})[)\]]")
_BARE = re.compile(r"(?:[^(),:;।۔،–—|/=\n\[\]]{2,40}?)(?=\s*(?:$|[(),:;।۔،–—|/=\n\[\]]|\.\s|\.[-–—]|\.$|\s-|-\s|-$))")
_SITE = re.compile(
    r"[\w-]{2,24}\.(?:com|net|org|info|news|co|co\.[a-z]{2}|[a-z]{2}|com\.[a-z]{2})(?=,\s|\s[-–—]|:\s|/|\s\|)",
    re.IGNORECASE,
)
_PRESS = re.compile(
    r"(?:ИА|РИА|ИТАР|АГН|АиФ|МИА|НИА|ІА|АА)[ -][«\"]?[^\W\d_][\w -]{1,24}[»\"]?(?=[.,:]|\s[-–—])|[«\"][^\W\d_][\w .-]{1,24}[»\"](?=\.\s)|"
    r"[A-ZА-ЯІЇЄ]{3,6}(?=\s?[-–—]\s)|(?:[ء-ي]\s){2,3}[ء-ي](?=\s?[-–:])|"
    r"[^\W\d_][\w-]{1,20}(?:[Пп]ресс|ПРЕСС|[Ии]нформ|ИНФОРМ|"
    r"-[Мм]едиа|-[Нн]овости|-НОВОСТИ|[Pp]ress|PRESS|[Mm]edia|[Nn]ews|NEWS)"
)
_GLUED = re.compile(rf"({LETTER}{{3,12}})(?=\s)")
_STROKE = re.compile(r"/\s?([^\s/.,:-]{2,20})(?=\s)")
_END_OF_BARE = re.compile(r"\s*[-–—:।۔|=/()\[]|\.\s|\.[-–—]|,\s|،")
_CORRESPONDENT = re.compile(r"^(?:корр|кор|corr)\.?\s+|\s*[-–—]\s*$", re.IGNORECASE)
_SIGNED = re.compile(r"([^\W\d_]+) ([А-ЯЁЇІЄ]\w+ [А-ЯЁЇІЄ]\w+)")
_PIECES = re.compile(r"\s*[/|,;،·•]\s*")
_BESIDE = re.compile(r"(?:[Ff]oto:|фото:|korr\.|[A-ZΑ-ΩА-Я]\. )?[^\W\d_.]{1,4}\.?|[A-ZΑ-ΩА-ЯÀ-Þ][^\d_/|,;:]{2,30}")
_PAPER = re.compile(
    r"[^\W\d_][\w' &.-]{0,24}(?:blad|bladet|posten|avisen|avis|tidning|tidningen|tidende|zeitung|nachrichten|sanomat|kansa|news|times|post|"
    r"herald|daily|press|presse|prensa|gazette|journal|tribune|online|radio|agentur|agency|haber|dnes|noviny|hírlap|nieuws|jornal|agência|"
    r"agencia|agenzia|نيوز|نیوز|न्यूज़?|নিউজ|செய்தி|న్యూస్|ന്യൂസ്|ನ್ಯೂಸ್|ન્યૂઝ)|[^\W\d_][\w-]{1,20}\.[a-z]{2,4}|(?:agência|agencia|agence|agenzia|"
    r"radio|rádio|آژانس|خبرگزاری|وكالة) [^\W\d_][\w .'’-]{1,24}",
    re.IGNORECASE,
)
"""A paper or wire that only its name tells."""
_ACRONYM = re.compile(r"[A-ZÀ-ÞČŠŽĐİŞĞ]{3,6}")
_REGIONS = frozenset("USA UAE EAU UAV RDC DRC RCA NRW EUA ABD KKTC BIH RSA PRC SAR EEUU GBR GER FRA ITA ESP USSR DDR BRD CEI RIVM".split())

DASH = re.compile(r"[\s.,:।]{0,3}(?:[-–—―−‒─]{1,3}|--|—-|(?<= )_{1,2}(?= ))\s*")
STOP = re.compile(r"\s{0,2}//\s*|\s{0,2}[:।۔.=|•;ঃ/]\s*|\s*،\s*|(?<=[)\]/])\s{0,3}[,:;]?\s*")
GAP = re.compile(r"[\s,،、፣|।.۔]*(?::\s?(?=[\d«])|/\s(?![^/\n]{2,30}/))?(?:दि(?:नांक|\.)\s?)?")

_PARTICLES = frozenset(
    "de da do das dos del della di du des der den d la le les los las el al am an auf bei im in of on upon sur y e et und and "
    "i и на na nad ob po pri "
    "pe es cu la van aan en het op ter a ve og och ja på sul zu zum v".split()
)


class Inside(NamedTuple):
    """What brackets hold: agencies, a day, a writer, or a desk and nothing that could be named."""

    agencies: tuple[str, ...] = ()
    day: Day | None = None
    authors: tuple[str, ...] = ()
    desk: bool = False


def caseless(text: str) -> bool:
    """Whether a text has no capitals; those of Georgian are for headlines alone, and `upper` knows them all the same."""
    return text.upper() == text.lower() or "\u10d0" <= text[:1] <= "\u10ff"


def read_place(window: str, position: int) -> tuple[str, int] | None:
    """Return a place that begins here, and its end: a few capitalised words, or up to three of a script without case."""
    found = _PLACE.match(window, position)
    if not found:
        return None
    city, hyphen, wire = found.group().rpartition("-")
    if hyphen and place_key(city) in known_cities() and canonical_source(wire):  # `دمشق-سانا`
        return city, position + len(city)
    city, slash, wire = found.group().partition("/")
    if slash and canonical_source(city) is None and canonical_source(wire.split(" ")[0]):  # `MALMÖ/TT`
        return city, position + len(city)
    end = count = 0
    spaced = False
    for word in _WORDS.finditer(found.group()):
        text = word.group()
        letter = text.lstrip("'’")[:1]
        if not (letter.isupper() or caseless(text) or (count and text.casefold() in _PARTICLES) or text[0] in "'’"):
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
    if not place or count > 5 or place.split()[-1].casefold() in _PARTICLES and count > 1 and place.split()[-1].islower():
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
    certain = known or is_capitals(place)
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
            if certain and end == position + len(bracketed) + 3:
                names = wire_by_shape(bracketed)
            break
    if end == position and is_capitals(place):
        found = _CAPITAL_REGION.match(window, position) if known else None
        found = found or _OPEN_BRACKET.match(window, position)
        if found and not known and not _PAPER.fullmatch(found.group(1)):
            return None
        if found and not is_label(found.group(1)) and not _is_other(window, found.start(1), found.group(1), language):
            return found.end(), wire_by_shape(found.group(1)) if found.re is _OPEN_BRACKET else ()
    return (end, names) if end > position else None


def _all_capitalised(text: str) -> bool:
    return all(word[0].isupper() for word in text.split())


def wire_by_shape(text: str) -> tuple[str, ...]:
    """Return what stands in brackets behind a place as an agency, where it looks like one and not like a state or country.

    >>> wire_by_shape("TAK"), wire_by_shape("Aftenposten"), wire_by_shape("Ohio")
    (('TAK',), ('Aftenposten',), ())
    """
    acronym = _ACRONYM.fullmatch(text) and text not in _REGIONS
    return (text,) if (acronym or _PAPER.fullmatch(text)) and not is_label(text) else ()


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


def read_bracket(window: str, position: int, language: str) -> tuple[Inside, int, bool] | None:
    """Return what brackets or strokes at `position` hold, where they end, and whether they are strokes (`/ТАСС/`)."""
    if (two := _TWO_WIRES.match(window, position)) and canonical_source(two.group(1)):
        return read_inside(f"{two.group(1)}/{two.group(2)}", language), two.end(), False
    found = _BRACKET.match(window, position)
    if not found:
        return None
    text = _CORRESPONDENT.sub("", next(group for group in found.groups() if group is not None).strip())
    inside = read_inside(text, language)
    if not inside.agencies and found.group(2) and (signed := _SIGNED.fullmatch(text)) and (names := read_sources(signed.group(1))):
        inside = Inside(names, None, (signed.group(2),))
    return inside, found.end(), found.group(2) is not None


def read_inside(text: str, language: str) -> Inside:
    """Read what brackets hold.

    >>> read_inside("MTI/APA", ""), read_inside("ČTK, mš", "")
    (Inside(agencies=('MTI', 'APA'), day=None, authors=(), desk=False), Inside(agencies=('ČTK',), day=None, authors=(), desk=False))
    """
    if names := read_sources(text):
        return Inside(names)
    day = day_at(text, 0, language)
    if day:
        rest = text[day.end :].strip(" ,.-–—")
        return Inside(read_sources(rest) if rest else (), day)
    pieces = [piece for piece in _PIECES.split(text.strip("/ ")) if piece]
    known: list[str] = []
    for piece in pieces[:4]:
        names = read_sources(piece.removeprefix("Foto:"))
        if not names and known and not day and (day := day_at(piece, 0, language)):
            continue
        if not names and not (len(pieces) > 1 and _BESIDE.fullmatch(piece)):
            return Inside(desk=is_desk(text))
        known += [name for name in names if name not in known]
    return Inside(tuple(known), day) if known else Inside(desk=is_desk(text))


def read_bare(window: str, position: int) -> tuple[tuple[str, ...], int] | None:
    """Return agencies without brackets that end at punctuation or a dash, and where."""
    if site := _SITE.match(window, position):
        return (canonical_source(site.group()) or site.group(),), site.end()
    found = _BARE.match(window, position)
    if not found or not (text := found.group().strip()):
        return None
    name = canonical_source(text)
    if name:
        end = found.end()
        if window[end : end + 1] in "/–—" and (more := _BARE.match(window, end + 1)) and (second := canonical_source(more.group().strip())):
            return (name, second), more.end()
        return (name,), end
    return None


def read_press(window: str, position: int) -> tuple[str, int] | None:
    """Return an agency that only its name tells, behind place and date: `РИА "Новый регион"`, `УДМУРТИЯ-ПРЕСС`."""
    found = _PRESS.match(window, position)
    if not found or not _END_OF_BARE.match(window, found.end()):
        return None
    return canonical_source(found.group()) or found.group().strip("«»\""), found.end()


def read_stroke(window: str, position: int) -> tuple[str, int] | None:
    """Return an agency behind a stroke that nothing closes: `MALMÖ/TT Två`."""
    found = _STROKE.match(window, position)
    name = canonical_source(found.group(1)) if found else None
    return (name, found.end()) if found and name else None


def read_glued(window: str, position: int) -> tuple[str, int] | None:
    """Return an agency behind place and date that no punctuation closes: `Bakı, 6 fevral, AZƏRTAC`."""
    found = _GLUED.match(window, position)
    if not found or not (found.group().isupper() or "\u0600" <= found.group()[0] <= "\u06ff"):
        return None
    name = canonical_source(found.group())
    return (name, found.end()) if name else None


def bare_text(window: str, position: int) -> str:
    """Return the words at `position` up to the next mark, empty where none does."""
    found = _BARE.match(window, position)
    return found.group() if found else ""


def ends_bare(window: str, position: int) -> bool:
    """Whether a bare agency may end here: at punctuation or a dash, not in the middle of a sentence."""
    return _END_OF_BARE.match(window, position) is not None


def _is_other(window: str, position: int, text: str, language: str) -> bool:
    """Whether what stands behind a comma is a date or an agency, and not a region."""
    if day_at(window, position, language) or read_inside(text, language).agencies or is_desk(text):
        return True
    return not (text[:1].isupper() or caseless(text) or window[position - 1] == "(")

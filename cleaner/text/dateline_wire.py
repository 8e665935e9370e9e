"""The wires of a dateline: what stands in brackets, a bare agency, one that only its name tells, and the marks behind it.

In: the beginning of a line and a position in it. Out: what stands there and where it ends, None where it is something else.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.patterns import compiled
from cleaner.rules.datelines import canonical_source, is_label, may_be_source, read_sources
from cleaner.text.dateline_desk import is_desk
from cleaner.text.dates import Day, day_at

LETTER = (
    r"[^\s\d_!-/:-@\[-`{-~\u00a0-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2000-\u200b\u200e-\u2bff"
    r"\u0589\u0964\u0965\u17d4-\u17d6\u1361-\u1368\u060c\u061b\u061f\u06d4\u0e2f\u3000-\u303f\uff00-\uff20]"
)
_BRACKET = compiled(
    r"[(\[（［【]\s{0,2}([^()\[\]（）［］【】\n]{2,60}?)\s{0,2}[)\]）］】]|//?\s?([^/\n()]{2,40}?)\s?/|=([\w "
    r"]{2,20})=|«([^«»\n]{2,30})»"
)
_OPENERS = frozenset("([（［【/=«")
_TWO_WIRES = compiled(r"[(\[]/?([^()/\n]{2,20})/([^()/\n]{2,30})[)\]]")
_BARE = compiled(r"(?:[^(),:;։।۔،–—|/=\n\[\]]{2,40}?)(?=\s*(?:$|[(),:;։।۔،–—|/=\n\[\]]|\.\s|\.[-–—]|\.$|\s-|-\s|-$))")
_SITE = compiled(
    r"[\w-]{2,24}\.(?:com|net|org|info|news|co|co\.[a-z]{2}|[a-z]{2}|com\.[a-z]{2})(?=,\s|\s[-–—]|:\s|/|\s\|)",
    re.IGNORECASE,
)
_PRESS = compiled(
    r"(?:ИА|РИА|ИТАР|АГН|АиФ|МИА|НИА|ІА|АА)[ -][«\"]?[^\W\d_][\w -]{1,24}[»\"]?(?=[.,:]|\s[-–—])|[«\"][^\W\d_][\w .-]{1,24}[»\"](?=\.\s|$)|"
    r"[A-ZА-ЯІЇЄ]{3,6}(?=\s?[-–—]\s)|(?:[ء-ي]\s){2,3}[ء-ي](?=\s?[-–:])|"
    r"[^\W\d_][\w-]{1,20}(?:[Пп]ресс|ПРЕСС|[Ии]нформ|ИНФОРМ|"
    r"-[Мм]едиа|-[Нн]овости|-НОВОСТИ|[Pp]ress|PRESS|[Mm]edia|[Nn]ews|NEWS)"
)
_GLUED = compiled(rf"({LETTER}{{3,12}})(?=\s)")
_STROKE = compiled(r"/\s?([^\s/.,:-]{2,20})(?=\.?\s)")
_END_OF_BARE = compiled(r"\s*[-–—:։।۔|=/()\[]|\.\s|\.[-–—]|,\s|،|$")
_CORRESPONDENT = compiled(r"^(?:корр|кор|кар|corr)\.?\s+|\s*[-–—]\s*$", re.IGNORECASE)
_DATED = compiled(r"(.{2,20}) \d{1,2}/\d{1,2}(?:/\d{4})?")
_INITIALS = compiled(rf"(?:{LETTER}{{1,3}}\. ?){{2,4}}")
_SIGNED = compiled(r"([^\W\d_]+) ([А-ЯЁЇІЄ]\w+ [А-ЯЁЇІЄ]\w+)")
_PIECES = compiled(r"\s*[/|,;،·•]\s*")
_BESIDE = compiled(r"(?:[Ff]oto:|фото:|korr\.|[A-ZΑ-ΩА-Я]\. )?[^\W\d_.]{1,4}\.?|[A-ZΑ-ΩА-ЯÀ-Þ][^\d_/|,;:]{2,30}")
PAPER = compiled(
    r"[^\W\d_][\w' &.-]{0,24}(?:blad|bladet|posten|avisen|avis|tidning|tidningen|tidende|zeitung|nachrichten|sanomat|kansa|news|times|post|"
    r"today|report|examiner|standard|guardian|chronicle|bulletin|inquirer|observer|monitor|direkt|vijesti|novosti|dnevnik|diario|correo|heraldo|"
    r"herald|daily|press|presse|prensa|gazette|journal|tribune|online|radio|agentur|agency|haber|dnes|noviny|hírlap|nieuws|jornal|agência|"
    r"agencia|agenzia|نيوز|نیوز|न्यूज़?|নিউজ|செய்தி|న్యూస్|ന്യൂസ്|ನ್ಯೂಸ್|ન્યૂઝ)|[^\d()\[\]/|,:;\n]{2,26}(?:न्यूज़?|নিউজ|செய்தி|న్యూస్|ന്യൂസ്|ನ್ಯೂಸ್|ન્યૂઝ)|[^\W\d_][\w-]{1,20}\.[a-z]{2,4}|(?:agência|agencia|agence|agenzia|"
    r"radio|rádio|آژانس|خبرگزاری|وكالة) [^\W\d_][\w .'’-]{1,24}",
    re.IGNORECASE,
)
"""A paper or wire that only its name tells."""
_ACRONYM = compiled(r"[A-ZÀ-ÞČŠŽĐİŞĞ]{3,6}")
_REGIONS = frozenset("USA UAE EAU UAV RDC DRC RCA NRW EUA ABD KKTC BIH RSA PRC SAR EEUU GBR GER FRA ITA ESP USSR DDR BRD CEI RIVM".split())
DASH = compiled(r"[\s.,:।፡]{0,3}(?:[-–—―−‒─]{1,3}|--|—-|(?<= )_{1,2}(?= ))\s*")
STOP = compiled(r"\s{0,2}//\s*|\s{0,2}[:։៖∙፡।۔.=|•;ঃ/]\s*|\s*،\s*|(?<=[)\]/])\s{0,3}[,:;]?\s*")
GAP = compiled(r"[\s,،、፣|।.۔]*(?::\s?(?=[\d«])|/\s(?![^/\n]{2,30}/))?")


def caseless(text: str) -> bool:
    """Whether a text has no capitals; those of Georgian are for headlines alone, and `upper` knows them all the same."""
    return text.upper() == text.lower() or "\u10d0" <= text[:1] <= "\u10ff"


class Inside(NamedTuple):
    """What brackets hold: agencies, a day, a writer, or a desk and nothing that could be named."""

    agencies: tuple[str, ...] = ()
    day: Day | None = None
    authors: tuple[str, ...] = ()
    desk: bool = False


def wire_by_shape(text: str) -> tuple[str, ...]:
    """Return what stands in brackets behind a place as an agency, where it looks like one and not like a state or country.

    >>> wire_by_shape("TAK"), wire_by_shape("Aftenposten"), wire_by_shape("Ohio")
    (('TAK',), ('Aftenposten',), ())
    """
    acronym = _ACRONYM.fullmatch(text) and text not in _REGIONS or caseless(text) and _INITIALS.fullmatch(text)
    return (text,) if (acronym or PAPER.fullmatch(text)) and not is_label(text) else ()


def read_bracket(window: str, position: int, language: str) -> tuple[Inside, int, bool] | None:
    """Return what brackets or strokes at `position` hold, where they end, and whether they are strokes (`/ТАСС/`)."""
    if window[position : position + 1] not in _OPENERS:
        return None
    if (two := _TWO_WIRES.match(window, position)) and canonical_source(two.group(1)):
        return read_inside(f"{two.group(1)}/{two.group(2)}", language), two.end(), False
    found = _BRACKET.match(window, position)
    if not found:
        return None
    text = _CORRESPONDENT.sub("", next(group for group in found.groups() if group is not None).strip())
    inside = read_inside(text, language)
    if inside.agencies and found.group(2) and window[found.end() : found.end() + 1].isalpha():  # `/ritzau/Reuters`
        more = read_bare(window, found.end())
        if more and ends_bare(window, more[1]):
            return inside._replace(agencies=inside.agencies + more[0]), more[1], True
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
    if (dated := _DATED.fullmatch(text)) and (names := read_sources(dated.group(1))):  # `TTXVN 12/3`
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
    if "." in window[position : position + 28] and (site := _SITE.match(window, position)):
        return (canonical_source(site.group()) or site.group(),), site.end()
    if window[position : position + 1].isalnum() and not may_be_source(window, position):
        return None
    found = _BARE.match(window, position)
    if not found or not (text := found.group().strip()):
        return None
    name = canonical_source(text)
    if name:
        end = found.end()
        if window[end : end + 1] in "/–—" and (more := _BARE.match(window, end + 1)) and (second := canonical_source(more.group().strip())):
            return (name, second), more.end()
        return (name,), end
    if "-" in text and (names := read_sources(text)):  # `LETA-BNS`
        return names, found.end()
    return None


def read_press(window: str, position: int) -> tuple[str, int] | None:
    """Return an agency that only its name tells, behind place and date: `РИА "Новый регион"`, `УДМУРТИЯ-ПРЕСС`."""
    found = _PRESS.match(window, position)
    if not found or not _END_OF_BARE.match(window, found.end()):
        return None
    return canonical_source(found.group()) or found.group().strip('«»"'), found.end()


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

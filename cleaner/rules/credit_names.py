"""Whether a piece of a line may name who took or sold a picture: agencies, persons with a slash, short and with capitals.

In: the text of a piece. Out: yes or no. Where in a line such a piece stands is for `photo_credits` to say.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cleaner.patterns import compiled
from cleaner.rules.agencies import agency_kind, canonical_agency, fold_agency
from cleaner.rules.fragments import expand

LONGEST_CREDIT = 100
"""Characters of a credit at most."""
_MOST_WORDS = 14

_PIECE = compiled(r"\s*[/|]\s*|\s+(?:via|for)\s+|[,:]\s+|\s[-–—]\s|\s*\bCopyright\b\s*")
_LOWER = compiled(expand(r"(?<![^\s/(|,-]){{low}}{2,30}(?![^\s/)|,.-])"))
NAME_WORD = compiled(expand(r"(?!{{low}})[^\W\d_][\w.'’-]*\.?"))
_PARTICLES = frozenset(
    "de da do dos das del della di du van von der den ten ter zu la le les el al bin ibn et und and og och en ja the of via for "
    "by dpa epa imago afp ap kna epd ots sid dapd ddp picture alliance images stock getty reuters shutterstock com tt ntb pap apa sda "
    "mti ctk anp tass photo photos pool handout file foto pic com".split()
)
_NAME_PARTICLES = frozenset("de da do dos das del della di du van von der den ten ter zu la le el al bin ibn y e i".split())
LOWER_AGENCIES = frozenset("dpa epa imago epd kna dapd ddp sid afp ap pap ctk ntb tt apa shutterstock reuters".split())
_SIGNOFF = compiled(
    r"\b(?:reporting|edit(?:ing|ed)|written|writing|inputs?|compiled|additional|with|mit|avec|con|com|med|met|agencies|"
    r"agences|agencias|agenturen|news|report|story|byline|correspondent|staff)\b",
    re.IGNORECASE,
)


def may_be_credit(text: str) -> bool:
    """Whether a text has the looks of a credit: short, capitalised, no words of a sign-off."""
    if not 2 <= len(text) <= LONGEST_CREDIT or text[-1] in ":;,!?" or len(text.split()) > _MOST_WORDS or not is_cased(text):
        return False
    lower = [word for word in _LOWER.findall(text) if word not in _PARTICLES]
    return len(lower) <= (1 if "/" in text else 0) and not _SIGNOFF.search(text)


def names_agency(text: str) -> bool:
    """Whether one piece of a credit names an agency."""
    return any(is_agency(piece) for piece in _PIECE.split(text))


@lru_cache(maxsize=8192)
def is_agency(piece: str) -> bool:
    """Whether a piece is the name of an agency, as agencies write it; a desk or `.com` behind it is part of it."""
    piece = piece.strip(" .()[]")
    name = piece.removesuffix(".com")
    found = canonical_agency(name) or canonical_agency(name.split("-")[0])
    return bool(found) and written_as_agency(piece)


def names_desk(credit: str) -> bool:
    """Whether a text holds the marks of a news desk: `afp/abc`."""
    return any(piece[:1].islower() and not is_agency(piece) for piece in re.split(r"\s?/\s?", credit))


def is_wire(piece: str) -> bool:
    """Whether a piece is an agency beyond doubt, where no full stop parts it from the sentence: in capitals, or one that sells pictures."""
    piece = piece.strip(" .")
    sure = piece.isupper() or piece in ("Reuters", "dpa") or agency_kind(piece) == "photo"
    return sure and is_agency(piece)


def written_as_agency(piece: str) -> bool:
    """Whether a name that may be a word stands in the capitals of an agency."""
    folded = fold_agency(piece)
    if len(folded) <= 4 and not piece.strip(" .").isupper():
        return folded in LOWER_AGENCIES or not is_cased(piece)
    return not piece.islower() or folded.split("-")[0].split("/")[0].split(" ")[0] in LOWER_AGENCIES


def is_slash_name(text: str) -> bool:
    """Whether a text is a person, a slash and an employer: `Mario Jasso/Cuartoscuro`."""
    first, slash, rest = text.partition("/")
    words, rest = first.split(), rest.strip()
    if not slash or first != first.rstrip() or not 2 <= len(words) <= 4 or not 1 <= len(rest.split()) <= 6:
        return False
    if "/" in rest.replace("/Getty", ""):
        return False
    return all(NAME_WORD.fullmatch(word) or word in _NAME_PARTICLES for word in words) and bool(NAME_WORD.match(rest))


def spelled_out(caption: str, acronym: str) -> bool:
    """Whether brackets only shorten the name before them: `Press Trust of India (PTI)`."""
    words = [word for word in re.split(r"[\s-]+", caption)[-8:] if word[:1].isupper()]
    initials = "".join(word[0] for word in words)
    return acronym.isupper() and len(acronym) <= 6 and (acronym in initials or initials.endswith(acronym[-2:]))


@lru_cache(maxsize=4096)
def is_cased(text: str) -> bool:
    """Whether a text is written in letters that have capitals."""
    return text.upper() != text.lower()

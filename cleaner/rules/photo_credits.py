"""One line, read for a photo credit at its end: by agencies, names with a slash, brackets. Labels (`Foto:`) are rules of their own.

In: the text of a line. Out: a `Credit` that says where caption ends and who took the picture, or None. These signs need no
words of a language, only letters that have capitals.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from cleaner.rules.agencies import agency_kind, canonical_agency, fold_agency, load_agencies, read_agencies
from cleaner.rules.fragments import expand


class Credit(NamedTuple):
    """What a line is made of. `rule` says which sign was found; `signoff`: at the end of an article it would be a sign-off."""

    rule: str
    caption: str
    credit: str
    signoff: bool = False


SENTENCE_ENDS = 3
"""A line with more is a paragraph of the body."""
MOST_SENTENCE_ENDS = 6
"""With an agency and a name in brackets at the end it may have so many: `Jan. 6`, `St. Louis, Mo.` count as ends."""
_TAIL = 100
_WORDS = 14

_END = re.compile(r"[.!?…。！？][\"”“»’')\]]{0,2}(?=\s|$)")
_BREAK = re.compile(
    expand(
        r"(?:[.!?…][\"”“»’')\]]{0,2}\s{1,3}"  # behind a sentence
        r"|(?<={{low}})[.!?][\"”»]?(?=[^\W\d_])(?!{{low}})|(?<={{low}})\.(?=(?:dpa|epd|kna|sid|afp)\b)"  # glued to it
        r"|\)\s{1,2}(?!{{low}})(?=[^\W\d_])|\s[|–—•·-]{1,2}\s)"
    )
)
_SITE = re.compile(expand(r"\s((?:[a-z][\w-]{1,20}\.)[a-z]{2,3}/(?:(?!{{low}})[^\W\d_][\w.'’-]*(?: |$)){2,4})$"))
_BRACKETS = re.compile(r"\s*[(\[（]\s*([^()\[\]（）\n]{2,100})\s*[)\]）]$")
_SLASHES = re.compile(r"(?:^|(?<=\s))([^\s/()]{2,30}(?:\s?/\s?[^/()\n]{2,45}){1,4})$")
_PIECE = re.compile(r"\s*[/|]\s*|\s+(?:via|for)\s+|[,:]\s+|\s[-–—]\s|\s*\bCopyright\b\s*")
_SOLD = re.compile(r"(\S{2,30}(?: \S{1,20}){0,4}?)\s?[|/–—]\s?([^|/\n]{3,40})")
_LOWER = re.compile(expand(r"(?<![^\s/(|,-]){{low}}{2,30}(?![^\s/)|,.-])"))
_NAME_WORD = re.compile(expand(r"(?!{{low}})[^\W\d_][\w.'’-]*\.?"))
_PARTICLES = frozenset(
    "de da do dos das del della di du van von der den ten ter zu la le les el al bin ibn et und and og och en ja the of via for "
    "by dpa epa imago afp ap kna epd ots sid dapd ddp picture alliance images stock getty reuters shutterstock com tt ntb pap apa sda "
    "mti ctk anp tass photo photos pool handout file foto pic com".split()
)
_NAME_PARTICLES = frozenset("de da do dos das del della di du van von der den ten ter zu la le el al bin ibn y e i".split())
_LOWER_AGENCIES = frozenset("dpa epa imago epd kna dapd ddp sid afp ap pap ctk ntb tt apa shutterstock reuters".split())
_WORDS_TOO = frozenset(
    "mehr dire nova sun map tap beta focus fact sid abi anf pl ae ep ntx ats andina dawn rex magnum splash".split()
)
"""Agencies that are called like words; alone they are no credit."""
_SIGNOFF = re.compile(
    r"\b(?:reporting|edit(?:ing|ed)|written|writing|inputs?|compiled|additional|with|mit|avec|con|com|med|met|agencies|"
    r"agences|agencias|agenturen|news|report|story|byline|correspondent|staff)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[A-ZÀ-Þ][^.!?]{0,60}$")


def read_credit(text: str) -> Credit | None:
    """Return what a line says of its picture, None for a line that names nobody.

    >>> read_credit("The bridge opens. REUTERS/Anna Hill")
    Credit(rule='und.photo_caption.credit_behind_sentence', caption='The bridge opens.', credit='REUTERS/Anna Hill', signoff=False)
    >>> read_credit("The mayor opens the bridge (Reuters)").credit
    'Reuters'
    >>> read_credit("The mayor spoke of the bridge, according to AFP.")
    """
    if not _may_close(text):
        return None
    ends = len(_END.findall(text))
    if ends > SENTENCE_ENDS:
        sure = _bracketed(text) if ends <= MOST_SENTENCE_ENDS else None
        return sure if sure and "/" in sure.credit and not sure.signoff else None
    found = _bracketed(text) or _behind_sentence(text) or _slash(text) or _alone(text)
    if found and found.caption and found.caption[-1] in _CLOSING and (twice := _bracketed(found.caption)):
        return found._replace(caption=twice.caption)  # the same credit once more in brackets
    return found


_STOPS = ".!?…:;,\"”»"
_CLOSING = ")]）"
_LAST_WORD = re.compile(r"[^\s/.…|–—!?\"”]{0,40}\Z")


def _may_close(text: str) -> bool:
    """Whether the end of a line is worth a closer look: no full stop, but a bracket, a slash or an agency."""
    text = text.rstrip()
    if len(text) < 3 or text[-1] in _STOPS:
        return False
    if text[-1] in _CLOSING or "/" in text[-_TAIL - 40 :]:
        return True
    last = _LAST_WORD.search(text).group()  # type: ignore[union-attr]
    return (last[:1].isupper() or last in _LOWER_AGENCIES or last[-4:] == ".com") and fold_agency(last) in _agency_endings()


@cache
def _agency_endings() -> frozenset[str]:
    """The last words of agencies that are written in letters with capitals, folded."""
    return frozenset(re.split("[ /]", name)[-1] for name in load_agencies() if _cased(name))


def _bracketed(text: str) -> Credit | None:
    found = _BRACKETS.search(text)
    if not found:
        return None
    caption, credit = text[: found.start()].rstrip(), found[1].strip()
    if not _may_be_credit(credit) or (caption and len(caption.split()) < 2):
        return None
    if caption.startswith("©"):
        return None
    if not caption:
        alone = "/" in credit and _agencies(credit) and not _desk(credit)
        return Credit("und.photo_caption.credit_alone", "", credit) if alone else None
    agencies = read_agencies(credit) or read_agencies(re.sub(r" (?:Photos?|Foto)$", "", credit))
    if agencies:
        if not _written_as_agency(credit) or fold_agency(credit) in _WORDS_TOO:
            return None
        if _spelled_out(caption, credit) or not _cased(caption[-20:]):
            return None
        ended = bool(_END.search(caption[-3:]))
        if not ended and len(caption.split()) < 4:
            return None
        photo = all(agency_kind(name) == "photo" for name in agencies)
        if ended and not photo and (len(caption) > 330 or len(_END.findall(caption)) > 1):
            return None
        return Credit("und.photo_caption.agency_in_brackets", caption, credit, signoff=not photo and "hoto" not in credit)
    if _agencies(credit) or _is_slash_name(credit):
        return Credit("und.photo_caption.name_in_brackets", caption, credit)
    return None


def _behind_sentence(text: str) -> Credit | None:
    """A credit behind the last sentence, or behind a dash or bar."""
    breaks = [found for found in _BREAK.finditer(text) if found.end() >= len(text) - _TAIL]
    for found in reversed(breaks[-4:]):
        credit = text[found.end() :].strip()
        caption = text[: found.end()].rstrip(" |–—•·-")
        if len(credit) < 2 or len(caption.split()) < 3 or not _may_be_credit(credit.rstrip(".")):
            continue
        agencies = read_agencies(credit.rstrip("."))
        if agencies:
            if not _written_as_agency(credit) or not _cased(credit) or fold_agency(credit) in _WORDS_TOO:
                continue
            photo = all(agency_kind(name) == "photo" for name in agencies)
            publisher = any(agency_kind(name) == "publisher" for name in agencies)
            if (publisher and not photo) or (credit.endswith(".") and not photo):
                continue
            signoff = not photo and "hoto" not in credit
            return Credit("und.photo_caption.agency_behind_sentence", caption, credit.rstrip("."), signoff)
        if _agencies(credit.rstrip(".")) and ("/" in credit or "Photo" in credit or " via " in credit or "|" in credit):
            return Credit("und.photo_caption.credit_behind_sentence", caption, credit.rstrip("."))
        if not credit.endswith(".") and _is_slash_name(credit):
            return Credit("und.photo_caption.name_behind_sentence", caption, credit)
    return None


def _slash(text: str) -> Credit | None:
    """An agency and a name with a slash between, right behind the words of a caption."""
    site = _SITE.search(text, max(0, len(text) - _TAIL))
    if site and len(text[: site.start()].split()) >= 4:
        return Credit("und.photo_caption.slash", text[: site.start()].rstrip(), site[1])
    found = _SLASHES.search(text, max(0, len(text) - 140))
    if not found or text.endswith((".", "!", "?", ":", ";")):
        return None
    credit, start = found[1], found.start(1)
    caption = text[:start].rstrip()
    pieces = re.split(r"\s?/\s?", credit)
    if len(caption.split()) < 4 or not any(map(_is_wire, pieces)) or not _may_be_credit(credit):
        return None
    if _desk(credit):
        return None
    first = credit.partition("/")[0].strip()
    if not _is_agency(first):  # the given name belongs to the credit
        head, _, given = caption.rpartition(" ")
        if _NAME_WORD.fullmatch(given) and head:
            caption, credit = head, f"{given} {credit}"
    return Credit("und.photo_caption.slash", caption.rstrip(" ,;:|–—-"), credit)


def _alone(text: str) -> Credit | None:
    """A line that is a credit and nothing else."""
    if len(text) <= _TAIL and (sold := _SOLD.fullmatch(text)) and agency_kind(sold[2]) == "photo" and _written_as_agency(sold[2]):
        return Credit("und.photo_caption.credit_alone", "", text)
    if len(text) > _TAIL or ":" in text or not _may_be_credit(text) or text.endswith((".", "?", "!")):
        return None
    names = read_agencies(text)
    if names:
        photo = all(agency_kind(name) == "photo" for name in names) and _written_as_agency(text) and len(text) > 3
        return Credit("und.photo_caption.credit_alone", "", text) if photo else None
    pieces = [piece for piece in re.split(r"\s*/\s*", text) if piece]
    named = len(pieces) >= 2 and all(_NAME_WORD.match(piece) for piece in pieces)
    if named and any(map(_is_wire, pieces)) and any(" " in piece.strip() for piece in pieces) and len(text.split()) <= 9:
        return Credit("und.photo_caption.credit_alone", "", text)
    return None


def _may_be_credit(text: str) -> bool:
    """Whether a text has the looks of a credit: short, capitalised, no words of a sign-off."""
    if not 2 <= len(text) <= _TAIL or text[-1] in ":;,!?" or len(text.split()) > _WORDS or not _cased(text):
        return False
    lower = [word for word in _LOWER.findall(text) if word not in _PARTICLES]
    return len(lower) <= (1 if "/" in text else 0) and not _SIGNOFF.search(text)


def _agencies(text: str) -> bool:
    """Whether one piece of a credit names an agency."""
    return any(_is_agency(piece) for piece in _PIECE.split(text))


@lru_cache(maxsize=8192)
def _is_agency(piece: str) -> bool:
    piece = piece.strip(" .()[]")
    name = piece.removesuffix(".com")
    found = canonical_agency(name) or canonical_agency(name.split("-")[0])
    return bool(found) and _written_as_agency(piece)


def _desk(credit: str) -> bool:
    """Whether a text holds the marks of a news desk: `afp/abc`."""
    return any(piece[:1].islower() and not _is_agency(piece) for piece in re.split(r"\s?/\s?", credit))


def _is_wire(piece: str) -> bool:
    """Whether a piece is an agency beyond doubt, where no full stop parts it from the sentence: in capitals, or one that sells pictures."""
    piece = piece.strip(" .")
    sure = piece.isupper() or piece in ("Reuters", "dpa") or agency_kind(piece) == "photo"
    return sure and _is_agency(piece)


def _written_as_agency(piece: str) -> bool:
    """Whether a name that may be a word stands in the capitals of an agency."""
    folded = fold_agency(piece)
    if len(folded) <= 4 and not piece.strip(" .").isupper():
        return folded in _LOWER_AGENCIES or not _cased(piece)
    return not piece.islower() or folded.split("-")[0].split("/")[0].split(" ")[0] in _LOWER_AGENCIES


def _is_slash_name(text: str) -> bool:
    """Whether a text is a person, a slash and an employer: `Mario Jasso/Cuartoscuro`."""
    first, slash, rest = text.partition("/")
    words, rest = first.split(), rest.strip()
    if not slash or first != first.rstrip() or not 2 <= len(words) <= 4 or not 1 <= len(rest.split()) <= 6:
        return False
    if "/" in rest.replace("/Getty", ""):
        return False
    return all(_NAME_WORD.fullmatch(word) or word in _NAME_PARTICLES for word in words) and bool(_NAME_WORD.match(rest))


def _spelled_out(caption: str, acronym: str) -> bool:
    """Whether brackets only shorten the name before them: `Press Trust of India (PTI)`."""
    words = [word for word in re.split(r"[\s-]+", caption)[-8:] if word[:1].isupper()]
    initials = "".join(word[0] for word in words)
    return acronym.isupper() and len(acronym) <= 6 and (acronym in initials or initials.endswith(acronym[-2:]))


@lru_cache(maxsize=4096)
def _cased(text: str) -> bool:
    return text.upper() != text.lower()

"""One line, read for a photo credit at its end: by agencies, names with a slash, brackets. Labels (`Foto:`) are rules of their own.

In: the text of a line. Out: a `Credit` that says where caption ends and who took the picture, or None. These signs need no
words of a language, only letters that have capitals.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from cleaner.patterns import compiled
from cleaner.rules.agencies import agency_kind, fold_agency, load_agencies, read_agencies
from cleaner.rules.credit_names import (
    LONGEST_CREDIT,
    LOWER_AGENCIES,
    NAME_WORD,
    is_agency,
    is_cased,
    is_slash_name,
    is_wire,
    may_be_credit,
    names_agency,
    names_desk,
    spelled_out,
    written_as_agency,
)
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

_END = compiled(r"[.!?…。！？][\"”“»’')\]]{0,2}(?=\s|$)")
_BREAK = compiled(
    expand(
        r"(?:[.!?…][\"”“»’')\]]{0,2}\s{1,3}"  # behind a sentence
        r"|(?<={{low}})[.!?][\"”»]?(?=[^\W\d_])(?!{{low}})|(?<={{low}})\.(?=(?:dpa|epd|kna|sid|afp)\b)"  # glued to it
        r"|\)\s{1,2}(?!{{low}})(?=[^\W\d_])|\s[|–—•·-]{1,2}\s)"
    )
)
_SITE = compiled(expand(r"\s((?:[a-z][\w-]{1,20}\.)[a-z]{2,3}/(?:(?!{{low}})[^\W\d_][\w.'’-]*(?: |$)){2,4})$"))
_BRACKETS = compiled(r"\s*[(\[（]\s*([^()\[\]（）\n]{2,100})\s*[)\]）]$")
_SLASHES = compiled(r"(?:^|(?<=\s))([^\s/()]{2,30}(?:\s?/\s?[^/()\n]{2,45}){1,4})$")
_SOLD = compiled(r"(\S{2,30}(?: \S{1,20}){0,4}?)\s?[|/–—]\s?([^|/\n]{3,40})")
_WORDS_TOO = frozenset("mehr dire nova sun map tap beta focus fact sid abi anf pl ae ep ntx ats andina dawn rex magnum splash".split())
"""Agencies that are called like words; alone they are no credit."""


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


_STOPS = '.!?…:;,"”»'
_CLOSING = ")]）"
_LAST_WORD = compiled(r"[^\s/.…|–—!?\"”]{0,40}\Z")


def _may_close(text: str) -> bool:
    """Whether the end of a line is worth a closer look: no full stop, but a bracket, a slash or an agency."""
    text = text.rstrip()
    if len(text) < 3 or text[-1] in _STOPS:
        return False
    if text[-1] in _CLOSING or "/" in text[-LONGEST_CREDIT - 40 :]:
        return True
    last = _LAST_WORD.search(text).group()  # type: ignore[union-attr]
    return (last[:1].isupper() or last in LOWER_AGENCIES or last[-4:] == ".com") and fold_agency(last) in _agency_endings()


@cache
def _agency_endings() -> frozenset[str]:
    """The last words of agencies that are written in letters with capitals, folded."""
    return frozenset(re.split("[ /]", name)[-1] for name in load_agencies() if is_cased(name))


def _bracketed(text: str) -> Credit | None:
    found = _BRACKETS.search(text)
    if not found:
        return None
    caption, credit = text[: found.start()].rstrip(), found[1].strip()
    if not may_be_credit(credit) or (caption and len(caption.split()) < 2):
        return None
    if caption.startswith("©"):
        return None
    if not caption:
        alone = "/" in credit and names_agency(credit) and not names_desk(credit)
        return Credit("und.photo_caption.credit_alone", "", credit) if alone else None
    agencies = read_agencies(credit) or read_agencies(re.sub(r" (?:Photos?|Foto)$", "", credit))
    if agencies:
        if not written_as_agency(credit) or fold_agency(credit) in _WORDS_TOO:
            return None
        if spelled_out(caption, credit) or not is_cased(caption[-20:]):
            return None
        ended = bool(_END.search(caption[-3:]))
        if not ended and len(caption.split()) < 4:
            return None
        photo = all(agency_kind(name) == "photo" for name in agencies)
        if ended and not photo and (len(caption) > 330 or len(_END.findall(caption)) > 1):
            return None
        return Credit("und.photo_caption.agency_in_brackets", caption, credit, signoff=not photo and "hoto" not in credit)
    if names_agency(credit) or is_slash_name(credit):
        return Credit("und.photo_caption.name_in_brackets", caption, credit)
    return None


def _behind_sentence(text: str) -> Credit | None:
    """A credit behind the last sentence, or behind a dash or bar."""
    breaks = [found for found in _BREAK.finditer(text) if found.end() >= len(text) - LONGEST_CREDIT]
    for found in reversed(breaks[-4:]):
        credit = text[found.end() :].strip()
        caption = text[: found.end()].rstrip(" |–—•·-")
        if len(credit) < 2 or len(caption.split()) < 3 or not may_be_credit(credit.rstrip(".")):
            continue
        agencies = read_agencies(credit.rstrip("."))
        if agencies:
            if not written_as_agency(credit) or not is_cased(credit) or fold_agency(credit) in _WORDS_TOO:
                continue
            photo = all(agency_kind(name) == "photo" for name in agencies)
            publisher = any(agency_kind(name) == "publisher" for name in agencies)
            if (publisher and not photo) or (credit.endswith(".") and not photo):
                continue
            signoff = not photo and "hoto" not in credit
            return Credit("und.photo_caption.agency_behind_sentence", caption, credit.rstrip("."), signoff)
        if names_agency(credit.rstrip(".")) and ("/" in credit or "Photo" in credit or " via " in credit or "|" in credit):
            return Credit("und.photo_caption.credit_behind_sentence", caption, credit.rstrip("."))
        if not credit.endswith(".") and is_slash_name(credit):
            return Credit("und.photo_caption.name_behind_sentence", caption, credit)
    return None


def _slash(text: str) -> Credit | None:
    """An agency and a name with a slash between, right behind the words of a caption."""
    site = _SITE.search(text, max(0, len(text) - LONGEST_CREDIT))
    if site and len(text[: site.start()].split()) >= 4:
        return Credit("und.photo_caption.slash", text[: site.start()].rstrip(), site[1])
    found = _SLASHES.search(text, max(0, len(text) - 140))
    if not found or text.endswith((".", "!", "?", ":", ";")):
        return None
    credit, start = found[1], found.start(1)
    caption = text[:start].rstrip()
    pieces = re.split(r"\s?/\s?", credit)
    if len(caption.split()) < 4 or not any(map(is_wire, pieces)) or not may_be_credit(credit):
        return None
    if names_desk(credit):
        return None
    first = credit.partition("/")[0].strip()
    if not is_agency(first):  # the given name belongs to the credit
        head, _, given = caption.rpartition(" ")
        if NAME_WORD.fullmatch(given) and head:
            caption, credit = head, f"{given} {credit}"
    return Credit("und.photo_caption.slash", caption.rstrip(" ,;:|–—-"), credit)


def _alone(text: str) -> Credit | None:
    """A line that is a credit and nothing else."""
    if len(text) <= LONGEST_CREDIT and (sold := _SOLD.fullmatch(text)) and agency_kind(sold[2]) == "photo" and written_as_agency(sold[2]):
        return Credit("und.photo_caption.credit_alone", "", text)
    if len(text) > LONGEST_CREDIT or ":" in text or not may_be_credit(text) or text.endswith((".", "?", "!")):
        return None
    names = read_agencies(text)
    if names:
        photo = all(agency_kind(name) == "photo" for name in names) and written_as_agency(text) and len(text) > 3
        return Credit("und.photo_caption.credit_alone", "", text) if photo else None
    pieces = [piece for piece in re.split(r"\s*/\s*", text) if piece]
    named = len(pieces) >= 2 and all(NAME_WORD.match(piece) for piece in pieces)
    if named and any(map(is_wire, pieces)) and any(" " in piece.strip() for piece in pieces) and len(text.split()) <= 9:
        return Credit("und.photo_caption.credit_alone", "", text)
    return None

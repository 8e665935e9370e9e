"""One line, read by the vocabulary of `web_boilerplate`: what widget it is, if any. Where it stands is for the stage to judge.

In: the text of a line. Out: a `Widget` or None.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cleaner.patterns import compiled
from cleaner.rules.boilerplate import CERTAIN, Phrase, Vocabulary
from cleaner.rules.boilerplate_lists import load_vocabulary
from cleaner.rules.phrases import fold_anew
from cleaner.rules.places_to_share import BRAND_LETTER, brand_name, may_name_brand, names_asked
from cleaner.text.widget import QUOTES, Widget
from cleaner.text.widget_bar import reach, read_bar, read_crumbs
from cleaner.text.widget_leading import LABEL, OUTER, PLEA, SENTENCE_END, asked_of, read_leading
from cleaner.text.widget_time import YEAR, is_numeric_date, read_stamp

SHORT = 80
"""Longer lines are no whole phrase; most of them are told from widgets by their first and last characters."""
LONGEST = 420
"""Longer lines are never looked at: the longest notice that a site prints in one line."""
_FOOTER = 100
"""A longer line that ends in "All rights reserved" may be the caption of a photo."""
SHARED = 60
"""So long is a line that names a place to share at, without the rest of a sentence."""

BEFORE = OUTER + QUOTES + "0123456789.,:;!?/&@%¿¡…"
"""What may stand before the first letter of a line."""
BEHIND = " .。…!:：»()]\"'”।۔>|®\u200b0123456789"
"""What may stand behind the last letter."""
SIGNS = frozenset("©ⓒ&")
_BRANDS = compiled(f"{BRAND_LETTER}{{2,}}")
_NUMBERED = compiled(r"\d{1,2}[.)]\s+[^\W\d]\D*$")
"""A heading or an item of a list, whatever it says; a date has more digits."""
_QUOTED = compiled(r"(?:\"[^\"]+\"|“[^”]+”|„[^“”]+[“”]|«[^»]+»|»[^«]+«)\s?[,،–—-]?\s[^\W\d]")
_DIGIT = compiled(r"\d")
THOUSANDS = compiled(
    r"\d[\d.,]*\s?((?:[kK]|[mM]|mil|mila|mille|mii|tis|tys|тыс|тис|хил|хиљ|tūkst|tuhat|bin|ezer|tn|tsd|Tsd|t|rb|ribu|nghìn|hilj|tisoč|хилј|χιλ|min"
    r"|พัน|หมื่น|千|万|萬|천|만|ألف|الف|هزار|אלף|हज़ार|हजार|হাজার|লাখ|ஆயிரம்|వేల|elfu|ming|мың|ათასი|հազար)\b\.?)"
)
"""`1.2K shares`: the word for thousands behind a number, which the lists do not hold."""
COPYRIGHT = compiled(r"(?:(?:©|ⓒ|\(c\)|&copy;)\s?copyrights?\b|copyrights?\b|©|ⓒ|\(c\)|&copy;)", re.IGNORECASE)
_COUNTS_IN_A_SENTENCE = compiled(r"[^\W\d_]{4,}[.。।۔]$")
"""`Thirty-six years ago.` is a sentence; `5 min.` is not."""
_YEAR_NEXT = compiled(r"\s?(?:19|20)\d\d(?!\d)[^\d\n]{2,60}$")
"""`© 2013 Courier Ltd.` is a footer; credits of photos name who took them first."""
_SIGN_OR_YEAR = compiled(r"[\s:：,–-]{0,3}(?:©|ⓒ|&copy;|\([cC]\)|(?:19|20)\d\d(?!\d))")


def read_line(text: str) -> Widget | None:
    """Return what widget a line is; `text` has no outer white space.

    >>> read_line("Share | Tweet | Print"), read_line("The share of women rose.")
    (Widget(role='certain', rule='und.web_boilerplate.bar'), None)
    """
    if len(text) > LONGEST:
        return None
    words = load_vocabulary()
    if len(text) > SHORT:
        if text[0] in QUOTES and _is_quotation(text):
            return None
        return _long(text, words) if not text[0].isalpha() or words.may_start(text) else _ending(text, words)
    bare = text if text[0].isalpha() else text.lstrip(BEFORE)
    if len(text) <= LABEL or not bare[:1].isalpha() or words.may_start(bare):
        return _short(text)
    if bare is not text and (_NUMBERED.match(text) or _is_quotation(text)):
        return None
    return _ending(text, words) or (_stamp(text, words) if _DIGIT.search(text) else None)


def _long(text: str, words: Vocabulary) -> Widget | None:
    """A line too long for a label: what begins or ends like a widget, or a bar."""
    bare = text.lstrip(OUTER) if text[0] in OUTER else text
    if bare[:1] in SIGNS or (bare[:1].isalpha() and words.may_start(bare)):
        folded = fold_anew(bare[:SHORT])
        found = read_leading(bare, folded, words) or read_crumbs(bare, words)
        if not found and reach(folded, words) > LABEL:
            found = read_bar(bare, words)
        return found or _ending(text, words) or _copyright(bare)
    return _ending(text, words)


@lru_cache(maxsize=65_536)
def _short(text: str) -> Widget | None:
    """A line that begins like a widget, or is too short to be told by its beginning."""
    words = load_vocabulary()
    if _NUMBERED.match(text):
        return None
    if len(text) <= SHARED and (phrase := _shared(text, words)):
        return Widget("certain", phrase.rule)
    folded = fold_anew(text)
    if not folded:
        return _stamp(text, words) if is_numeric_date(text) else _rubble(text)
    if _is_quotation(text):
        return None
    if found := _whole(text, folded, words):
        return found
    bare = text.lstrip(OUTER) or text
    return (
        read_leading(bare, folded, words)
        or read_crumbs(bare, words)
        or read_bar(bare, words, folded)
        or _ending(bare, words)
        or _copyright(bare)
        or _stamp(bare, words)
    )


def _whole(text: str, folded: str, words: Vocabulary) -> Widget | None:
    """A line that is a phrase of the lists and nothing else."""
    phrase, counted = words.whole.get(folded), words.counted.get(folded)
    if not counted and (thousands := THOUSANDS.search(text)):
        counted = words.counted.get(fold_anew(text[: thousands.start(1)] + text[thousands.end(1) :]))
    if counted and _DIGIT.search(text) and not _COUNTS_IN_A_SENTENCE.search(text):
        return Widget("certain", counted.rule)
    if not phrase:
        return None
    if phrase.kind == "button" and _DIGIT.search(text) and (found := read_leading(text, folded, words)):
        return found
    if phrase.kind in CERTAIN:
        return Widget("certain", phrase.rule)
    if phrase.kind in ("read_more", "links"):
        return Widget("read_more" if phrase.kind == "read_more" else "links", phrase.rule)
    return Widget("section" if phrase.kind == "section" else "button", phrase.rule)


def _is_quotation(text: str) -> bool:
    """Whether a line is what somebody said, with or without who said it behind: `"Follow us," she said.`"""
    return text[0] in QUOTES and (text[-1] in QUOTES or (text.endswith(SENTENCE_END) and bool(_QUOTED.match(text))))


def _shared(text: str, words: Vocabulary) -> Phrase | None:
    """A phrase with a place to share at: `Share on Facebook`, `Jaa Facebookissa`, `Поделиться в Телеграме`."""
    if not may_name_brand(text):
        return None
    found = brand_name().sub(BRAND_LETTER, text)
    if found == text:
        return None
    folded = _BRANDS.sub(BRAND_LETTER, fold_anew(found))
    return words.whole.get(folded) if len(folded) > 1 else None


def _copyright(text: str) -> Widget | None:
    """A footer with a sign of copyright and a year; with word and sign, or word and year, it goes wherever it stands."""
    found = COPYRIGHT.match(text)
    if not found or len(text) > 300:
        return None
    word_first = found.group()[0] in "Cc"
    if _SIGN_OR_YEAR.match(text, found.end()) if word_first else "opyright" in found.group() or _YEAR_NEXT.match(text, found.end()):
        return Widget("certain", "und.web_boilerplate.copyright")
    return Widget("button", "und.web_boilerplate.copyright") if YEAR.search(text[:60]) else None


def _ending(text: str, words: Vocabulary) -> Widget | None:
    """A line that ends in a plea or a notice."""
    tail = text[-16:].rstrip(BEHIND)
    if tail[-4:] not in words.tails and tail[-3:] not in words.tails:
        return None
    folded = fold_anew(text[-SHORT:])
    for phrase in words.ends(folded):
        if phrase.kind == "asks_last":
            if len(text) <= PLEA and text[0] not in QUOTES and names_asked(text, asked_of(phrase), folded[-len(phrase.folded) :]):
                return Widget("certain", phrase.rule)
        elif len(text) <= _FOOTER or phrase.folded not in words.whole or COPYRIGHT.match(text):
            return Widget("certain", phrase.rule)
    return None


def _stamp(text: str, words: Vocabulary) -> Widget | None:
    role = read_stamp(text, words.about_time)
    return Widget(role, "und.web_boilerplate.timestamp") if role else None


def _rubble(text: str) -> Widget | None:
    """A line of digits or marks: what is left of a counter or between buttons."""
    return Widget("rubble", "und.web_boilerplate.rubble") if len(text) <= 12 else None

"""One line, read by the vocabulary of `web_boilerplate`: what widget it is, if any. Where it stands is for the stage to judge.

In: the text of a line. Out: a `Widget` or None.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from cleaner.rules.boilerplate import CERTAIN, Phrase, Vocabulary, load_vocabulary
from cleaner.rules.phrases import fold, fold_anew
from cleaner.rules.places_to_share import BRAND_LETTER, brand_name, may_name_brand, names_asked
from cleaner.text.dates import month_key, month_numbers

Role = Literal["certain", "button", "stamp", "moment", "section", "rubble", "read_more", "opens", "links", "media", "source"]


class Widget(NamedTuple):
    """What a line is: `role` says what may be done with it, `rule` why.

    `certain`    goes wherever it stands
    `button`     goes above or below the body and beside others; so does `stamp`, a date
    `moment`     a date with its time, goes where it is one of two at most: more of them are the entries of a list
    `section`    goes only beside others, and so does `rubble` (numbers, marks)
    `read_more`  goes with the teaser above; `opens` with the title below; `links` with the list below
    `media`      goes below the top of the body; `source` goes below the body
    """

    role: Role
    rule: str


SHORT = 80
"""Longer lines are no whole phrase; most of them are told from widgets by their first and last characters."""
LONGEST = 420
"""Longer lines are never looked at: the longest notice that a site prints in one line."""
_LABEL = 24
"""Longer lines are looked at whole only where they begin like a phrase or hold a digit."""
_BAR = 200
_SAID = 12
"""Two labels without a mark between them are a widget where one of them is certain and they say something: `View all comments`."""
_FOOTER = 100
"""A longer line that ends in "All rights reserved" may be the caption of a photo."""
_TITLE = 260
_STAMP = 120
_PLEA = 140
"""A line that asks to subscribe, to follow or to share is no longer than that; longer ones begin with a phrase of `begins`."""
_SHARED = 60
"""So long is a line that names a place to share at, without the rest of a sentence."""

_OUTER = " \t\u00a0\u3000»›>▶►▸→⇒☛☞⟩■□▪●•·◆◇★☆※*+|-–—−_=~<«‹[(（【「『〔《〈{#✉✔✓📌👉🔗📷📸🎥🔴❗️⬇️➡️"
_QUOTES = "\"'“”„«»‘’‚"
_SEPARATOR = re.compile(r"[?!？！]?\s*(?:[:：|–—>»›→…►▶】」』\]]|-|\.\.|\s{2}|\t|﹕|؛|–)")
_SENTENCE_END = (".", "。", "।", "۔", "॥", "។", "။", "።", "…")
_BAR_MARK = re.compile(r"[|｜·•∙›»>/→\t、,，–—-]|\s{2}")
_CRUMBS = re.compile(r"\s*(?:[>›»/→|｜]|::|＞)\s*")
_CRUMB = re.compile(r"[>›»/→|｜＞]|::")
_BRANDS = re.compile(f"{BRAND_LETTER}{{2,}}")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+[^\W\d]\D*$")
"""A heading or an item of a list, whatever it says; a date has more digits."""
_DIGIT = re.compile(r"\d")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_WORD = re.compile(r"[^\W\d_][^\s\d,.:;|/•·()\[\]–—،؛।॥@-]*")
"""A word with its marks, which are no letters to `re`: Indic vowels are such."""
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-4]\d|25[5-9]\d|1[34]\d\d)(?!\d)")
"""Of our calendar, of the Thai one and of the Iranian one."""
_COPYRIGHT = re.compile(r"(?:(?:©|ⓒ|\(c\)|&copy;)\s?copyrights?\b|copyrights?\b|©|ⓒ|\(c\)|&copy;)", re.IGNORECASE)
_COUNTS_IN_A_SENTENCE = re.compile(r"[^\W\d_]{4,}[.。।۔]$")
"""`Thirty-six years ago.` is a sentence; `5 min.` is not."""
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_SIGN_OR_YEAR = re.compile(r"[\s:：,–-]{0,3}(?:©|ⓒ|&copy;|\([cC]\)|(?:19|20)\d\d(?!\d))")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}(?:[:.h٫]\d{2}(?!\d)|[時时시點点] ?\d{1,2}[分분])")


def read_line(text: str) -> Widget | None:
    """Return what widget a line is; `text` has no outer white space.

    >>> read_line("Share | Tweet | Print"), read_line("The share of women rose.")
    (Widget(role='certain', rule='und.web_boilerplate.bar'), None)
    """
    if len(text) <= SHORT:
        return _short(text)
    if len(text) > LONGEST:
        return None
    words = load_vocabulary()
    first = text[0]
    if not first.isalpha():
        if first in _OUTER:
            text = text.lstrip(_OUTER) or first
        elif first not in "©ⓒ&":
            first = ""
    if first and (words.may_start(text) or not first.isalpha()):
        folded = fold_anew(text[:SHORT])
        found = _leading(text, folded, words) or _crumbs(text, words)
        if not found and _reach(folded, words) > _LABEL:
            found = _bar(text, words)
        found = found or _ending(text, words) or _copyright(text)
        if found:
            return found
    return _ending(text, words)


@lru_cache(maxsize=65_536)
def _short(text: str) -> Widget | None:
    words = load_vocabulary()
    if _NUMBERED.match(text):
        return None
    if len(text) <= _SHARED and (phrase := _shared(text, words)):
        return Widget("certain", phrase.rule)
    if len(text) > _LABEL and text[0].isalpha() and not words.may_start(text) and not _DIGIT.search(text):
        return _ending(text, words)
    folded = fold_anew(text)
    if not folded:
        return _rubble(text)
    if text[0] in _QUOTES and text[-1] in _QUOTES:
        return None
    phrase = words.whole.get(folded)
    counted = words.counted.get(folded)
    if counted and _DIGIT.search(text) and not _COUNTS_IN_A_SENTENCE.search(text):
        return Widget("certain", counted.rule)
    if phrase:
        if phrase.kind == "button" and _DIGIT.search(text) and (found := _leading(text, folded, words)):
            return found
        if phrase.kind in CERTAIN:
            return Widget("certain", phrase.rule)
        if phrase.kind in ("read_more", "links"):
            return Widget("read_more" if phrase.kind == "read_more" else "links", phrase.rule)
        return Widget("section" if phrase.kind == "section" else "button", phrase.rule)
    if text[0] in _OUTER:
        text = text.lstrip(_OUTER) or text
    return (
        _leading(text, folded, words)
        or _crumbs(text, words)
        or _bar(text, words, folded)
        or _ending(text, words, folded)
        or _copyright(text)
        or _stamp(text, words)
    )


def _shared(text: str, words: Vocabulary) -> Phrase | None:
    """A phrase with a place to share at: `Share on Facebook`, `Jaa Facebookissa`, `Поделиться в Телеграме`."""
    if not may_name_brand(text):
        return None
    found = brand_name().sub(BRAND_LETTER, text)
    if found == text:
        return None
    folded = _BRANDS.sub(BRAND_LETTER, fold_anew(found))
    return words.whole.get(folded) if len(folded) > 1 else None


def _leading(text: str, folded: str, words: Vocabulary) -> Widget | None:
    """A line that begins with a lead-in, a plea or a label."""
    for phrase in words.starts(folded):
        place = _behind(text, len(phrase.folded))
        rest = text[place:]
        spaced = text[place - 1] < "\u0e00"  # before the scripts that put no spaces between words
        if rest and (unicodedata.category(rest[0])[0] == "M" or (spaced and (rest[0].isalpha() or rest[0] in "'’"))):
            continue
        if phrase.colon and rest.lstrip()[:1] not in (":", "："):
            continue
        if found := _judge(phrase, text, rest):
            return found
    return None


def _judge(phrase: Phrase, text: str, rest: str) -> Widget | None:
    """What a line is that begins with a phrase and goes on with `rest`."""
    rule = phrase.rule
    bare = rest.strip(_OUTER + ":：.…)]）】」』؛,،")
    match phrase.kind:
        case "begins":
            return Widget("certain", rule)
        case "lead_in" if not bare:
            return Widget("opens", rule)
        case "lead_in" if len(text) <= _TITLE and (
            _SEPARATOR.match(rest) or ((not phrase.single or phrase.folded > "\u2e80") and _title_follows(text, rest))
        ):
            return Widget("certain", rule)
        case "media" if bare and len(text) <= _TITLE and rest.lstrip()[:1] in (":", "：", "|", "►", "▶", "»", "–", "—"):
            return Widget("media", rule)
        case "asks" if len(text) <= _PLEA and text[0] not in _QUOTES and names_asked(rest, _asked(phrase)):
            return Widget("certain", rule)
        case "time_label" if bare and len(rest) <= _STAMP and _is_time(rest, load_vocabulary().about_time):
            return Widget("certain", rule)
        case "source_label" if bare and len(rest) <= 60 and rest.lstrip()[:1] in (":", "：", "/", "|", "-", "–", "—", "﹕"):
            return Widget("source", rule)
    return None


def _asked(phrase: Phrase) -> frozenset[str]:
    """What pleas ask for in the language of a phrase."""
    return load_vocabulary().asked.get(phrase.rule.partition(".")[0], frozenset())


def _behind(text: str, letters: int) -> int:
    """Return the place behind the first so many folded letters of a raw text."""
    place = 0
    while letters > 0 and place < len(text):
        letters -= len(fold(text[place]))
        place += 1
    while place < len(text) and not fold(text[place]) and (text[place].isalpha() or unicodedata.combining(text[place])):
        place += 1
    return place


def _title_follows(text: str, rest: str) -> bool:
    """Whether a title follows without a mark between: a capital, a quotation mark or a digit, and no sentence around it."""
    after = rest.lstrip()[:1]
    begins = after.isupper() or after in _QUOTES or after > "\u2e80"
    return bool(after and rest[:1].isspace() and begins and not text.endswith(_SENTENCE_END))


def _is_time(rest: str, beside: frozenset[str] = frozenset()) -> bool:
    """Whether a text is a date, a time or both, and nothing else; `beside` are words that may stand there too.

    >>> _is_time(": 6 Feb 2019, 14:05 GMT"), _is_time("12 books in May"), _is_time("मंगलवार, 6 मई 2019")
    (True, False, True)
    """
    if len(_DIGIT.findall(rest)) < 2:
        return False
    months, known = month_numbers(), _time_words()
    words = [month_key(word) for word in _WORD.findall(rest)]
    return len(words) <= (14 if beside else 9) and all(
        word in known or word in months or _is_letter_of_time(word) or (beside and fold(word) in beside) for word in words
    )


def _is_letter_of_time(word: str) -> bool:
    """Whether a word is one sign, as in `6月`, or half a Thai abbreviation of a month."""
    return (len(word) == 1 and word > "\u2e80") or (len(word) <= 2 and "\u0e00" <= word < "\u0e80")


@cache
def _time_words() -> frozenset[str]:
    lines = files("cleaner.text").joinpath("time_words.txt").read_text("utf-8").splitlines()
    return frozenset(
        word.casefold() for line in lines if not line.startswith("#") for found in line.split() for word in (found, *_WORD.findall(found))
    )


def _bar(text: str, words: Vocabulary, folded: str = "") -> Widget | None:
    """A line made of known labels and nothing else, with marks, spaces or nothing between."""
    if len(text) > _BAR or text[0] in _QUOTES:
        return None
    folded = folded or fold_anew(text)
    if folded[:2] not in words.lengths:
        return None
    pieces = _segments(folded, words)
    if not pieces or len(pieces) < 2:
        return None
    kinds = [words.whole[piece].kind if piece in words.whole else "counted" for piece in pieces]
    if "counted" in kinds and not _DIGIT.search(text):
        return None
    labels = {piece for piece, kind in zip(pieces, kinds, strict=True) if kind != "section"}
    brands = {piece for piece, kind in zip(pieces, kinds, strict=True) if kind == "brand"}
    marked = _BAR_MARK.search(text) or len(brands) >= 2 or "counted" in kinds
    certain = any(piece in words.whole and words.whole[piece].kind in CERTAIN for piece in labels) and len(folded) >= _SAID
    enough = len(labels) >= (2 if marked or certain else 3)
    if enough or (len(labels) == 1 and len(set(pieces)) >= 3):
        return Widget("certain", "und.web_boilerplate.bar")
    return Widget("section", "und.web_boilerplate.bar") if len(set(pieces)) >= 2 else None


def _segments(folded: str, words: Vocabulary) -> list[str] | None:
    """Split a folded line into known labels without a rest; None where that cannot be done. Most lines end at the first look."""
    size, furthest = len(folded), 0
    came: dict[int, int] = {0: 0}  # a place that labels reach -> where the last of them begins
    for place in range(size):
        if place > furthest:
            return None
        if place in came:
            for length in words.lengths.get(folded[place : place + 2], ()):
                end = place + length
                if end <= size and folded[place:end] in words.bars and end not in came:
                    came[end] = place
                    furthest = max(furthest, end)
    if size not in came:
        return None
    pieces, place = [], size
    while place:
        pieces.append(folded[came[place] : place])
        place = came[place]
    return pieces[::-1]


def _reach(folded: str, words: Vocabulary) -> int:
    """Return how far the longest labels, one after the other, lead into a folded line: a long line that is no bar ends at once."""
    place = 0
    while place < len(folded):
        lengths = words.lengths.get(folded[place : place + 2], ())
        step = next((length for length in lengths if folded[place : place + length] in words.bars), 0)
        if not step:
            break
        place += step
    return place


def _crumbs(text: str, words: Vocabulary) -> Widget | None:
    """The path to a page: `Home > World > Asia`."""
    if not _CRUMB.search(text):
        return None
    pieces = _CRUMBS.split(text)
    if not 2 <= len(pieces) <= 8:
        return None
    first = words.whole.get(fold(pieces[0]))
    if first is None or first.kind != "home" or any(len(piece) > 60 for piece in pieces):
        return None
    return Widget("certain", "und.web_boilerplate.breadcrumb")


def _copyright(text: str) -> Widget | None:
    """A footer with a sign of copyright and a year; with word and sign, or word and year, it goes wherever it stands."""
    found = _COPYRIGHT.match(text)
    if not found or len(text) > 300:
        return None
    word_first = found.group()[0] in "Cc"
    if _SIGN_OR_YEAR.match(text, found.end()) if word_first else "opyright" in found.group():
        return Widget("certain", "und.web_boilerplate.copyright")
    return Widget("button", "und.web_boilerplate.copyright") if _YEAR.search(text[:60]) else None


def _ending(text: str, words: Vocabulary, folded: str = "") -> Widget | None:
    tail = text[-12:].rstrip(" .。…!»)]\"'”।۔>|")
    if folded or tail[-4:] in words.tails:
        folded = folded or fold_anew(text[-SHORT:])
        for phrase in words.ends(folded):
            if phrase.kind == "asks_last":
                if len(text) <= _PLEA and text[0] not in _QUOTES and names_asked(text, _asked(phrase), folded[-len(phrase.folded) :]):
                    return Widget("certain", phrase.rule)
            elif len(text) <= _FOOTER or phrase.folded not in words.whole or _COPYRIGHT.match(text):
                return Widget("certain", phrase.rule)
    return None


def _stamp(text: str, words: Vocabulary) -> Widget | None:
    """A date with its year or a clock time, alone in its line; with "updated" or "5 min read" beside it, it goes anywhere."""
    digits = len(_DIGIT.findall(text[:_STAMP]))
    if len(text) > _STAMP or digits < 3:
        return None
    if _OTHER_DIGIT.search(text):
        text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    clock, year = _CLOCK.search(text), _YEAR.search(text)
    if len(text) <= 60 and digits >= 5 and (clock or year) and _is_time(text):
        moment = clock and year
        return Widget("moment" if moment else "stamp", "und.web_boilerplate.timestamp")
    if len(text) <= 30 and clock and _WORD.search(text) and _is_time(text):
        return Widget("stamp", "und.web_boilerplate.timestamp")
    dated = clock or _DATE.search(text) or any(month_key(word) in month_numbers() for word in _WORD.findall(text))
    if digits >= 5 and dated and (clock or year) and _is_time(text, words.about_time):
        return Widget("certain", "und.web_boilerplate.timestamp")
    return None


def _rubble(text: str) -> Widget | None:
    """A line of digits or marks: what is left of a counter or between buttons."""
    return Widget("rubble", "und.web_boilerplate.rubble") if len(text) <= 12 else None

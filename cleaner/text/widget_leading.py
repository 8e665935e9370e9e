"""A line that begins with a phrase of `web_boilerplate`: a lead-in, a plea, a label. In: its text. Out: a `Widget` or None."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from cleaner.patterns import compiled
from cleaner.rules.boilerplate import Phrase, Vocabulary
from cleaner.rules.boilerplate_lists import load_vocabulary
from cleaner.rules.phrases import fold
from cleaner.rules.places_to_share import names_asked
from cleaner.text.speech import is_reported
from cleaner.text.widget import QUOTES, Widget
from cleaner.text.widget_time import is_numeric_date, is_time

LABEL = 24
"""Longer lines are looked at whole only where they begin like a phrase or hold a digit."""
_TITLE = 260
PLEA = 140
"""A line that asks to subscribe, to follow or to share is no longer than that; longer ones begin with a phrase of `begins`."""
OUTER = " \t\u00a0\u3000»›>▶►▸→⇒☛☞⟩■□▪●•·◆◇★☆※*+|-–—−_=~<«‹[(（【「『〔《〈{#✉✔✓📌👉🔗📷📸🎥🔴❗️⬇️➡️"
_PHOTO_LABELS = frozenset(
    "foto fotos fotod photos bilder kuvat myndir nuotraukos argazkiak hotuna sawirro фото фота снимки լուսանկարներ तस्बिर ఫోటోలు ፎቶ".split()
)
_CREDIT_WORDS = 6
"""What stands behind a label of photos in so few words, or with a slash, is a credit: `photo_caption` reads it, with its caption."""
_SEPARATOR = compiled(r"[?!？！]?\s*(?:[:：|–—>»›→…►▶】」』\]]|-|\.\.|\s{2}|\t|﹕|؛|–)")
SENTENCE_END = (".", "。", "।", "۔", "॥", "។", "။", "።", "…")
_DIGIT = compiled(r"\d")


def read_leading(text: str, folded: str, words: Vocabulary) -> Widget | None:
    """A line that begins with a lead-in, a plea or a label."""
    for phrase, rest in leads(text, folded, words):
        if found := _judge(phrase, text, rest):
            return found
    return None


def leads(text: str, folded: str, words: Vocabulary) -> Iterator[tuple[Phrase, str]]:
    """Yield the phrases that a line begins with, with what follows: no letter of the same word, and a colon where there must be one."""
    for phrase in words.starts(folded):
        place = behind_word(text, len(phrase.folded))
        if place is None:
            continue
        rest = text[place:]
        if not phrase.colon or rest.lstrip()[:1] in (":", "："):
            yield phrase, rest


def _judge(phrase: Phrase, text: str, rest: str) -> Widget | None:
    """What a line is that begins with a phrase and goes on with `rest`."""
    rule = phrase.rule
    bare = rest.strip(OUTER + ":：.…)]）】」』؛,،")
    match phrase.kind:
        case "begins":
            return None if is_reported(text) else Widget("certain", rule)
        case "lead_in" if not bare:
            return Widget("opens", rule)
        case "lead_in" | "media" if _goes_on(text, rest):
            return None
        case "lead_in" if len(text) <= _TITLE and (
            _SEPARATOR.match(rest) or ((not phrase.single or phrase.folded > "\u2e80") and _title_follows(text, rest))
        ):
            return Widget("certain", rule)
        case "media" if bare and len(text) <= _TITLE and rest.lstrip()[:1] in (":", "：", "|", "►", "▶", "»", "–", "—", "】", "]"):
            return None if phrase.folded in _PHOTO_LABELS and (len(bare.split()) <= _CREDIT_WORDS or "/" in bare) else Widget("media", rule)
        case "asks" if len(text) <= PLEA and text[0] not in QUOTES and names_asked(rest, asked_of(phrase)):
            return None if is_reported(text) else Widget("certain", rule)
        case "time_label" if bare and (is_time(rest, load_vocabulary().about_time) or _is_counted(rest)):
            return Widget("certain", rule)
        case "of_section" if bare and len(bare) <= LABEL and (named := load_vocabulary().whole.get(fold(bare))):
            return Widget("links", rule) if named.kind == "section" else None
        case "source_label" if bare and len(rest) <= 60 and rest.lstrip()[:1] in (":", "：", "/", "|", "-", "–", "—", "﹕"):
            dated = phrase.folded > "\u2e80" and is_numeric_date(text)
            return Widget("certain", "und.web_boilerplate.timestamp") if dated else Widget("source", rule)
    return None


def _goes_on(text: str, rest: str) -> bool:
    """Whether a sentence goes on behind a label and its colon, with a small letter and to a full stop; titles do not."""
    return text.endswith(SENTENCE_END) and not text.endswith("…") and rest.lstrip(" \t\u00a0:")[:1].islower()


def _is_counted(rest: str) -> bool:
    """Whether a text is a count such as `2 hours ago`."""
    return bool(_DIGIT.search(rest)) and fold(rest) in load_vocabulary().counted


def asked_of(phrase: Phrase) -> frozenset[str]:
    """What pleas ask for in the language of a phrase."""
    return load_vocabulary().asked.get(phrase.rule.partition(".")[0], frozenset())


def behind_word(text: str, letters: int) -> int | None:
    """Return the place behind the first so many folded letters of a raw text; None where the word goes on there.

    >>> behind_word("Read-more: A", 8), behind_word("Read moreover", 8)
    (9, None)
    """
    place = 0
    while letters > 0 and place < len(text):
        letters -= len(fold(text[place]))
        place += 1
    while place < len(text) and not fold(text[place]) and (text[place].isalpha() or unicodedata.combining(text[place])):
        place += 1
    follows = text[place : place + 1]
    spaced = text[place - 1 : place] < "\u0e00"  # before the scripts that put no spaces between words
    if follows and (unicodedata.category(follows)[0] == "M" or (spaced and (follows.isalpha() or follows in "'’"))):
        return None
    return place


def _title_follows(text: str, rest: str) -> bool:
    """Whether a title follows without a mark between: a capital, a quotation mark or a digit, and no sentence around it."""
    after = rest.lstrip()[:1]
    begins = after.isupper() or after in QUOTES or after > "\u2e80"
    return bool(after and rest[:1].isspace() and begins and not text.endswith(SENTENCE_END))

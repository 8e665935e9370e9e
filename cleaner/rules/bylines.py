"""By-words: what stands before the name of an author, in many languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from cleaner.rules.package_data import load_toml

_KINDS = ("by", "label", "editor")


@cache
def _data() -> Mapping[str, Any]:
    return load_toml("cleaner.rules", "bylines.toml")


def _words(kind: str, language: str) -> list[str]:
    table = _data()[kind]
    return [word.strip() for tag in ("und", language) for word in table.get(tag, "").split("|") if word.strip()]


@cache
def own_language(language: str) -> str:
    """Return the tag that a language has words under, `und` where it has none: what is made of words is made once for all those.

    >>> own_language("ro-MD"), own_language("xh")
    ('ro', 'und')
    """
    tag = language.split("-")[0]
    return tag if any(tag in _data()[kind] for kind in _KINDS) else "und"


@cache
def by_pattern(kind: str, language: str) -> str:
    """Return a pattern of the words of one kind (`by`, `label`, `editor`) for documents of an `own_language`, the longest first.

    >>> bool(re.match(by_pattern("by", "ro"), "de")), bool(re.match(by_pattern("by", "en"), "de Vries"))
    (True, False)
    """
    words = sorted(set(_words(kind, language)), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in words) + ")"


@cache
def first_words(language: str) -> frozenset[str]:
    """Return the casefolded first words of all by-words, labels and words for editors of an `own_language`; a line without one is none.

    >>> "by" in first_words("en"), "river" in first_words("en")
    (True, False)
    """
    phrases = [word for kind in _KINDS for word in _words(kind, language)]
    return frozenset(re.match(r"[^\s:：/／|]*", phrase.casefold()).group() for phrase in phrases)  # type: ignore[union-attr]


@cache
def torn_phrases(language: str) -> frozenset[str]:
    """Return the casefolded by-words of more than one word, which are no sentence where the name has got lost to the next line.

    >>> "kommentar von" in torn_phrases("de"), "by" in torn_phrases("en")
    (True, False)
    """
    return frozenset(word.casefold() for word in _words("by", language) if " " in word)


@cache
def role_pattern() -> str:
    """A pattern of what authors are called behind their names."""
    words = sorted({word.strip() for word in _data()["role"]["words"].split("|")}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in words) + ")"


@cache
def never_last() -> frozenset[str]:
    """The casefolded words that no name ends in, though they are written with a capital: sections, papers, leagues.

    >>> "league" in never_last(), "doe" in never_last()
    (True, False)
    """
    return frozenset(word.strip().casefold() for word in _data()["never"]["words"].split("|"))


@cache
def nameless_lines() -> frozenset[str]:
    """Whole lines, casefolded, that name a desk and nobody: `By our correspondent`, `Redacción`.

    >>> "van onze redactie" in nameless_lines()
    True
    """
    return frozenset(line.strip().casefold() for line in _data()["nameless"]["und"].split("|"))

"""Makes the vocabulary of `web_boilerplate` of its lists.

In: `<tag>/web_boilerplate.txt` of all languages. Out: a `Vocabulary`; made once for as long as the lists are the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from itertools import repeat
from typing import Any, Final

from cleaner.errors import RuleError
from cleaner.kept import kept
from cleaner.rules.boilerplate import CERTAIN, HEAD, IN_BARS, KINDS, STAGE, Phrase, Vocabulary
from cleaner.rules.load import load_phrases, phrase_files
from cleaner.rules.phrases import fold_all
from cleaner.rules.places_to_share import BRAND_LETTER, brand_spellings

_WHOLE = CERTAIN | {"button", "brand", "home", "section", "read_more", "links"}
_CODE: Final = ("boilerplate_lists.py", "boilerplate.py", "phrases.py", "load.py", "places_to_share.py", "places_to_share.txt")
"""What makes a vocabulary, besides the lists."""
_PHRASE = partial(tuple.__new__, Phrase)


@cache
def load_vocabulary() -> Vocabulary:
    """Read the lists of all languages, once per process. Raises `RuleError` for an unknown kind.

    >>> load_vocabulary().whole["skiptomaincontent"].rule
    'en.web_boilerplate.navigation'
    """
    code = [files("cleaner.rules").joinpath(name).read_bytes() for name in _CODE]
    return _vocabulary(kept("boilerplate", b"".join([*code, *phrase_files(STAGE)]), _make))


def _vocabulary(parts: dict[str, Any]) -> Vocabulary:
    """Return the vocabulary of what `_make` returned, or of what JSON made of that."""
    parts = dict(parts)
    bars: set[str] = set()
    for name in ("whole", "counted"):
        phrases: dict[str, Phrase] = {}
        for kind, *facts, joined in parts[name]:
            texts = joined.split("\n")
            phrases.update(zip(texts, map(_PHRASE, zip(texts, repeat(kind), *map(repeat, facts))), strict=False))
            if kind in IN_BARS:
                bars.update(texts)
        parts[name] = phrases
    parts["bars"] = frozenset(bars)
    parts["lengths"] = {begin: lengths for *lengths, begins in parts["lengths"] for begin in begins.split("\n")}
    for name in ("leading", "ending"):
        parts[name] = {key: tuple(map(_PHRASE, found)) for key, found in parts[name].items()}
    for name in ("heads", "short_heads", "folded_heads", "about_time", "tails"):
        parts[name] = frozenset(parts[name].split("\n"))
    parts["asked"] = {tag: frozenset(names) for tag, names in parts["asked"].items()}
    return Vocabulary(**parts)


def _make() -> dict[str, Any]:
    """Return the fields of a `Vocabulary` in what JSON can say: lists for phrases; many texts as one, since that is read many times
    faster, and phrases with the same facts together."""
    whole: dict[str, Phrase] = {}
    counted: dict[str, Phrase] = {}
    leading: dict[str, dict[tuple[str, bool], Phrase]] = {}
    ending: dict[str, dict[tuple[str, bool], Phrase]] = {}
    asked: dict[str, set[str]] = {}
    about_time: set[str] = set()
    heads: set[str] = set()
    tails: set[str] = set()
    phrases = [(rule, text.replace("{brand}", BRAND_LETTER)) for rule, text in load_phrases(STAGE)]
    for (rule, text), folded in zip(phrases, fold_all([text for _, text in phrases]), strict=True):
        kind = rule.rpartition(".")[2]
        if kind not in KINDS:
            raise RuleError(f"rules/{rule.split('.')[0]}/{STAGE}.txt: unknown kind [{kind}]; known are {', '.join(KINDS)}")
        if kind == "asked":
            asked.setdefault(rule.partition(".")[0], set()).add(folded)
            continue
        if kind in ("time_label", "counted"):
            about_time.update(text.split())
        if len(folded) < 2:
            raise RuleError(f"rules/{rule.split('.')[0]}/{STAGE}.txt: {text!r} has less than two letters")
        phrase = Phrase(folded, kind, rule, text.endswith((":", "：")), " " not in text)
        if kind in _WHOLE:
            if folded not in whole or _trust(kind) < _trust(whole[folded].kind):
                whole[folded] = phrase
        elif kind == "counted":
            counted.setdefault(folded, phrase)
        elif kind in ("ends", "asks_last"):
            ending.setdefault(folded[-4:], {}).setdefault((folded, kind == "ends"), phrase)
            tails.add(text[-8:])
            continue
        else:
            leading.setdefault(folded[:4], {}).setdefault((folded, kind == "asks"), phrase)
        heads.update((text[: HEAD + 4], text.lstrip("¿(【※「0123456789 ")[: HEAD + 4]))
    lengths: dict[str, set[int]] = {}
    for phrase in (*whole.values(), *counted.values()):
        if phrase.kind in IN_BARS:
            lengths.setdefault(phrase.folded[:3], set()).add(len(phrase.folded))
    alike: dict[tuple[int, ...], list[str]] = {}
    for begin, found in lengths.items():
        alike.setdefault(tuple(sorted(found, reverse=True)), []).append(begin)
    starting = [*whole.values(), *(phrase for found in leading.values() for phrase in found.values())]
    heads |= _with_brands(heads)
    written = frozenset().union(*({shape[:HEAD] for shape in way} for way in _ways_to_write(heads)))
    folded_heads = frozenset(phrase.folded.partition(BRAND_LETTER)[0][:HEAD] for phrase in starting)
    return {
        "whole": _together(whole),
        "counted": _together(counted),
        "leading": {key: _longest_first(found) for key, found in leading.items()},
        "ending": {key: _longest_first(found) for key, found in ending.items()},
        "heads": "\n".join(sorted(written)),
        "short_heads": "\n".join(sorted({head[:2] for head in written | folded_heads if len(head) < HEAD})),
        "folded_heads": "\n".join(sorted(folded_heads)),
        "asked": {tag: sorted(names | asked["und"]) for tag, names in asked.items()},
        "about_time": "\n".join(sorted(fold_all(sorted(about_time)))),
        "tails": "\n".join(sorted(frozenset().union(*({shape[-4:] for shape in way} for way in _ways_to_write(tails))))),
        "lengths": [(*found, "\n".join(begins)) for found, begins in alike.items()],
    }


def _together(phrases: Mapping[str, Phrase]) -> list[tuple[str | bool, ...]]:
    """The phrases that differ in nothing but their text as one entry: facts, then the texts, a line each."""
    groups: dict[tuple[str, str, bool, bool], list[str]] = {}
    for text, phrase in phrases.items():
        groups.setdefault(phrase[1:], []).append(text)
    return [(*facts, "\n".join(texts)) for facts, texts in groups.items()]


def _with_brands(heads: Collection[str]) -> set[str]:
    """The heads that begin with a place to share at, or nearly so, with the names of all places."""
    before = {head.partition(BRAND_LETTER)[0] for head in heads if 0 <= head.find(BRAND_LETTER) < HEAD}
    names = brand_spellings()
    return {(text + name)[: HEAD + 4] for text in before for name in names}


def _trust(kind: str) -> int:
    """Of one phrase under two kinds, in two languages, the more careful kind counts: `section` before `button` before others."""
    return ("section", "home", "button", "brand").index(kind) if kind in ("section", "home", "button", "brand") else 9


def _longest_first(found: Mapping[tuple[str, bool], Phrase]) -> list[Phrase]:
    return sorted(found.values(), key=lambda phrase: (-len(phrase.folded), phrase.folded))


class _Bare(dict[int, str | None]):
    """A translation table that fills itself: marks go."""

    def __missing__(self, code: int) -> str | None:
        self[code] = kept = None if unicodedata.combining(chr(code)) else chr(code)
        return kept


_BARE = _Bare()


def _ways_to_write(texts: Collection[str]) -> Iterator[list[str]]:
    """Yield the texts as titles, capitals and keyboards without accents write them; many at once, because there are thousands."""
    plain = [text for text in texts if text.isascii()]
    cased = [text for text in texts if not text.isascii() and text.lower() != text.upper()]
    caseless = [text for text in texts if not text.isascii() and text.lower() == text.upper()]
    ways = _cases(plain) | _without_accents(_cases(cased)) | _without_accents({"\n".join(caseless)})
    ways |= {"\n".join(found).replace("i", "İ").upper() for found in (plain, cased)}
    return (way.split("\n") for way in ways)


def _cases(texts: Sequence[str]) -> set[str]:
    joined = "\n".join(texts)
    return {joined, joined.lower(), joined.upper(), joined.title(), "\n".join([t[:1].upper() + t[1:].lower() for t in texts])}


def _without_accents(ways: set[str]) -> set[str]:
    bare = {unicodedata.normalize("NFD", way).translate(_BARE) for way in ways}
    return ways | bare | {way.replace("ı", "i").replace("ё", "е") for way in bare}

"""The engine: script first, then what `judge` says of the languages of one script. In: texts. Out: one `Guess` each."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from cleaner.language.judge import UNDECIDED, Guess, judge
from cleaner.language.profiles import find_grams, load_columns, load_profiles, sums
from cleaner.language.sample import (
    WHOLE_CHARACTERS,
    is_code,
    may_be_code,
    only_names,
    other_than_names,
    own_letters,
    sample,
    samples,
    with_others,
)
from cleaner.language.tags import CANTONESE, CANTONESE_SHARE, MERGED, OWNED
from cleaner.language.words import load_words
from cleaner.patterns import compiled
from cleaner.text.scripts import NONE, dominant_script, dominant_scripts

_ENOUGH_LETTERS = compiled(r"(?:[\W\d_]*[^\W\d_]){8}")
"""Fewer letters of a shared script decide nothing: `Taxi`, `Radio 1`."""

_SHORT_SENTENCE = compiled(r"[\W\d_]*[^\W\d_]+(?:[^\w\n]+[^\W\d_]+)+[.!?…][\W\d_]*$")
"""Words that end as a sentence does say something with fewer letters too: `Han er fri.`"""

_ENOUGH_OF_A_SENTENCE = compiled(r"(?:[\W\d_]*[^\W\d_]){5}")

_ENOUGH_SYLLABLES = compiled(r"(?:[\W\d_]*[^\W\d_]){5}")
_SYLLABIC = ("Ethi", "Deva", "Beng", "Tibt")
"""Scripts in which a letter is a syllable, so that fewer say as much."""

_FEW_IDEOGRAPHS = 4
"""Fewer without kana may be Japanese as well: `東京`."""

_CASED = ("Latn", "Cyrl")
"""Scripts with capitals that several languages share."""

_OWNED_SCORE = 0.99


def identify(text: str) -> Guess:
    """Return the language of one text; `identify_batch` is cheaper for many.

    >>> identify("12.30 + 4"), identify("Reuters")
    (Guess(language='zxx', score=1.0), Guess(language='und', score=0.0))
    """
    return identify_batch([text])[0]


def identify_batch(texts: Sequence[str]) -> list[Guess]:
    """Return the language of each text, in order; the same answers as one by one.

    Why script first: a script that one language owns decides, and the others leave few candidates. What is looked at is
    bounded, so a long document costs what a paragraph costs.

    >>> [guess.language for guess in identify_batch(["这是一个国家的新闻", "Это новости из Москвы", "http://example.org/"])]
    ['zh-Hans', 'ru', 'und']
    """
    return identify_documents(texts)[0]


def identify_documents(texts: Sequence[str]) -> tuple[list[Guess], list[bool]]:
    """Return the language of each text, and whether a quarter of what was looked at is in another language of the script.

    >>> german, english = "Der Minister sprach am Mittwoch in Berlin. ", "The minister spoke in Berlin on Wednesday. "
    >>> identify_documents([german * 5 + english * 5, german * 10])[1]
    [True, False]
    """
    guesses: list[Guess] = []
    mixed = [False] * len(texts)
    waiting: dict[str, list[tuple[int, str]]] = {}
    if not texts:
        return guesses, mixed
    pieces = samples(texts)
    scripts = dominant_scripts(pieces)
    strays = _strays(pieces, scripts)
    for place in strays:
        if other := other_than_names(pieces[place]):
            scripts[place] = dominant_script(other)
    for place, (text, piece, script, code) in enumerate(zip(texts, pieces, scripts, may_be_code(pieces), strict=True)):
        guess = _at_once(text, piece, script, code)
        if guess is None:
            if script != "Latn" or place in strays:
                piece = own_letters(piece, script == "Latn")
            waiting.setdefault(script, []).append((place, piece))
        guesses.append(guess or UNDECIDED)
    grams = find_grams([piece for entries in waiting.values() for _, piece in entries])
    last = 0
    for script, entries in waiting.items():
        first, last = last, last + len(entries)
        found = judge([piece for _, piece in entries], grams.of(first, last), script, [texts[place] for place, _ in entries])
        for (place, _), guess, strange in zip(entries, *found, strict=True):
            guesses[place], mixed[place] = guess, strange
    return guesses, mixed


def strangeness(text: str, language: str) -> float:
    """Return how much worse `language` explains a text than the best language of the same script does; 0 where it is the best.

    The unit is that of the scores: nats over the root of the number of n-grams. For lines too short for `identify`.
    Languages without a profile are never strange.

    >>> strangeness("Share this article", "tr") > 2 > strangeness("Bu haberi paylaş", "tr")
    True
    """
    piece = sample(text)
    script = dominant_script(piece)
    tags = load_columns(script).tags
    if language not in tags:
        return 0.0
    scores, counts = sums([piece], script)
    return float(scores[0].max() - scores[0, tags.index(language)]) / sqrt(max(1, int(counts[0])))


def known_languages() -> tuple[str, ...]:
    """Return every tag that `identify` can answer, sorted, without `und` and `zxx`."""
    tags = {MERGED.get(tag, tag) for tag in load_profiles().tags} | set(OWNED.values()) | {"yue", "zh-Hant", "bo", "ti"}
    for listed in load_words()[1].values():
        tags |= {tag for tag in listed if tag != "sr"}
    return tuple(sorted(tags - {""}))


def _strays(pieces: Sequence[str], scripts: Sequence[str]) -> set[int]:
    """Return the places of Latin texts with letters of another script, more than one or two."""
    latin = [place for place, piece in enumerate(pieces) if scripts[place] == "Latn" and not piece.isascii()]
    return {place for place, found in zip(latin, with_others([pieces[place] for place in latin]), strict=True) if found}


def _at_once(text: str, piece: str, script: str, code: bool) -> Guess | None:
    """Answer what needs no profiles; None for the rest. `code` says whether it is worth a look."""
    if script in _TELLING:
        return _by_script(text, piece, script)
    if code and is_code(piece):
        return Guess("zxx", 0.9)
    enough = (_ENOUGH_SYLLABLES if script in _SYLLABIC else _ENOUGH_LETTERS).match(piece)
    if not enough and not (_ENOUGH_OF_A_SENTENCE.match(piece) and _SHORT_SENTENCE.match(piece)):
        return UNDECIDED
    if script in _CASED and only_names(piece if piece[:1] != text[:1].lower() else text[:WHOLE_CHARACTERS]):
        return UNDECIDED
    return None


_IDEOGRAPHS = ("Hans", "Hant", "Hani")
_TELLING = frozenset([NONE, *_IDEOGRAPHS, *OWNED])
"""Scripts that say which language it is, or that it is none."""


def _by_script(text: str, piece: str, script: str) -> Guess:
    if script == NONE:
        letters = any(map(str.isalpha, text))
        return UNDECIDED if letters or not text.strip() else Guess("zxx", 1.0)
    if script in _IDEOGRAPHS:
        if len(piece) < _FEW_IDEOGRAPHS:
            return UNDECIDED
        if len(CANTONESE.findall(piece)) > CANTONESE_SHARE * len(piece):
            return Guess("yue", 0.95)
        return Guess("zh-Hant" if script == "Hant" else "zh-Hans", 0.6 if script == "Hani" else _OWNED_SCORE)
    return Guess(OWNED[script], _OWNED_SCORE)

"""The engine: script first, then n-grams, then words. In: texts. Out: one `Guess` each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import exp, sqrt
from typing import NamedTuple

from cleaner.language.profiles import load_profiles, sums
from cleaner.language.sample import WHOLE_CHARACTERS, is_code, only_names, sample
from cleaner.language.serbian import serbian_side
from cleaner.language.tags import CANTONESE, CANTONESE_SHARE, MERGED, NEAR, NEIGHBOURS, OWNED, candidates
from cleaner.language.words import load_words, word_hits
from cleaner.text.scripts import NONE, dominant_script

MIN_SCORE = 0.35
"""Below, the answer is `und`: it would be wrong more often than right."""

_MIN_LETTERS = 8
"""Fewer letters of a shared script decide nothing: `Taxi`, `Radio 1`."""

_CHUNK = 16
"""Texts looked up at once: more leave the caches, fewer pay the calls."""

_KNOWN_WORD, _NEAR_WORD, _OTHER_WORD = 10.0, 20.0, 25.0
"""Nats that a word of a list adds: in a language of the profiles; beside its neighbours; alone."""

_SERBIAN_TRIO = ("bs", "hr", "sr-Latn")
_YAT = 40.0
"""Nats that each stem with the Serbian vowel adds to Serbian, or with the other one takes from it."""

_NEAR_COST, _OTHER_COST = 1.0, 2.0
"""Nats that each word of the text costs a language that the profiles do not hold."""

_RUNNERS_UP = slice(2, 6)
"""A language alone starts from the mean of these places: where the profiles are sure, it starts far behind."""

_OWNED_SCORE = 0.99


class Guess(NamedTuple):
    """A language, BCP 47, and the probability that it is right; `und` undecided, `zxx` no language at all."""

    language: str
    score: float


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
    guesses: list[Guess | None] = []
    waiting: list[tuple[int, str, str]] = []
    for text in texts:
        piece = sample(text)
        script = dominant_script(piece)
        guess = _at_once(text, piece, script)
        if guess is None:
            waiting.append((len(guesses), piece, script))
        guesses.append(guess)
    for first in range(0, len(waiting), _CHUNK):
        part = waiting[first : first + _CHUNK]
        rows, counts = sums([piece for _, piece, _ in part])
        for (place, piece, script), row, count in zip(part, rows.tolist(), counts.tolist(), strict=True):
            guesses[place] = _best(piece, script, row, count)
    return [guess for guess in guesses if guess is not None]


def strangeness(text: str, language: str) -> float:
    """Return how much worse `language` explains a text than the best language of the same script does; 0 where it is the best.

    The unit is that of the scores: nats over the root of the number of n-grams. For lines too short for `identify`.
    Languages without a profile are never strange.

    >>> strangeness("Share this article", "tr") > 2 > strangeness("Bu haberi paylaş", "tr")
    True
    """
    piece = sample(text)
    rows, counts = sums([piece])
    places = [(float(rows[0, i]), tag) for i, tag in _places(dominant_script(piece))]
    own = [value for value, tag in places if tag == language]
    return (max(places)[0] - max(own)) / sqrt(max(1, int(counts[0]))) if own else 0.0


def known_languages() -> tuple[str, ...]:
    """Return every tag that `identify` can answer, sorted, without `und` and `zxx`."""
    tags = {MERGED.get(tag, tag) for tag in load_profiles().tags} | set(OWNED.values()) | {"yue", "zh-Hant", "bo", "ti"}
    for listed in load_words()[1].values():
        tags |= {tag for tag in listed if tag != "sr"}
    return tuple(sorted(tags - {""}))


def _at_once(text: str, piece: str, script: str) -> Guess | None:
    """Answer what needs no profiles; None for the rest."""
    if script == NONE:
        letters = any(map(str.isalpha, text))
        return Guess("und", 0.0) if letters or not text.strip() else Guess("zxx", 1.0)
    if script in ("Hans", "Hant", "Hani"):
        if sum(map(CANTONESE.__contains__, piece)) > CANTONESE_SHARE * len(piece):
            return Guess("yue", 0.95)
        return Guess("zh-Hant" if script == "Hant" else "zh-Hans", 0.6 if script == "Hani" else _OWNED_SCORE)
    if script in OWNED:
        return Guess(OWNED[script], _OWNED_SCORE)
    if is_code(piece):
        return Guess("zxx", 0.9)
    if sum(map(str.isalpha, piece)) < _MIN_LETTERS or only_names(
        piece if piece[:1] != text[:1].lower() else text[:WHOLE_CHARACTERS]
    ):
        return Guess("und", 0.0)
    return None


@cache
def _places(script: str) -> tuple[tuple[int, str], ...]:
    tags = load_profiles().tags
    merged = ((i, MERGED.get(tags[i], tags[i])) for i in candidates(script, tags))
    return tuple((i, tag) for i, tag in merged if tag)


def _best(piece: str, script: str, row: Sequence[float], count: int) -> Guess:
    """Add the words to the sums of the n-grams and take the best; its score is a softmax at a temperature."""
    profiles: dict[str, float] = {}
    for i, tag in _places(script):
        if (value := row[i]) > profiles.get(tag, -1e30):
            profiles[tag] = value
    if not profiles or not count:
        return Guess("und", 0.0)
    hits, words = word_hits(piece)
    places = sorted(profiles.values(), reverse=True)
    later = places[_RUNNERS_UP] or places[-1:]
    start = sum(later) / len(later)
    scores = dict(profiles)
    for tag in load_words()[1].get(script, ()):
        hit = hits.get(tag, 0.0)
        tag = "sr-Latn" if tag == "sr" else tag
        if tag in profiles:
            scores[tag] += (_NEAR_WORD if tag in NEAR else _KNOWN_WORD) * hit
        elif hit and tag in NEIGHBOURS:
            scores[tag] = max(profiles.get(near, start) for near in NEIGHBOURS[tag]) + _NEAR_WORD * hit - _NEAR_COST * words
        elif hit:
            scores[tag] = start + _OTHER_WORD * hit - _OTHER_COST * words
    best = max(scores, key=lambda tag: scores[tag])
    if best in _SERBIAN_TRIO:
        scores["sr-Latn"] += _YAT * serbian_side(piece)
        best = max(scores, key=lambda tag: scores[tag])
    top = scores[best]
    heat = TEMPERATURE * sqrt(count)
    far = top - _FAR * heat
    score = 1 / sum(exp((value - top) / heat) for value in scores.values() if value > far)
    return Guess(best, round(score, 4)) if score >= MIN_SCORE else Guess("und", 0.0)


_FAR = 12
"""Languages so many temperatures behind add less than a rounding error to the sum."""

TEMPERATURE = 1.0
"""How far nats are flattened, times the root of the number of n-grams: they are not independent."""

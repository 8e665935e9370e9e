"""The engine: script first, then n-grams, then words. In: texts. Out: one `Guess` each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby
from math import exp, sqrt
from typing import NamedTuple

import numpy as np

from cleaner.language.hashing import Array
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

_ROUND = 512
"""Texts judged at once: bounds the memory."""

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
    waiting.sort(key=lambda entry: entry[2])  # few scripts at a time: each costs a round of its own
    for first in range(0, len(waiting), _ROUND):
        part = waiting[first : first + _ROUND]
        found_sums = [sums([piece for _, piece, _ in part[at : at + _CHUNK]]) for at in range(0, len(part), _CHUNK)]
        rows, counts = (np.concatenate(each) for each in zip(*found_sums, strict=True))
        at = 0
        for script, group in groupby(part, key=lambda entry: entry[2]):
            own = list(group)
            here = slice(at, at + len(own))
            at += len(own)
            found = _best([piece for _, piece, _ in own], script, rows[here], counts[here])
            for (i, _, _), guess in zip(own, found, strict=True):
                guesses[i] = guess
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


@cache
def _columns(script: str) -> tuple[Array, Array, tuple[str, ...], Mapping[str, int]]:
    """Return, for a script: columns of the model, sorted by tag; where each tag begins among them; the tags; their numbers."""
    tags = list(dict.fromkeys(tag for _, tag in _places(script)))
    columns = [[i for i, own in _places(script) if own == tag] for tag in tags]
    starts = np.cumsum([0, *map(len, columns)])[:-1]
    return np.array([i for part in columns for i in part], int), starts, tuple(tags), {tag: n for n, tag in enumerate(tags)}


def _best(pieces: Sequence[str], script: str, rows: Array, counts: Array) -> list[Guess]:
    """Add the words to the sums of the n-grams and take the best; its score is a softmax at a temperature.

    All texts of one script at once: a row of `rows` and a count of n-grams each.
    """
    columns, starts, tags, numbers = _columns(script)
    if not tags:
        return [Guess("und", 0.0)] * len(pieces)
    profiles = np.maximum.reduceat(rows[:, columns].astype(np.float64), starts, axis=1)
    scores = profiles.copy()
    later = -np.sort(-profiles, axis=1)
    later = later[:, _RUNNERS_UP] if len(tags) > _RUNNERS_UP.start else later[:, -1:]
    more: list[dict[str, float]] = []  # languages without a profile that words speak for
    for place, (piece, start) in enumerate(zip(pieces, later.mean(axis=1).tolist(), strict=True)):
        hits, words = word_hits(piece)
        more.append(_add_words(hits, words, script, start, profiles[place], scores[place]))
    firsts = scores.argmax(axis=1)
    for place, first in enumerate(firsts.tolist()):
        if tags[first] in _SERBIAN_TRIO:
            scores[place, numbers["sr-Latn"]] += _YAT * serbian_side(pieces[place])
            firsts[place] = scores[place].argmax()
    tops = scores.max(axis=1)
    for place, others in enumerate(more):
        tops[place] = max(tops[place], *others.values()) if others else tops[place]
    heats = TEMPERATURE * np.sqrt(np.maximum(counts, 1))
    sums_ = np.exp((scores - tops[:, None]) / heats[:, None]).sum(axis=1)
    guesses = []
    for place, (first, top, heat, total, count) in enumerate(
        zip(firsts.tolist(), tops.tolist(), heats.tolist(), sums_.tolist(), counts.tolist(), strict=True)
    ):
        best = tags[first] if not more[place] or scores[place, first] == top else max(more[place], key=more[place].__getitem__)
        for value in more[place].values():
            total += exp((value - top) / heat)
        score = 1 / total
        guesses.append(Guess(best, round(score, 4)) if score >= MIN_SCORE and count else Guess("und", 0.0))
    return guesses


def _add_words(
    hits: Mapping[str, float], words: int, script: str, start: float, profiles: Array, scores: Array
) -> dict[str, float]:
    """Add to `scores` what the words of one text say of languages with a profile; return the scores of the others."""
    numbers = _columns(script)[3]
    others: dict[str, float] = {}
    for tag, hit in hits.items():
        if tag not in _listed(script):
            continue
        tag = "sr-Latn" if tag == "sr" else tag
        if tag in numbers:
            scores[numbers[tag]] += (_NEAR_WORD if tag in NEAR else _KNOWN_WORD) * hit
            continue
        if tag in NEIGHBOURS:
            near = max(float(profiles[numbers[near]]) if near in numbers else start for near in NEIGHBOURS[tag])
            others[tag] = near + _NEAR_WORD * hit - _NEAR_COST * words
        else:
            others[tag] = start + _OTHER_WORD * hit - _OTHER_COST * words
    return {tag: others[tag] for tag in _listed(script) if tag in others} if len(others) > 1 else others  # equals: the first listed


@cache
def _listed(script: str) -> Mapping[str, None]:
    return dict.fromkeys(load_words()[1].get(script, ()))


TEMPERATURE = 1.0
"""How far nats are flattened, times the root of the number of n-grams: they are not independent."""

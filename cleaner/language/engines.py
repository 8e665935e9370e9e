"""Other engines behind one door. In: a name. Out: a function from texts to guesses. The default needs nothing installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from cleaner.errors import ConfigError
from cleaner.language.engine import identify_batch
from cleaner.language.judge import Guess

ENGINES = ("profiles", "langdetect", "lingua", "fasttext")

Engine = Callable[[Sequence[str]], list[Guess]]

_UNDECIDED = Guess("und", 0.0)
_TAGS = {"no": "nb", "zh-cn": "zh-Hans", "zh-tw": "zh-Hant", "zh": "zh-Hans", "tl": "fil", "sr": "sr-Cyrl"}
"""How other engines name languages -> how `cleaner` does."""


@cache
def load_engine(name: str, model: str = "") -> Engine:
    """Return an engine, ready to use. Raises `ConfigError` where its package or its model file is missing."""
    match name:
        case "profiles":
            return identify_batch
        case "langdetect":
            return _langdetect()
        case "lingua":
            return _lingua()
        case "fasttext":
            return _fasttext(model)
    raise ConfigError(f"unknown engine {name!r}; known are {', '.join(ENGINES)}")


def _package(name: str, distribution: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise ConfigError(f"this engine needs a package that is not installed: pip install {distribution}") from error


def _langdetect() -> Engine:
    package = _package("langdetect", "langdetect")
    factory = _package("langdetect.detector_factory", "langdetect")
    factory.init_factory()

    def one(text: str) -> Guess:
        detector = factory._factory.create()
        detector.seed = 0
        detector.append(text)
        try:
            best = detector.get_probabilities()
        except package.LangDetectException:
            return _UNDECIDED
        return Guess(_TAGS.get(best[0].lang, best[0].lang), min(1.0, round(best[0].prob, 4))) if best else _UNDECIDED

    return lambda texts: [one(text) for text in texts]


def _lingua() -> Engine:
    detector = _package("lingua", "lingua-language-detector").LanguageDetectorBuilder.from_all_languages().build()

    def one(text: str) -> Guess:
        values = detector.compute_language_confidence_values(text)
        if not values or not values[0].value:
            return _UNDECIDED
        tag = values[0].language.iso_code_639_1.name.lower()
        return Guess(_TAGS.get(tag, tag), round(values[0].value, 4))

    return lambda texts: [one(text) for text in texts]


def _fasttext(path: str) -> Engine:
    package = _package("fasttext", "fasttext-predict")
    try:
        model = package.load_model(path)
    except (OSError, ValueError) as error:
        raise ConfigError(f"cannot load the fastText model {path!r}: {error}") from error

    def one(text: str) -> Guess:
        labels, scores = model.predict(" ".join(text.split()), 1)
        if not labels:
            return _UNDECIDED
        tag = labels[0].removeprefix("__label__")
        return Guess(_TAGS.get(tag, tag), min(1.0, round(float(scores[0]), 4)))

    return lambda texts: [one(text) for text in texts]

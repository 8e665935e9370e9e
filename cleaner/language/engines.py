"""Other engines behind one door. In: a name. Out: a function from texts to guesses. The default needs nothing installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from cleaner.errors import ConfigError
from cleaner.language.engine import identify_batch
from cleaner.language.judge import Guess

ENGINES = ("profiles", "langdetect", "lingua", "fasttext")

Engine = Callable[[Sequence[str]], list[Guess]]

_UNDECIDED = Guess("und", 0.0)
_TAGS = {"no": "nb", "zh-cn": "zh-Hans", "zh-tw": "zh-Hant", "zh": "zh-Hans", "tl": "fil", "sr": "sr-Cyrl"}
"""How other engines name languages -> how `cleaner` does."""


_PACKAGES = {
    "langdetect": ("langdetect", "langdetect"),
    "lingua": ("lingua", "lingua-language-detector"),
    "fasttext": ("fasttext", "fasttext-predict"),
}
"""Engine -> what is imported, what is installed."""


def check_engine(name: str, model: str = "") -> None:
    """Raise `ConfigError` where an engine is unknown, its package is not installed or its model file is not there.

    Loads nothing, so that a config can be checked in no time.

    >>> check_engine("profiles")
    """
    if name not in ENGINES:
        raise ConfigError(f"unknown engine {name!r}; known are {', '.join(ENGINES)}")
    if name == "fasttext" and not model:
        raise ConfigError("the engine fasttext needs `model`, the path of a model file such as lid.176.ftz")
    if name in _PACKAGES and find_spec(_PACKAGES[name][0]) is None:
        raise ConfigError(f"the engine {name} needs a package that is not installed: pip install {_PACKAGES[name][1]}")
    if name == "fasttext" and not Path(model).is_file():
        raise ConfigError(f"the engine fasttext finds no model file at {model!r}")
    if name != "fasttext" and model:
        raise ConfigError(f"`model` is for the engine fasttext alone, not for {name}")


@cache
def load_engine(name: str, model: str = "") -> Engine:
    """Return an engine, ready to use. Raises `ConfigError` as `check_engine` does, and where the model file cannot be read."""
    check_engine(name, model)
    match name:
        case "langdetect":
            return _langdetect()
        case "lingua":
            return _lingua()
        case "fasttext":
            return _fasttext(model)
        case _:
            return identify_batch


def _langdetect() -> Engine:
    package = import_module("langdetect")
    factory = import_module("langdetect.detector_factory")
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
    detector = import_module("lingua").LanguageDetectorBuilder.from_all_languages().build()

    def one(text: str) -> Guess:
        values = detector.compute_language_confidence_values(text)
        if not values or not values[0].value:
            return _UNDECIDED
        tag = values[0].language.iso_code_639_1.name.lower()
        return Guess(_TAGS.get(tag, tag), round(values[0].value, 4))

    return lambda texts: [one(text) for text in texts]


def _fasttext(path: str) -> Engine:
    package = import_module("fasttext")
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

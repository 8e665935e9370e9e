"""The language of a document. In: text. Out: the fields `language`, `language_score` and `languages`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.document import Document
from cleaner.errors import ConfigError
from cleaner.language.engines import ENGINES, load_engine
from cleaner.stage import Stage, StageResult, option
from cleaner.text.scripts import one_script, script_counts

_MIN_SHARE = 0.1
"""A language of `languages` holds a tenth of the letters or more."""

_MIN_LINE = 40
"""Shorter lines name no language of their own."""


@dataclass(frozen=True)
class Language(Stage):
    """The language of the text, as a BCP 47 tag (`en`, `zh-Hant`, `sr-Latn`), with the probability that it is right.

    Later stages choose their rules by it. `und` stands where the text does not decide (names, capitals, a few words), `zxx` where
    there is no language: digits, code, symbols. `languages` names all that hold a tenth of the text or more, by share.

    Left alone: the text.

    >>> from cleaner.pipeline import Pipeline
    >>> Pipeline.from_names("language").clean("Le ministre a parlé mercredi à Paris de la réforme.").fields["language"]
    'fr'
    """

    name = "language"
    writes = ("language", "language_score", "languages")

    engine: str = option("profiles", f"Who answers: {', '.join(ENGINES)}; all but the first must be installed.")
    model: str = option("", "Path of the model file of the engine fasttext.")
    min_score: float = option(0.35, "Answers with a lower score become und.", minimum=0, maximum=1)
    every_line: bool = option(False, "Ask for each line, so that `languages` finds every passage; costs three times as much.")

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise ConfigError(f"language: unknown engine {self.engine!r}; known are {', '.join(ENGINES)}")
        if self.engine == "fasttext" and not self.model:
            raise ConfigError("language: the engine fasttext needs `model`, the path of a model file")

    def process(self, document: Document) -> StageResult:
        return self.process_batch([document])[0]

    def process_batch(self, documents: Sequence[Document]) -> Sequence[StageResult]:
        identify = load_engine(self.engine, self.model)
        guesses = identify([document.text for document in documents])
        mixed = self._mixed(documents)
        results = []
        for i, guess in enumerate(guesses):
            language, score = guess if guess.score >= self.min_score else ("und", 0.0)
            languages = mixed.get(i) or ([language] if language not in ("und", "zxx") else [])
            fields = {"language": language, "language_score": score, "languages": languages}
            results.append(StageResult(fields=fields))
        return results

    def _mixed(self, documents: Sequence[Document]) -> dict[int, list[str]]:
        """Return the languages, by share, of those documents whose lines are in more than one.

        Read line by line are all with `every_line`, else those with a second script.
        """
        identify = load_engine(self.engine, self.model)
        suspects = [
            i
            for i, document in enumerate(documents)
            if "\n" in document.text and (self.every_line or _many_scripts(document.text))
        ]
        found = {}
        for i in suspects:
            lines = [line.text for line in documents[i].lines if len(line.text) >= _MIN_LINE or not line.text.isascii()]
            shares: dict[str, int] = {}
            for line, guess in zip(lines, identify(lines), strict=True):
                if guess.score >= self.min_score:
                    shares[guess.language] = shares.get(guess.language, 0) + len(line)
            total = sum(shares.values())
            kept = [
                tag for tag, share in sorted(shares.items(), key=lambda item: (-item[1], item[0])) if share >= _MIN_SHARE * total
            ]
            if len(kept) > 1:
                found[i] = [tag for tag in kept if tag != "zxx"]
        return found


_FAMILIES = {"Hira": "Hani", "Kana": "Hani", "Hang": "Hani", "Bopo": "Hani"}


def _many_scripts(text: str) -> bool:
    """Whether two scripts write a tenth of a text each; those of the East count as one."""
    if one_script(text, _MIN_SHARE):
        return False
    shares: dict[str, int] = {}
    for script, count in script_counts(text).items():
        family = _FAMILIES.get(script, script)
        shares[family] = shares.get(family, 0) + count
    return sum(share >= _MIN_SHARE * sum(shares.values()) for share in shares.values()) > 1

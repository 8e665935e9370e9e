"""Documents in languages that nobody asked for. In: the field `language`. Out: the decision to drop, with the language."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.document import Document
from cleaner.errors import ConfigError
from cleaner.stage import NOTHING, Drop, Stage, StageResult, option


@dataclass(frozen=True)
class LanguageMismatch(Stage):
    """Documents whose language is not on the list of wanted ones.

    A wanted language takes in its scripts and regions: `zh` keeps `zh-Hans` and `zh-Hant`, `zh-Hant` keeps that alone. A wanted
    language that the engine does not know is an error of the config, with the list of those it knows.

    Left alone: every document where the list is empty; those whose language is undecided, unless `keep_undecided` is off.

    >>> from cleaner.pipeline import Pipeline
    >>> stage = LanguageMismatch(languages=("de",))
    >>> Pipeline((stage,)).clean("Bonjour", language="fr", language_score=0.99).dropped[1].rule
    'und.language_mismatch.unwanted'
    """

    name = "language_mismatch"
    reads = ("language", "language_score")

    languages: tuple[str, ...] = option((), "BCP 47 tags of the languages to keep; empty keeps all.")
    min_score: float = option(0.35, "Answers with a lower score count as undecided.", minimum=0, maximum=1)
    keep_undecided: bool = option(True, "Keep documents whose language is und; those without any language (zxx) are dropped.")

    def __post_init__(self) -> None:
        if not self.languages:
            return
        from cleaner.language import known_languages

        known = known_languages()
        unknown = [tag for tag in self.languages if not any(_covers(tag, other) for other in known)]
        if unknown:
            raise ConfigError(f"language_mismatch: unknown language {', '.join(unknown)}; known are {', '.join(known)}")

    def process(self, document: Document) -> StageResult:
        if not self.languages:
            return NOTHING
        language = document.language
        score = document.fields.get("language_score")
        if language == "und" or (language != "zxx" and score is not None and score < self.min_score):
            if self.keep_undecided:
                return NOTHING
            return StageResult(drop=Drop("und.language_mismatch.undecided", language))
        if any(_covers(tag, language) for tag in self.languages):
            return NOTHING
        return StageResult(drop=Drop("und.language_mismatch.unwanted", language))


def _covers(wanted: str, language: str) -> bool:
    return language == wanted or language.startswith(wanted + "-")

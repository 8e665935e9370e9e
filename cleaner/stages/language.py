"""The language of a document. In: text. Out: the fields `language`, `language_score` and `languages`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from cleaner.document import Document
from cleaner.errors import ConfigError
from cleaner.language.engine import identify_documents
from cleaner.language.engines import ENGINES, check_engine, load_engine
from cleaner.language.judge import Guess
from cleaner.stage import Stage, StageResult, option
from cleaner.stages.script import in_several_scripts
from cleaner.text.scripts import NONE, dominant_scripts

_MIN_SHARE = 0.1
"""A language of `languages` holds a tenth of the letters or more."""

_MIN_LINE = 40
"""Shorter lines name no language of their own."""


_MOST_LINES = 200
"""Enough to tell shares of a tenth; only `every_line` reads more."""


@dataclass(frozen=True)
class Language(Stage):
    """The language of the text, as a BCP 47 tag (`en`, `zh-Hant`, `sr-Latn`), with the probability that it is right.

    Later stages choose their rules by it. `und` stands where the text does not decide (names, capitals, a few words), `zxx` where
    there is no language: digits, code, symbols. `languages` names all that hold a tenth of the text or more, by share; a
    passage in the same script that is shorter than a third of the text may be missed without `every_line`. That also fills
    `line_languages`: a tag for each line of the text as this stage sees it, empty for a blank one. For that, put the stage behind
    those that cut lines.

    Left alone: the text.

    >>> from cleaner.pipeline import Pipeline
    >>> Pipeline.from_names("language").clean("Le ministre a parlé mercredi à Paris de la réforme.").fields["language"]
    'fr'
    """

    name = "language"
    writes = ("language", "language_score", "languages", "line_languages")

    engine: str = option("profiles", f"Who answers: {', '.join(ENGINES)}; all but the first must be installed.")
    model: str = option("", "Path of the model file of the engine fasttext.")
    min_score: float = option(0.35, "Answers with a lower score become und.", minimum=0, maximum=1)
    every_line: bool = option(False, "Ask for each line too: finds every passage, fills `line_languages`, costs several times as much.")

    def __post_init__(self) -> None:
        try:
            check_engine(self.engine, self.model)
        except ConfigError as error:
            raise ConfigError(f"language: {error}") from None

    def process(self, document: Document) -> StageResult:
        return self.process_batch([document])[0]

    def process_batch(self, documents: Sequence[Document]) -> Sequence[StageResult]:
        texts = [document.text for document in documents]
        lines = [document.line_texts for document in documents] if self.every_line else _by_script(documents)
        found, strange = self._identify([*texts, *chain.from_iterable(lines)])
        more = {} if self.every_line else {n: _spread(d) for n, d in enumerate(documents) if strange[n] and "\n" in d.text}
        answers = iter(found[len(texts) :])
        own = [list(islice(answers, len(part))) for part in lines]
        answers = iter(self._identify(list(chain.from_iterable(more.values())))[0] if more else ())
        for n, part in more.items():
            lines[n], own[n] = part, list(islice(answers, len(part)))
        results = []
        for (language, score), part, tags in zip(found, lines, own, strict=False):
            languages = (_shares(part, [tag for tag, _ in tags]) if part else []) or ([language] if language not in _NO_LANGUAGE else [])
            fields: dict[str, Any] = {"language": language, "language_score": score, "languages": languages}
            if self.every_line:
                fields["line_languages"] = ["" if not line.strip() else tag for line, (tag, _) in zip(part, tags, strict=True)]
            results.append(StageResult((), fields))
        return results

    def _identify(self, texts: Sequence[str]) -> tuple[list[Guess], list[bool]]:
        """Return the language of each text where it is sure enough, and whether a part of the text is in another one."""
        if self.engine == "profiles":
            guesses, strange = identify_documents(texts)
        else:
            guesses, strange = load_engine(self.engine, self.model)(texts), [False] * len(texts)
        return [guess if guess.score >= self.min_score else Guess("und", 0.0) for guess in guesses], strange


def _shares(lines: Sequence[str], tags: Sequence[str]) -> list[str]:
    """Return the languages that hold enough of the lines, by share; none where it is one alone."""
    shares: dict[str, int] = {}
    for line, tag in zip(lines, tags, strict=True):
        if tag not in _NO_LANGUAGE and (len(line) >= _MIN_LINE or not line.isascii()):
            shares[tag] = shares.get(tag, 0) + len(line)
    enough = _MIN_SHARE * sum(shares.values())
    kept = [tag for tag, share in sorted(shares.items(), key=lambda item: (-item[1], item[0])) if share >= enough]
    return kept if len(kept) > 1 else []


def _spread(document: Document) -> list[str]:
    """Return the lines of a document, of very many some, spread evenly."""
    lines = document.line_texts
    return lines[:: -(-len(lines) // _MOST_LINES)]


def _by_script(documents: Sequence[Document]) -> list[list[str]]:
    """Return the lines of each document in several scripts, put together into as many texts as they have; none for others."""
    several = in_several_scripts(documents)
    lines = [_spread(document) if many and "\n" in document.text else [] for document, many in zip(documents, several, strict=True)]
    scripts = iter(dominant_scripts(list(chain.from_iterable(lines))))
    texts: list[list[str]] = []
    for own in lines:
        if not own:
            texts.append([])
            continue
        parts: dict[str, list[str]] = {}
        for line, script in zip(own, scripts, strict=False):
            if script != NONE:
                parts.setdefault("Hani" if script in _CHINESE else script, []).append(line)
        texts.append(["\n".join(part) for part in parts.values()])
    return texts


_NO_LANGUAGE = ("und", "zxx")
_CHINESE = ("Hans", "Hant")

"""The script of a document. In: text. Out: the field `script`; the text stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.document import Document
from cleaner.stage import NOTHING, Stage, StageResult
from cleaner.text.scripts import NONE, scripts_told


@dataclass(frozen=True)
class Script(Stage):
    """The script that writes most of the text, as an ISO 15924 code: `Latn`, `Cyrl`, `Arab`, `Deva`, ...

    Later stages choose their rules by it. Japanese and Korean are decided as `Jpan` and `Kore`, Chinese as `Hans` or `Hant`
    by the characters that only one of them uses.

    Left alone: the text, and documents without a letter, which keep `Zyyy`.

    >>> from cleaner.pipeline import Pipeline
    >>> Pipeline.from_names("script").clean("Москва, Reuters: новости").fields["script"]
    'Cyrl'
    """

    name = "script"
    writes = ("script",)

    def process(self, document: Document) -> StageResult:
        return self.process_batch([document])[0]

    def process_batch(self, documents: Sequence[Document]) -> Sequence[StageResult]:
        return [
            NOTHING if script == document.script and script == NONE else StageResult((), {"script": script})
            for document, script in zip(documents, tell_scripts(documents), strict=True)
        ]


def tell_scripts(documents: Sequence[Document]) -> list[str]:
    """Return the script of each document. What is counted for it tells whether there are several, which `in_several_scripts` asks."""
    scripts, several = scripts_told([document.text for document in documents], _MIN_SHARE)
    for document, many in zip(documents, several, strict=True):
        document.noted[_SEVERAL] = many
    return scripts


def in_several_scripts(documents: Sequence[Document]) -> list[bool]:
    """Return which documents are in more than one script, such as each write a tenth of the letters.

    >>> in_several_scripts([Document("a", "Москва"), Document("b", "Москва, столица. Moscow, the capital.")])
    [False, True]
    """
    tell_scripts([document for document in documents if _SEVERAL not in document.noted])
    return [document.noted[_SEVERAL] for document in documents]


_MIN_SHARE = 0.1

_SEVERAL = "in_several_scripts"
"""What is noted of a document."""

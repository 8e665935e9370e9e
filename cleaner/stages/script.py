"""The script of a document. In: text. Out: the field `script`; the text stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.document import Document
from cleaner.stage import NOTHING, Stage, StageResult
from cleaner.text.scripts import NONE, dominant_scripts


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
        scripts = dominant_scripts([document.text for document in documents])
        return [
            NOTHING if script == document.script and script == NONE else StageResult(fields={"script": script})
            for document, script in zip(documents, scripts, strict=True)
        ]

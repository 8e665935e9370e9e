"""Documents that are too short to be of use. In: text, late in the pipeline. Out: the decision to drop, with the count."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.document import Document
from cleaner.patterns import compiled
from cleaner.stage import NOTHING, Drop, Stage, StageResult, option

DENSE_WEIGHT = 2
"""A character of Chinese, Japanese or Korean says about as much as two letters: 1.8 to 2.4 in translations of the same news."""

WINDOW = 2
"""How many times the minimum is looked at first: enough in every text that is not mostly white space."""

_DENSE = compiled("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003fffd]")
_WORD = compiled(r"[^\W\d_]+")


@dataclass(frozen=True)
class TooShort(Stage):
    """Documents with too little text: what is left of a page that was nothing but navigation, a video or an empty form.

    Counted are characters without white space; those of Chinese, Japanese and Korean count twice, because a sentence there has
    half as many. Such a document goes to `dropped/` with its fields and the count.

    Left alone: every document that reaches the minimum, whatever it says.

    >>> from cleaner.pipeline import Pipeline
    >>> Pipeline.from_names("too_short").clean("Loading").dropped
    ('too_short', Drop(rule='und.too_short.characters', detail='7 characters, fewer than 50'))
    """

    name = "too_short"

    min_characters: int = option(50, "Documents with fewer characters, white space not counted, are dropped.", minimum=0)
    min_words: int = option(0, "Documents with fewer words are dropped; 0 asks for none. Unfit for scripts without spaces.", minimum=0)

    def process(self, document: Document) -> StageResult:
        text = document.text
        count = len("".join(text[: self.min_characters * WINDOW].split()))
        if count < self.min_characters:
            count = self._count(text)
        if count < self.min_characters:
            return StageResult(drop=Drop("und.too_short.characters", f"{count} characters, fewer than {self.min_characters}"))
        if self.min_words and (words := len(_WORD.findall(text))) < self.min_words:
            return StageResult(drop=Drop("und.too_short.words", f"{words} words, fewer than {self.min_words}"))
        return NOTHING

    @staticmethod
    def _count(text: str) -> int:
        solid = "".join(text.split())
        return len(solid) if solid.isascii() else len(solid) + (DENSE_WEIGHT - 1) * len(_DENSE.findall(solid))

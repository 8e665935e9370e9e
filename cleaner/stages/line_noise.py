"""Lines that are no part of the article, told by their shape and their neighbours alone, in any language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from cleaner.document import Document, LineCut, cut_lines
from cleaner.noise.explain import reasons
from cleaner.noise.features import LONG_WITH_STOP, line_features, read_lines
from cleaner.noise.guard import protected_lines
from cleaner.noise.model import Trees, load_trees
from cleaner.stage import NOTHING, Stage, StageResult, option

MINIMUM_LINES = 4
"""A shorter document says too little about what its lines look like."""
PAGE_LINES = 25
PAGE_SHORT_SHARE = 0.6
"""With so many lines and such a share of them short a text is taken for the dump of a whole page."""
_STOPS = frozenset(".!?…。！？．؟।۔॥\"'”’»)）」』】]“")
"""Ends of a line that is body at once where it is long: ends of sentences, and what closes behind them."""
_BATCH_CHARACTERS = 2_000_000
"""As much text goes through numpy at once."""


@dataclass(frozen=True)
class LineNoise(Stage):
    """Lines that are no part of the article: navigation, teasers, captions, bylines, counters, in any language.

    Where rules know phrases, this stage knows shapes: how long a line is, whether it ends a sentence, what stands around it, how much of
    the document's own vocabulary it shares. Boosted trees weigh this; `cleaner/noise/card.md` says what they were grown from and how
    often they are right. The detail of each edit holds the score and what spoke for the cut.

    There are two models. One is for whole pages, dumped as text with all their menus. The other is for articles with a few foreign lines
    left in; it is much more careful, and `level` says how careful: `strict`, `normal` and `bold` cost about 0.1, 0.3 and 1 % of body
    lines. `whole_page: auto` takes a text of many lines that are mostly short for a page.

    Left alone: documents with fewer than four lines, long sentences between long sentences, and in articles lists, verse, tables, questions
    in an interview and text that is wrapped at a fixed width.

    >>> body = "The council of the town met on Monday to speak about the bridge, which was closed in May after a flood."
    >>> text = "\\n".join([body, body, "Share on Facebook", body, body])
    >>> [edit.rule for edit in LineNoise().process(Document("a", text)).edits]
    ['und.line_noise.line']
    """

    name: ClassVar[str] = "line_noise"

    level: Literal["strict", "normal", "bold"] = option("normal", "How much may be cut: strict, normal or bold.")
    whole_page: Literal["auto", "true", "false"] = option("auto", "Whether texts are whole pages: true, false, or auto to look at each.")

    def __post_init__(self) -> None:
        # YAML and command lines know true and false as such
        if isinstance(self.whole_page, bool):
            object.__setattr__(self, "whole_page", str(self.whole_page).lower())
        if self.level not in ("strict", "normal", "bold"):
            raise ValueError(f"level must be strict, normal or bold, not {self.level!r}")
        if self.whole_page not in ("auto", "true", "false"):
            raise ValueError(f"whole_page must be auto, true or false, not {self.whole_page!r}")

    @property
    def screen(self) -> str | None:
        # four lines with something on them
        return r"\S[^\n]*\n\s*\S[^\n]*\n\s*\S[^\n]*\n\s*\S"

    def process(self, document: Document) -> StageResult:
        return self.process_batch([document])[0]

    def process_batch(self, documents: Sequence[Document]) -> Sequence[StageResult]:
        results = [NOTHING] * len(documents)
        pages: list[int] = []
        articles: list[int] = []
        for number, document in enumerate(documents):
            content = document.content_lines
            if len(content) < MINIMUM_LINES:
                continue
            short = _short_lines(document)
            if self.whole_page == "true" or (self.whole_page == "auto" and _is_page(len(content), len(short))):
                pages.append(number)
            elif short:
                articles.append(number)
        for kind, chosen in (("page", pages), ("article", articles)):
            for part in _parts(documents, chosen):
                for number, result in zip(part, self._judge([documents[i] for i in part], kind), strict=True):
                    results[number] = result
        return results

    def _judge(self, documents: Sequence[Document], kind: str) -> list[StageResult]:
        """Score the lines of documents of one kind in one go and cut those over the level."""
        texts = [[document.lines[i].text for i in document.content_lines] for document in documents]
        lines = read_lines(texts)
        trees = load_trees(kind)
        level = trees.levels[self.level]
        matrix = line_features(lines)
        scores = np.zeros(len(matrix))
        asked = np.ones(len(matrix), bool) if kind == "page" else ~protected_lines(lines)
        scores[asked] = trees.scores(matrix[asked])
        results = []
        first = 0
        for document in documents:
            size = len(document.content_lines)
            here = slice(first, first + size)
            results.append(_result(document, kind, trees, level, scores[here], matrix[here]))
            first += size
        return results


def _result(
    document: Document, kind: str, trees: Trees, level: float, scores: NDArray[np.float64], matrix: NDArray[np.float32]
) -> StageResult:
    over = np.flatnonzero(scores >= level)
    if not len(over) or len(over) == len(scores):
        return NOTHING  # a text that is noise all through is not ours to empty
    rule = f"und.line_noise.{'page' if kind == 'page' else 'line'}"
    cuts = {document.content_lines[i]: LineCut(rule, f"score={scores[i]:.2f} {reasons(trees, matrix[i])}") for i in over}
    return StageResult(cut_lines(document, cuts))


def _short_lines(document: Document) -> list[int]:
    """Return the content lines that are not long or do not look like the end of a sentence."""
    lines = document.lines
    return [i for i in document.content_lines if len(t := lines[i].text) < LONG_WITH_STOP or t[-1] not in _STOPS]


def _is_page(lines: int, short: int) -> bool:
    return lines >= PAGE_LINES and short >= PAGE_SHORT_SHARE * lines


def _parts(documents: Sequence[Document], chosen: Sequence[int]) -> list[list[int]]:
    """Divide documents into parts of bounded size."""
    parts: list[list[int]] = []
    size = _BATCH_CHARACTERS
    for number in chosen:
        if size >= _BATCH_CHARACTERS:
            parts.append([])
            size = 0
        parts[-1].append(number)
        size += len(documents[number].text)
    return parts

"""Lines that are no part of the article, told by their shape and their neighbours alone, in any language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from cleaner.document import Document, LineCut, cut_lines
from cleaner.noise.explain import reasons
from cleaner.noise.features import line_features
from cleaner.noise.first_look import spared
from cleaner.noise.guard import is_doubtful, protected_lines
from cleaner.noise.likely import inner_lines, likely_body
from cleaner.noise.lines import Lines, read_lines
from cleaner.noise.model import Trees, load_trees
from cleaner.noise.whole_page import PAGE_LINES, is_page
from cleaner.rules.phrases import fold
from cleaner.stage import NOTHING, Stage, StageResult, option
from cleaner.text.title_search import best_title, rank_titles

MINIMUM_LINES = 4
"""A shorter document says too little about what its lines look like."""
_Cuts = dict[int, dict[int, LineCut]]
"""Number of a document -> line -> why it goes."""
_MAXIMUM_ROUNDS = 12
"""A text that is still losing lines after so many looks is left alone."""
_BATCH_CHARACTERS = 2_000_000
"""As much text goes through numpy at once."""
_PAGE, _TITLE = "und.line_noise.page", "und.line_noise.title"


@dataclass(frozen=True)
class LineNoise(Stage):
    """Lines that are no part of the article: navigation, teasers, captions, bylines, counters, in any language.

    Where rules know phrases, this stage knows shapes: how long a line is, whether it ends a sentence, what stands around it, how
    much of the document's own vocabulary it shares. Boosted trees weigh this; `cleaner/noise/card.md` says what they were grown
    from and how often they are right. The detail of each edit holds the score and what spoke for the cut.

    There are two models. One is for whole pages, dumped as text with all their menus. The other is for articles with a few
    foreign lines left in; it is much more careful, and `level` says how careful: `strict`, `normal` and `bold` cost about 0.1,
    0.3 and 1 % of body lines. `whole_page: auto` takes a text of many lines that are mostly short for a page. The title of a page goes
    with its menus; where the body says what a line above it says, that line is kept in `title`.

    Left alone: documents with fewer than four lines, long sentences between long sentences, and in articles lists, verse,
    tables, questions in an interview, text that is wrapped at a fixed width, and a short line alone among few paragraphs.

    >>> body = "The council of the town met on Monday to speak about the bridge, which was closed in May after a flood."
    >>> text = "\\n".join([body, body, "Share on Facebook", "Tweet", body, body])
    >>> [edit.rule for edit in LineNoise().process(Document("a", text)).edits]
    ['und.line_noise.line', 'und.line_noise.line']
    """

    name: ClassVar[str] = "line_noise"
    writes: ClassVar[tuple[str, ...]] = ("title",)

    level: Literal["strict", "normal", "bold"] = option("normal", "How much may be cut: strict, normal or bold.")
    whole_page: Literal["auto", "true", "false"] = option("auto", "Whether texts are whole pages: true, false or auto.")

    def __post_init__(self) -> None:
        # YAML and command lines know true and false as such
        if isinstance(self.whole_page, bool):
            object.__setattr__(self, "whole_page", str(self.whole_page).lower())
        if self.level not in ("strict", "normal", "bold"):
            raise ValueError(f"level must be strict, normal or bold, not {self.level!r}")
        if self.whole_page not in ("auto", "true", "false"):
            raise ValueError(f"whole_page must be auto, true or false, not {self.whole_page!r}")

    def process(self, document: Document) -> StageResult:
        return self.process_batch([document])[0]

    def process_batch(self, documents: Sequence[Document]) -> Sequence[StageResult]:
        # What is left must be body to the stage too: texts that lost lines are looked at again, until nothing more goes.
        kept: dict[int, Sequence[int]] = {n: d.content_lines for n, d in enumerate(documents) if len(d.content_lines) >= MINIMUM_LINES}
        cuts: _Cuts = {}
        for _ in range(_MAXIMUM_ROUNDS):
            found = self._round(documents, kept)
            for number, lines in found.items():
                cuts[number] = cuts.get(number, {}) | lines
            kept = {n: [i for i in kept[n] if i not in lines] for n, lines in found.items()}
            if not kept:
                break
        for number, left in kept.items():  # restless to the last: hands off
            if left:
                cuts[number] = {}
        return [_result(d, cuts[n]) if cuts.get(n) else NOTHING for n, d in enumerate(documents)]

    def _round(self, documents: Sequence[Document], kept: Mapping[int, Sequence[int]]) -> _Cuts:
        """Look at the lines that are left of each document once; return what must go, documents without cuts left out."""
        kinds: dict[str, list[int]] = {"page": [], "article": []}
        for number, left in kept.items():
            if len(left) < MINIMUM_LINES:
                continue
            lines = documents[number].line_texts
            texts = lines if len(left) == len(lines) else [lines[i] for i in left]
            if self.whole_page == "true" or (self.whole_page == "auto" and len(texts) >= PAGE_LINES and is_page(texts)):
                kinds["page"].append(number)
            elif is_doubtful(texts):
                kinds["article"].append(number)
        found: _Cuts = {}
        for kind, chosen in kinds.items():
            for part in _parts(documents, chosen):
                found |= self._judge(documents, {n: kept[n] for n in part}, kind)
        return found

    def _judge(self, documents: Sequence[Document], kept: Mapping[int, Sequence[int]], kind: str) -> _Cuts:
        """Score the lines of documents of one kind in one go and name those over the level."""
        lines = read_lines([[documents[n].line_texts[i] for i in left] for n, left in kept.items()])
        asked = np.ones(len(lines.starts), bool)
        if kind == "article":  # the features of documents that are body all through need not be computed
            asked = ~protected_lines(lines)
            lines, asked, kept = _in_question(lines, asked, asked, kept)
            if kept:
                lines, asked, kept = _in_question(lines, asked, asked & ~spared(lines, asked), kept)
        if not kept:
            return {}
        trees = load_trees(kind)
        matrix = line_features(lines)
        scores = np.zeros(len(matrix))
        if kind == "article":
            asked &= ~likely_body(lines, matrix)
        scores[asked] = trees.scores(matrix[asked])
        over = scores >= trees.levels[self.level]
        if kind == "page":
            over &= ~inner_lines(lines, matrix, over)
        found: _Cuts = {}
        for (number, left), first in zip(kept.items(), lines.pages.first.tolist(), strict=True):
            places = np.flatnonzero(over[first : first + len(left)])
            if 0 < len(places) < len(left):  # a text that is noise all through is not ours to empty
                of = {left[i]: first + i for i in places.tolist()}
                found[number] = {i: _reason(kind, trees, float(scores[row]), matrix[row]) for i, row in of.items()}
        return found


def _result(document: Document, cuts: dict[int, LineCut]) -> StageResult:
    """Return the edits; the title among the lines that go from a whole page is kept in its column."""
    fields = {}
    if not document.title and any(cut.rule == _PAGE for cut in cuts.values()):
        texts = document.line_texts
        body = [index for index in document.content_lines if index not in cuts]
        above = [index for index in document.content_lines if index < body[0]]
        lines = [texts[index].strip() for index in above]
        place = best_title(lines, rank_titles(lines, "\n".join([texts[index] for index in body])))
        if place is not None and fold(texts[body[0]]) not in fold(lines[place]):
            fields["title"] = lines[place]
            cuts = {**cuts, above[place]: LineCut(_TITLE, cuts[above[place]].detail)}
    return StageResult(cut_lines(document, cuts), fields)


def _in_question(
    lines: Lines, asked: NDArray[np.bool_], left: NDArray[np.bool_], kept: Mapping[int, Sequence[int]]
) -> tuple[Lines, NDArray[np.bool_], Mapping[int, Sequence[int]]]:
    """Return the documents that have a line left: their lines, which of these are asked for, and their numbers."""
    pages = lines.pages.total(left) > 0
    if pages.all():
        return lines, asked, kept
    return lines.of(pages), asked[lines.pages.spread(pages)], {n: own for (n, own), there in zip(kept.items(), pages, strict=True) if there}


def _reason(kind: str, trees: Trees, score: float, row: NDArray[np.float32]) -> LineCut:
    return LineCut(_PAGE if kind == "page" else "und.line_noise.line", f"score={score:.2f} {reasons(trees, row)}")


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

"""What web sites print around and into an article, in the languages of the world.

In: a document as text. Out: edits that cut navigation, share bars, teasers of other articles, pleas, notices, marks of
advertisements. Which lines may be such is said by the lists `rules/<tag>/web_boilerplate.txt` and read by
`cleaner.text.widget_line`; which of them go is decided here, by where they stand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from cleaner.document import Document, LineCut, cut_lines
from cleaner.edit import Edit, apply, compose
from cleaner.rules import may_hold, rules_for
from cleaner.rules.find import Match
from cleaner.stage import NOTHING, Stage, StageResult, option
from cleaner.text.publishing import read_published
from cleaner.text.widget import TIME_RULES, Widget
from cleaner.text.widget_decision import decide
from cleaner.text.widget_gate import worth_reading
from cleaner.text.widget_line import LONGEST, read_line

_ROUNDS = 12
"""A cut can bring a widget to an edge; more rounds than this were never needed by any text that was measured (2 were)."""
_FEW = 8
"""The lines of so few documents are read all: to sort them out first would cost more."""


@dataclass(frozen=True)
class WebBoilerplate(Stage):
    """Lines of the site rather than of the article: navigation, share bars, teasers, pleas, notices, advertisement marks.

    Phrases of all languages are looked up at once, whatever their case, digits and punctuation: a share button speaks the language
    of the site, not of the article. A phrase that could be a heading goes only above or below the body or beside other widgets.
    "Read more" goes together with the teaser above it, "Read also:" with its title, "Related articles" with its list, and bars such
    as `Share | Tweet | Print` or `Home > World > Asia` as a whole. A time of publishing that goes from above the body is put to
    `published_at`, names beside it to `authors` and `agencies`, where these are not set.

    Left alone: sentences, headings and list items of the article, a heading `Comments` in the middle of a text, and the
    paragraph above a "read more" that is no teaser. Every cut is a whole line.

    >>> from cleaner.pipeline import Pipeline
    >>> text = "Skip to main content\\n\\nThe talks went on.\\n\\nShare this article\\n12 comments"
    >>> Pipeline.from_names("web_boilerplate").clean(text).text
    'The talks went on.'
    """

    name: ClassVar[str] = "web_boilerplate"
    reads: ClassVar[tuple[str, ...]] = ("text",)
    writes: ClassVar[tuple[str, ...]] = ("published_at", "published_precision", "authors", "agencies")

    teasers: bool = option(True, "Cut the headlines of other articles that stand above `Read more` and below `Read also`.")
    rules: tuple[str, ...] = option((), "Rule files of your own, beside those of the package.")

    def process(self, document: Document) -> StageResult:
        return self.process_batch([document])[0]

    def process_batch(self, documents: Sequence[Document]) -> Sequence[StageResult]:
        """Round after round, look at those in which the last one found something: most documents are done with after the first."""
        current = list(documents)
        edits: list[list[Edit]] = [[] for _ in documents]
        left: Sequence[int] = range(len(documents))
        for _ in range(_ROUNDS):
            found = self._round([current[i] for i in left])
            left = [left[place] for place in found]
            for i, cuts in zip(left, found.values(), strict=True):
                edits[i] = compose(documents[i].text, edits[i], cuts) if edits[i] else cuts
                current[i] = documents[i].with_text(apply(documents[i].text, edits[i]))
            if not left:
                break
        return [_result(document, found) if found else NOTHING for document, found in zip(documents, edits, strict=True)]

    def _round(self, documents: Sequence[Document]) -> dict[int, list[Edit]]:
        """Return what is found in documents as they are now, by their places."""
        worth = worth_reading([document.text for document in documents]) if len(documents) > _FEW else None
        sets = [rules_for(self.name, document.language, document.script, self.rules) for document in documents]
        held = may_hold(sets, documents)
        found: dict[int, list[Edit]] = {}
        for i, document in enumerate(documents):
            lines = document.content_lines if worth is None else worth.get(i, ())
            widgets = self._widgets(document, lines) if lines else {}
            matches = sets[i].find(document) if i in held else []
            if (widgets or matches) and (edits := self._edits(document, widgets, matches)):
                found[i] = edits
        return found

    @staticmethod
    def _widgets(document: Document, lines: Sequence[int]) -> dict[int, Widget]:
        """Map places in `content_lines` to the widgets that stand there."""
        texts = document.line_texts
        bare = ((i, texts[i].strip()) for i in lines if len(texts[i]) <= LONGEST)
        found = {i: widget for i, text in bare if text and (widget := read_line(text))}
        return {bisect_left(document.content_lines, i): widget for i, widget in found.items()}

    def _edits(self, document: Document, widgets: dict[int, Widget], matches: Sequence[Match]) -> list[Edit]:
        """Decide what goes of that which was found."""
        cuts = decide(document, widgets, self.teasers) if widgets else {}
        spans: list[Edit] = []
        for match in matches:
            first, last = document.line(match.line), document.line(match.last_line)
            if not document.text[first.start : match.start].strip() and not document.text[match.end : last.end].strip():
                for index in range(match.line, match.last_line + 1):
                    cuts.setdefault(index, LineCut(match.rule.id))
            else:
                spans.append(Edit(match.start, match.end, "", match.rule.id))
        whole = cut_lines(document, cuts) if cuts else []
        spans = [span for span in spans if not any(cut.start < span.end and span.start < cut.end for cut in whole)]
        return sorted([*whole, *spans])


def _result(document: Document, edits: list[Edit]) -> StageResult:
    """Return the edits with what the times among them say above the body: the day of publishing, and who is named next to it."""
    if not any(edit.rule.endswith(TIME_RULES) for edit in edits):
        return StageResult(edits)
    rules = {index: edit.rule for edit in edits for index in _lines_of(document, edit)}
    said = read_published(document, {index for index, rule in rules.items() if rule.endswith(TIME_RULES)}, rules)
    fields = {name: value for name, value in said.fields.items() if not document.fields.get(name)}
    named = said.names and ("authors" in fields or "agencies" in fields)
    return StageResult(_without_names(document, edits, said.names) if named else edits, fields)


def _without_names(document: Document, edits: list[Edit], names: Collection[int]) -> list[Edit]:
    """Return the edits and those that cut lines of names, which the edits leave whole."""
    left = document.with_text(apply(document.text, edits))
    cuts = {}
    for index in names:
        start = document.line(index).start
        start -= sum(edit.end - edit.start - len(edit.replacement) for edit in edits if edit.end <= start)
        cuts[left.text.count("\n", 0, start)] = LineCut("und.web_boilerplate.name_beside_time")
    return compose(document.text, edits, cut_lines(left, cuts))


def _lines_of(document: Document, edit: Edit) -> Iterator[int]:
    """Yield the lines that an edit cuts whole."""
    if edit.replacement.strip():
        return
    starts = document.content_lines
    for place in range(bisect_left(starts, edit.start, key=lambda index: document.line(index).start), len(starts)):
        line = document.line(starts[place])
        if line.end > edit.end:
            break
        yield starts[place]

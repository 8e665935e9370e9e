"""What web sites print around and into an article, in the languages of the world.

In: a document as text. Out: edits that cut navigation, share bars, teasers of other articles, pleas, notices, marks of
advertisements. Which lines may be such is said by the lists `rules/<tag>/web_boilerplate.txt` and read by
`cleaner.text.widget_line`; which of them go is decided here, by where they stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cleaner.document import Document, LineCut, cut_lines
from cleaner.edit import Edit, apply, compose
from cleaner.rules import rules_for
from cleaner.stage import NOTHING, Stage, StageResult, option
from cleaner.text.widget import Widget
from cleaner.text.widget_layout import decide
from cleaner.text.widget_line import LONGEST, read_line

_ROUNDS = 12
"""A cut can bring a widget to an edge; more rounds than this were never needed by any text that was measured (2 were)."""


@dataclass(frozen=True)
class WebBoilerplate(Stage):
    """Lines of the site rather than of the article: navigation, share bars, teasers, pleas, notices, advertisement marks.

    Phrases of all languages are looked up at once, whatever their case, digits and punctuation: a share button speaks the language
    of the site, not of the article. A phrase that could be a heading goes only above or below the body or beside other widgets.
    "Read more" goes together with the teaser above it, "Read also:" with its title, "Related articles" with its list, and bars such
    as `Share | Tweet | Print` or `Home > World > Asia` as a whole.

    Left alone: sentences, headings and list items of the article, a heading `Comments` in the middle of a text, and the
    paragraph above a "read more" that is no teaser. Every cut is a whole line.

    >>> from cleaner.pipeline import Pipeline
    >>> text = "Skip to main content\\n\\nThe talks went on.\\n\\nShare this article\\n12 comments"
    >>> Pipeline.from_names("web_boilerplate").clean(text).text
    'The talks went on.'
    """

    name: ClassVar[str] = "web_boilerplate"
    reads: ClassVar[tuple[str, ...]] = ("text",)

    teasers: bool = option(True, "Cut the headlines of other articles that stand above `Read more` and below `Read also`.")
    rules: tuple[str, ...] = option((), "Rule files of your own, beside those of the package.")

    def process(self, document: Document) -> StageResult:
        edits: list[Edit] = []
        current = document
        for _ in range(_ROUNDS):
            found = self._round(current)
            if not found:
                break
            edits = compose(document.text, edits, found) if edits else found
            current = document.with_text(apply(document.text, edits))
        return StageResult(edits=edits) if edits else NOTHING

    def _round(self, document: Document) -> list[Edit]:
        lines, content = document.line_texts, document.content_lines
        found: dict[int, Widget] = {}
        for place, index in enumerate(content):
            text = lines[index]
            if len(text) <= LONGEST and (widget := read_line(text.strip())):
                found[place] = widget
        cuts = decide(document, found, self.teasers) if found else {}
        spans: list[Edit] = []
        rules = rules_for(self.name, document.language, document.script, self.rules)
        for match in rules.find(document) if rules.rules else ():
            first, last = document.line(match.line), document.line(match.last_line)
            if not document.text[first.start : match.start].strip() and not document.text[match.end : last.end].strip():
                for index in range(match.line, match.last_line + 1):
                    cuts.setdefault(index, LineCut(match.rule.id))
            else:
                spans.append(Edit(match.start, match.end, "", match.rule.id))
        whole = cut_lines(document, cuts) if cuts else []
        spans = [span for span in spans if not any(cut.start < span.end and span.start < cut.end for cut in whole)]
        return sorted([*whole, *spans])

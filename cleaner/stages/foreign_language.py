"""Opening and closing lines in another language of the same script. In: text, language. Out: cuts of those that are widgets."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.document import Document, LineCut, cut_lines
from cleaner.language import strangeness
from cleaner.language.widgets import has_widget_word
from cleaner.stage import NOTHING, Stage, StageResult, option
from cleaner.text.scripts import NONE, dominant_script

_MAX_CHARACTERS = 60
_SENTENCE_END = (".", "!", "?", "…", "”", '"', "»", "。", "؟", "।")
_MIN_STRANGENESS = 2.0
"""From here on a short line is not in the document's language: lines of the language itself stay below."""


@dataclass(frozen=True)
class ForeignLanguage(Stage):
    """Short opening or closing lines in another language of the same script: the widgets of the site that carried the text.

    "Share this article" stands under a Turkish text, "Paylaş" under a German one. Such a line is short, no sentence, at the very
    edge, holds a word of such buttons, and its letters are not those of the document's language.

    Left alone: sentences and quotations in any language, names, everything that is not at the edge, lines whose words stand in
    the text too, and documents whose language is not known.

    >>> from cleaner.pipeline import Pipeline
    >>> text = "Bakan çarşamba günü yaptığı açıklamada görüşmelerin gelecek yıl bahara kadar süreceğini söyledi. " * 2
    >>> Pipeline.from_names("foreign_language").clean(text + "\\nShare this article", language="tr").text == text.rstrip("\\n")
    True
    """

    name = "foreign_language"
    reads = ("text", "language")

    max_words: int = option(5, "Longer lines are left alone.", minimum=1)
    max_lines: int = option(3, "At most so many lines are cut at either end.", minimum=1)
    min_body_characters: int = option(120, "Documents with less other text are left alone.", minimum=1)

    def process(self, document: Document) -> StageResult:
        content, lines = document.content_lines, document.line_texts
        if len(content) < 2 or document.language in ("und", "zxx"):
            return NOTHING
        if not any(self._short(lines[i]) for i in (content[0], content[-1])):
            return NOTHING
        cuts: dict[int, LineCut] = {}
        for edge in (content, content[::-1]):
            for i in edge[: self.max_lines]:
                if not (self._short(lines[i]) and self._foreign(lines[i], document)):
                    break
                cuts[i] = LineCut("und.foreign_language.widget", f"not {document.language}")
        body = "\n".join(lines[i] for i in content if i not in cuts)
        if not cuts or len(body) < self.min_body_characters:
            return NOTHING
        folded = body.casefold()
        if any(lines[i].strip(" :").casefold() in folded for i in cuts):
            return NOTHING
        return StageResult(edits=cut_lines(document, cuts))

    def _short(self, line: str) -> bool:
        line = line.strip()
        if len(line) > _MAX_CHARACTERS or line.endswith(_SENTENCE_END) or len(line.split()) > self.max_words:
            return False
        return has_widget_word(line)

    def _foreign(self, line: str, document: Document) -> bool:
        script = dominant_script(line)
        if script == NONE or (document.script != NONE and script != document.script):
            return False
        return strangeness(line, document.language) >= _MIN_STRANGENESS

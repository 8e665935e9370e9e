"""Opening and closing lines in a script that is not the document's. In: text. Out: cuts of those that are widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.document import Document, LineCut, cut_lines
from cleaner.language.widgets import has_widget_word
from cleaner.patterns import compiled
from cleaner.rules.agencies import canonical_agency
from cleaner.stage import NOTHING, Stage, StageResult, option
from cleaner.text.scripts import NONE, dominant_script

_SENTENCE_END = compiled(r"[.!?。！？؟।॥።։…][\s\"'”’»)\]]*$")
_SOMETHING_ELSE = compiled(r"[@#\"“”«»„「『()/\\\d©®]|\w\.\w|[–—-]\s*\w+\s*$|^\s*[–—-]")
"""What says that a line is a source, a tag, a quotation, a signature or an address."""

_EASTERN = frozenset(["Jpan", "Hans", "Hant", "Hani", "Kore", "Bopo"])
_CASED = frozenset(["Latn", "Cyrl", "Grek", "Armn"])
_SPACELESS_CHARACTERS = 12
"""A line in Chinese, Japanese or Thai, which have no spaces, counts as few words up to this length."""


@dataclass(frozen=True)
class ForeignScript(Stage):
    """Short opening or closing lines in another script than the document's: the widgets of the site that carried it.

    A share button speaks the language of the site, not of the article: `مشاركة :` stands under an English text, `Share this
    article` under an Arabic or Chinese one. Such a line is short, no sentence, at the very edge, and alone in its script;
    it holds a word of such buttons, ends with a colon, or (at the end) is a phrase in small letters.

    Left alone: sentences, quotations, names of people and agencies (capital letters), signatures, sources, addresses, tags, every
    line that is not at the edge, and words of a script that the text itself uses.

    >>> from cleaner.pipeline import Pipeline
    >>> text = "The minister said that the talks would go on until the spring of next year." * 3
    >>> Pipeline.from_names("foreign_script").clean(text + "\\nمشاركة :", script="Latn").text == text
    True
    """

    name = "foreign_script"
    reads = ("text", "script")

    max_words: int = option(4, "Longer lines are left alone.", minimum=1)
    max_lines: int = option(3, "At most so many lines are cut at either end.", minimum=1)
    min_body_characters: int = option(120, "Documents with less text in their own script are left alone.", minimum=1)

    def process(self, document: Document) -> StageResult:
        content = document.content_lines
        if len(content) < 2 or document.text.isascii() or not self._may_hold(document):
            return NOTHING
        script = document.script if document.script != NONE else dominant_script(document.text)
        if script == NONE:
            return NOTHING
        lines = document.line_texts
        cuts: dict[int, LineCut] = {}
        for edge, closing in ((content, False), (content[::-1], True)):
            for i in edge[: self.max_lines]:
                if not (found := self._foreign(lines[i], script, closing)):
                    break
                cuts[i] = LineCut("und.foreign_script.widget", f"{found} in {script}")
        if not cuts:
            return NOTHING
        body = [lines[i] for i in content if i not in cuts]
        if not self._stands_alone(body, cuts, document, script):
            return NOTHING
        return StageResult(edits=cut_lines(document, cuts))

    def _may_hold(self, document: Document) -> bool:
        """Whether the first or last line is short enough to be looked at at all."""
        content, lines = document.content_lines, document.line_texts
        longest = 40 * self.max_words
        return any(len(lines[i]) <= longest for i in (content[0], content[-1]))

    def _foreign(self, line: str, script: str, closing: bool) -> str:
        """Return the script of a line that is a widget in a script foreign to `script`, else an empty string.

        A widget holds one of its usual words or ends with a colon; at the end of a text, a phrase of small letters is one too.
        """
        if len(line) > 40 * self.max_words or (script == "Latn" and line.isascii()):
            return ""
        words = line.split()
        if len(words) > self.max_words:
            return ""
        found = dominant_script(line)
        if found in (NONE, script) or (found in _EASTERN and script in _EASTERN):
            return ""
        if _SENTENCE_END.search(line) or _SOMETHING_ELSE.search(line):
            return ""
        letters = sum(map(str.isalpha, line))
        if letters < 3 or (" " not in line.strip() and found in _EASTERN and letters > _SPACELESS_CHARACTERS):
            return ""
        if line.rstrip().endswith((":", "：")) or has_widget_word(line):
            return found if canonical_agency(line.strip(" :：")) is None else ""
        return found if closing and found in _CASED and _is_phrase(words) else ""

    def _stands_alone(self, body: Sequence[str], cuts: dict[int, LineCut], document: Document, script: str) -> bool:
        """Whether the rest is a text of its own, in its script, that never uses the words that would go."""
        text = "\n".join(body)
        if len(text) < self.min_body_characters or dominant_script(text) != script:
            return False
        gone = (word.strip(" :،,|»›").casefold() for i in cuts for word in document.line_texts[i].split())
        folded = text.casefold()
        return not any(len(word) > 2 and word in folded for word in gone)


def _is_phrase(words: Sequence[str]) -> bool:
    """Whether words of a script with capitals are a phrase rather than a name: two or more, all small after the first.

    >>> _is_phrase(["Share", "this", "article"]), _is_phrase(["John", "Smith"]), _is_phrase(["Reuters"])
    (True, False, False)
    """
    return (
        len(words) > 1
        and any(word[0].islower() and len(word) > 2 for word in words[1:])
        and not any(word[0].isupper() for word in words[1:])
    )

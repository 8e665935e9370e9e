"""Text that was decoded with the wrong encoding. In: any text. Out: one edit for each line that ftfy can mend."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import ftfy
from ftfy.badness import BADNESS_RE, is_bad
from ftfy.chardata import HTML_ENTITY_RE
from ftfy.fixes import fix_c1_controls, fix_surrogates, remove_terminal_escapes, unescape_html

from cleaner.document import Document
from cleaner.edit import Edit
from cleaner.patterns import compiled
from cleaner.rules.screened import passing
from cleaner.stage import NOTHING, Stage, StageResult, option

LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "\N{LATIN SMALL LETTER LONG S}t",
    0xFB06: "st",
}
"""Ligatures that only a typesetter makes. Letters of a language (`ĳ`, `ǆ`, `œ`) are no such thing."""

_LIGATURE = compiled("[\ufb00-\ufb06]")
_TERMINAL_ESCAPE = compiled(r"\x1b\[[0-9;]*[a-zA-Z]")

_SPACE = r"[\t-\r\x1c-\x20\x{85}\p{Z}]"
_WORD = r"(?:[^\p{P}\p{S}\p{Z}\p{Cc}]|_)"
"""What Python calls `\\s` and `\\w`, or a little more, in the words of RE2, whose own are ASCII alone."""


@dataclass(frozen=True)
class Mojibake(Stage):
    """Lines that were decoded with the wrong encoding, such as `schÃ¶n` and `donâ€™t`.

    Such text is lost for search, for counting and for models, and it spreads when it is encoded again. ftfy finds which
    encodings were mixed up and takes the steps back; they stand in the detail of the edit.

    Mended too: HTML entities in a line that has no `<`, controls of Windows-1252 read as Latin-1, escape codes of terminals, and
    the ligatures `ﬀ` to `ﬆ` that PDF files leave.

    Left alone: full-width letters, joiners of Persian, of Indic scripts and of emoji, typographic quotation marks
    (`mixed_quotation_mark` judges them), line ends and controls (`invisible_character` does), letters such as `ĳ` and `œ`.

    >>> from cleaner.pipeline import Pipeline
    >>> cleaned = Pipeline.from_names("mojibake").clean("Das ist schÃ¶n.")
    >>> cleaned.text, cleaned.edits[0].detail
    ('Das ist schön.', 'encode latin-1, decode utf-8')
    """

    name = "mojibake"

    html_entities: bool = option(True, "Decode HTML entities such as `&amp;` in lines without `<`.")

    @property
    def screen(self) -> str | None:
        return screen_pattern(self.html_entities)

    def process(self, document: Document) -> StageResult:
        return self.process_batch([document])[0]

    def process_batch(self, documents: Sequence[Document]) -> Sequence[StageResult]:
        """Ask ftfy about the lines alone that pass the screen: its own test takes a hundred times as long for a line without a fault."""
        lines = [(n, i) for n, document in enumerate(documents) for i in range(len(document.line_texts))]
        asked: dict[int, list[int]] = {}
        for place in passing([documents[n].line_texts[i] for n, i in lines], screen_pattern(self.html_entities)):
            n, i = lines[place]
            asked.setdefault(n, []).append(i)
        return [self._mended(document, asked.get(n, ())) for n, document in enumerate(documents)]

    def _mended(self, document: Document, lines: Sequence[int]) -> StageResult:
        edits = []
        for i in lines:
            line = document.line(i)
            text = line.text
            fixed, steps = _fix(text, self.html_entities)
            if fixed != text:
                start, end = _changed(text, fixed)
                replacement = fixed[start : len(fixed) - (len(text) - end)]
                edits.append(Edit(line.start + start, line.start + end, replacement, _rule(steps), ", ".join(dict.fromkeys(steps))))
        return StageResult(edits) if edits else NOTHING


def may_change(line: str, html_entities: bool = True) -> bool:
    """Whether ftfy would touch a line at all: the same question as `screen_pattern` asks of a document.

    >>> may_change("Über schöne Hügel"), may_change("schÃ¶n")
    (False, True)
    """
    if html_entities and "&" in line and HTML_ENTITY_RE.search(line):
        return True
    if line.isascii():
        return "\x1b" in line
    return bool(is_bad(line) or "\x1b" in line or _LIGATURE.search(line))


@cache
def screen_pattern(html_entities: bool = True) -> str:
    """Return one RE2 pattern for all that can make ftfy change a line, made out of ftfy's own test for bad sequences.

    ftfy decodes only what this test finds, so a text without a match keeps every character. The pattern comes from the
    ftfy that is installed, and cannot fall behind it.
    """
    bad = _without_layout(BADNESS_RE.pattern).replace(r"\s", _SPACE).replace(r"\w", _WORD).replace("|^", "|(?m:^)")
    entity = "|&#?[0-9A-Za-z]{1,24};" if html_entities else ""
    return f"{bad}|[\\x{{80}}-\\x{{9f}}]|\\x1b\\[|[\\x{{fb00}}-\\x{{fb06}}]{entity}"


def _without_layout(pattern: str) -> str:
    """Return a verbose pattern without its comments and white space; both stay inside of character classes."""
    pieces = []
    in_class = False
    i = 0
    while i < len(pattern):
        character = pattern[i]
        if character == "\\":
            pieces.append(pattern[i : i + 2])
            i += 2
            continue
        if in_class:
            in_class = character != "]"
        elif character == "[":
            in_class = True
        elif character == "#":
            i = pattern.find("\n", i)
            continue
        elif character in " \n\t\r":
            i += 1
            continue
        pieces.append(character)
        i += 1
    return "".join(pieces)


_NESTED = compiled(r"&(?:(?:amp|AMP|#0{0,20}38|#[xX]0{0,20}26);){2,}")
"""An ampersand that was escaped again and again; ftfy takes back one of them each time that it reads the line."""
_LATER = (("fix_c1_controls", fix_c1_controls), ("fix_surrogates", fix_surrogates), ("remove_terminal_escapes", remove_terminal_escapes))
"""What ftfy does behind the encodings, in its order and under its names."""


def _fix(line: str, html_entities: bool) -> tuple[str, list[str]]:
    """Return a line as ftfy mends it, with the steps. An entity may be a line break: its parts are then lines of their own."""
    steps: list[str] = []
    if not may_change(line, html_entities):
        return line, steps
    while True:
        entities = html_entities and "<" not in line
        if entities:
            line = _NESTED.sub("&amp;", line)
        if _LIGATURE.search(line):
            line = line.translate(LIGATURES)
            steps.append("apply ligatures")
        line = _mend(line, entities, steps)
        if not (_LIGATURE.search(line) or (html_entities and "<" not in line and _NESTED.search(line))):
            break
    if "\n" in line:
        parts = [_fix(part, html_entities) for part in line.split("\n")]
        return "\n".join(part for part, _ in parts), steps + [step for _, more in parts for step in more]
    return line, steps


def _mend(line: str, entities: bool, steps: list[str]) -> str:
    """Return a line as `ftfy.fix_and_explain` does, of its own parts, and add the steps.

    Why not ask for all at once: ftfy goes on until a round changes nothing, and its search for bad sequences, which takes longest in
    a line that has none, is then done three times. Here it is done once where nothing but encodings was mended.
    """
    while True:
        if entities:
            line = _step("unescape_html", unescape_html, line, steps)
        line, plan = ftfy.fix_encoding_and_explain(line)
        steps += [f"{step.action} {step.parameter}" for step in plan or ()]
        before = line
        for name, fixer in _LATER:
            line = _step(name, fixer, line, steps)
        if line == before and not (entities and "&" in line and unescape_html(line) != line):
            return line


def _step(name: str, fixer: Callable[[str], str], line: str, steps: list[str]) -> str:
    fixed = fixer(line)
    if fixed != line:
        steps.append(f"apply {name}")
    return fixed


def _rule(steps: list[str]) -> str:
    kinds = set(_kinds(steps))
    return f"und.mojibake.{kinds.pop() if len(kinds) == 1 else 'encoding'}"


def _kinds(steps: list[str]) -> Iterator[str]:
    names = {
        "apply unescape_html": "html_entity",
        "apply ligatures": "ligature",
        "apply remove_terminal_escapes": "terminal_escape",
    }
    for step in steps:
        yield names.get(step, "encoding")


def _changed(before: str, after: str) -> tuple[int, int]:
    """Return the span of `before` outside of which both texts are equal."""
    limit = min(len(before), len(after))
    start = 0
    while start < limit and before[start] == after[start]:
        start += 1
    end = 0
    while end < limit - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, len(before) - end

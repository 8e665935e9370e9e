"""Words that lost their apostrophe. In: text and language. Out: an edit for each apostrophe that is put back."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from cleaner.document import Document
from cleaner.edit import Edit
from cleaner.patterns import compiled
from cleaner.rules import Rule, load_rules
from cleaner.rules.screened import literal, passing
from cleaner.stage import NOTHING, Stage, StageResult, option
from cleaner.text.possessive import Names, possessives

TYPOGRAPHIC = "\N{RIGHT SINGLE QUOTATION MARK}"
WINDOW = 40
"""How much of a text around a word a rule looks at; the longest that any of them asks for is 25 characters."""

_STRAIGHT_USED = compiled(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_TYPOGRAPHIC_USED = compiled(r"(?<=[^\W\d_])’(?=[^\W\d_])")
_DOUBLE_USED = compiled("[“”]")
_LAST_WORD = compiled(r"[^\W\d_]+(?=[^\w]*\Z)")


@dataclass(frozen=True)
class LostApostrophe(Stage):
    """Words that lost their apostrophe on the way: `weve`, `dont`, `Trumps decision`.

    Some sites and converters drop the character that they cannot encode. What stays behind is read as another word.

    Put back are contractions that are no words without it, possessives whose plural is another word (`womens`), and the
    possessive of a name that the document also has without its s. The mark is the one that the document uses; a straight one
    where it uses both or none. English, and the elisions of French and Italian that are certain.

    Left alone: all that can be a word: `its`, `were`, `well`, `hell`, `ill`, `lets`, `cant` and `wont` away from a pronoun, and
    every plural: `the Obamas`, `Democrats`, `two Germanys`, and names that end in s.

    >>> from cleaner.pipeline import Pipeline
    >>> text = "Merkel said they dont agree with Merkels latest plan."
    >>> Pipeline.from_names("lost_apostrophe").clean(text, language="en").text
    "Merkel said they don't agree with Merkel's latest plan."
    """

    name = "lost_apostrophe"
    reads = ("text", "language")

    names: bool = option(True, "Put back the apostrophe of possessives of names.")

    def process(self, document: Document) -> StageResult:
        return self.process_batch([document])[0]

    def process_batch(self, documents: Sequence[Document]) -> Sequence[StageResult]:
        """Ask of all documents of a language at once which of them hold a word of the rules: of clean text few do."""
        results = [NOTHING] * len(documents)
        spoken: dict[str, list[int]] = defaultdict(list)
        for i, document in enumerate(documents):
            spoken[document.language].append(i)
        for language, places in spoken.items():
            words = _words(language)
            if words is not None:
                held = {places[i] for i in passing([documents[i].text for i in places], words.screen)}
                for i in places:
                    results[i] = self._look(words, documents[i], i in held)
        return results

    def _look(self, words: Words, document: Document, held: bool) -> StageResult:
        """Say what is found in one document. `held`: it may hold a word of the rules."""
        found = sorted(self._find(words, document, held))
        if not found:
            return NOTHING
        mark = _mark(document.text)
        edits = []
        last = -1
        for place, rule, detail in found:
            if place != last:
                edits.append(Edit(place, place, mark, rule, detail))
            last = place
        return StageResult(edits)

    def _find(self, words: Words, document: Document, held: bool) -> Iterator[tuple[int, str, str]]:
        text = document.text
        if held and (present := words.all_triggers.intersection(_tokens(text))):
            small = _small(text)
            for rule in words.rules:
                triggers = words.triggers[rule.id]
                for trigger in sorted({triggers[found] for found in triggers.keys() & present}):
                    for word, place in _around(rule, trigger, text, small, words.before.get(trigger, ("",))):
                        yield place + words.place(word), rule.id, word
        if self.names and words.names is not None:
            for place, kind, name in possessives(text, words.names):
                yield place, f"{words.tag}.lost_apostrophe.{kind}", name


def _around(rule: Rule, trigger: str, text: str, small: str, before: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Yield the words that a rule finds where `trigger` stands in the text behind one of `before`, with their places."""
    at = small.find(trigger)
    while at >= 0:
        end = at + len(trigger)
        near = small.endswith(before, 0, at)
        for match in rule.regex.finditer(text, max(0, at - WINDOW), end + WINDOW) if near else ():
            word = _LAST_WORD.search(text, match.start(), match.end())
            if word is not None and word.start() == at:
                yield word.group(), at
        at = small.find(trigger, end)


def _small(text: str) -> str:
    """Return a text in small letters, each where it stood: `İ` alone grows, and stays."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


_PARTS = b"\xc2\xe2\x80\x93\x94\x98\x99\x9c\x9d\xab\xbb"
_APART = bytes(
    ord(chr(code).lower()) if code < 0x80 and chr(code).isalpha() else 32 if code < 0x80 or code in _PARTS else code for code in range(256)
)
"""UTF-8 bytes: ASCII letters small, what parts words (of dashes and quotation marks too) a space. Coarse, and fast."""


def _tokens(text: str) -> list[bytes]:
    """Return the words of a text in small letters, for one look-up of all triggers.

    >>> _tokens("“Dont,” she said—weve")
    [b'dont', b'she', b'said', b'weve']
    """
    return text.encode("utf-8", "replace").translate(_APART).split()


@dataclass(frozen=True)
class Words:
    """What the rule file of a language holds. `screen`: an RE2 pattern, found in every text that a rule finds something in."""

    tag: str
    screen: str
    triggers: Mapping[str, Mapping[bytes, str]]
    all_triggers: frozenset[bytes]
    before: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    endings: Mapping[str, int]
    prefixes: Mapping[str, int]
    special: Mapping[str, int]
    names: Names | None

    def place(self, word: str) -> int:
        """Return how many letters of a word stand before its apostrophe."""
        folded = word.casefold()
        if folded in self.special:
            return self.special[folded]
        for ending, after in self.endings.items():
            if folded.endswith(ending):
                return len(word) - after
        for prefix, before in self.prefixes.items():
            if folded.startswith(prefix):
                return before
        raise AssertionError(f"rules/{self.tag}/lost_apostrophe.toml: no table says where the apostrophe of {word!r} is")


_ACCENTED = compiled(r"[^\x00-\x7f]")


def _capital(found: re.Match[str]) -> str:
    """Return an accented letter as a capital: `_tokens` makes only letters of ASCII small (`lÉtat`)."""
    return found.group().upper()


@cache
def _words(language: str) -> Words | None:
    tag = language.split("-")[0]
    file = files("cleaner.rules").joinpath(tag, "lost_apostrophe.toml")
    if not tag.isalpha() or not file.is_file():
        return None
    data: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    rules = tuple(rule for rule in load_rules("lost_apostrophe") if rule.tag == tag)
    names = Names.of(data["possessive"]) if "possessive" in data else None
    triggers = {
        rule: {token: word for word in found.split() for form in (word, _ACCENTED.sub(_capital, word)) for token in _tokens(form)}
        for rule, found in data["triggers"].items()
    }
    before = {word: tuple(f"{other} " for other in found.split()) for word, found in data.get("before", {}).items()}
    return Words(
        tag,
        _screen({word for found in triggers.values() for word in found.values()}, before),
        triggers,
        frozenset().union(*triggers.values()),
        before,
        rules,
        data.get("endings", {}),
        data.get("prefixes", {}),
        data.get("special", {}),
        names,
    )


def _screen(words: set[str], before: Mapping[str, tuple[str, ...]]) -> str:
    """Return what finds words of the rules in capitals or small letters, apart from letters of ASCII.

    >>> _screen({"dont", "years"}, {"years": ("this ", "last ")})
    '(?:^|[^A-Za-z])(?i:dont|(?:this |last )years)(?:[^A-Za-z]|$)'
    """
    found = [f"(?:{'|'.join(before[word])}){word}" if word in before else literal(word) for word in sorted(words)]
    return f"(?:^|[^A-Za-z])(?i:{'|'.join(found)})(?:[^A-Za-z]|$)"


def _mark(text: str) -> str:
    """Return the apostrophe that a text uses; a straight one where it uses both or none.

    >>> _mark("It’s ours"), _mark("It's ours"), _mark("“Yes”"), _mark("Yes")
    ('’', "'", '’', "'")
    """
    if _STRAIGHT_USED.search(text):
        return "'"
    if _TYPOGRAPHIC_USED.search(text):
        return TYPOGRAPHIC
    return TYPOGRAPHIC if _DOUBLE_USED.search(text) and '"' not in text else "'"

"""A rule: what it finds, how, and the examples that prove it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from cleaner.patterns import compiled
from cleaner.rules.fragments import expand

Unit = Literal["line", "paragraph", "opening", "closing", "sentence"]
UNITS: tuple[str, ...] = get_args(Unit)

OPEN_MARK, CLOSE_MARK = "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}", "\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}"
"""`⟦…⟧`: what an example's rule must find."""

MAX_CHARACTERS = 420
"""Longer lines and paragraphs are not looked at, unless the rule says otherwise: the longest caption in 2,412 news lines."""

MIN_LOOKALIKES = 2
"""Look-alikes that a rule must have: examples without a mark that must survive whole."""


@dataclass(frozen=True)
class Rule:
    """One rule of one stage for one language or script.

    `unit` says where the pattern is tried and what it must cover:

    `line`       a whole line, without its outer white space
    `paragraph`  a whole paragraph
    `opening`    the start of the first line that is not blank
    `closing`    the end of the last line that is not blank
    `sentence`   anywhere inside a line

    `keywords`: at least one of them stands in whatever the pattern matches; a text without any is not looked at.
    `pattern` may name pieces that rules share: `{{credit}}`, see `cleaner/rules/fragments.py`.
    `everywhere`: the rule is tried on documents of all languages, because the words are those of the site.
    """

    id: str
    summary: str
    unit: Unit
    pattern: str
    examples: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    ignore_case: bool = False
    everywhere: bool = False
    max_characters: int = MAX_CHARACTERS
    known_failures: tuple[str, ...] = ()
    file: str = ""

    @property
    def tag(self) -> str:
        """The language or script that the rule belongs to."""
        return self.id.split(".")[0]

    @property
    def stage(self) -> str:
        return self.id.split(".")[1]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern; `closing` is anchored at the end."""
        pattern = expand(self.pattern)
        source = f"(?:{pattern})\\Z" if self.unit == "closing" else pattern
        return compiled(source, re.IGNORECASE if self.ignore_case else 0, self.tag)

    @cached_property
    def folded_keywords(self) -> tuple[str, ...]:
        """The keywords in whatever case, each once."""
        return tuple(dict.fromkeys(map(str.casefold, self.keywords)))

    @property
    def marked(self) -> tuple[str, ...]:
        """Examples that hold `⟦…⟧`."""
        return tuple(example for example in self.examples if OPEN_MARK in example)

    @property
    def lookalikes(self) -> tuple[str, ...]:
        """Examples that must survive whole."""
        return tuple(example for example in self.examples if OPEN_MARK not in example)

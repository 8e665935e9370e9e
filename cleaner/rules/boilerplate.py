"""The vocabulary of `web_boilerplate`: phrases of all languages by what they say, ready to be looked up.

In: `<tag>/web_boilerplate.txt`, phrases under `[kind]` headings. Out: one `Vocabulary` for all languages at once, because a
widget speaks the language of the site and not of the article. The kind says how far a phrase may be trusted.
`cleaner.rules.boilerplate_lists` makes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from cleaner.rules.phrases import fold_anew

STAGE = "web_boilerplate"

KINDS: Mapping[str, str] = {
    "navigation": "Whole lines that lead through a site; they go wherever they stand.",
    "share": "Whole lines that ask to share, send, print or save; they go wherever they stand.",
    "comment": "Whole lines around readers' comments; they go wherever they stand.",
    "subscription": "Whole lines about newsletters, accounts and paywalls; they go wherever they stand.",
    "notice": "Whole lines about cookies, terms, copyright and errors; they go wherever they stand.",
    "advertisement": "Whole lines that mark advertisements; they go wherever they stand.",
    "player": "Whole lines around videos, sound and galleries; they go wherever they stand.",
    "follow": "Whole lines that ask to follow a site elsewhere; they go wherever they stand.",
    "counted": "Whole lines with a number in them: counts of comments, times of reading and ages of posts.",
    "button": "Labels that could be headings: they go above or below the body, beside other widgets and in bars.",
    "brand": "Names of places to share at: they go where buttons go.",
    "home": "First words of breadcrumbs (`Home > World > Asia`): they go where buttons go.",
    "section": "Names of sections: they go only beside buttons and in bars with one.",
    "read_more": "Links to a whole article: they go, and with them the teaser right above.",
    "lead_in": "Words before a teaser of another article (`Read also: ...`): they go with its title, on the line or below.",
    "media": "Words before the title of a video or gallery (`Watch: ...`): they go with it, but not above the body.",
    "of_section": "Words before the name of a section (`More from Sport`): they go as headings of links do.",
    "links": "Headings of lists of other articles: they go with the list.",
    "asks": "First words of pleas: the line goes where it also names one of [asked], such as a newsletter or Facebook.",
    "asks_last": "Last words of pleas: the line goes where it also names one of [asked].",
    "asked": "What pleas ask for and places to share at; says nothing alone.",
    "begins": "First words of pleas and notices: the line goes, whatever follows; where a colon is written, it must follow.",
    "ends": "Last words of pleas and notices: the line goes, whatever precedes.",
    "time_label": "Words before the time of publishing or updating: the line goes where it is a time and nothing else.",
    "source_label": "Words before a source: the line goes below the body.",
}
"""What may stand as a `[kind]` heading, and what becomes of its phrases."""

CERTAIN = frozenset({"navigation", "share", "comment", "subscription", "notice", "advertisement", "player", "follow"})
"""Kinds that go wherever they stand."""
IN_BARS = CERTAIN | {"button", "brand", "home", "section", "counted", "read_more"}
"""Kinds that a bar may be made of."""

HEAD = 5
"""So many characters of a long line are looked at first: one look-up tells nearly all body lines from widgets."""


class Phrase(NamedTuple):
    """A folded phrase with its kind and the id of its rule.

    `colon`: it was written with one, and must be followed by one. `single`: it is one word, which may begin any sentence.
    """

    folded: str
    kind: str
    rule: str
    colon: bool = False
    single: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """All phrases, by folded text.

    `whole` are whole lines; `counted` too, for lines with a digit. `leading` and `ending` map the first (last) folded characters to
    the phrases that begin (end) so, longest first. `heads` and `tails` hold what raw lines of these begin and end with.
    `short_heads` are the first two characters of heads that are whole phrases. `folded_heads` are for lines in Arabic letters.
    `asked` is what pleas ask for, by tag; `about_time` are the words of labels before times and of counts, which may stand beside a
    time. `bars` are the folded phrases that bars are made of; `lengths` maps the first three folded characters to their lengths.
    """

    whole: Mapping[str, Phrase]
    counted: Mapping[str, Phrase]
    leading: Mapping[str, tuple[Phrase, ...]]
    ending: Mapping[str, tuple[Phrase, ...]]
    heads: frozenset[str]
    short_heads: frozenset[str]
    folded_heads: frozenset[str]
    asked: Mapping[str, frozenset[str]]
    about_time: frozenset[str]
    bars: frozenset[str]
    tails: frozenset[str]
    lengths: Mapping[str, Sequence[int]]

    @cached_property
    def longest_counted(self) -> int:
        """How long `counted` lines are at most, when folded."""
        return max(map(len, self.counted), default=0)

    def may_start(self, line: str) -> bool:
        """Whether a raw line may begin with a phrase; False is certain."""
        head = line[:HEAD]
        if "\u0600" <= head[:1] <= "\u06ff":  # one letter has several code points
            head = fold_anew(line[: HEAD + 4])[:HEAD]
            if len(head) < HEAD:
                return True
            heads = self.folded_heads
        else:
            heads = self.heads
        if head in heads or head[:1] == "X":  # a place to share at, of one letter
            return True
        return (
            head[:2] in self.short_heads
            and (  # whole phrases: labels may be glued, but not to a small letter
                (head[:4] in heads and not line[4:5].islower())
                or (head[:3] in heads and not line[3:4].islower())
                or (head[:2] in heads and not line[2:3].islower())
            )
        )

    def starts(self, folded: str) -> list[Phrase]:
        """Return the phrases that a folded line begins with, longest first."""
        found: list[Phrase] = []
        for size in (4, 3, 2):
            if group := self.leading.get(folded[:size]):
                found += [phrase for phrase in group if folded.startswith(phrase.folded)]
        return found

    def ends(self, folded: str) -> list[Phrase]:
        """Return the phrases that a folded line ends with, longest first."""
        return [
            phrase
            for size in (4, 3, 2)
            for phrase in self.ending.get(folded[-size:], ())
            if folded.endswith(phrase.folded) and (size == 4 or len(phrase.folded) == size)
        ]

"""What a line of a site may begin with, told by its first folded letters: most lines are seen to begin with nothing of the kind.

In: the phrases of the lists, folded. Out: for a line with its first letters whether it is worth folding whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from cleaner.text.folded_letters import LETTERS
from cleaner.text.widget_leading import behind_word

_KEY = 5
_LABEL, _PHRASE, _ANYTHING = range(3)


class Openings:
    """Phrases, which end with their last word; labels, which the line ends with, or which have another of `labels` behind them; and
    beginnings that anything may follow.

    >>> openings = Openings(["more"], ["sport", "asia", "technology"], ["home"])
    >>> [openings.may_be(text, head) for text, head in (("More: A", "morea"), ("Moreover,", "moreover"), ("Homely", "homely"))]
    [True, False, True]
    >>> [openings.may_be("", head) for head in ("sport", "sportasiat", "sportinglif", "technology")]
    [True, True, False, True]
    """

    def __init__(self, phrases: Iterable[str], labels: Collection[str], anything: Iterable[str] = ()) -> None:
        self._kinds = dict.fromkeys([label[:LETTERS] for label in labels], _LABEL)
        self._kinds |= dict.fromkeys([phrase[:LETTERS] for phrase in phrases], _PHRASE)
        self._kinds |= dict.fromkeys([opening[:LETTERS] for opening in anything], _ANYTHING)
        self._sizes = sorted(set(map(len, self._kinds)))
        self._labels = frozenset([label[:_KEY] for label in labels])
        self._firsts = frozenset([label[:3] for label in self._labels])

    @property
    def letters(self) -> Collection[str]:
        """The first letters of all."""
        return self._kinds

    def may_be(self, text: str, head: str) -> bool:
        """Whether a line may be meant that begins with the letters `head`; where they are fewer than `LETTERS` it has no others."""
        kinds, end = self._kinds, len(head)
        for size in self._sizes:
            kind = kinds.get(head[:size], -1)
            if kind < 0:
                continue
            if kind == _ANYTHING or size >= end or (kind == _PHRASE and behind_word(text, size) is not None) or self._follows(head[size:]):
                return True
        return False

    def _follows(self, letters: str) -> bool:
        """Whether a label may begin with these letters, or they with a label."""
        labels = self._labels
        if letters[:2] in labels or len(letters) < 3:
            return True
        if letters[:3] not in self._firsts:
            return False
        return len(letters) < _KEY or letters[:_KEY] in labels or letters[:4] in labels or letters[:3] in labels

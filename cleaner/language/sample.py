"""What of a text is looked at. In: a text. Out: a bounded piece of it that is prose, or why there is none."""

from __future__ import annotations

import re
import unicodedata

SLICES = 4
SLICE_CHARACTERS = 80
"""Four slices of 80 characters, spread evenly: whole documents are told as well by them as by all their text."""

_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,300}|\S{1,80}@\S{1,80}\.\w{2,10}|[@#]\w{1,80}|\b[\w-]{1,60}(?:\.[\w-]{1,60}){0,3}\.(?:com|org|net|info)\b\S{0,200}")
_CODE = frozenset("{}[];=<>_/\\|&*+#$%^~`")
_CODE_SHARE = 0.1
"""Share of such characters from which a text is code; prose holds less than 3 %."""


def sample(text: str) -> str:
    """Return slices of a text, spread evenly, without addresses; all of it where it is short.

    >>> sample("Mehr unter https://example.org/a")
    'Mehr unter  '
    """
    wanted = SLICES * SLICE_CHARACTERS
    if len(text) > wanted * 5 // 4:
        step = (len(text) - SLICE_CHARACTERS) / (SLICES - 1)
        starts = [int(i * step) for i in range(SLICES)]
        text = "\n".join(_slice(text, start) for start in starts)
    if "." in text or "@" in text or "#" in text:
        text = _ADDRESS.sub(" ", text)
    if text.isupper():
        text = text.lower()
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _slice(text: str, start: int) -> str:
    """Cut a slice at `start`, or from the next space on, so that it begins with a whole word."""
    if start and (space := text.find(" ", start, start + 20)) >= 0:
        start = space + 1
    return text[start : start + SLICE_CHARACTERS]


def is_code(text: str) -> bool:
    """Whether brackets, operators and slashes make up too much of a text for prose.

    >>> is_code("if (a[i] == b) { return a; }"), is_code("The end (of it), he said.")
    (True, False)
    """
    solid = "".join(text.split())
    return sum(map(_CODE.__contains__, solid)) > _CODE_SHARE * len(solid)


def only_names(text: str) -> bool:
    """Whether all words of a short text of a script with capitals begin with one: names, or a line in capitals.

    >>> only_names("John Smith, New York"), only_names("The end")
    (True, False)
    """
    words = [word for word in text.split() if word[:1].isalpha()]
    return len(words) <= _FEW_WORDS and not any(word[:1].islower() or word[:1].lower() == word[:1].upper() for word in words)


_FEW_WORDS = 12

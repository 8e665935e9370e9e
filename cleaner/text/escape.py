"""Make text from a document fit to be shown: nothing in it can move a cursor, open a link or turn a line around."""

from __future__ import annotations

import re

from cleaner.patterns import compiled

_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_BREAKS = "\u2028\u2029\ufff9-\ufffb"
_INVISIBLE = compiled("[\u00a0\u00ad\u034f\u115f\u1160\u1680\u180e\u2000-\u200d\u202f\u205f-\u2065\u3164\ufe00-\ufe0f\ufeff]")
_UNSAFE = compiled(f"[{_CONTROLS}{_DIRECTIONS}{_BREAKS}\ud800-\udfff]")
_UNSAFE_IN_LINE = compiled(f"[{_CONTROLS}{_DIRECTIONS}{_BREAKS}\ud800-\udfff\t\n]")


def escaped(text: str) -> str:
    """Return `text` with control characters, bidirectional controls and half surrogates written out. Tabs and line feeds stay.

    >>> escaped("a\\x1b[31mb\\tc")
    'a<1B>[31mb\\tc'
    """
    return _UNSAFE.sub(_name, text)


def escaped_line(text: str) -> str:
    """Return `text` as `escaped` does, tabs and line feeds written out too: one line stays one line.

    >>> escaped_line("a\\nERROR b")
    'a<0A>ERROR b'
    """
    return _UNSAFE_IN_LINE.sub(_name, text)


def made_visible(text: str) -> str:
    """Return `text` as `escaped` does, characters of no width and odd spaces written out too: for what was removed.

    >>> made_visible("a\\u200b\\u00a0b c")
    'a<200B><A0>b c'
    """
    return _INVISIBLE.sub(_name, escaped(text))


def _name(found: re.Match[str]) -> str:
    return f"<{ord(found[0]):02X}>"

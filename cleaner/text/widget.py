"""What a line of a site can be. Said by the readers of lines, judged by `cleaner.text.widget_decision`."""

from __future__ import annotations

from typing import Literal, NamedTuple

Role = Literal["certain", "button", "stamp", "moment", "section", "rubble", "read_more", "opens", "links", "media", "source"]


TIME_RULES = (".timestamp", ".counted", ".time_label")
"""How the rules end that read lines as times of publishing."""


class Widget(NamedTuple):
    """What a line is: `role` says what may be done with it, `rule` why.

    `certain`    goes wherever it stands
    `button`     goes above or below the body and beside others; so does `stamp`, a date
    `moment`     a date with its time, goes where it is one of two at most: more of them are the entries of a list
    `section`    goes only beside others, and so does `rubble` (numbers, marks)
    `read_more`  goes with the teaser above; `opens` with the title below; `links` with the list below
    `media`      goes below the top of the body; `source` goes below the body
    """

    role: Role
    rule: str


QUOTES = "\"'“”„«»‘’‚"
"""A line that begins with one is said by somebody."""

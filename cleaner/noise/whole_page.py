"""Whether a text is the dump of a whole page, with its menus and footers, or an article.

In: the lines of a document, blank ones left out. Out: yes or no. A wrong yes is dear, since pages lose all that is short: articles with
score sheets, lists of names or verse have as many short lines as a page, but they do not begin or end with a menu.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cleaner.noise.features import NAMES, line_features
from cleaner.noise.guard import ENDS, table_rows
from cleaner.noise.lines import read_lines
from cleaner.noise.surroundings import window_mean

PAGE_LINES = 60
PAGE_SHORT = 50
PAGE_SHORT_SHARE = 0.65
"""With so many lines and such a share of them short and without the end of a sentence a text may be the dump of a whole page."""
PLAIN_SHARE = 0.5
"""Such a share is short where rows of tables do not count."""
MENU_ABOVE = 8
MENU_BELOW = 20
"""So many short lines stand above the body of a page, or below it and one of them with a word of menus: 98 of 100 labelled pages that the
share of short lines takes for pages have them, a quarter of the articles (long lists, guides, score sheets) that it takes for pages."""
NEAR = 3
"""Body has another long line this near: a notice on cookies in a menu stands alone."""


def is_page(lines: Sequence[str]) -> bool:
    """Return whether a text is the dump of a whole page: many lines, most of them short and without the end of a sentence, with
    a menu at one end.

    >>> body = "The council of the town met on Monday to speak about the bridge, which was closed in May after the flood."
    >>> is_page(["Home", "News", "Sport"] * 20 + [body] * 4)
    True
    >>> is_page([body] * 4 + ["T. Quill", "not out", "14"] * 30)
    False
    """
    if len(lines) < PAGE_LINES:
        return False
    if sum(len(line) < PAGE_SHORT and line.rstrip()[-1:] not in ENDS for line in lines) < PAGE_SHORT_SHARE * len(lines):
        return False
    seen = read_lines([lines])
    plain = ~seen.stop & (seen.ends - seen.starts < PAGE_SHORT) & ~table_rows(seen)
    if plain.sum() < PLAIN_SHARE * len(lines):
        return False
    body = np.flatnonzero(seen.long & (window_mean(seen.pages, seen.long.astype(float), NEAR) > 0))
    if not len(body):
        return False
    if plain[: body[0]].sum() >= MENU_ABOVE:
        return True
    if plain[body[-1] + 1 :].sum() < MENU_BELOW:
        return False
    return bool((plain & (line_features(seen)[:, NAMES.index("teaser_word")] > 0)).any())

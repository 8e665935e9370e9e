"""Pages composed of others: the menus of one around the body of another, with readers' comments and teasers below that the data lack.

In: labelled pages. Out: more of them to train on. Comments and teasers are sentences of the same publisher between short lines
of its pages, so that nothing of another publisher comes in.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.measures.data import BODY, Page

LINES = 4
"""A page with fewer lines of body is not taken apart."""
COMMENTED, TEASED, BOTH = 0.4, 0.3, 0.1
"""Shares of composed pages that get comments, teasers, and both."""
Labelled = list[tuple[str, str]]


class Stock(NamedTuple):
    """What blocks are made of, by publisher: sentences of bodies, and short lines that belong to no article."""

    sentences: dict[str, list[str]]
    short: dict[str, list[str]]


def stock_of(pages: Sequence[Page]) -> Stock:
    """Collect sentences and short lines of pages."""
    stock = Stock(defaultdict(list), defaultdict(list))
    for page in pages:
        for line, label in zip(page.lines, page.labels, strict=True):
            if label == "text" and 40 < len(line) < 500:
                stock.sentences[page.site].append(line)
            elif label == "other" and len(line) < 25:
                stock.short[page.site].append(line)
    return stock


def crossed(pages: Sequence[Page], rounds: int, seed: int, enriched: bool) -> list[Page]:
    """Return pages with the body of another page in the same language, many of them shortened; `enriched` adds comments and teasers.

    The site of a composed page names both publishers, with a bar between.
    """
    chance = random.Random(seed)
    good = [page for page in pages if sum(label in BODY for label in page.labels) >= LINES]
    by_language: dict[str, list[Page]] = defaultdict(list)
    for page in good:
        by_language[page.language.split("-")[0]].append(page)
    stock = stock_of(pages)
    made = []
    for _ in range(rounds):
        for frame in good:
            pool = by_language[frame.language.split("-")[0]]
            inner = chance.choice(pool if len(pool) > 1 else good)
            lines = _exchange(frame, inner, chance)
            if enriched:
                lines = _enrich(lines, frame.site, stock, chance)
            lines_only, labels = tuple(line for line, _ in lines), tuple(label for _, label in lines)
            made.append(frame._replace(site=f"{frame.site}|{inner.site}", lines=lines_only, labels=labels))
    return made


def _exchange(frame: Page, inner: Page, chance: random.Random) -> Labelled:
    """Put the body of one page in the place of the body of the other; cut off some of the frame and of the body."""
    low, high = _reach(frame)
    around = list(zip(frame.lines, frame.labels, strict=True))
    top, bottom = around[:low], around[high:]
    if chance.random() < 0.5:
        top = top[chance.randrange(len(top) + 1) :]
    if chance.random() < 0.5:
        bottom = bottom[: chance.randrange(len(bottom) + 1)]
    low, high = _reach(inner)
    middle = list(zip(inner.lines, inner.labels, strict=True))[low:high]
    body = [i for i, (_, label) in enumerate(middle) if label in BODY]
    if chance.random() < 0.6:
        middle = middle[: body[max(3, int(len(body) * chance.uniform(0.2, 1))) - 1] + 1]
    foreign = chance.choice((0.0, 0.3, 1.0))
    middle = [entry for entry in middle if entry[1] in BODY or chance.random() < foreign]
    titles = [line for line, label in zip(inner.lines, inner.labels, strict=True) if label == "title"]
    return [(titles[0], label) if label == "title" and titles else (line, label) for line, label in top] + middle + bottom


def _reach(page: Page) -> tuple[int, int]:
    places = [i for i, label in enumerate(page.labels) if label in BODY]
    return places[0], places[-1] + 1


def _enrich(lines: Labelled, site: str, stock: Stock, chance: random.Random) -> Labelled:
    """Add a block below the body, a few lines further down, and now and then teasers above."""
    sentences, short = stock.sentences[site], stock.short[site] or ["+"]
    if len(sentences) < 10:
        return lines
    end = max(i for i, (_, label) in enumerate(lines) if label in BODY) + 1
    block: Labelled = []
    kind = chance.random()
    if kind < COMMENTED + BOTH:
        block += _comments(sentences, short, chance)
    if COMMENTED <= kind < COMMENTED + BOTH + TEASED:
        block += _teasers(sentences, short, chance)
    place = min(len(lines), end + chance.choice((0, 2, 5, 10)))
    above = _teasers(sentences, short, chance) if chance.random() < 0.15 else []
    return above + lines[:place] + block + lines[place:]


def _comments(sentences: Sequence[str], short: Sequence[str], chance: random.Random) -> Labelled:
    """Readers' comments: a name, a date or both, one sentence or two, and a button."""
    button, said = chance.choice(short), chance.choice(("", chance.choice(short) + " "))
    form = chance.randrange(4)
    lines = [chance.choice(short)]
    for _ in range(chance.randint(3, 15)):
        words = chance.choice(sentences).split()[chance.randrange(3) :]
        name = said + " ".join(words[: chance.choice((1, 2, 2))])
        day = f"{chance.randint(1, 28)}.{chance.randint(1, 12)}.20{chance.randint(5, 25):02d}"
        date = f"{day} {chance.randint(0, 23)}:{chance.randint(0, 59):02d}"
        lines += ([name, date], [f"{name} {date}"], [name], [date])[form]
        lines += [chance.choice(sentences) for _ in range(chance.choice((1, 1, 2)))]
        if form != 3 and chance.random() < 0.7:
            lines.append(button)
    return [(line, "comment") for line in lines if line.strip()]


def _teasers(sentences: Sequence[str], short: Sequence[str], chance: random.Random) -> Labelled:
    """Teasers of other articles: a headline, the first sentence, whole or cut short, and a button."""
    button, form = chance.choice(short), chance.randrange(3)
    lines = [chance.choice(short)]
    for _ in range(chance.randint(3, 20)):
        lines.append(" ".join(chance.choice(sentences).split()[: chance.randint(5, 10)]))
        sentence, most = chance.choice(sentences), chance.randint(80, 220)
        whole = form == 0 or len(sentence) < most
        lines.append(sentence if whole else sentence[:most].rsplit(" ", 1)[0] + chance.choice(("...", "…", ".")))
        if form == 2:
            lines.append(button)
    return [(line, "related") for line in lines]

"""Documents made out of labelled pages: articles with a few foreign lines left in, and what another tool kept of a page."""

from __future__ import annotations

import base64
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.measures.data import BODY, Page, read_jsonl

AROUND = 4
"""Lines above and below the body that an extractor may leave in."""
KNOWN = frozenset({"caption", "credit", "author", "supplemental"})


def article_of(page: Page, seed: int, share: float = 0.5, around: int = AROUND, short_runs: int = 3) -> Page | None:
    """Return the page as an extractor might have left it: the body, captions, bylines, and some of what stands between and
    next to it.

    Runs of more than `short_runs` foreign lines between body lines are thinned out, since no extractor leaves whole menus
    in. None where
    the page has fewer than four body lines.
    """
    places = [i for i, label in enumerate(page.labels) if label in BODY]
    if len(places) < 4:
        return None
    chance = random.Random(f"{seed}/{page.id}/{share}")
    first, last = max(0, places[0] - around), min(len(page.lines), places[-1] + 1 + around)
    chosen, run = [], 0
    for i in range(first, last):
        label = page.labels[i]
        if label in BODY:
            chosen.append(i)
            run = 0
        elif label in KNOWN and places[0] - around <= i:
            chosen.append(i)
        elif label == "title":
            if chance.random() < 0.7:
                chosen.append(i)
        elif run < short_runs and chance.random() < share:
            chosen.append(i)
            run += 1
    return page._replace(lines=tuple(page.lines[i] for i in chosen), labels=tuple(page.labels[i] for i in chosen))


def variants(page: Page, seed: int, number: int = 4) -> list[Page]:
    """Return articles made out of the page with fewer and with more foreign lines, one of them with the foreign lines nearly
    gone."""
    shares = (0.5, 0.9, 0.2, 0.05)[:number]
    made = [article_of(page, seed + i, share, (4, 8, 2, 0)[i]) for i, share in enumerate(shares)]
    return [variant for variant in made if variant]


def kept_by_trafilatura(folder: Path, pages: Sequence[Page]) -> list[NDArray[np.bool_]]:
    """Return for each page which lines trafilatura leaves in its text, lines matched by what they say."""
    import trafilatura

    html = {row["id"]: base64.b64decode(row["html_base64"]) for row in read_jsonl(folder / "pages.jsonl.gz")}
    flags = []
    for page in pages:
        text = trafilatura.extract(html[page.id], include_comments=False, include_tables=True, favor_recall=False) or ""
        lines = {" ".join(line.split()).lstrip("- ") for line in text.split("\n")}
        whole = " ".join(text.split())
        folded = [" ".join(line.split()) for line in page.lines]
        flags.append(np.array([line in lines or (len(line) > 60 and line in whole) for line in folded], bool))
    return flags

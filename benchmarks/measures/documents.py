"""Documents made out of labelled pages: articles with a few foreign lines left in, and what another tool kept of a page."""

from __future__ import annotations

import base64
import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.measures.data import BODY, Page, read_jsonl
from cleaner.pipeline import Pipeline

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


def scattered(page: Page, seed: int, share: float) -> Page | None:
    """Return the body of the page with foreign lines put in front of a `share` of its lines, from wherever they stand on the page.

    They come in runs of one to three. None where the page has fewer than four body lines or nothing else.
    """
    body = [i for i, label in enumerate(page.labels) if label in BODY]
    foreign = {i for i, label in enumerate(page.labels) if label not in BODY and label != "title"}
    if len(body) < 4 or not foreign:
        return None
    chance = random.Random(f"{seed}/{page.id}")
    starts = sorted(foreign)
    chosen: list[int] = []
    for place in body:
        if chance.random() < share:
            start = chance.choice(starts)
            chosen += [i for i in range(start, start + chance.choice((1, 1, 1, 2, 3))) if i in foreign]
        chosen.append(place)
    return page._replace(lines=tuple(page.lines[i] for i in chosen), labels=tuple(page.labels[i] for i in chosen))


def behind(pages: Sequence[Page], pipeline: Pipeline) -> list[Page]:
    """Return articles as a pipeline leaves them, with the labels of the lines that are left; lines that it changed are left out."""
    cleaned = []
    for page in pages:
        labels: dict[str, list[str]] = defaultdict(list)
        for line, label in zip(page.lines, page.labels, strict=True):
            labels[fold(line)].insert(0, label)
        left = [line.strip() for line in pipeline.clean("\n\n".join(page.lines)).text.split("\n") if line.strip()]
        known = [(line, found.pop()) for line in left if (found := labels[fold(line)])]
        if known:
            cleaned.append(page._replace(lines=tuple(line for line, _ in known), labels=tuple(label for _, label in known)))
    return cleaned


def fold(text: str) -> str:
    """Return a line without the differences that the early stages make on purpose: white space, quotation marks, apostrophes, and
    letters that are put together of parts."""
    return re.sub(r"[\s\W]+", "", unicodedata.normalize("NFC", text))


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

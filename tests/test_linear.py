"""No stage is slower than linear: a text of twice the length takes at most about twice the time.

Every stage of the table meets every hostile text. `CLEANER_LINEAR_CHARACTERS` sets the length of the longest text (20,000; the
long version takes 2,000,000), each measured at a half, a quarter and an eighth of it too. Time is CPU time of this thread.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise

import pytest

from cleaner.document import Document
from cleaner.stage import Stage
from cleaner.stages import STAGES, load_stage
from cleaner.web.tree import PageError

LONGEST = int(os.environ.get("CLEANER_LINEAR_CHARACTERS", "20000"))
MAX_RATIO = 2.5
"""What a doubling may cost; it fails where two doublings in a row cost more, so that a garbage collection is no failure."""
MIN_SECONDS = 0.004
"""Shorter times say nothing: the first look at a text costs about as much."""
MAX_SECONDS_PER_CHARACTER = 50e-6
"""Linear, but hundreds of times slower than prose, is a defect too: 1 MB would take a minute."""


def repeat(unit: str) -> Callable[[int], str]:
    """Return a generator of a text of n characters, of one unit over and over."""
    return lambda n: (unit * (n // len(unit) + 1))[:n]


def nested(opening: str, closing: str) -> Callable[[int], str]:
    """Return a generator of brackets in brackets."""
    return lambda n: opening * (n // 2) + closing * (n // 2)


HOSTILE: dict[str, Callable[[int], str]] = {
    "one letter": repeat("a"),
    "one capital": repeat("A"),
    "short words": repeat("a "),
    "words and a bang": lambda n: repeat("word ")(n - 1) + "!",
    "capitalised words": repeat("Anna Berg "),
    "spaces": repeat(" "),
    "spaces, then a letter": lambda n: " " * (n - 1) + "x",
    "tabs and spaces": repeat("\t "),
    "empty lines": repeat("\n"),
    "spaced empty lines": repeat(" \n"),
    "carriage returns": repeat("\r"),
    "one letter a line": repeat("a\n"),
    "one paragraph a word": repeat("word\n\n"),
    "full stops": repeat("."),
    "dots and spaces": repeat(". "),
    "commas": repeat("a, "),
    "digits": repeat("1"),
    "dates": repeat("6 Feb 2019, "),
    "clock times": repeat("10:30 "),
    "labels": repeat("date: x\n"),
    "colons": repeat("a: "),
    "opening brackets": repeat("("),
    "nested brackets": nested("(", ")"),
    "credits that do not close": repeat("(Photo: "),
    "credits": repeat("(Foto: A/dpa) "),
    "copyright signs": repeat("© "),
    "dashes": repeat("- "),
    "long dashes": repeat("A — "),
    "datelines": repeat("LONDON (Reuters) - "),
    "bylines": repeat("By Anna Berg and "),
    "straight quotes": repeat("'\""),
    "curly quotes": repeat("“‘a’"),
    "words without apostrophe": repeat("dont weve Merkels Merkel "),
    "ampersands": repeat("&"),
    "entities": repeat("&amp;"),
    "entities in entities": lambda n: "&" + repeat("amp;")(n - 1),
    "addresses": repeat("www.a."),
    "slashes": repeat("http://"),
    "at signs": repeat("a@"),
    "hash signs": repeat("#a "),
    "mojibake": repeat("Ã©â€™"),
    "mojibake of mojibake": repeat("ÃƒÂ©"),
    "zero-width spaces": repeat("a\u200b"),
    "no-break spaces": repeat("\u00a0"),
    "combining marks": lambda n: "a" + "\u0301" * (n - 1),
    "marks out of order": repeat("a\u0301\u0323"),
    "directions": repeat("\u202eא"),
    "two scripts": repeat("aж"),
    "lines of two scripts": repeat("Эта строка\nThis line\n"),
    "ideographs": repeat("中"),
    "ideographs and brackets": repeat("【新华社】"),
    "Thai": repeat("ก"),
    "Devanagari": repeat("क्ष "),
    "emoji": repeat("👩\u200d"),
    "controls": repeat("\x00\x1b["),
    "bullets": repeat("* "),
    "bars": repeat("Home | "),
    "widgets": repeat("Share this article\n"),
    "line separators": repeat("a\u2028"),
}


def measure(stage: Stage, text: str) -> float:
    """Return the CPU seconds that a stage takes for a text, the best of up to three."""
    best = float("inf")
    for _ in range(3):
        document = Document("a", text, {"language": "en", "script": "Latn"})
        started = time.thread_time()
        stage.process_batch([document])
        best = min(best, time.thread_time() - started)
        if best < MIN_SECONDS:
            break
    return best


def faults(stage: Stage, make: Callable[[int], str]) -> list[str]:
    """Return what is wrong with the times of a stage over texts of one kind; nothing where they are linear."""
    whole = measure(stage, make(LONGEST))
    if whole < 2 * MIN_SECONDS:
        return []
    if whole > MAX_SECONDS_PER_CHARACTER * LONGEST:
        return [f"{whole:.2f} s for {LONGEST} characters"]
    times = [*(measure(stage, make(LONGEST // part)) for part in (4, 2)), whole]
    ratios = [after / before for before, after in pairwise(times) if before >= MIN_SECONDS / 2]
    return [f"doublings cost {ratios}"] if len(ratios) == 2 and min(ratios) > MAX_RATIO else []


TEXT_STAGES = [name for name in STAGES if "text" in load_stage(name).reads]


@pytest.mark.parametrize("name", TEXT_STAGES)
def test_fault_34_a_stage_is_linear_on_hostile_texts(name: str) -> None:
    stage = load_stage(name)() if name != "language_mismatch" else load_stage(name)(languages=("en",))
    measure(stage, "The first text loads rules and models. " * 5)
    found = {kind: fault for kind, make in HOSTILE.items() if (fault := faults(stage, make))}
    again = {kind: fault for kind in found if (fault := faults(stage, HOSTILE[kind]))}  # what another process made slow is not
    assert not again


PAGES: dict[str, Callable[[int], str]] = {
    "nested divs": nested("<div>", "</div>"),
    "open tags": repeat("<p><b>"),
    "brackets": repeat("<"),
    "attributes": lambda n: "<p " + repeat("a=b ")(n) + ">",
    "links": repeat("<a href=x>a</a> "),
    "paragraphs": repeat("<p>One word.</p>"),
    "comments that do not close": repeat("<!-- "),
    "scripts": repeat("<script>"),
    "named boxes in boxes": nested("<div class='share image author-bio related'>", "</div>"),
    "named boxes side by side": repeat("<div class='share image author related'><img><a href=x>a</a></div>"),
    "a heading of bars": lambda n: "<h1>" + repeat("Snow | ")(n) + "</h1>",
    "a title of dashes": lambda n: "<title>" + repeat("Snow - ")(n) + "</title>",
    "authors aside": lambda n: "<h1>Snow</h1><nav>" + repeat("<a class=author href=/author/mia>Mia Roth</a>")(n) + "</nav>",
    "captions of nothing": repeat("<p class=caption>Snow</p>"),
    "captions": repeat("<figure><img><figcaption>Snow <span class=credit>Mia</span></figcaption></figure>"),
}


@pytest.mark.parametrize("kind", PAGES)
def test_fault_34_pages_cost_linear_time(kind: str) -> None:
    stage = load_stage("html_text")()

    def time_of(n: int) -> float:
        page = "<html><body>" + PAGES[kind](n) + "</body></html>"
        best = float("inf")
        for _ in range(2):
            started = time.thread_time()
            with suppress(PageError):  # too deep or too large: refused, and soon
                stage.process_batch([Document("a", "", {"html": page})])
            best = min(best, time.thread_time() - started)
        return best

    time_of(100)
    times = [time_of(LONGEST // part) for part in (4, 2, 1)]
    ratios = [after / max(before, MIN_SECONDS) for before, after in pairwise(times)]
    assert min(ratios) <= MAX_RATIO, f"{times}"

"""A screen hides no change: what a stage says of a text that its screen does not find is nothing. Over the whole table.

The pipeline asks a stage only about texts that match its screen; so `screened output == unscreened output` holds where this does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.document import Document
from cleaner.edit import Edit
from cleaner.pipeline import Pipeline
from cleaner.rules.screened import screened
from cleaner.stage import Drop, Stage, StageResult
from cleaner.stages import STAGES, load_stage
from cleaner.testing import load_cases

ROOT = Path(__file__).parent.parent
LANGUAGES = (("und", "Zyyy"), ("en", "Latn"), ("de", "Latn"), ("fr", "Latn"), ("ru", "Cyrl"), ("ar", "Arab"), ("zh-Hans", "Hans"))

MOJIBAKE = [text.encode("utf-8").decode(charset, "replace") for text in ("Ça déjà vu – „schön“ …", "Москва", "日本語", "€ 5 – naïve")
            for charset in ("cp1252", "latin-1", "cp1251", "cp1250", "mac_roman", "cp437")]  # fmt: skip
CONTROLS = [f"a{chr(code)}b" for code in (*range(0x20), *range(0x7F, 0xA1), 0xAD, *range(0x2000, 0x2070), 0x3000, 0xFEFF, 0xFFFD)]
EDGES = [f"{mark}a" for mark in " \t\u00a0\u200b\u200d\u3000\n"] + [f"a{mark}" for mark in " \t\u00a0\u200b\u200d\u3000\n"]
RIGHT_TO_LEFT = ["שלום\u200f!", "\u200fשלום", "abc\u200f", "می\u200cروم", "\u202bסוף\u202c", "(צילום: רויטרס)", "(تصوير: رويترز)"]
QUOTES = ['“a” "b"', "it's ’tis", "„a“ 'b'", '“a\n"b"', "5' 10\" “a”"]
LINES = ["(Foto: Max Muster/dpa)", "Photo: Jane Doe/AP", "© Getty Images", "写真：共同", "Фото: ТАСС", "\n\nMore\nЧитать далее\n"]


@pytest.fixture(autouse=True, scope="module")
def every_line_is_asked() -> Iterator[None]:
    """`mojibake` puts its screen to single lines too; here it must not, since what a screen hides is the question."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.stages.mojibake.passing", lambda lines, screen: range(len(lines)))
        yield


@cache
def texts() -> tuple[str, ...]:
    """All seeds, the inputs of all cases, and hard ones."""
    found = [path.read_text("utf-8", errors="replace") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    for path in sorted((ROOT / "tests" / "cases").glob("*.toml")):
        found += [case.input for case in load_cases(path)]
    return (*found, *MOJIBAKE, *CONTROLS, *EDGES, *RIGHT_TO_LEFT, *QUOTES, *LINES)


@cache
def lines() -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for text in texts() for line in text.split("\n")))


SCREENED = [stage for name in STAGES if name != "language_mismatch" and (stage := load_stage(name)()).screen is not None]


def hidden(stage: Stage, found: Sequence[str]) -> list[tuple[str, object]]:
    """Return the texts that a stage would change and its screen does not find, with what it says of them."""
    hits = screened(pa.array(found, pa.large_string()), stage.screen).to_pylist()
    missed = [text for text, hit in zip(found, hits, strict=True) if not hit]
    documents = [Document("a", text, {"language": language, "script": script}) for text in missed for language, script in LANGUAGES]
    results = stage.process_batch(documents)
    said = zip(documents, results, strict=True)
    return [(d.text, result) for d, result in said if result.edits or result.fields or result.drop or result.text is not None]


@pytest.mark.parametrize("stage", SCREENED, ids=lambda stage: stage.name)
def test_a_screen_hides_no_change_of_seeds_cases_and_hard_texts(stage: Stage) -> None:
    assert hidden(stage, texts()) == []


@pytest.mark.parametrize("stage", SCREENED, ids=lambda stage: stage.name)
def test_a_screen_hides_no_change_of_single_lines(stage: Stage) -> None:
    assert hidden(stage, lines()[::3]) == []


GENERATED = st.lists(
    st.one_of(
        st.deferred(lambda: st.sampled_from(lines())),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        st.sampled_from(["\u200b", "\u00a0", "\r", "\x00", "â€™", "“", "'", '"', "(", "—", "©", "\u0301", "\u3000", "\u200d", " ", "א"]),
    ),
    max_size=8,
).flatmap(lambda parts: st.sampled_from(["\n", "\n\n", " ", ""]).map(lambda glue: glue.join(parts)))


@pytest.mark.parametrize("stage", SCREENED, ids=lambda stage: stage.name)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(found=st.lists(GENERATED, min_size=1, max_size=4))
def test_a_screen_hides_no_change_of_generated_text(stage: Stage, found: list[str]) -> None:
    assert hidden(stage, found) == []


def test_the_screen_is_tested_of_some_stages() -> None:
    assert {"mojibake", "photo_caption"} <= {stage.name for stage in SCREENED}


@dataclass(frozen=True)
class _Swap(Stage):
    """Turns each `old` into `new`, in texts that hold `old`; drops a text of `x` alone."""

    name = "swap"
    old: str = ""
    new: str = ""

    @property
    def screen(self) -> str:
        return self.old

    def process(self, document: Document) -> StageResult:
        assert self.old in document.text, "asked about a text that the screen does not find"
        if document.text == "x":
            return StageResult(drop=Drop("und.swap.alone"))
        places = [i for i, letter in enumerate(document.text) if letter == self.old]
        return StageResult([Edit(i, i + 1, self.new, "und.swap.letter") for i in places])


@settings(max_examples=300, deadline=None)
@given(texts=st.lists(st.text("abcdx", max_size=4), max_size=30), steps=st.lists(st.sampled_from("abcdx"), min_size=2, max_size=6))
def test_screens_search_what_earlier_stages_made_of_a_text(texts: list[str], steps: list[str]) -> None:
    """Few texts change or many, some are dropped on the way: what is found in a batch is what is found in each text alone."""
    pipeline = Pipeline(tuple(_Swap(old=old, new=new) for old, new in pairwise(steps) if old != new))
    outcome = pipeline(pa.record_batch({"id": [str(i) for i in range(len(texts))], "text": pa.array(texts, pa.string())}))
    alone = [pipeline.clean(text) for text in texts]
    assert outcome.documents.column("text").to_pylist() == [each.text for each in alone if not each.dropped]
    assert outcome.edits.num_rows == sum(len(each.edits) for each in alone)
    assert outcome.dropped.num_rows == sum(bool(each.dropped) for each in alone)
    assert not outcome.failed.num_rows

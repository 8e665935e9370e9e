"""Features and trees: what they see is in the text, the same alone and in company, and what they say adds up."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.noise.characters import DIGIT
from cleaner.noise.features import JUDGED_NAMES, NAMES, line_features
from cleaner.noise.guard import protected_lines
from cleaner.noise.likely import ALONE_LINES, likely_body
from cleaner.noise.lines import read_lines
from cleaner.noise.model import load_trees, page_scores
from cleaner.noise.surroundings import pages_of, segment
from cleaner.noise.vocabulary import _function_and_shared
from cleaner.noise.whole_page import is_page
from cleaner.noise.words import find_words, hints

BODY = "The council of the town met on Monday to speak about the bridge, which was closed in May after the flood, the mayor said."
DOCUMENT = ["Home", BODY, "By Martha Quill", BODY.upper(), "图片 摄", "20:14"]


def _column(documents: list[list[str]], name: str) -> list[float]:
    return line_features(read_lines(documents))[:, NAMES.index(name)].tolist()


def test_features_of_a_document_do_not_depend_on_its_neighbours() -> None:
    others = [["a"], [BODY] * 5, DOCUMENT, ["x", "y"]]
    alone = line_features(read_lines([DOCUMENT]))
    together = line_features(read_lines(others))[6:12]
    np.testing.assert_allclose(alone, together, rtol=1e-5)


@pytest.mark.parametrize(
    "end",
    [
        "wrote.",
        "wrote.”",
        "wrote!»",
        "wrote.)",
        "写道。",
        "写道。」",
        "लिखा।",
        "كتب؟",
        "ጻፈ።",
        "έγραψε;",
        "dit ?\N{NO-BREAK SPACE}»",
    ],
)
def test_sentence_ends_of_many_scripts(end: str) -> None:
    assert _column([[end, "none"]], "sentence_end") == [1.0, 0.0]


def test_a_semicolon_ends_a_sentence_in_greek_alone() -> None:
    assert _column([["wrote;", "έγραψε;"]], "sentence_end") == [0.0, 1.0]


def test_words_of_the_lists_are_seen_in_any_case_and_script() -> None:
    assert _column([["FOTO: Ana", "王明摄", "Lire aussi", "plain words"]], "photo_word") == [1.0, 1.0, 0.0, 0.0]
    assert _column([["FOTO: Ana", "王明摄", "LIRE AUSSI", "plain words"]], "teaser_word") == [0.0, 0.0, 1.0, 0.0]
    assert all(len(single) for single, _ in hints().values())


def test_copies_are_counted_within_a_document() -> None:
    assert _column([["Share", "Home", "Share"], ["Share"]], "copies") == [2.0, 1.0, 2.0, 1.0]


def test_the_best_segment_does_not_reach_over() -> None:
    low, high = segment(pages_of([3, 3]), np.array([-1.0, 2.0, 2.0, 2.0, -1.0, 0.5]))
    assert (low[0], high[0], low[3], high[3]) == (1, 2, 0, 0)


def test_scores_do_not_depend_on_the_order_of_documents() -> None:
    menu = ["Home", "News", "Sport"] * 5
    assert page_scores([*menu, BODY, BODY]).tolist() == page_scores([*menu, BODY, BODY]).tolist()


@pytest.mark.parametrize("name", ["page", "article", "judged"])
def test_reasons_add_up_to_the_score(name: str) -> None:
    trees = load_trees(name)
    judged = np.array([False, True, False, True, False, False]) if name == "judged" else None
    matrix = line_features(read_lines([DOCUMENT]), judged)
    assert matrix.shape[1] == len(NAMES) + (len(JUDGED_NAMES) if judged is not None else 0)
    scores = trees.scores(matrix)
    for row, score in zip(matrix, scores, strict=True):
        odds = float(trees.value[trees.roots].sum()) + float(trees.reasons(row).sum())
        assert 1 / (1 + np.exp(-odds)) == pytest.approx(score, abs=1e-3)


@pytest.mark.parametrize("name", ["page", "article", "judged"])
def test_levels_cut_more_and_more(name: str) -> None:
    levels = load_trees(name).levels
    assert 1 > levels["strict"] > levels["normal"] > levels["bold"] > 0


def test_another_tools_word_counts() -> None:
    lines = [*["Home", "News", "Sport"] * 5, BODY, "It was late", BODY]
    judged = np.zeros(len(lines), bool)
    judged[15:] = True
    assert page_scores(lines, judged)[16] < page_scores(lines, np.zeros(len(lines), bool))[16]


def test_no_lines_no_scores() -> None:
    assert page_scores([]).tolist() == []


def test_lists_and_wrapped_text_are_protected() -> None:
    wrapped = ["the line breaks here because it was wrapped at sixty", "and it goes on like this"]
    lines = [BODY, "- one", "- two", "- three", BODY, *wrapped, BODY]
    assert protected_lines(read_lines([lines])).all()
    assert not protected_lines(read_lines([[BODY, "Share this", BODY, BODY]]))[1]


def test_a_short_line_alone_in_few_paragraphs_is_a_sub_heading() -> None:
    for lines, stays in (
        ([BODY, "Porto, 1962", BODY, BODY], True),
        ([BODY, "Porto, 1962", *[BODY] * ALONE_LINES], False),
        ([BODY, "Porto, 1962", "Oslo, 1964", BODY], False),
        ([BODY, "By Martha Quill", BODY, BODY], False),
    ):
        found = read_lines([lines])
        assert bool(likely_body(found, line_features(found))[1]) is stays, lines


def test_a_page_is_many_short_lines() -> None:
    assert is_page(["Home", "Share", "More"] * 30 + [BODY] * 5)
    assert not is_page(["Home", BODY] * 40)
    assert not is_page(["Home"] * 20)


def test_articles_with_score_sheets_and_rosters_are_no_pages() -> None:
    sheet = [line for number in range(25) for line in (f"T. Quill {number}", "not out", str(number))]
    roster = [f"Martha Quill ({town})" for town in ("Marnham", "Leeford", "Old Town", "St Anne")] * 16
    for block in (sheet, roster):
        assert not is_page(["Marnham win at last", BODY, *block, BODY])
        assert not is_page(["Marnham win at last", BODY, BODY, *block])
    assert not is_page(roster)


def test_words_of_widgets_weigh_more_than_plain_ones() -> None:
    (widget, plain) = _column([["Subscribe to our newsletter", "the bridge over the river"]], "widget_words")
    assert widget > 1 > plain


def test_lines_that_begin_alike_are_counted() -> None:
    assert _column([["Read on: the bridge", "Read on: the river", "By Martha Quill"]], "same_begin") == [2.0, 2.0, 1.0]
    assert _column([["at 10:42 today", "at 11:15 today", "today"]], "same_begin")[:2] == [2.0, 2.0]


def test_lines_without_words_are_no_trouble() -> None:
    for document in (["* * *", "-", "...", ">>>"], ["***", "Share", "---"], ["Share", "***"]):
        lines = read_lines([document, ["!"]])
        assert line_features(lines).shape == (len(document) + 1, len(NAMES))
        assert np.isfinite(line_features(lines)).all()


def test_features_are_the_same_in_any_company() -> None:
    pool = ["Share", "a", "b", "B:", "12:30", "2:1", "1", "***", "Getty", "Images say", BODY, "图片 摄", "- one", "Read more", "the end."]
    chance = np.random.default_rng(7)
    documents = [[pool[i] for i in chance.integers(0, len(pool), size)] for size in chance.integers(4, 30, 150).tolist()]
    together = line_features(read_lines(documents))
    alone = np.concatenate([line_features(read_lines([document])) for document in documents])
    np.testing.assert_allclose(together, alone, rtol=1e-5, atol=1e-6)


def test_function_words_and_shared_words_are_counted_document_by_document() -> None:
    """All documents at once against each word looked at by itself."""
    random = np.random.default_rng(5)
    vocabulary = [*"abcdefghijklmnopqrstuvwxyz", "the", "of", "council", "bridge", "flood", "12", "図"]
    documents = [
        [" ".join(random.choice(vocabulary, random.integers(1, 60)).tolist()) + "." for _ in range(random.integers(1, 40))]
        for _ in range(70)
    ]
    lines = read_lines(documents)
    words = find_words(lines.points, lines.classes)
    line_of = np.searchsorted(lines.ends, words.starts)
    is_function, shared = _function_and_shared(lines, words, line_of)
    page = lines.pages.number[line_of]
    brief = (words.lengths <= 4) & (lines.classes[words.starts] != DIGIT)
    for number in range(len(documents)):
        held: dict[int, set[int]] = {}  # word -> long lines of the document
        short: set[int] = set()
        here = np.flatnonzero(page == number).tolist()
        for place in here:
            if lines.long[line_of[place]]:
                held.setdefault(int(words.numbers[place] >> 52), set()).add(int(line_of[place]))
                if brief[place]:
                    short.add(int(words.numbers[place] >> 52))
        spread = sorted((len(held[word]) for word in short), reverse=True)
        least = max(2, spread[19] if len(spread) > 19 else 0)
        for place in here:
            word, long = int(words.numbers[place] >> 52), bool(lines.long[line_of[place]])
            assert is_function[place] == (brief[place] and word in short and len(held[word]) >= least)
            assert shared[place] == (len(held.get(word, ())) > long)

"""Train the models of `line_noise` again: `python benchmarks/train_line_noise.py [page|article|judged ...] [--write]`.

In: the fundus and WCXB pages of the evaluation folder (MIT and CC BY 4.0; the English L3S pages are for measuring only and are
not read here) and `line_corrections.jsonl`. Out: figures by folds of publishers on standard output and, with `--write`, the
`.npz` files beside `cleaner/noise/model.py`.
Needs lightgbm. Everything is sorted and seeded: the same data give the same file.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import lightgbm
import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.measures.composed import crossed  # noqa: E402
from benchmarks.measures.data import BODY, Page, evaluation_folder, read_pages  # noqa: E402
from benchmarks.measures.documents import article_of, behind, kept_by_trafilatura, scattered, variants  # noqa: E402
from benchmarks.measures.grams import compare  # noqa: E402
from benchmarks.quality import build, stages_of  # noqa: E402
from cleaner.noise.characters import WIDE, class_table, code_points  # noqa: E402
from cleaner.noise.features import NAMES, line_features  # noqa: E402
from cleaner.noise.guard import protected_lines  # noqa: E402
from cleaner.noise.likely import likely_body  # noqa: E402
from cleaner.noise.lines import read_lines  # noqa: E402
from cleaner.noise.model import Trees  # noqa: E402
from cleaner.noise.widget_words import weights_of  # noqa: E402
from cleaner.noise.words import find_words  # noqa: E402
from cleaner.pipeline import Pipeline  # noqa: E402
from cleaner.rules.load import load_phrases  # noqa: E402

SEED = 20190206
LEVELS = (0.001, 0.003, 0.01)
"""Shares of body lines that the rules and the levels strict, normal and bold may cost together, by folds."""
RULES_COST = 0.0005
"""What the rules of `news_text.yaml` cost alone: 5 of 9,138 body lines."""
TESTED = (7, 8, 9)
"""Levels are measured on what the rules leave of three articles made of each page: one article alone moves them by a third."""
WCXB_WEIGHT = 0.2
"""What a line of a WCXB article counts beside one of a news page: 0 and 1 found fewer captions and bylines at the same loss."""
SCATTERED = (0.3, 0.15)
"""WCXB articles are used again with foreign lines of their page in front of such shares of their lines: found 1 to 3 % more asides."""
FLAT = 0.001
"""Levels whose F1 is this near to the best are taken for equal."""
CLEANED_WEIGHT = 0.3
"""What a page counts that has lost most of its noise already, beside a whole one."""
CROSSED, CROSSED_WEIGHT = 4, 0.5
"""Each page lends its menus to so many bodies of others, once as they are and once with comments and teasers added: F1 of unseen
publishers went from 0.937 to 0.944, that of pages of 2008 from 0.941 to 0.950."""
LETTERS = 3
"""Shorter words of the phrase lists are not taken: they are function words, most of them."""
NOT_FOR_PAGES = ("widget_words", "widget_own", "widget_most")
"""Features that whole pages do without: F1 is the same, and languages with few pages were taken for menus."""
SHAPES = {"page": (160, 24, 7), "judged": (100, 16, 6), "article": (160, 16, 6)}
"""Trees, leaves, depth."""


class Lines(NamedTuple):
    """What a model is grown from: features, whether noise, weights, the site, label and text of each line, and whether the
    stage asks."""

    matrix: NDArray[np.float32]
    noise: NDArray[np.bool_]
    weights: NDArray[np.float64]
    sites: NDArray[np.str_]
    labels: NDArray[np.str_]
    pages: NDArray[np.int64]
    asked: NDArray[np.bool_]
    texts: list[str]


def lines_of(pages: Sequence[Page], weight: float, judged: Sequence[NDArray[np.bool_]] | None, by_length: bool) -> Lines:
    """Compute the features of pages; with `by_length` every page weighs the same and a long line more than a short one, else
    all lines alike."""
    matrices, weights, asked = [], [], []
    for start in range(0, len(pages), 100):
        part = pages[start : start + 100]
        flags = np.concatenate(judged[start : start + 100]) if judged else None
        lines = read_lines([page.lines for page in part])
        matrices.append(line_features(lines, flags))
        # lines of articles that the stage never puts to the model cannot be lost; they teach it nonetheless
        guarded = protected_lines(lines) | likely_body(lines, matrices[-1])
        asked.append(np.ones(len(guarded), bool) if by_length else ~guarded)
    labels = np.array([label for page in pages for label in page.labels])
    texts = [line for page in pages for line in page.lines]
    for page in pages:
        sizes = np.array([min(len(line), 600) for line in page.lines]) ** 0.5
        weights.append(weight * 300 * sizes / sizes.sum() if by_length else np.full(len(sizes), weight))
    numbers = np.repeat(np.arange(len(pages)), [len(page.lines) for page in pages])
    sites = np.repeat([page.site for page in pages], [len(page.lines) for page in pages])
    # in an article a title is left to the stage that knows headlines
    noise = ~np.isin(labels, sorted(BODY) if by_length else sorted(BODY | {"title"}))
    matrix = np.concatenate(matrices)
    if by_length and judged is None:
        matrix[:, [NAMES.index(name) for name in NOT_FOR_PAGES]] = 0
    return Lines(matrix, noise, np.concatenate(weights), sites, labels, numbers, np.concatenate(asked), texts)


def grow(kind: str, lines: Sequence[Lines]) -> lightgbm.Booster:
    """Grow the trees of one model."""
    number, leaves, depth = SHAPES[kind]
    options = {
        "objective": "binary", "num_leaves": leaves, "max_depth": depth, "learning_rate": 0.08, "min_data_in_leaf": 40,
        "lambda_l2": 5.0,
        "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1, "seed": SEED, "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1, "verbose": -1, "max_bin": 127,
    }  # fmt: skip
    noise = np.concatenate([part.noise for part in lines]).astype(int)
    weights = np.concatenate([part.weights for part in lines])
    data = lightgbm.Dataset(np.concatenate([part.matrix for part in lines]), noise, weight=weights)
    return lightgbm.train(options, data, number)


def export(booster: lightgbm.Booster, levels: Sequence[float]) -> dict[str, NDArray]:
    """Return the arrays of `Trees`, as small as they can be."""
    feature: list[int] = []
    threshold: list[float] = []
    left: list[int] = []
    right: list[int] = []
    value: list[float] = []
    roots, depth = [], 0

    def add(node: dict, level: int) -> int:
        nonlocal depth
        depth = max(depth, level)
        place = len(feature)
        for column, default in ((feature, 0), (threshold, np.inf), (left, place), (right, place), (value, 0.0)):
            column.append(default)
        if "leaf_value" in node:
            value[place] = node["leaf_value"]
            return place
        feature[place], threshold[place], value[place] = node["split_feature"], node["threshold"], node["internal_value"]
        left[place] = add(node["left_child"], level + 1)
        right[place] = add(node["right_child"], level + 1)
        return place

    for tree in booster.dump_model()["tree_info"]:
        roots.append(add(tree["tree_structure"], 0))
    arrays = {"feature": np.array(feature, np.uint8), "threshold": np.array(threshold, np.float32)}
    arrays["left"] = np.array(left, np.uint16)
    arrays |= {"right": np.array(right, np.uint16), "value": np.array(value, np.float32), "roots": np.array(roots, np.uint16)}
    return arrays | {"depth": np.array(depth, np.uint8), "levels": np.array(levels, np.float64)}


def to_trees(arrays: dict[str, NDArray]) -> Trees:
    """Return exported arrays as the model that runs."""
    wide = {name: arrays[name].astype(np.int64) for name in ("feature", "left", "right", "roots")}
    return Trees(threshold=arrays["threshold"], value=arrays["value"], depth=int(arrays["depth"]), levels={}, **wide)


def folds_of(sites: Sequence[str], number: int) -> dict[str, int]:
    """Deal publishers to folds, in a seeded order."""
    order = sorted(set(sites))
    np.random.default_rng(SEED).shuffle(order)
    return {site: i % number for i, site in enumerate(order)}


def main() -> None:
    """Measure by folds, then grow from all data and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kinds", nargs="*", default=["page", "article", "judged"])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--words", action="store_true", help="take the words of the phrase lists anew first; needs new models too")
    parser.add_argument("--worst", type=Path, help="write the body lines that the model would most like to cut")
    arguments = parser.parse_args()
    folder = evaluation_folder()
    if folder is None:
        sys.exit("no evaluation data: set CLEANER_EVAL")
    if arguments.words:
        write_widget_words(folder)
    for kind in arguments.kinds:
        train(kind, folder, arguments.folds, arguments.write, arguments.worst)


def train(kind: str, folder: Path, folds: int, write: bool, worst: Path | None) -> None:
    """Measure one model by folds of publishers; with `write` grow it from everything."""
    news = read_pages(folder, "lines")
    # whole pages of other kinds made news worse: F1 0.916 for 0.939
    other = read_pages(folder, "lines_wcxb") if kind == "article" else []
    rules = rules_alone()
    flags = None
    if kind == "judged":
        flags = kept_by_trafilatura(folder, news)
    if kind == "article":
        whole = [article for seed in TESTED for page in news if (article := article_of(page, seed))]
        made = [v for page in news for v in variants(page, SEED)]
        others = [v for page in other for v in variants(page, SEED, 1)]
        news_parts = [lines_of(part, 1.0, None, False) for part in (made, behind(made, rules))]
        strewn = [v for n, share in enumerate(SCATTERED) for page in other if (v := scattered(page, SEED + n, share))]
        other_parts = [lines_of(part, WCXB_WEIGHT, None, False) for part in (others, behind(others, rules), strewn)]
        test = lines_of(behind(whole, rules), 1.0, None, False)
    else:
        test = lines_of(news, 1.0, flags, True)
        news_parts, other_parts = [test], []
        if kind == "page":  # pages that were cleaned before must come out as they went in
            news_parts.append(lines_of([v for page in news for v in variants(page, SEED)[1:4:2]], CLEANED_WEIGHT, None, True))
            for rich in (False, True):
                news_parts.append(lines_of(crossed(news, CROSSED, SEED, rich), CROSSED_WEIGHT, None, True))
    fold = folds_of([page.site for page in news], folds)
    scores = np.zeros(len(test.noise))
    for number in range(folds):
        chosen = [_take(part, np.array([all(fold[s] != number for s in site.split("|")) for site in part.sites])) for part in news_parts]
        booster = grow(kind, chosen + other_parts)
        held = np.array([fold[s] == number for s in test.sites])
        scores[held] = to_trees(export(booster, (0, 0, 0))).scores(test.matrix[held])
    body = ~test.noise & (test.labels != "title")
    scores[~test.asked] = 0
    if kind == "article":
        levels = [float(np.quantile(scores[body], 1 - share + RULES_COST)) for share in LEVELS]
        before = Counter(label for page in whole for label in page.labels)
        for share, level in zip(LEVELS, levels, strict=True):
            left = Counter(test.labels[scores <= level].tolist())
            left |= {label: left[label] + before[label] - int((test.labels == label).sum()) for label in BODY}  # trimmed, not lost
            found = {label: round(1 - left[label] / count, 3) for label, count in sorted(before.items())}
            print(f"article: level {level:.3f} at {share:.1%} of body lines: {found}", flush=True)
    else:
        grid = np.arange(0.2, 0.85, 0.05)
        by_level = [_mean_f1(test, scores, level) for level in grid]
        # of equal levels the one that cuts least
        best = float(grid[np.flatnonzero(np.array(by_level) >= max(by_level) - FLAT)[-1]])
        levels = [min(0.95, best + 0.2), best, max(0.1, best - 0.2)]
        print(f"{kind}: F1 {dict(zip(grid.round(2).tolist(), np.round(by_level, 4).tolist(), strict=True))}", flush=True)
        by_language = defaultdict(list)
        for page, f1 in _f1_of_pages(test, scores, best).items():
            by_language[news[page].language.split("-")[0]].append(f1)
        figures = ", ".join(f"{name} {np.mean(f1s):.3f} ({len(f1s)})" for name, f1s in sorted(by_language.items()))
        print(f"{kind}: F1 by language (pages) at level {best:.2f}: {figures}", flush=True)
    if worst:
        order = np.argsort(-scores * body, kind="stable")[:300]
        found = [f"{test.pages[i]}\t{i}\t{scores[i]:.2f}\t{test.labels[i]}\t{test.texts[i][:160]}" for i in order]
        worst.write_text("\n".join(found), "utf-8")
    if write:
        arrays = export(grow(kind, news_parts + other_parts), levels)
        target = ROOT / "cleaner" / "noise" / f"{kind}.npz"
        np.savez_compressed(target, **arrays)
        print(f"{target}: {target.stat().st_size} bytes, {len(arrays['roots'])} trees", flush=True)


def rules_alone() -> Pipeline:
    """Return the pipeline of `news_text.yaml` up to `line_noise`."""
    stages = stages_of("news_text.yaml")
    place = next(i for i, entry in enumerate(stages) if "line_noise" in entry)
    return build(stages[:place])


def write_widget_words(folder: Path) -> None:
    """Write the words of the phrase lists of `web_boilerplate` that articles seldom say as `widget_words.npz`."""
    said, phrase = _words_once([phrase for _, phrase in load_phrases("web_boilerplate")])
    shares = 2 / (1 + np.bincount(phrase)[phrase])
    told, _ = _words_once([page.body.replace("\n", " ") for name in ("lines", "lines_wcxb") for page in read_pages(folder, name)])
    np.savez_compressed(ROOT / "cleaner" / "noise" / "widget_words.npz", **weights_of(said, shares, told))


def _words_once(texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the numbers of the words of each text, each once, and the place of the text."""
    points = code_points("".join(f"{text}\n" for text in texts))
    words = find_words(points, class_table()[points])
    telling = (words.lengths >= LETTERS) | (class_table()[points][words.starts] == WIDE)
    words = words._replace(starts=words.starts[telling], numbers=words.numbers[telling])
    places = np.searchsorted(np.flatnonzero(points == 10), words.starts).astype(np.uint64)
    once = np.unique(np.stack([places, words.numbers], axis=1), axis=0)
    return once[:, 1], once[:, 0].astype(np.int64)


def _take(lines: Lines, chosen: NDArray[np.bool_]) -> Lines:
    places = np.flatnonzero(chosen)
    texts = [lines.texts[i] for i in places]
    return Lines(*(column[places] for column in lines[:-1]), texts)


def _mean_f1(lines: Lines, scores: NDArray[np.float64], level: float) -> float:
    """Return the mean F1 of pages where lines under `level` are kept."""
    return float(np.mean(list(_f1_of_pages(lines, scores, level).values())))


def _f1_of_pages(lines: Lines, scores: NDArray[np.float64], level: float) -> dict[int, float]:
    """Return the F1 of each page where lines under `level` are kept."""
    kept, gold = defaultdict(list), defaultdict(list)
    for page, noise, score, text in zip(lines.pages, lines.noise, scores, lines.texts, strict=True):
        if score < level:
            kept[page].append(text)
        if not noise:
            gold[page].append(text)
    return {int(page): compare("\n".join(kept[page]), "\n".join(gold[page])).f1 for page in gold}


if __name__ == "__main__":
    main()

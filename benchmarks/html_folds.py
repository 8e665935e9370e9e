"""How well pages of publishers are read that the line model has not seen: `python benchmarks/html_folds.py [--folds N] [--worst N]`.

In: the pages of the evaluation folder. Out: for each fold of publishers the figures of `html_text` with a model grown without them,
and their mean over all pages. The model of the package was grown from all of them; so these are the figures to believe.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from benchmarks.measures.data import evaluation_folder, read_jsonl, read_pages  # noqa: E402
from benchmarks.measures.documents import kept_by_trafilatura  # noqa: E402
from benchmarks.measures.html import EXTRACTORS, score, summary  # noqa: E402
from benchmarks.measures.rows import Row  # noqa: E402
from benchmarks.train_line_noise import export, folds_of, grow, lines_of, to_trees  # noqa: E402
from cleaner.noise import model  # noqa: E402


def main() -> None:
    """Grow a model for each fold, read its pages with it, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--worst", type=int, default=0, help="print the pages with the lowest F1")
    options = parser.parse_args()
    folder = evaluation_folder()
    if folder is None:
        sys.exit("no evaluation data: set CLEANER_EVAL")
    pages = read_pages(folder, "lines")
    html = {row["id"]: row for row in read_jsonl(folder / "pages.jsonl.gz")}
    lines = lines_of(pages, 1.0, kept_by_trafilatura(folder, pages), True)
    fold = folds_of([page.site for page in pages], options.folds)
    shipped = model.load_trees("judged")
    scores = []
    try:
        for number in range(options.folds):
            chosen = np.array([fold[site] != number for site in lines.sites])
            part = lines._replace(**{name: getattr(lines, name)[chosen] for name in ("matrix", "noise", "weights")})
            trees = replace(to_trees(export(grow("judged", [part]), (0, 0, 0))), levels=shipped.levels)
            model.load_trees = lambda name, trees=trees: trees  # type: ignore[assignment,misc]
            found = [score(html[page.id], EXTRACTORS["cleaner"]) for page in pages if fold[page.site] == number]
            print(Row("html, unseen publishers", f"fold {number}", summary(found)), flush=True)
            scores += found
    finally:
        model.load_trees = lambda name: shipped  # type: ignore[assignment,misc]
    print(Row("html, unseen publishers", "all", {"pages": len(scores), **summary(scores)}))
    for worst in sorted(scores, key=lambda found: float(found["f1"]))[: options.worst]:
        print(f"{worst['f1']:.3f}  precision {worst['precision']:.3f}  recall {worst['recall']:.3f}  {worst['id']}")


if __name__ == "__main__":
    main()

"""How well texts are cleaned: `python benchmarks/quality.py [section ...] [--check]`.

In: the evaluation folder (`CLEANER_EVAL`, else `../shared/eval`). Out: figures by language and class on standard output; with
`--check` exit code 1 where one is beyond its bound in `floors.toml`. Runs the pipelines of `configs/news_text.yaml` and
`configs/page_text.yaml`. A stage that does not exist is skipped with a note, as are sections whose data are absent.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ruamel.yaml import YAML  # noqa: E402

from benchmarks.measures import articles, captions, charsets, clean_news, datelines, pages, widgets  # noqa: E402
from benchmarks.measures.data import evaluation_folder  # noqa: E402
from benchmarks.measures.rows import Row  # noqa: E402
from cleaner.pipeline import Pipeline  # noqa: E402
from cleaner.stages import STAGES, load_stage  # noqa: E402

RULES = ("header_field", "web_boilerplate", "photo_caption", "byline", "dateline")
"""The certain layer alone."""
FLOORS = ROOT / "benchmarks" / "floors.toml"


def build(stages: Sequence[Any]) -> Pipeline:
    """Return a pipeline of `name` or `{name: options}` as a config lists them; what is not there is named on standard error
    and left out."""
    built = []
    for entry in stages:
        name, options = next(iter(entry.items())) if isinstance(entry, dict) else (entry, {})
        if name in STAGES and not find_spec(STAGES[name].partition(":")[0]):
            print(f"skipped: stage {name} does not exist yet", file=sys.stderr)
            continue
        built.append(load_stage(name)(**options))
    return Pipeline(tuple(built))


def stages_of(config: str) -> list[Any]:
    """Return the list of stages of one of our configs."""
    return list(YAML(typ="safe").load(ROOT / "configs" / config)["stages"])


def sections(peers: bool = True) -> dict[str, Callable[[Path], list[Row]]]:
    """Return what can be measured, by name; `peers`: beside other tools, where they are installed."""
    news = stages_of("news_text.yaml")
    has_noise = any(entry == "line_noise" or (isinstance(entry, dict) and "line_noise" in entry) for entry in news)
    place = news.index("lost_apostrophe") if "lost_apostrophe" in news else len(news)
    graded = news if has_noise else [*news[:place], "line_noise", *news[place:]]
    found: dict[str, Callable[[Path], list[Row]]] = {
        "pages": lambda folder: pages.run(folder, build(stages_of("page_text.yaml")), peers),
        "articles": lambda folder: articles.run(folder, "articles", build(graded)),
        "line_noise": lambda folder: articles.run(folder, "line_noise alone", build(["line_noise"])),
        "rules": lambda folder: articles.run(folder, "rules alone", build(RULES)),
        "captions": lambda folder: captions.run(folder, build(["photo_caption"]), step=4),
        "datelines": lambda folder: datelines.run(folder, build(["dateline"])),
        "widgets": widgets.run,
        "charset": charsets.run,
        "clean_news": lambda folder: clean_news.run(folder, build(graded)),
    }
    if find_spec("benchmarks.measures.html"):
        found["html"] = lambda folder: import_module("benchmarks.measures.html").run(folder, peers)
    return found


def misses(rows: Sequence[Row]) -> list[str]:
    """Return a sentence for each figure that is under its floor, or over its ceiling."""
    floors = tomllib.loads(FLOORS.read_text("utf-8"))
    by_name = {(row.section, row.part): row.figures for row in rows}
    found = []
    for bound in floors.get("bound", []):
        figures = by_name.get((bound["section"], bound["part"]))
        if figures is None:
            continue  # not measured in this run
        value = figures[bound["figure"]]
        if value < bound.get("floor", float("-inf")) or value > bound.get("ceiling", float("inf")):
            found.append(f"{bound['section']}, {bound['part']}: {bound['figure']} is {value:.4f}; see {FLOORS.name}")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return the exit code."""
    known = sections()
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sections", nargs="*", help=f"of {', '.join(known)}; all where none is named")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a figure is beyond its bound; without other tools")
    given = parser.parse_args(arguments)
    if unknown := set(given.sections) - set(known):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known are {', '.join(known)}")
    folder = evaluation_folder()
    if folder is None:
        print("skipped: no evaluation data; set CLEANER_EVAL to its folder", file=sys.stderr)
        return 0
    rows: list[Row] = []
    known = sections(peers=not given.check)
    for name in given.sections or known:
        measured = known[name](folder)
        if not measured:
            print(f"skipped: {name}: its data are absent", file=sys.stderr)
        for row in measured:
            print(row, flush=True)
        rows += measured
    failed = misses(rows) if given.check else []
    for sentence in failed:
        print(sentence, file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

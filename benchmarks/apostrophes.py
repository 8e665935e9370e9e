"""How many lost apostrophes are put back, and how many of the repairs are right.

Takes 500 clean English news documents, takes their apostrophes out on purpose, and compares what `lost_apostrophe` makes of
them with what stood there. Then looks at the untouched documents: a repair there is a mistake, or the original had lost one.

    python benchmarks/apostrophes.py [--show N]
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cleaner.document import Document
from cleaner.stages.lost_apostrophe import LostApostrophe

FLOOR = 0.995
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’](?=[^\W\d_])")


def evaluation_data() -> Path:
    """The folder of the evaluation data: `CLEANER_EVAL`, else beside the checkout."""
    return Path(os.environ.get("CLEANER_EVAL") or Path(__file__).resolve().parents[2] / "shared" / "eval")


def documents(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield `(source, text)` of English news texts."""
    for name in ("lines_english", "lines_wcxb", "lines"):
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                text = "\n\n".join(text for text, label in row["lines"] if label == "text")
                words = text.split()
                common = sum(word in {"the", "of", "and", "to", "in"} for word in words)
                if len(text) > 500 and common > len(words) / 10:
                    yield name, text
    with gzip.open(folder.parent / "corpus" / "news_documents.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["language"] == "eng":
                yield "corpus", row["text"]


def strip(text: str) -> tuple[str, dict[int, str]]:
    """Return a text without apostrophes inside of words, and where in it one is missing."""
    lost = {}
    pieces = []
    position = length = 0
    for found in _APOSTROPHE.finditer(text):
        pieces.append(text[position : found.start()])
        length += found.start() - position
        lost[length] = found.group()
        position = found.end()
    pieces.append(text[position:])
    return "".join(pieces), lost


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", type=int, default=40)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--seed", type=int, default=2)
    arguments = parser.parse_args()
    chosen = list(documents(evaluation_data()))
    random.Random(arguments.seed).shuffle(chosen)
    chosen = chosen[: arguments.documents]
    stage = LostApostrophe()
    right, wrong, missed, clean_repairs = 0, Counter[str](), Counter[str](), Counter[str]()
    rules: Counter[tuple[str, bool]] = Counter()
    seconds = kilobytes = 0.0
    for _, text in chosen:
        stripped, lost = strip(text)
        edits = stage.process(Document("a", stripped, {"language": "en"})).edits
        for edit in edits:
            good = edit.start in lost
            rules[edit.rule, good] += 1
            if good:
                right += 1
            else:
                wrong[stripped[max(0, edit.start - 30) : edit.start + 25]] += 1
        found = {edit.start for edit in edits}
        for place in set(lost) - found:
            start = re.search(r"\w*\Z", stripped[:place])
            missed[stripped[start.start() if start else place : place + 8].split()[0]] += 1
        started = time.perf_counter()
        edits = stage.process(Document("a", text, {"language": "en"})).edits
        seconds += time.perf_counter() - started
        kilobytes += len(text.encode()) / 1024
        clean_repairs.update(text[max(0, edit.start - 30) : edit.start + 25] for edit in edits)
    total = right + sum(missed.values())
    made = right + sum(wrong.values())
    print(f"{len(chosen)} documents, {total} apostrophes taken out")
    print(f"repairs {made}, right {right}: precision {right / max(1, made):.4f}, recall {right / max(1, total):.4f}")
    for (rule, good), count in sorted(rules.items()):
        print(f"  {rule:45} {'right' if good else 'WRONG'} {count}")
    print(f"untouched documents: {sum(clean_repairs.values())} repairs, {seconds / kilobytes * 1e6:.1f} microseconds per KB")
    if arguments.show:
        print("wrong:", *(f"\n  {text!r}" for text in list(wrong)[: arguments.show]))
        print("repairs in untouched documents:", *(f"\n  {text!r}" for text in list(clean_repairs)[: arguments.show]))
        print("missed most:", missed.most_common(arguments.show))
    return 0 if right >= FLOOR * made else 1


if __name__ == "__main__":
    sys.exit(main())

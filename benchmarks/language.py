"""Language identification side by side: `cleaner` and its peers, on the same sentences in the same run.

    python benchmarks/language.py                          the evaluation sentences ($CLEANER_EVAL or ../shared/eval)
    python benchmarks/language.py sentences.tsv            lines of `language<TAB>text`, ISO 639-3 or BCP 47
    python benchmarks/language.py --only cleaner,py3langid --every 4
    python benchmarks/language.py --documents              the news documents ($CLEANER_CORPUS or ../shared/corpus)
    python benchmarks/language.py --only cleaner --check   exit code 1 where a figure is under its floor in `floors.toml`

Each engine runs in a process of its own, so that its memory and its time to load are its own; one that is not installed is left
out. All shares are means over languages. `all`: over those of the data; `known`: over those that the engine says it knows;
`cleaner there`: what `cleaner` has on the same ones; `best 75`, `best 110`: over so many languages that it is best at.
Macrolanguages are compared as `cleaner.language.iso` maps them; the two scripts of Chinese and Serbian count as one
language, since most engines do not tell them apart.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.language_engines import ENGINES, NOT_INSTALLED  # noqa: E402
from benchmarks.measures.rows import Row  # noqa: E402
from cleaner.language import Guess, identify_batch, known_languages  # noqa: E402
from cleaner.language.iso import tag_of  # noqa: E402
from cleaner.text.scripts import dominant_script  # noqa: E402

EVAL = Path(os.environ.get("CLEANER_EVAL", ROOT.parent / "shared" / "eval")) / "language.jsonl.gz"
CORPUS = Path(os.environ.get("CLEANER_CORPUS", ROOT.parent / "shared" / "corpus")) / "news_documents.jsonl.gz"
NEAR = (
    "bs hr sr-Latn sr-Cyrl", "ms id", "da nb nn", "cs sk", "pt gl es", "fa ps ckb", "hi mr ne", "zu xh ss nd", "nso st tn", "sn ny bem",
    "tt ba kk ky", "az tr tk", "bo dz", "ti am", "de gsw lb", "yue zh-Hant zh-Hans",
)  # fmt: skip
VARIANTS = ("por por-BR", "fas prs", "eng eng-GB eng-IN eng-US", "spa spa-MX", "fra fra-CA", "gsw-BE gsw-ZH", "arb mey shi")
"""Codes that are answered as one language, or in the scripts of another."""

Pairs = Sequence[tuple[str, str]]


def read(path: Path) -> Iterator[tuple[str, str]]:
    """Yield code and text of each sentence or document. Serbian and Chinese without a script get that of the text."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                entry = json.loads(line)
                code = entry["gold"]["code"] if "gold" in entry else entry["language"]
                if code in ("srp", "zho"):
                    yield f"{'sr' if code == 'srp' else 'zh'}-{dominant_script(entry['text'])}", entry["text"]
                else:
                    yield code, entry["text"]
        return
    for line in path.read_text("utf-8").splitlines():
        code, tab, text = line.partition("\t")
        if tab:
            yield code, text


def folded(tag: str) -> str:
    """Return a tag without the script of Chinese and Serbian."""
    return tag.partition("-")[0] if tag.startswith(("zh-", "sr-")) else tag


def run(name: str, texts: Sequence[str]) -> Mapping[str, Any] | None:
    """Return what an engine answered and what it cost, None where it is not installed."""
    command = [sys.executable, str(Path(__file__).with_name("language_engines.py")), name]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, input=json.dumps(list(texts)), capture_output=True, text=True, env=environment)
    if done.returncode == NOT_INSTALLED:
        return None
    if done.returncode:
        raise SystemExit(f"{name} failed: {done.stderr[-500:]}")
    return dict(json.loads(done.stdout))


def shares_of(gold: Sequence[str], answers: Sequence[str]) -> dict[str, float]:
    """Return the share right for each language."""
    right: dict[str, list[bool]] = defaultdict(list)
    for tag, answer in zip(gold, answers, strict=True):
        right[folded(tag)].append(folded(answer) == folded(tag))
    return {tag: sum(values) / len(values) for tag, values in right.items()}


def table(pairs: Pairs, names: Sequence[str]) -> None:
    """Print a row for each engine."""
    gold, texts = [tag for tag, _ in pairs], [text for _, text in pairs]
    size = sum(len(text.encode()) for text in texts) / len(texts)
    print(f"{len(texts)} texts of {size:.0f} bytes, {len(set(gold))} languages\n")
    print("| engine | all | known | cleaner there | best 75 | best 110 | µs | load s | MB |\n|---|---|---|---|---|---|---|---|---|")
    own = shares_of(gold, [guess.language for guess in identify_batch(texts)])
    for name in names:
        found = run(name, texts)
        if found is None:
            print(f"| {name} | not installed | | | | | | | |")
            continue
        shares = shares_of(gold, found["answers"])
        known = shares.keys() & {folded(tag) for tag in found["known"]}
        ranked = sorted(shares.values(), reverse=True)
        cells = [
            _mean(shares.values()), f"{_mean(shares[tag] for tag in known)} ({len(known)})", _mean(own[tag] for tag in known),
            _mean(ranked[:75]), _mean(ranked[:110]), f"{found['microseconds']:.0f}", f"{found['load']:.2f}", f"{found['memory']:.0f}",
        ]  # fmt: skip
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _mean(shares: Any) -> str:
    values = list(shares)
    return f"{100 * sum(values) / max(1, len(values)):.1f}"


def near(gold: Sequence[str], guesses: Sequence[Guess]) -> list[Row]:
    """Print and return how well languages are told from their neighbours."""
    rows = []
    print("\nNear languages\n\n| language | share right | what else was answered |\n|---|---|---|")
    answers: dict[str, Counter[str]] = defaultdict(Counter)
    for tag, guess in zip(gold, guesses, strict=True):
        answers[tag][guess.language] += 1
    for group in NEAR:
        for tag in group.split():
            if total := sum(answers[tag].values()):
                others = ", ".join(f"{other} {n}" for other, n in answers[tag].most_common(5) if other != tag)
                rows.append(Row("language near", tag, {"right": answers[tag][tag] / total}))
                print(f"| {tag} | {100 * answers[tag][tag] / total:.1f} | {others} |")
    return rows


def variants(codes: Sequence[str], guesses: Sequence[Guess]) -> None:
    """Print what is answered for regions and kinds of a language."""
    answers: dict[str, Counter[str]] = defaultdict(Counter)
    for code, guess in zip(codes, guesses, strict=True):
        answers[code][guess.language] += 1
    if any(code in answers for group in VARIANTS for code in group.split()[1:]):
        print("\nVariants\n\n| code | answered |\n|---|---|")
        for code in (code for group in VARIANTS for code in group.split() if code in answers):
            print(f"| {code} | {', '.join(f'{tag} {n}' for tag, n in answers[code].most_common(4))} |")


def reliability(gold: Sequence[str], guesses: Sequence[Guess]) -> list[Row]:
    """Print and return how many answers of a score are right: of all texts, of those in a language that `cleaner` knows."""
    print("\nThe score\n\n| score | answers | mean score | share right | of known languages |\n|---|---|---|---|---|")
    bins: dict[float, list[tuple[float, bool, bool]]] = defaultdict(list)
    known = set(known_languages())
    for tag, guess in zip(gold, guesses, strict=True):
        if guess.language != "und":
            low = 0.99 if guess.score >= 0.99 else 0.95 if guess.score >= 0.95 else int(guess.score * 10) / 10
            bins[low].append((guess.score, guess.language == tag, tag in known))
    error = 0.0
    total = sum(map(len, bins.values()))
    for low, values in sorted(bins.items()):
        score, right = (sum(value[i] for value in values) / len(values) for i in (0, 1))
        error += abs(score - right) * len(values) / max(1, total)
        own = [value[1] for value in values if value[2]]
        print(f"| from {low:.2f} | {len(values)} | {score:.3f} | {right:.3f} | {sum(own) / max(1, len(own)):.3f} |")
    sure = [right for low, values in bins.items() if low >= 0.9 for _, right, _ in values]
    print(f"\n{len(guesses) - total} of {len(guesses)} undecided; mean distance of score and share right {error:.3f}")
    return [Row("language", "score", {"right_from_0.9": sum(sure) / max(1, len(sure)), "distance": error})]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, the near languages and the reliability of the score; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("path", nargs="?", type=Path, default=EVAL)
    parser.add_argument("--documents", action="store_true", help="identify whole news documents")
    parser.add_argument("--only", default="", help=f"names of engines, separated by commas: {'; '.join(ENGINES)}")
    parser.add_argument("--every", type=int, default=1, help="look at every n-th text")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a figure is beyond its bound in floors.toml")
    given = parser.parse_args(arguments)
    path = CORPUS if given.documents else given.path
    if not path.is_file():
        print(f"skipped: there is no {path}", file=sys.stderr)
        return 0
    coded = list(read(path))[:: given.every]
    pairs = [(tag_of(code), text) for code, text in coded]
    names = [name for name in ENGINES if not given.only or name in given.only.split(",")]
    table(pairs, names)
    gold = [tag for tag, _ in pairs]
    guesses = identify_batch([text for _, text in pairs])
    rows = near(gold, guesses)
    variants([code for code, _ in coded], guesses)
    rows += reliability(gold, guesses)
    shares = sorted(shares_of(gold, [guess.language for guess in guesses]).values(), reverse=True)
    rows.append(Row("language", "sentences", {"best_75": sum(shares[:75]) / 75, "best_110": sum(shares[:110]) / 110}))
    if not given.check:
        return 0
    from benchmarks.quality import misses

    failed = misses(rows)
    for sentence in failed:
        print(sentence, file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

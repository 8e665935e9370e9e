"""Speed, side by side: `python -m benchmarks.speed [PART ...] [--documents N] [--dirty] [--long] [--peers-python PYTHON]`.

In: the corpus (see `corpus.py`). Out: tables on standard output. Parts: limit, stages, run, peers, start, growth, pages; all of
them where none is named. Wall time says what a user waits, CPU time what the work costs on a machine that others use too.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.speed import pages
from benchmarks.speed.corpus import ROOT, dirtied, read, write
from benchmarks.speed.cost import Cost, measure

CONFIG = ROOT / "configs" / "news_text.yaml"
PARTS = ("limit", "stages", "run", "peers", "start", "growth", "pages")
MEGABYTE = 1_000_000
PEER_DOCUMENTS = {"loop": 1_600, "datatrove-ftfy": 8_000, "datatrove": 1_600, "juicer": 4_000}
"""The slow ones get a part of the corpus, spread evenly; what the whole takes is their start, counted once, and as much more a megabyte."""


def row(name: str, cost: Cost, documents: int, size: int) -> str:
    """Return one line of a table: the speed and the cost of a command over so many documents and bytes."""
    megabytes = size / MEGABYTE
    return (
        f"| {name} | {documents} | {cost.wall:.1f} | {cost.cpu:.1f} | {documents / cost.wall:,.0f} | "
        f"{megabytes / cost.wall:.2f} | {cost.cpu * 1e6 / (size / 1024):.0f} | {cost.memory:.0f} |"
    )


HEAD = (
    "| | documents | wall s | CPU s | documents/s | MB/s | CPU µs/KB | peak MB |\n"
    "|---|---|---|---|---|---|---|---|"
)  # fmt: skip


def limit(path: Path, documents: int, size: int, work: Path) -> None:
    """Read JSON Lines and write Parquet, and nothing else, in one process: nothing that does both can be faster on one core."""
    code = (
        "import sys, pyarrow.json as j, pyarrow.parquet as p;"
        "p.write_table(j.read_json(sys.argv[1]), sys.argv[2], compression='zstd', compression_level=3)"
    )
    cost = measure([sys.executable, "-c", code, str(path), str(work / "limit.parquet")])
    print(row("reading and writing alone, no cleaning", cost, documents, size))


def stages(entries: Sequence[Mapping[str, str]], size: int) -> None:
    """Print what each stage costs a kilobyte: CPU seconds of one thread, in batches as a run makes them."""
    import pyarrow as pa

    from cleaner import load_config
    from cleaner.executors.worker import collect_less_often
    from cleaner.io.read.batches import BATCH_ROWS

    pipeline = load_config(CONFIG).pipeline()
    texts = [entry["text"] for entry in entries]
    batches = [
        pa.record_batch({"id": [str(i + j) for j in range(len(texts[i : i + BATCH_ROWS]))], "text": pa.array(texts[i : i + BATCH_ROWS])})
        for i in range(0, len(texts), BATCH_ROWS)
    ]
    pipeline(batches[0].slice(0, 20))  # loads models and rules
    collect_less_often()  # as workers do
    seconds: dict[str, float] = {}
    clock = time.perf_counter
    try:
        time.perf_counter = time.thread_time  # other processes' turns on the core are not ours
        started = time.thread_time()
        for batch in batches:  # once: what stages remember of a text would make a second round too fast
            for name, spent in pipeline(batch).seconds.items():
                seconds[name] = seconds.get(name, 0.0) + spent
        total = time.thread_time() - started
    finally:
        time.perf_counter = clock
    seconds |= {"rows to documents and back": total - sum(seconds.values()), "all": total}
    kilobytes = size / 1024
    print(f"\n{len(texts)} documents, {kilobytes / len(texts):.1f} KB each\n\n| stage | µs/KB | share |\n|---|---|---|")
    for name, spent in seconds.items():
        print(f"| {name} | {spent * 1e6 / kilobytes:.1f} | {spent / total:.0%} |")


def run_command(path: Path, output: Path, workers: int) -> list[str]:
    """Return the command of a whole run: all stages of `configs/news_text.yaml`, edits on."""
    command = [sys.executable, "-m", "cleaner", "run", "-c", str(CONFIG), "-i", str(path), "-o", str(output)]
    return [*command, "--mode", "overwrite", "--workers", str(workers), "--summary", "json"]


def ours(path: Path, documents: int, size: int, work: Path, name: str = "cleaner run") -> None:
    """Print a row for one and one for two workers."""
    for workers in (1, 2):
        cost = measure(run_command(path, work / f"out{workers}", workers))
        summary = json.loads(next(line for line in cost.output.splitlines() if line.startswith("{")))
        if summary["read"] != documents or summary["failed"]:
            raise SystemExit(f"the run read {summary['read']} of {documents} documents and {summary['failed']} failed")
        print(row(f"{name}, {workers} worker{'s' * (workers > 1)}", cost, documents, size), flush=True)


def peers(entries: Sequence[dict[str, str]], path: Path, size: int, pythons: Sequence[str], work: Path) -> None:
    """Print a row for each peer that one of the Pythons has, and how many times our run with two workers is faster.

    `path` holds all entries, `size` bytes. Our run is measured right before and behind each peer, and the mean of both is compared:
    the speed of a machine that others use may change from minute to minute.
    """
    ours_now = measure(run_command(path, work / "beside", 2))
    needed = {"loop": "langdetect", "datatrove-ftfy": "datatrove", "datatrove": "datatrove", "juicer": "data_juicer"}
    for name, module in needed.items():
        python = next((python for python in pythons if has(python, module)), None)
        if python is None:
            print(f"| {name}: not installed | | | | | | | |")
            continue
        count = min(len(entries), PEER_DOCUMENTS[name])
        part = [entries[i * len(entries) // count] for i in range(count)]
        try:
            (first, least), (rest, most) = (_peer(python, name, some, work) for some in (part[:1], part))
        except RuntimeError as error:
            print(f"| {name}: {str(error)[:200]} | | | | | | | |")
            continue
        times = (size - least) / max(1, most - least)
        whole = Cost(*(a + (b - a) * times for a, b in ((first.wall, rest.wall), (first.cpu, rest.cpu))), rest.memory, "")
        before, ours_now = ours_now, measure(run_command(path, work / "beside", 2))
        wall, cpu = whole.wall * 2 / (before.wall + ours_now.wall), whole.cpu * 2 / (before.cpu + ours_now.cpu)
        speed = f"cleaner, {before.wall:.1f} and {ours_now.wall:.1f} s beside it, is {wall:.1f} times as fast, in CPU time {cpu:.1f}"
        print(row(f"{name}, 2 workers, by {count} documents; {speed}", whole, len(entries), size), flush=True)


def _peer(python: str, name: str, entries: Sequence[dict[str, str]], work: Path) -> tuple[Cost, int]:
    """Return what a peer takes for some documents, and their bytes."""
    path, target = work / f"{name}.jsonl", work / name
    size = write(entries, path)
    shutil.rmtree(target, ignore_errors=True)
    return measure([python, str(Path(__file__).parent / "peers.py"), name, str(path), str(target), "2"]), size


def has(python: str, module: str) -> bool:
    """Whether a Python has a module."""
    code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({module!r}) is None)"
    try:
        measure([python, "-c", code])
    except (RuntimeError, OSError):
        return False
    return True


def small_input(work: Path) -> Path:
    """Write one small document."""
    path = work / "small.jsonl"
    path.write_text('{"id": "a", "text": "The minister said on Monday that the plan had failed."}\n', "utf-8")
    return path


def start(work: Path) -> None:
    """Print the seconds of commands that do next to nothing: the best of five."""
    small = small_input(work)
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import cleaner": [sys.executable, "-c", "import cleaner"],
        "cleaner --help": [sys.executable, "-m", "cleaner", "--help"],
        "cleaner run, one small document": run_command(small, work / "small", 1),
    }
    print("\n| start | wall s | CPU s |\n|---|---|---|")
    for name, command in commands.items():
        costs = [measure(command) for _ in range(5)]
        print(f"| {name} | {min(c.wall for c in costs):.2f} | {min(c.cpu for c in costs):.2f} |", flush=True)


def growth(entries: Sequence[dict[str, str]], work: Path, long: bool) -> None:
    """Print how cost grows with the number of documents (about 300 bytes each) and with their length."""
    small = [{"id": e["id"], "text": e["text"].encode()[:300].decode("utf-8", "ignore")} for e in entries]
    print("\nGrowth: the number of documents\n\n" + HEAD)
    for count in (1_000, 10_000, 100_000, 1_000_000) if long else (1_000, 10_000):
        many = [{"id": f"{i}", "text": small[i % len(small)]["text"]} for i in range(count)]
        path = work / "many.jsonl"
        size = write(many, path)
        print(row("2 workers", measure(run_command(path, work / "grown", 2)), count, size), flush=True)
    print("\nGrowth: the length of a document, 8 MB in all\n\n" + HEAD)
    whole = "\n\n".join(e["text"] for e in entries)
    for length in (1_000, 10_000, 100_000, 1_000_000):
        cut = [whole[at : at + length] for at in range(0, min(len(whole), 8_000_000), length)]
        path = work / "lengths.jsonl"
        size = write([{"id": f"{i}", "text": text} for i, text in enumerate(cut)], path)
        print(row(f"{length:,} characters", measure(run_command(path, work / "grown", 2)), len(cut), size), flush=True)


def main() -> None:
    """Parse and run the parts."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--documents", type=int, default=None, help="documents of the corpus, spread evenly (all)")
    parser.add_argument("--dirty", action="store_true", help="measure the stages on the dirtied copy")
    parser.add_argument("--long", action="store_true", help="grow to a million documents")
    parser.add_argument("--peers-python", action="append", default=[], help="a Python that has a peer installed; repeatable")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"unknown part {', '.join(sorted(unknown))}; known are {', '.join(PARTS)}")
    wanted = options.parts or PARTS
    if "pages" in wanted:
        print(pages.table(), flush=True)
        if wanted == ["pages"]:
            return
    entries = read(options.documents)
    dirty = dirtied(entries)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        path, dirty_path = work / "corpus.jsonl", work / "dirty.jsonl"
        size, dirty_size = write(entries, path), write(dirty, dirty_path)
        measure(run_command(small_input(work), work / "first", 1))  # not the first run after an installation
        if {"limit", "run", "peers"} & set(wanted):
            print(HEAD)
        if "limit" in wanted:
            limit(path, len(entries), size, work)
        if "run" in wanted:
            ours(path, len(entries), size, work)
            ours(dirty_path, len(dirty), dirty_size, work, "cleaner run, dirtied copy")
        if "peers" in wanted:
            peers(entries, path, size, [sys.executable, *options.peers_python], work)
        if "stages" in wanted:
            stages(dirty if options.dirty else entries, dirty_size if options.dirty else size)
        if "start" in wanted:
            start(work)
        if "growth" in wanted:
            growth(entries, work, options.long)


if __name__ == "__main__":
    main()

"""Faults of processes: kills, documents that kill, signals. Small counts by default; `CLEANER_SOAK=n` multiplies them."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import cleaner

SOAK = int(os.environ.get("CLEANER_SOAK", "1"))
LINUX = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc, as on Linux")


def failed(output: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(output / "failed").to_pylist()
    return rows


def kept(output: Path) -> list[str]:
    ids: list[str] = pq.read_table(output / "documents", columns=["id"]).column("id").to_pylist()
    return ids


def places() -> list[str]:
    """The names of all failpoints, from the source, so that none is forgotten."""
    root = Path(cleaner.__file__).parent
    return sorted({name for path in root.rglob("*.py") for name in re.findall(r'failpoint\("(\w+)"\)', path.read_text("utf-8"))})


def children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def workers_of(pid: int) -> list[int]:
    """The workers of a run, which are forked by its only child."""
    return [worker for server in children(pid) for worker in children(server)]


def is_worker(pid: int) -> bool:
    """Whether a process is a worker or the server that forks them."""
    try:
        return b"cleaner" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def wait_for(condition: Any, seconds: float = 20) -> Any:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError("waited in vain")


@pytest.fixture
def golden(bench: Any) -> str:
    """The fingerprint of an undisturbed run over the same input; its output is gone again."""
    bench.write_documents(700, files=2)
    bench.run("--workers", "2")
    word: str = bench.fingerprint()
    subprocess.run(["rm", "-r", str(bench.output.parent)], check=True)
    return word


def test_fault_01_killed_at_every_failpoint(bench: Any, golden: str) -> None:
    assert len(places()) >= 15
    for place in places():
        for number in ("1", "2", "5")[:SOAK]:
            bench.environment["CLEANER_FAILPOINT"] = f"{place}:{number}"
            process = bench.start("--mode", "overwrite", "--workers", "2")
            process.communicate(timeout=60)
            bench.environment.clear()
            bench.run("--mode", "overwrite", "--workers", "2")
            assert bench.fingerprint() == golden, f"{place}:{number}"


def test_fault_01_killed_at_random(bench: Any, golden: str) -> None:
    chance = random.Random(1)
    killed = 0
    while killed < 25 * SOAK:
        subprocess.run(["rm", "-rf", str(bench.output.parent)], check=True)
        for _ in range(4):
            process = bench.start("--mode", "overwrite", "--workers", "2")
            time.sleep(chance.uniform(0.1, 1.2))
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                killed += 1
            process.communicate()
            if bench.output.exists():
                assert bench.fingerprint() == golden
        bench.run("--mode", "overwrite", "--workers", "2")
        assert bench.fingerprint() == golden
        assert bench.call("verify", "output/news").returncode == 0


@LINUX
def test_fault_02_a_killed_worker_is_replaced(bench: Any, golden: str) -> None:
    chance = random.Random(2)
    killed = 0
    while killed < 4 * SOAK:
        process = bench.start("--mode", "overwrite", "--workers", "2")
        wait_for(lambda process=process: process.poll() is not None or workers_of(process.pid))
        time.sleep(chance.uniform(0, 0.3))
        if process.poll() is None and (workers := workers_of(process.pid)):
            os.kill(chance.choice(workers), signal.SIGKILL)
            killed += 1
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        assert bench.fingerprint() == golden


@LINUX
def test_fault_02_a_killed_fork_server_is_started_again_and_its_workers_are_replaced(bench: Any, golden: str) -> None:
    chance = random.Random(3)
    replaced = 0
    for _ in range(3 * SOAK):
        process = bench.start("--mode", "overwrite", "--workers", "2", "--log-format", "json")
        servers = wait_for(lambda pid=process.pid: children(pid))
        if chance.random() < 0.7:
            wait_for(lambda process=process: process.poll() is not None or workers_of(process.pid))
        time.sleep(chance.uniform(0, 0.3))
        if process.poll() is None:
            os.kill(servers[0], signal.SIGKILL)
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        assert bench.fingerprint() == golden
        replaced += "it is replaced" in errors
    assert replaced


def write_poison(bench: Any) -> None:
    """A hundred documents and one that a stage chokes on."""
    bench.write_documents(100)
    with open(bench.folder / "input/000.jsonl", "a") as file:
        file.write(json.dumps({"id": "poison", "text": "This text holds some POISON, and nothing else that matters."}) + "\n")


HOARD = "hoard = []\n    while True:\n        hoard.append(bytes(50_000_000))"
POISON = {
    "segfault": "if 'POISON' in document.text: ctypes.string_at(0)",
    "quit": "if 'POISON' in document.text: os._exit(0)",
    "abort": "if 'POISON' in document.text: os.abort()",
}


@pytest.mark.parametrize("kind", POISON)
def test_fault_03_a_document_that_kills_is_put_aside(bench: Any, kind: str) -> None:
    bench.install({kind: POISON[kind]})
    bench.configure(("mojibake", kind, "too_short"))
    bench.write_documents(1000)
    path = bench.folder / "input/000.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    poisoned = sorted(random.Random(3).sample(range(1000), 2 * SOAK))
    for i in poisoned:
        lines[i]["text"] += " POISON"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = bench.run("--workers", "2", timeout=600)
    rows = failed(bench.output)
    assert [row["id"] for row in rows] == [f"d{i:06d}" for i in poisoned]
    assert {row["error"] for row in rows} == {"worker_died"}
    assert len(kept(bench.output)) == 1000 - len(poisoned)
    assert "put aside" in done.stderr


@LINUX
@pytest.mark.parametrize("body", ["while True:\n        pass", "import re; re.match('(a+)+$', 'a' * 60 + 'b')"], ids=["python", "c"])
def test_fault_04_a_document_that_never_ends_is_put_aside(bench: Any, body: str) -> None:
    bench.install({"endless": f"if 'POISON' in document.text:\n    {body}"})
    bench.configure(("mojibake", "endless", "too_short"), limits={"cpu_seconds": 1.0})
    write_poison(bench)
    started = time.monotonic()
    bench.run()
    assert time.monotonic() - started < 30
    assert [(row["id"], row["error"]) for row in failed(bench.output)] == [("poison", "timeout")]
    assert len(kept(bench.output)) == 100


@LINUX
@pytest.mark.parametrize("body", [HOARD, "bytearray(10**12)"], ids=["slow", "at_once"])
def test_fault_05_a_document_that_fills_the_memory_is_put_aside(bench: Any, body: str) -> None:
    bench.install({"greedy": f"if 'POISON' in document.text:\n    {body}"})
    bench.configure(("mojibake", "greedy", "too_short"), limits={"memory_bytes": 600_000_000})
    write_poison(bench)
    bench.run()
    assert [(row["id"], row["error"]) for row in failed(bench.output)] == [("poison", "memory")]
    assert len(kept(bench.output)) == 100


@LINUX
def test_fault_06_workers_die_with_their_parent(bench: Any) -> None:
    bench.install({"sleepy": "time.sleep(0.01)"})
    bench.configure(("sleepy",))
    bench.write_documents(2000, files=2)
    for _ in range(2 * SOAK):
        process = bench.start("--mode", "overwrite", "--workers", "2")
        workers = wait_for(lambda pid=process.pid: len(found := workers_of(pid)) == 2 and found + children(pid))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        wait_for(lambda pids=workers: not any(is_worker(pid) for pid in pids), 5)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_fault_07_a_signal_ends_the_run_and_the_next_goes_on(bench: Any, golden: str, number: signal.Signals, code: int) -> None:
    ended = []
    for delay in (0.3, 0.5, 0.7, 0.9, 1.1) * SOAK:
        process = bench.start("--mode", "overwrite", "--workers", "1")
        time.sleep(delay)
        with suppress(ProcessLookupError):  # a fast machine is done
            os.killpg(process.pid, number)
        _, errors = process.communicate(timeout=35)
        ended.append(process.returncode)
        if process.returncode and errors:
            assert process.returncode == code, errors
            assert "nothing was published" in errors
        else:  # it was over, or had not begun
            assert process.returncode in (0, code, -number)
    assert code in ended
    bench.run("--mode", "overwrite")
    assert bench.fingerprint() == golden


def test_fault_07_the_second_signal_ends_at_once(bench: Any) -> None:
    bench.install({"sleepy": "time.sleep(0.02)"})
    bench.configure(("sleepy",))
    bench.write_documents(2000)
    process = bench.start("--workers", "1", "--log-format", "json")
    assert process.stderr is not None
    assert '"started"' in process.stderr.readline()
    time.sleep(0.5)
    os.kill(process.pid, signal.SIGTERM)
    assert '"stopping"' in process.stderr.readline()
    started = time.monotonic()
    os.kill(process.pid, signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 143
    assert time.monotonic() - started < 5
    assert not bench.output.exists()


def test_fault_08_only_the_fork_server_forks() -> None:
    """And it is forked off a process without threads or none, so that no lock of another thread comes along with a worker."""
    sources = {path.name: path.read_text("utf-8") for path in Path(cleaner.__file__).parent.rglob("*.py")}
    forking = {name for name, source in sources.items() if re.search(r"os\.fork\(|multiprocessing|ProcessPool", source)}
    assert forking == {"fork_server.py"}
    assert "threading" not in sources["fork_server.py"]


@pytest.mark.parametrize(("threads", "here", "own"), [(0, True, False), (0, False, True), (1, True, True)])
def test_fault_08_a_process_with_threads_forks_nothing_off(threads: int, here: bool, own: bool) -> None:
    """In an interpreter of its own: this one may have threads."""
    program = f"""
import subprocess, threading
from cleaner.executors.spawn import ForkServer
done = threading.Event()
for _ in range({threads}):
    threading.Thread(target=done.wait).start()
server = ForkServer(here={here})
server.fork()
print(isinstance(server._process, subprocess.Popen))
server.end()
done.set()
"""
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert answer.stdout.split() == [str(own)]


def test_fault_08_many_workers_start_and_none_hangs(bench: Any) -> None:
    bench.configure(("mojibake", "language", "dateline", "line_noise"), limits={"shard_bytes": 1})
    bench.write_documents(80, files=40)
    for _ in range(SOAK):
        assert bench.summary("--mode", "overwrite", "--workers", "40")["documents"] == 80


def test_fault_08_a_run_from_a_thread_of_a_program_that_uses_pyarrow(bench: Any) -> None:
    bench.write_documents(50)
    program = (
        "import threading, pyarrow as pa, pyarrow.compute as pc\n"
        "pc.sum(pa.array(range(1_000_000)))\n"
        "from cleaner import load_config\nfrom cleaner.run import run\n"
        "config = load_config('config.yaml')\n"
        "thread = threading.Thread(target=lambda: print(run(config)['documents']))\n"
        "thread.start(); thread.join()\n"
    )
    command = [bench.command()[0], "-c", program]
    done = subprocess.run(command, cwd=bench.folder, env=bench.whole_environment(), capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "50", done.stderr


@LINUX
def test_fault_09_memory_does_not_grow_with_the_documents() -> None:
    """Cleans the same documents again and again in one process; the slope of its memory is what leaks."""
    program = """
import sys, pyarrow as pa
from pathlib import Path
from cleaner.pipeline import Pipeline
names = ["mojibake", "invisible_character", "script", "language", "header_field", "foreign_script", "byline", "headline", "dateline",
         "lost_apostrophe", "mixed_quotation_mark", "too_short"]
pipeline = Pipeline.from_names(*names)
def batch(k):
    texts = []
    for i in range(500):
        texts.append(f"RIVERTON, Ohio (AP) - Sentence {k * 500 + i} of {i} stories dont matter.\\n\\nIt is {'so ' * (i % 97)}long.")
    return pa.RecordBatch.from_pydict({"id": [str(i) for i in range(500)], "text": texts})
def memory():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
rounds = int(sys.argv[1])
for k in range(20): pipeline(batch(k))
before = memory()
for k in range(20, 20 + rounds): pipeline(batch(k))
print((memory() - before) / (rounds * 500) * 10_000)
"""
    import sys

    done = subprocess.run([sys.executable, "-c", program, str(40 * SOAK)], capture_output=True, text=True, timeout=600 * SOAK)
    assert float(done.stdout) < 4_000_000 if SOAK == 1 else float(done.stdout) < 1_000_000, done.stderr

"""Faults of disks, locks and readers. Small counts by default; `CLEANER_SOAK=n` multiplies them."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.verify import verify

SOAK = int(os.environ.get("CLEANER_SOAK", "1"))
OPERATIONS = ("write", "fsync", "fsync_folder", "rename", "journal", "journal_fsync", "exchange")


@pytest.mark.parametrize("place", OPERATIONS)
@pytest.mark.parametrize("code", ["ENOSPC", "EIO"][:SOAK])
def test_fault_10_and_11_the_nth_operation_fails(bench: Any, place: str, code: str) -> None:
    """SQLite's loop: the first write, fsync, rename fails, then the second, until the run gets through."""
    bench.write_documents(8)
    bench.run()
    old = bench.fingerprint()
    bench.write_documents(9, seed=8)
    bench.run("--mode", "overwrite", "-o", "output/golden")
    golden = "".join(sorted(path.name for path in (bench.folder / "output/golden").rglob("part-*")))
    reached = 0
    for n in range(1, 400) if SOAK > 1 else (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233):
        bench.environment["CLEANER_FAILPOINT"] = f"{place}:{n}:exc:{code}"
        done = bench.run("--mode", "overwrite", "--workers", "1", code=None)
        bench.environment.clear()
        if done.returncode == 0:
            break
        reached += 1
        assert done.returncode == 3, done.stderr
        assert "output/.news.cleaner" in done.stderr or str(bench.output) in done.stderr, done.stderr
        names = "".join(sorted(path.name for path in bench.output.rglob("part-*")))
        assert bench.fingerprint() == old or names == golden
        list(verify(str(bench.output)))
        if n in (5, 21) or SOAK > 1:  # a run with space in between goes on and succeeds
            bench.run("--mode", "overwrite")
            assert "".join(sorted(path.name for path in bench.output.rglob("part-*"))) == golden
            bench.write_documents(8)
            bench.run("--mode", "overwrite")
            old = bench.fingerprint()  # the manifest knows when the input was written
            bench.write_documents(9, seed=8)
    assert reached >= 1, f"{place} was never passed"
    assert "".join(sorted(path.name for path in bench.output.rglob("part-*"))) == golden


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize("inject", ["write:error=ENOSPC:when={n}+", "fsync:error=EIO:when={n}", "rename:error=EACCES:when={n}"])
def test_fault_11_the_system_refuses(bench: Any, inject: str) -> None:
    probe = subprocess.run(["strace", "-f", "-e", "trace=none", "true"], capture_output=True)
    if probe.returncode:
        pytest.skip("strace may not trace here")
    bench.write_documents(8)
    bench.run()
    old = bench.fingerprint()
    bench.write_documents(9, seed=8)
    bench.run("-o", "output/golden")
    golden = sorted(path.name for path in (bench.folder / "output/golden").rglob("part-*"))
    path = str(bench.output.parent)
    for n in (1, 2, 4):
        command = ["strace", "-f", "-qq", "-o", "/dev/null", "-P", path, "-e", f"inject={inject.format(n=n)}"]
        done = subprocess.run(
            [*command, *bench.command("run", "-c", str(bench.config), "--mode", "overwrite", "--workers", "1")],
            cwd=bench.folder, env=bench.whole_environment(), capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode in (0, 3), done.stderr
        list(verify(str(bench.output)))
        if done.returncode == 0:
            break
        names = sorted(path.name for path in bench.output.rglob("part-*"))
        assert bench.fingerprint() == old or names == golden
    bench.run("--mode", "overwrite")


def test_fault_10_files_may_not_grow(bench: Any) -> None:
    bench.write_documents(3000, files=1)
    script = f"ulimit -f 40; exec {sys.executable} -m cleaner run -c config.yaml"
    environment = bench.whole_environment()
    done = subprocess.run(["bash", "-c", script], cwd=bench.folder, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 3, done.stderr
    assert "output/.news.cleaner" in done.stderr
    assert not bench.output.exists()
    bench.run()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_fault_11_a_folder_that_may_not_be_written(bench: Any) -> None:
    bench.write_documents(3)
    bench.output.parent.mkdir(mode=0o500)
    done = bench.run(code=3)
    assert "output" in done.stderr


def test_fault_11_an_output_under_a_file(bench: Any) -> None:
    bench.write_documents(3)
    bench.output.parent.write_text("a file")
    done = bench.run(code=3)
    assert "output" in done.stderr


def test_fault_12_names_reach_the_disk_before_the_journal_says_so(bench: Any) -> None:
    """After each part the order of system calls is fsync of the file, rename, fsync of its folder, then the journal and its fsync."""
    if shutil.which("strace") is None:
        pytest.skip("needs strace")
    bench.write_documents(50)
    trace = bench.folder / "trace"
    command = ["strace", "-f", "-qq", "-y", "-o", str(trace), "-e", "trace=fsync,rename,renameat2,write"]
    done = subprocess.run(
        [*command, *bench.command("run", "-c", str(bench.config), "--workers", "1")],
        cwd=bench.folder, env=bench.whole_environment(), capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    if "ptrace" in done.stderr:
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    events = []
    for line in trace.read_text(errors="replace").splitlines():
        for word, wanted in {
            "written": ("fsync(", ".part-00000.writing"), "renamed": ("rename(", 'documents/part-00000'),
            "folder": ("fsync(", "dataset/documents>"), "noted": ("fsync(", "journal.jsonl>"), "published": ("rename(", 'output/news")'),
        }.items():  # fmt: skip
            if all(part in line for part in wanted) and "dataset/edits" not in line:
                events.append(word)
    order = [events.index(word) for word in ("written", "renamed", "folder")]
    order += [len(events) - 1 - events[::-1].index("noted"), events.index("published")]
    assert order == sorted(order), events


def test_fault_13_one_of_two_runs_wins(bench: Any) -> None:
    bench.install({"sleepy": "time.sleep(0.005)"})
    bench.configure(("mojibake", "sleepy"))
    bench.write_documents(200)
    for count in [2, 8][: 1 + SOAK]:
        shutil.rmtree(bench.output.parent, ignore_errors=True)
        processes = [bench.start("--workers", "1") for _ in range(count)]
        results = [(process.communicate(timeout=120)[1], process.returncode) for process in processes]
        codes = sorted(code for _, code in results)
        assert codes[0] == 0
        assert set(codes[1:]) <= {2, 3}, results
        assert all("lock held by pid" in text or "a dataset exists" in text for text, code in results if code)
        assert bench.call("verify", "output/news").returncode == 0


def test_fault_14_a_stale_lock(bench: Any) -> None:
    bench.write_documents(3)
    workspace = bench.output.parent / ".news.cleaner"
    workspace.mkdir(parents=True)
    (workspace / "lock").touch()
    (workspace / "owner.json").write_text(json.dumps({"pid": 4_000_000, "host": "elsewhere"}))
    done = bench.run(code=3)
    assert "pid 4000000 on elsewhere" in done.stderr
    assert "--break-lock" in done.stderr
    bench.run("--break-lock")
    import socket

    (workspace / "owner.json").write_text(json.dumps({"pid": 4_000_000, "host": socket.gethostname()}))
    bench.run("--mode", "overwrite")


def test_fault_15_input_that_changes_under_the_run(bench: Any) -> None:
    bench.install({"sleepy": "time.sleep(0.005)"})
    bench.configure(("mojibake", "sleepy"))
    for change in ("append", "remove", "touch"):
        bench.write_documents(300)
        path = bench.folder / "input/000.jsonl"
        process = bench.start("--workers", "1", "--log-format", "json")
        assert process.stderr is not None
        process.stderr.readline()
        time.sleep(0.3)
        if change == "append":
            path.write_text(path.read_text() + '{"id": "more", "text": "More."}\n')
        elif change == "remove":
            path.unlink()
        else:
            os.utime(path, ns=(1, 1))
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 1, errors
        assert "000.jsonl" in errors
        assert not bench.output.exists()


def test_fault_16_readers_never_see_a_mixture(bench: Any) -> None:
    """Readers that open the dataset again and again while it is replaced see all rows of one run; a name that is gone is no mixture."""
    bench.write_documents(120, files=3, seed=1)
    bench.run()
    wrong: list[str] = []
    reads = retried = 0
    done = threading.Event()

    def read() -> None:
        nonlocal reads, retried
        while not done.is_set():
            try:
                table = pq.read_table(bench.output / "documents", columns=["id", "text"])
            except FileNotFoundError:
                retried += 1
                continue
            except pa.ArrowInvalid as error:  # the folder was listed when it had been replaced and emptied
                retried += 1
                if "No match for FieldRef" not in str(error):
                    wrong.append(str(error))
                continue
            reads += 1
            if table.num_rows not in (120, 150):
                wrong.append(f"{table.num_rows} rows")

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for i in range(3 * SOAK):
            bench.write_documents(150 if i % 2 == 0 else 120, files=3, seed=i)
            bench.run("--mode", "overwrite")
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert not wrong
    assert reads > 50
    assert retried <= reads / 100


@pytest.mark.parametrize("kind", ["flip", "truncate", "delete", "extra", "manifest"])
def test_fault_18_damage_is_found(bench: Any, kind: str) -> None:
    bench.write_documents(40)
    bench.run()
    chance = random.Random(kind)
    whole = bench.folder / "whole"
    shutil.copytree(bench.output, whole)
    for _ in range(10 * SOAK):
        shutil.rmtree(bench.output)
        shutil.copytree(whole, bench.output)
        file = chance.choice(sorted(path for path in bench.output.rglob("*.parquet")))
        data = bytearray(file.read_bytes())
        name = file.relative_to(bench.output).as_posix()
        if kind == "flip":
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            file.write_bytes(data)
        elif kind == "truncate":
            file.write_bytes(data[: chance.randrange(len(data))])
        elif kind == "delete":
            file.unlink()
        elif kind == "extra":
            name = f"{name}.copy"
            (bench.output / name).write_bytes(data)
        else:
            name = "manifest.json"
            manifest = json.loads((bench.output / name).read_text())
            manifest["counts"][chance.choice(["documents", "read", "edits"])] += 1
            (bench.output / name).write_text(json.dumps(manifest))
        done = bench.call("verify", "output/news") if _ == 0 else None
        if done is not None:
            assert done.returncode == 1
            assert name in done.stderr
        else:
            with pytest.raises(Exception, match=name.rpartition("/")[2]):
                list(verify(str(bench.output)))


def test_fault_18_an_account_that_does_not_add_up(bench: Any) -> None:
    """A dataset whose files are as the manifest says, but whose edits are not those of its texts."""
    import hashlib

    bench.write_documents(40)
    bench.run()
    file = next((bench.output / "edits").iterdir())
    table = pq.read_table(file)
    columns = table.to_pydict()
    columns["removed"][0] += "x"
    pq.write_table(type(table).from_pydict(columns, schema=table.schema), file)
    manifest = json.loads((bench.output / "manifest.json").read_text())
    for facts in manifest["files"]:
        if facts["path"].startswith("edits/"):
            facts |= {"bytes": file.stat().st_size, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
    (bench.output / "manifest.json").write_text(json.dumps(manifest))
    done = bench.call("verify", "output/news")
    assert done.returncode == 1
    assert "characters removed" in done.stderr


ZONES = ["UTC", "Asia/Tokyo", "America/St_Johns", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Casablanca", "Antarctica/Troll"]


def test_fault_19_the_place_and_language_of_the_machine_change_nothing(bench: Any) -> None:
    bench.configure(("mojibake", "header_field", "dateline", "too_short"))
    folder = bench.folder / "input"
    folder.mkdir()
    text = "date 2019-02-06\n\nWASHINGTON, Feb. 29 (Reuters) - The talks went on through the night.\n\nThey ended late.\n"
    (folder / "a.txt").write_text(text)
    words = set()
    for i, zone in enumerate(ZONES):
        bench.environment = {"TZ": zone, "LC_ALL": ["C", "C.UTF-8", "tr_TR.UTF-8"][i % 3], "PYTHONHASHSEED": str(i)}
        bench.run("--mode", "overwrite")
        words.add(bench.fingerprint())
    assert len(words) == 1


@pytest.mark.parametrize("other", ["config", "input", "garbage"])
def test_fault_20_what_another_run_left_is_not_taken_over(bench: Any, other: str) -> None:
    bench.write_documents(600)
    bench.environment["CLEANER_FAILPOINT"] = "before_manifest:1"
    bench.run(code=None)
    bench.environment.clear()
    staging = bench.output.parent / ".news.cleaner" / "staging"
    assert (staging / "journal.jsonl").exists()
    if other == "config":
        bench.configure(("mojibake", "too_short"))
    elif other == "input":
        bench.write_documents(601)
    else:
        (staging / "journal.jsonl").write_bytes(b"\x00\xffnonsense\n{}\n")
    done = bench.run()
    assert "starting anew" in done.stderr or other == "garbage"
    word = bench.fingerprint()
    bench.run("-o", "output/again/news")
    again = bench.folder / "output/again/news"
    assert sorted(p.name for p in again.rglob("part-*")) == sorted(p.name for p in bench.output.rglob("part-*")), word


@settings(max_examples=60 * SOAK, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_fault_39_no_name_from_a_document_becomes_a_path(tmp_path_factory: pytest.TempPathFactory, ids: list[str]) -> None:
    from cleaner import load_config
    from cleaner.executors import local
    from cleaner.executors.base import Attempt, Job
    from cleaner.executors.clean import clean_shard
    from cleaner.plan import make_plan

    assert local.LocalExecutor
    folder = tmp_path_factory.mktemp("ids")
    hostile = ["../../up", "/abs", "a\0b", "CON", "a=b", "x" * 5000, *ids]
    rows = [{"id": id_, "text": "A text.", "language": id_} for id_ in hostile]
    (folder / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    config = folder / "c.yaml"
    output, path = folder / "out", folder / "in.jsonl"
    config.write_text(json.dumps({"version": 1, "input": {"paths": [str(path)]}, "stages": ["mojibake"], "output": {"path": str(output)}}))
    loaded = load_config(config)
    scratch = folder / "scratch"
    scratch.mkdir()
    job = Job(loaded, output, scratch, {})
    result = clean_shard(job, loaded.pipeline(), make_plan(loaded).shards[0], Attempt(), _NoMark(), lambda done, seen: None)
    assert result.account.read == len(rows)
    assert {p.name for p in folder.iterdir()} == {"in.jsonl", "c.yaml", "out", "scratch"}
    assert all(file.path.partition("/")[2].startswith("part-00000-") for file in result.files)


class _NoMark:
    def batch(self, number: int, first: int) -> None:
        pass

    def row(self, place: int) -> None:
        pass


def test_fault_40_an_output_that_is_a_link_is_refused(bench: Any) -> None:
    bench.write_documents(3)
    (bench.folder / "elsewhere").mkdir()
    bench.output.parent.mkdir()
    bench.output.symlink_to(bench.folder / "elsewhere")
    assert "symbolic link" in bench.run("--mode", "overwrite", code=2).stderr
    assert not list((bench.folder / "elsewhere").iterdir())


def test_fault_40_nobody_else_looks_into_the_staging_folder(bench: Any) -> None:
    bench.write_documents(3)
    bench.environment["CLEANER_FAILPOINT"] = "before_manifest:1"
    bench.run(code=None)
    staging = bench.output.parent / ".news.cleaner"
    assert staging.stat().st_mode & 0o077 == 0
    assert (staging / "staging").stat().st_mode & 0o077 == 0

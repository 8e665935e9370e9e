"""What a command costs. In: a command. Out: wall and CPU seconds of it and all its children, and the memory of all at their peak."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple


class Cost(NamedTuple):
    """Seconds on the wall, seconds of CPU (user and system, children too), peak of resident memory of all processes in MB."""

    wall: float
    cpu: float
    memory: float
    output: str


def measure(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command and say what it cost. Raises `RuntimeError` with its last lines where it fails."""
    before, started = os.times(), time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**_as_installed(), **(environment or {})}
    )
    done, peak, spent = Event(), [0.0], dict[int, float]()
    watcher = Thread(target=_watch, args=(process.pid, done, peak, spent), daemon=True)
    watcher.start()
    output = process.communicate()[0]
    wall = time.perf_counter() - started
    done.set()
    watcher.join()
    after = os.times()
    if process.returncode:
        raise RuntimeError(f"{command[0]} failed: {' | '.join(output.splitlines()[-4:])}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(wall, max(cpu, sum(spent.values())), peak[0], output)  # the system forgets children that nobody waits for


def _as_installed() -> dict[str, str]:
    """The environment, in which byte code is kept between processes, as that of installed packages is."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _watch(pid: int, done: Event, peak: list[float], spent: dict[int, float]) -> None:
    """Keep the greatest sum of proportional memory of a process and its children, and the CPU seconds that each was last seen
    with; without /proc both stay 0."""
    while sys.platform == "linux" and not done.wait(0.1):
        family = _family(pid)
        peak[0] = max(peak[0], sum(map(_memory, family)))
        spent.update((member, seconds) for member in family if (seconds := _seconds(member)))


def _seconds(pid: int) -> float:
    try:
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def _family(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += [int(child) for child in children.read_text().split() if int(child) not in found]
            except OSError:
                continue
    return found


def _memory(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("Pss:")) / 1024

"""What tests of whole runs share: made-up input, configs, the command as a child, fingerprints of what came out."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

SENTENCES = (
    "The council of Riverton voted on Tuesday to keep the old bridge open until the spring.",
    "Engineers had warned that its northern pillar was no longer safe for heavy lorries.",
    "“We do not want to lose the only road to the harbour,” the mayor, Ann Hill, said.",
    "Der Stadtrat hat am Dienstag beschlossen, die alte Brücke bis zum Frühjahr offen zu halten.",
    "Le conseil municipal a décidé mardi de garder le vieux pont ouvert jusqu’au printemps.",
    "Совет города решил во вторник оставить старый мост открытым до весны.",
    "市议会周二决定在春天之前保持旧桥开放。",
)
DIRT = ("Read More »", "Share on Facebook", "It\u200bis \u00e2\u20ac\u0153odd\u00e2\u20ac\u009d.", "")


class Workbench:
    """A folder to work in, with input, config and output of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "config.yaml"
        self.output = folder / "output" / "news"
        self.environment: dict[str, str] = {}
        self.configure()

    def configure(self, stages: tuple[Any, ...] = ("mojibake", "invisible_character", "too_short"), **sections: Any) -> None:
        """Write the config; JSON is YAML."""
        facts: dict[str, Any] = {"version": 1, "input": {"paths": ["input/*"]}, "stages": list(stages), "output": {"path": "output/news"}}
        facts["limits"] = {"shard_bytes": 100_000}
        for name, values in sections.items():
            facts[name] = {**facts.get(name, {}), **values} if isinstance(values, Mapping) else values
        self.config.write_text(json.dumps(facts))

    def write_documents(self, count: int, files: int = 1, seed: int = 7) -> None:
        """Make `count` documents in `files` files of JSON Lines."""
        chance = random.Random(seed)
        (self.folder / "input").mkdir(exist_ok=True)
        lines: list[list[str]] = [[] for _ in range(files)]
        for i in range(count):
            paragraphs = chance.choices(SENTENCES, k=chance.randint(3, 12)) + chance.choices(DIRT, k=1)
            lines[i * files // count].append(json.dumps({"id": f"d{i:06d}", "text": "\n\n".join(paragraphs), "page": i}))
        for i, rows in enumerate(lines):
            (self.folder / "input" / f"{i:03d}.jsonl").write_text("\n".join(rows) + "\n")

    def command(self, *arguments: str) -> list[str]:
        """The command line of `cleaner` with these arguments."""
        return [sys.executable, "-m", "cleaner", *arguments]

    def run(self, *arguments: str, code: int | None = 0, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """`cleaner run`, with the exit code that is expected."""
        done = self.call("run", "-c", str(self.config), *arguments, timeout=timeout)
        assert code is None or done.returncode == code, done.stderr
        return done

    def call(self, *arguments: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Any command, to its end."""
        return subprocess.run(  # in a session of its own: a failpoint kills the whole group
            self.command(*arguments), cwd=self.folder, env=self.whole_environment(), text=True, capture_output=True, timeout=timeout,
            start_new_session=True,
        )

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """`cleaner run` in a process group of its own, left running."""
        return subprocess.Popen(
            self.command("run", "-c", str(self.config), *arguments), cwd=self.folder, env=self.whole_environment(), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def whole_environment(self) -> dict[str, str]:
        root = str(Path(__file__).resolve().parents[1])
        path = os.pathsep.join(filter(None, (self.environment.get("PYTHONPATH"), root, os.environ.get("PYTHONPATH"))))
        return dict(os.environ) | self.environment | {"PYTHONPATH": path}

    def summary(self, *arguments: str) -> dict[str, Any]:
        """The summary of a run that must succeed."""
        found: dict[str, Any] = json.loads(self.run("--summary", "json", *arguments).stdout)
        return found

    def fingerprint(self) -> str:
        """One word for the bytes of the dataset; the times of a run are left out."""
        return fingerprint_of(self.output)

    def install(self, stages: Mapping[str, str]) -> None:
        """Make a distribution that adds stages: name -> body of `process(self, document)`; `return NOTHING` ends each."""
        site = self.folder / "site"
        info = site / "poison-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: poison\nVersion: 1.0\n")
        points = "\n".join(f"{name} = poison:{name.title()}" for name in stages)
        (info / "entry_points.txt").write_text(f"[cleaner.stages]\n{points}\n")
        source = ["import ctypes, os, signal, time", "from dataclasses import dataclass", "from typing import ClassVar"]
        source += ["from cleaner.stage import NOTHING, Stage"]
        for name, body in stages.items():
            source += ["@dataclass(frozen=True)", f"class {name.title()}(Stage):", '    """A stage that misbehaves."""']
            source += [f"    name: ClassVar[str] = {name!r}", "    def process(self, document):"]
            source += [f"        {line}" for line in body.splitlines()] + ["        return NOTHING"]
        (site / "poison.py").write_text("\n".join(source) + "\n")
        self.environment["PYTHONPATH"] = str(site)


def fingerprint_of(output: Path) -> str:
    """One word for all files of a dataset but its times."""
    digest = hashlib.sha256()
    for path in sorted(output.rglob("*")):
        if path.is_file() and path.name != "metrics.json":
            digest.update(path.relative_to(output).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    """A workbench in an empty folder."""
    return Workbench(tmp_path)

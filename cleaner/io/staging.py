"""The unfinished dataset of a run, beside its output, and the journal by which the same run goes on after an interruption.

.news.cleaner/                 beside output `news`; only its owner can look inside
  lock owner.json
  staging/
    journal.jsonl              first line: what run this is; then one line for each finished shard
    dataset/                   becomes the output by one rename
    scratch/                   marks and logs of workers, hashes of ids
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cleaner.io.durable import append_line, failpoint, rename, sync_folder, write_whole
from cleaner.io.write import PartFile


class Staging:
    """The folder of one run; `key` names config, input and version in one word."""

    def __init__(self, workspace: Path, key: str) -> None:
        self.folder = workspace / "staging"
        self.dataset = self.folder / "dataset"
        self.scratch = self.folder / "scratch"
        self.key = key
        self._journal = self.folder / "journal.jsonl"

    def finished(self) -> list[dict[str, Any]]:
        """Return what the journal of the same run says, in order, a torn last line left out. Empty where there is none."""
        try:
            lines = self._journal.read_bytes().split(b"\n")
        except OSError:
            return []
        entries = []
        for line in lines[:-1]:
            try:
                entries.append(json.loads(line))
            except ValueError:
                break
        return entries[1:] if entries and entries[0].get("key") == self.key else []

    @property
    def left_over(self) -> bool:
        """Whether an interrupted run of whatever kind left something."""
        return self._journal.exists()

    def begin(self) -> None:
        """Start anew: what lies here goes."""
        if self.folder.exists():
            self.remove()
        for folder in (self.folder, self.dataset, self.scratch):
            folder.mkdir(mode=0o700 if folder is not self.dataset else 0o777)
        sync_folder(self.folder)
        write_whole(self._journal, (json.dumps({"key": self.key}) + "\n").encode())
        failpoint("staging_begun")

    def mend_journal(self) -> None:
        """Cut off a torn last line, so that the next one starts on a line of its own."""
        data = self._journal.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        if whole != data:
            write_whole(self._journal, whole)

    def note(self, entry: dict[str, Any]) -> None:
        """Add a line to the journal; it is on the disk when this returns."""
        append_line(self._journal, json.dumps(entry, ensure_ascii=True))

    def holds(self, files: Iterable[PartFile]) -> bool:
        """Whether all these files are in the dataset, with the right bytes."""
        return all(sha256_of(self.dataset / file.path) == file.sha256 for file in files)

    def sweep(self, files: Iterable[PartFile]) -> None:
        """Remove from the dataset whatever is none of these files."""
        wanted = {file.path for file in files}
        for path in self.dataset.rglob("*"):
            if not path.is_dir() and path.relative_to(self.dataset).as_posix() not in wanted:
                path.unlink()

    def remove(self) -> None:
        """Remove everything, the journal first, so that half of it is never taken for a run."""
        self._journal.unlink(missing_ok=True)
        failpoint("staging_removing")
        passing = self.folder.with_name(f"gone-{os.getpid()}")
        shutil.rmtree(passing, ignore_errors=True)
        rename(self.folder, passing)
        shutil.rmtree(passing, ignore_errors=True)


def sha256_of(path: Path) -> str | None:
    """Return the SHA-256 of a file, None where there is none."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, IsADirectoryError):
        return None

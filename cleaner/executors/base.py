"""What an executor is given and gives back: a job, shards, results. Plain data that survives a trip through JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from cleaner.config import Config
from cleaner.io.account import Account
from cleaner.io.shard import Shard
from cleaner.io.write import PartFile


class Job(NamedTuple):
    """What is the same for all shards of a run.

    `folder` holds the tables that are being written, `scratch` what only the run itself reads; `facts` go into the metadata
    of every Parquet file.
    """

    config: Config
    folder: Path
    scratch: Path
    facts: Mapping[str, str]


@dataclass
class ShardResult:
    """A finished shard: its files, which are on the disk, and its account."""

    shard: int
    files: tuple[PartFile, ...]
    account: Account
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` takes."""
        files = [file.to_json() for file in self.files]
        return {"shard": self.shard, "files": files, "account": self.account.to_json(), "seconds": self.seconds}

    @classmethod
    def from_json(cls, facts: Mapping[str, Any]) -> ShardResult:
        files = tuple(PartFile(**file) for file in facts["files"])
        return cls(facts["shard"], files, Account.from_json(facts["account"]), facts["seconds"])


@dataclass
class Attempt:
    """How a shard is to be tried.

    `careful`: batches whose rows are cleaned one by one, because something in them killed a worker. `poison`: rows that are
    not to be touched again, by their place in the shard, with error and message. `survey_from`: do not write, only try the rows one by
    one from this place on and mark each, to find out which one kills.
    """

    careful: set[int] = field(default_factory=set)
    poison: dict[int, tuple[str, str]] = field(default_factory=dict)
    survey_from: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` takes."""
        return {"careful": sorted(self.careful), "poison": sorted(self.poison.items()), "survey_from": self.survey_from}

    @classmethod
    def from_json(cls, facts: Mapping[str, Any]) -> Attempt:
        poison = {place: (error, message) for place, (error, message) in facts["poison"]}
        return cls(set(facts["careful"]), poison, facts["survey_from"])


class Listener(Protocol):
    """Hears from an executor, in the process of the run."""

    def finished(self, result: ShardResult) -> None:
        """A shard is done and on the disk."""

    def progress(self, bytes_done: int, rows_done: int) -> None:
        """So much of the input of this call is done, finished shards and those in work together."""

    def trouble(self, name: str, message: str, facts: Mapping[str, Any]) -> None:
        """A worker died and was replaced, a document was put aside."""

    def stopping(self) -> bool:
        """Whether the run is to end: nothing new is begun, what is in work may finish for some seconds."""


class Executor(Protocol):
    """Runs shards. Raises what a worker raised where that concerns the whole run: disk full, input changed, a bug."""

    def run(self, job: Job, shards: Sequence[Shard], listener: Listener) -> bool:
        """Return whether all shards were finished; False where `listener.stopping()` came first."""

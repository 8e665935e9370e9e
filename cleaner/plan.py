"""What a run will do, decided before anything is written. In: a config. Out: shards, and one word that names the run."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cleaner.config import Config
from cleaner.config.fingerprint import fingerprint
from cleaner.errors import ConfigError, quantity
from cleaner.io.cut import cut
from cleaner.io.discover import find
from cleaner.io.remote import is_remote
from cleaner.io.shard import Shard, Source
from cleaner.pipeline import Pipeline


@dataclass(frozen=True)
class Plan:
    """The input of a run, cut into shards; `changed` are files that an earlier run read when they were different."""

    config: Config
    fingerprint: str
    sources: tuple[Source, ...]
    shards: tuple[Shard, ...]
    changed: frozenset[str] = frozenset()
    first_part: int = 0
    skipped: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of input."""
        return sum(shard.size for shard in self.shards)

    @property
    def key(self) -> str:
        """32 hex digits that name the run: the same config, version, input and cutting."""
        facts = [self.fingerprint, self.first_part, [shard.to_json() for shard in self.shards], sorted(self.changed)]
        return hashlib.blake2b(json.dumps(facts, sort_keys=True).encode(), digest_size=16).hexdigest()

    def workers(self) -> int:
        """Processes that the config asks for, those that would have nothing to do left out."""
        wanted = self.config.executor.workers
        available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        return max(1, min(available if wanted == "auto" else wanted, len(self.shards)))

    def left_out(self) -> str:
        """Say which files of the input are not read."""
        more = ", ..." if len(self.skipped) > 3 else ""
        return f"{quantity(len(self.skipped), 'file')} of no known format: {', '.join(self.skipped[:3])}{more}"

    def lines(self) -> Iterator[str]:
        """Say the plan in lines for people."""
        formats: dict[str, int] = {}
        for source in self.sources:
            kind = source.format if source.compression == "none" else f"{source.format} ({source.compression})"
            formats[kind] = formats.get(kind, 0) + 1
        kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(formats.items()))
        yield f"input      {quantity(len(self.sources), 'file')}, {quantity(self.size, 'byte')}: {kinds}"
        if self.skipped:
            yield f"left out   {self.left_out()}"
        yield f"stages     {', '.join(entry.name for entry in self.config.stages)}"
        yield f"output     {self.config.output.path}"
        yield f"workers    {self.workers()}"
        for shard in self.shards:
            yield f"shard {shard.index:<5} {shard.size:>14,} bytes  {_pieces(shard)}"


def make_plan(config: Config, seen: Mapping[str, str] | None = None, first_part: int = 0) -> Plan:
    """Check a config against what is there and cut its input.

    `seen` maps files that an earlier run has read to what they were; those that are still the same are left out. Raises `ConfigError`.
    """
    pipeline = config.pipeline()
    everything, skipped = find(config.input)
    check_pages(pipeline, everything)
    check_apart(config.output.path, everything)
    sources = [source for source in everything if (seen or {}).get(source.name) != source.version]
    changed = frozenset(source.name for source in sources if source.name in (seen or {}))
    shards = tuple(replace(shard, index=shard.index + first_part) for shard in cut(sources, config.limits.shard_bytes))
    return Plan(config, fingerprint(config), tuple(sources), shards, changed, first_part, skipped)


def check_pages(pipeline: Pipeline, sources: Sequence[Source]) -> None:
    """Raise `ConfigError` where sources are pages and no stage makes text of them: every page would be dropped as empty."""
    page = next((source for source in sources if source.format in ("html", "warc")), None)
    if page is not None and not any("content" in stage.reads for stage in pipeline.stages):
        raise ConfigError(f'stages: {page.name} holds pages as bytes; put "charset" and "html_text" before the other stages')


def check_apart(output: str, sources: Sequence[Source]) -> None:
    """Raise `ConfigError` where the input holds the output: the next run would read what this one writes."""
    folder = output.rstrip("/") if is_remote(output) else os.path.abspath(output)
    for source in sources if output else ():
        path = source.path if is_remote(source.path) else os.path.abspath(source.path)
        if path.startswith(folder + "/"):
            raise ConfigError(f"input.paths: {source.name} lies in the output {output}; narrow input.paths or move the output")


def _pieces(shard: Shard) -> str:
    first = shard.pieces[0]
    if len(shard.pieces) == 1:
        end = "the end" if first.stop is None else f"{first.stop:,}"
        return first.source.name + ("" if first.start == 0 and first.stop is None else f" from {first.start:,} to {end}")
    return f"{len(shard.pieces):,} pieces, {first.source.name} to {shard.pieces[-1].source.name}"

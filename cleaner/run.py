"""One run: plan, execute, check, publish. In: a config. Out: a published dataset and a summary of what became of every row."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from cleaner.assemble import assemble
from cleaner.config import Config
from cleaner.errors import ConfigError, DataError, NoInput, NothingToDo, quantity
from cleaner.executors.base import Executor, Job, ShardResult
from cleaner.executors.clean import ids_file
from cleaner.executors.local import LocalExecutor
from cleaner.executors.spawn import ForkServer
from cleaner.io.carry_over import carry_over, ids_of
from cleaner.io.lock import locked
from cleaner.io.manifest import Manifest
from cleaner.io.publish import Target, open_target
from cleaner.io.staging import Staging
from cleaner.io.write import PartFile
from cleaner.plan import Plan, make_plan
from cleaner.summary import metrics_of, summary_of
from cleaner.watch import Silence, Talk, Watch


def run(
    config: Config,
    *,
    mode: str = "error",
    on_empty: str = "error",
    break_lock: bool = False,
    talk: Talk | None = None,
    server: ForkServer | None = None,
) -> dict[str, Any]:
    """Clean the input of a config and publish the dataset; return the summary.

    `mode`: what to do with a dataset that exists: `error`, `overwrite`, or `append`, which reads only files that no earlier run has
    read, and replaces the rows of those that changed. `on_empty`: `error` or `skip`, where there is no (new) input; `skip` raises
    `NothingToDo`. `server`: where workers are forked, started ahead; who gives it ends it. The same call after an interruption goes
    on where it stopped. Raises `CleanerError` and `OSError`.
    """
    if not config.output.path:
        raise ConfigError("output.path: missing; name a folder or URL, or give --output")
    talk = talk or Silence()
    started = time.perf_counter()
    target = open_target(config.output.path)
    with locked(target.workspace, target.url, break_lock):
        try:
            present, plan = _planned(config, target, mode)
        except NoInput as error:
            if on_empty == "skip":
                raise NothingToDo(str(error)) from error
            raise
        staging = Staging(target.workspace, plan.key)
        if present is not None and present.key == plan.key and staging.left_over and mode != "append":
            target.settle(present)  # a run was interrupted behind its last step
            staging.remove()
            talk.event("info", "published", f"{target.url}: is already what this run makes; what an interrupted run left is removed", {})
            return summary_of(plan, target.url, present.counts, None, 0.0)
        if present is not None and mode == "error":
            raise ConfigError(f"{target.url}: a dataset exists; give --mode overwrite or --mode append, or another --output")
        if not plan.shards:
            message = f"{target.url}: no new input: all {len(present.sources) if present else 0:,} files were read by earlier runs"
            raise NothingToDo(message) if on_empty == "skip" else DataError(f"{message}; --on-empty skip makes this exit code 99")
        results, carried = _execute(plan, target, staging, present if mode == "append" else None, talk, server)
        seconds = time.perf_counter() - started
        manifest, account = assemble(plan, staging, results, carried, present if mode == "append" else None)
        target.publish(staging, manifest, metrics_of(plan, account, results, seconds))
        staging.remove()
    summary = summary_of(plan, target.url, manifest.counts, account, time.perf_counter() - started)
    amount = quantity(manifest.counts["documents"], "document")
    talk.event("info", "published", f"{target.url}: published, {amount}", {"rows": account.read})
    return summary


def _planned(config: Config, target: Target, mode: str) -> tuple[Manifest | None, Plan]:
    present = target.manifest()
    if present is None or mode != "append":
        return present, make_plan(config)
    plan = make_plan(config, present.sources, present.next_part)
    if present.fingerprint != plan.fingerprint:
        raise ConfigError(
            f"{target.url}: was made with another config or version of cleaner, so that new rows would not be like the old ones; "
            "run once with --mode overwrite"
        )
    return present, plan


def _execute(
    plan: Plan, target: Target, staging: Staging, base: Manifest | None, talk: Talk, server: ForkServer | None
) -> tuple[list[ShardResult], list[tuple[list[PartFile], np.ndarray]]]:
    """Run the shards that are not finished yet. Return all results, and the files and ids of the dataset that is appended to."""
    facts = {"fingerprint": plan.fingerprint, "schema_version": "1"}
    finished = _resumed(staging, plan, talk)
    job = Job(plan.config, staging.dataset, staging.scratch, facts)
    todo = [shard for shard in plan.shards if shard.index not in finished]
    executor: Executor = LocalExecutor(plan.workers(), server)
    done = sum(shard.size for shard in plan.shards if shard.index in finished)
    with Watch(staging, talk, plan.size, done, finished) as watch:
        facts_of_start = {"files": len(plan.sources), "bytes": plan.size, "shards": len(todo), "workers": plan.workers()}
        if plan.skipped:
            talk.event("warning", "left_out", f"left out {plan.left_out()}", {"files": len(plan.skipped)})
        amount = f"{quantity(len(plan.sources), 'file')}, {quantity(plan.size, 'byte')} in {quantity(len(todo), 'shard')}"
        talk.event("info", "started", amount, facts_of_start)
        if todo and not executor.run(job, todo, watch):
            watch.give_up()
    carried = []
    if base is not None:
        files = carry_over(target, base, staging.dataset, set(plan.changed), facts)
        carried.append((files, ids_of(staging.dataset, files)))
    return [finished[shard.index] for shard in plan.shards], carried


def _resumed(staging: Staging, plan: Plan, talk: Talk) -> dict[int, ShardResult]:
    """Return the shards that an interrupted run of the same key has finished; begin anew where there are none."""
    entries = [ShardResult.from_json(entry) for entry in staging.finished()]
    whole = [entry for entry in entries if staging.holds(entry.files) and ids_file(staging.scratch, entry.shard).exists()]
    finished = {entry.shard: entry for entry in whole}
    if not finished:
        if staging.left_over and not staging.finished():
            message = "an interrupted run is left out, because config, input or version are others now; starting anew"
            talk.event("warning", "anew", message, {})
        staging.begin()
        return {}
    staging.mend_journal()
    staging.sweep([file for result in finished.values() for file in result.files])
    facts: Mapping[str, Any] = {"shards": len(finished)}
    talk.event("info", "resumed", f"{len(finished):,} of {quantity(len(plan.shards), 'shard')} were finished by an interrupted run", facts)
    return finished

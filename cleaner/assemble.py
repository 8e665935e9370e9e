"""The last steps before a dataset is published. In: finished shards. Out: a staged dataset that is whole, and its manifest.

Ids that come twice are resolved, the contract and the input are checked, tables without a row get an empty file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import pyarrow as pa

from cleaner import __version__
from cleaner.columns import SCHEMA_VERSION, TABLES
from cleaner.contract import check_contract
from cleaner.errors import DataError
from cleaner.executors.base import ShardResult
from cleaner.executors.clean import ids_file
from cleaner.io.account import Account, account_of
from cleaner.io.duplicates import later_ones, take_out
from cleaner.io.durable import failpoint, sync_folder, write_whole
from cleaner.io.manifest import NAME, Manifest
from cleaner.io.open import check_unchanged
from cleaner.io.publish import check_whole
from cleaner.io.staging import Staging
from cleaner.io.write import PartFile, write_table
from cleaner.plan import Plan

_VERSIONS = ("ftfy", "lxml", "pyarrow", "trafilatura")


def assemble(
    plan: Plan,
    staging: Staging,
    results: Sequence[ShardResult],
    carried: Sequence[tuple[list[PartFile], np.ndarray]],
    base: Manifest | None,
) -> tuple[Manifest, Account]:
    """Make the staged dataset whole. `carried`: files and hashes of ids of the dataset that `base` describes, for a run that appends.

    Returns the manifest, which is written, and the account of the new rows. Raises `DataError`, `ContractError`, `InputChangedError`.
    """
    facts = {"fingerprint": plan.fingerprint, "schema_version": str(SCHEMA_VERSION)}
    account = Account()
    for result in results:
        account.add(result.account)
    files = [list(result.files) for result in results]
    _resolve_ids(plan, staging, files, account, carried, facts)
    for source in plan.sources:
        check_unchanged(source)
    if account.truncated and not plan.config.input.allow_truncated:
        raise DataError(
            f"{len(account.truncated):,} input files end in the middle, such as {account.truncated[0]}; get them whole, or publish what "
            "there is with --set input.allow_truncated=true"
        )
    check_contract(plan.config.contract, account)
    everything = [file for kept, _ in carried for file in kept] + [file for part in files for file in part]
    for table in TABLES:
        if not any(file.path.startswith(f"{table}/") for file in everything):
            everything.append(write_table(staging.dataset, 0, table, pa.Table.from_batches([], TABLES[table]), facts))
    manifest = _manifest(plan, everything, base, account.truncated)
    failpoint("before_manifest")
    write_whole(staging.dataset / NAME, manifest.to_bytes())
    check_whole(manifest, staging)
    return manifest, account


def _resolve_ids(
    plan: Plan,
    staging: Staging,
    files: list[list[PartFile]],
    account: Account,
    carried: Sequence[tuple[list[PartFile], np.ndarray]],
    facts: Mapping[str, str],
) -> None:
    """Move rows whose id an earlier shard has to `failed`; changes `files` and `account`."""
    earlier = [hashes for _, hashes in carried]
    hashes = earlier + [np.load(ids_file(staging.scratch, shard.index)) for shard in plan.shards]
    replaced: list[PartFile] = []
    for place, later in later_ones(hashes).items():
        i = place - len(earlier)
        new, gone, moved = take_out(staging.dataset, files[i], plan.shards[i].index, later, facts)
        if not moved.num_rows:
            continue
        account.add(account_of(gone), -1)
        account.add(account_of({"failed": moved}))
        replaced += [file for file in files[i] if file not in new]
        files[i] = new
    if plan.config.input.ids == "strict" and account.errors.get("duplicate_id"):
        raise DataError(f"{account.errors['duplicate_id']:,} rows have an id that an earlier row has, and input.ids is strict")
    for file in replaced:
        (staging.dataset / file.path).unlink()
    if replaced:
        for table in TABLES:
            if (staging.dataset / table).is_dir():
                sync_folder(staging.dataset / table)


def _manifest(plan: Plan, files: Sequence[PartFile], base: Manifest | None, truncated: Sequence[str]) -> Manifest:
    counts = {table: sum(file.rows for file in files if file.path.startswith(f"{table}/")) for table in TABLES}
    counts["read"] = counts["documents"] + counts["dropped"] + counts["failed"]
    sources = (dict(base.sources) if base else {}) | {source.name: source.version for source in plan.sources}
    still_cut = set(base.truncated) - {source.name for source in plan.sources} if base else set()
    config = {key: value for key, value in plan.config.public.items() if key not in ("executor", "output")}
    return Manifest(
        fingerprint=plan.fingerprint,
        key=plan.key,
        counts=counts,
        files=tuple(sorted(files)),
        sources=dict(sorted(sources.items())),
        truncated=tuple(sorted(still_cut | set(truncated))),
        next_part=plan.first_part + len(plan.shards),
        config=config,
        versions=_versions(),
        schema_version=SCHEMA_VERSION,
    )


def _versions() -> dict[str, Any]:
    versions = {"cleaner": __version__}
    for name in _VERSIONS:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:  # run from a folder without metadata
            continue
    return versions

"""What a run says at its end: the summary that `run` returns, and `metrics.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from cleaner.executors.base import ShardResult
from cleaner.io.account import Account
from cleaner.plan import Plan


def summary_of(plan: Plan, output: str, counts: Mapping[str, int], account: Account | None, seconds: float) -> dict[str, Any]:
    """Return the summary: `read`, `documents`, `dropped`, `failed` of this run, `dataset` with the rows that are there now.

    Without an account (an interrupted run that had published) the rows of the dataset stand for those of the run.
    """
    account = account or Account(documents=counts["documents"], dropped=counts["dropped"], failed=counts["failed"], edits=counts["edits"])
    return {
        "output": output,
        **account.totals(),
        "seconds": round(seconds, 3),
        "stages": dict(_in_order(plan, account)),
        "languages": {tag: facts["documents"] for tag, facts in sorted(account.languages.items()) if facts["documents"]},
        "errors": {error: count for error, count in sorted(account.errors.items()) if count},
        "dataset": dict(counts),
    }


def metrics_of(plan: Plan, account: Account, results: Sequence[ShardResult], seconds: float) -> bytes:
    """Return `metrics.json`: counts and seconds by stage and rule, by language, by shard."""
    facts = {
        "seconds": round(seconds, 3),
        "workers": plan.workers(),
        "bytes": plan.size,
        **account.totals(),
        "stages": {name: _rounded(values) | {"rules": account.rules.get(name, {})} for name, values in _in_order(plan, account)},
        "languages": account.languages,
        "errors": account.errors,
        "shards": [{"shard": r.shard, "read": r.account.read, "seconds": round(r.seconds, 3)} for r in results],
    }
    return (json.dumps(facts, indent=1, ensure_ascii=True) + "\n").encode()


def _in_order(plan: Plan, account: Account) -> list[tuple[str, dict[str, float]]]:
    """The stages as the config first lists them, then whatever else failed a row."""
    order = {name: i for i, name in enumerate(dict.fromkeys(entry.name for entry in plan.config.stages))}
    return sorted(account.stages.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))


def _rounded(values: Mapping[str, float]) -> dict[str, Any]:
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in values.items()}

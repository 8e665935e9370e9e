"""One short name for everything in a config that decides what comes out."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from cleaner import __version__
from cleaner.columns import SCHEMA_VERSION
from cleaner.config.schema import Config


def fingerprint(config: Config) -> str:
    """Return 32 hex digits that change whenever stages, options, rule files, the reading of the input or the version change.

    Left out: where the input and the output lie, the number of workers, the contract: none of them changes a row.
    """
    facts = {
        "version": __version__,
        "schema": SCHEMA_VERSION,
        "input": config.input.model_dump(mode="json", exclude={"paths", "follow_symlinks"}),
        "stages": [entry.model_dump(mode="json") for entry in config.stages],
        "rules": [hashlib.blake2b(Path(path).read_bytes(), digest_size=16).hexdigest() for path in config.rules],
        "limits": config.limits.model_dump(mode="json"),
    }
    return hashlib.blake2b(json.dumps(facts, sort_keys=True).encode(), digest_size=16).hexdigest()

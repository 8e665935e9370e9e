"""`manifest.json`: what a published dataset holds. In: parts and facts of a run. Out: JSON that `verify` and the next run read.

Nothing in it depends on the clock, the host or the number of workers; those are in `metrics.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from cleaner.errors import DataError
from cleaner.io.write import PartFile

NAME = "manifest.json"
METRICS = "metrics.json"


@dataclass(frozen=True)
class Manifest:
    """What a dataset holds, where it came from, and what made it.

    `sources` maps names of input files to what they were when they were read, `truncated` names those that end in the middle;
    `counts` are rows by table and `read`, the rows of the input; `key` names the run that published it; `next_part` is the number of
    the first part of a run that appends.
    """

    fingerprint: str
    key: str
    counts: Mapping[str, int]
    files: tuple[PartFile, ...]
    sources: Mapping[str, str]
    next_part: int
    truncated: tuple[str, ...] = ()
    config: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    schema_version: int = 1

    def to_bytes(self) -> bytes:
        """Return the JSON."""
        facts = asdict(self) | {"files": [file.to_json() for file in self.files]}
        return (json.dumps(facts, indent=1, ensure_ascii=True) + "\n").encode()

    @classmethod
    def from_bytes(cls, data: bytes, where: str) -> Manifest:
        """Read the JSON. Raises `DataError` where it is none of ours."""
        try:
            facts = json.loads(data)
            files = tuple(PartFile(str(f["path"]), int(f["rows"]), int(f["bytes"]), str(f["sha256"])) for f in facts.pop("files"))
            return cls(files=files, truncated=tuple(facts.pop("truncated", ())), **facts)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DataError(f"{where}: not a manifest of cleaner: {error}; was it written by another program?") from error

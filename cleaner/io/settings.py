"""What the readers ask of a config, said as protocols so that this layer knows nothing of the config's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class InputSettings(Protocol):
    """Where documents come from; the `input` section of a config fits."""

    @property
    def paths(self) -> tuple[str, ...]: ...
    @property
    def format(self) -> str: ...
    @property
    def columns(self) -> Mapping[str, str]: ...
    @property
    def follow_symlinks(self) -> bool: ...


class ReadLimits(Protocol):
    """What one document may cost; the `limits` section of a config fits."""

    @property
    def document_bytes(self) -> int: ...
    @property
    def ratio(self) -> float: ...

"""The shape of a config: frozen pydantic models, unknown keys forbidden, every field with its help.

What a value means is said here; that the values fit the machine and each other is said in `check` and in the plan of a run.
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr

from cleaner.columns import COLUMNS, INPUT_ONLY
from cleaner.errors import ConfigError
from cleaner.pipeline import Pipeline


def _tuple(value: Any) -> Any:
    """One text stands for a list of one."""
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


def _known(columns: Mapping[str, str]) -> Mapping[str, str]:
    """Columns can be mapped to those that an input may set."""
    for name in columns:
        if name not in MAPPABLE:
            close = difflib.get_close_matches(name, MAPPABLE, 1)
            hint = f'did you mean "{close[0]}"?' if close else f"there are {', '.join(MAPPABLE)}"
            raise ValueError(f'no column "{name}" can be mapped; {hint}')
    return columns


MAPPABLE = ("id", "text", *(column.name for column in COLUMNS if column.merge), *INPUT_ONLY)
"""Our columns that an input may set."""
Strings = Annotated[tuple[str, ...], BeforeValidator(_tuple)]
Share = Annotated[float, Field(ge=0, le=1)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class InputSection(_Section):
    """Where documents come from."""

    paths: Strings = Field((), description="Files, folders, globs and fsspec URLs, relative to the working directory.")
    format: Literal["auto", "text", "json_lines", "parquet", "csv", "html", "warc"] = Field(
        "auto", description="Format of the files; auto goes by the suffix."
    )
    columns: Annotated[Mapping[str, str], AfterValidator(_known)] = Field({}, description="Our column -> name of the column in the input.")
    follow_symlinks: bool = Field(False, description="Read symbolic links that lead out of the given paths.")
    ids: Literal["lenient", "strict"] = Field("lenient", description="strict: an id that comes twice stops the run (exit 1).")
    allow_truncated: bool = Field(False, description="Publish although a compressed input ends in the middle.")


class OutputSection(_Section):
    """Where the dataset goes."""

    path: str = Field("", description="Folder or fsspec URL of the dataset.")


class ExecutorSection(_Section):
    """Who does the work."""

    use: Literal["local"] = Field("local", description="The executor.")
    workers: Annotated[int, Field(ge=1, le=1024)] | Literal["auto"] = Field("auto", description="Processes; auto: one a core.")


class LimitsSection(_Section):
    """Bounds on what one document, one worker and one shard may cost. A document beyond them goes to `failed/`."""

    shard_bytes: int = Field(64_000_000, ge=1, description="Bytes of input in one shard, the unit of retry.")
    document_bytes: int = Field(20_000_000, ge=1, description="Bytes of one document.")
    cpu_seconds: float = Field(60.0, gt=0, description="CPU seconds for one document.")
    memory_bytes: int = Field(4_000_000_000, ge=64_000_000, description="Bytes of memory of one worker.")
    ratio: float = Field(200.0, ge=1, description="Greatest ratio of decompressed to compressed bytes.")


class ContractSection(_Section):
    """What a finished run must show before it is published; otherwise exit code 1, and the old dataset stays."""

    min_rows: int = Field(0, ge=0, description="Least rows in documents/.")
    max_dropped_share: Share = Field(1.0, description="Greatest share of rows in dropped/.")
    max_failed_share: Share = Field(1.0, description="Greatest share of rows in failed/.")
    max_removed_share: Share = Field(1.0, description="Greatest share of all characters that edits remove.")
    max_removed_share_by_stage: Mapping[str, Share] = Field({}, description="Stage -> greatest share that it removes.")
    max_removed_share_by_language: Mapping[str, Share] = Field({}, description="Language -> greatest share removed.")
    languages: Strings = Field((), description="Languages that must be present in documents/.")


class StageEntry(_Section):
    """One stage of the pipeline, with the options that differ from its defaults."""

    name: str
    options: Mapping[str, Any] = Field(default_factory=dict)


class Origin(_Section):
    """Where a config came from: for messages, the manifest and logs. `secrets` never leaves the process."""

    file: str = ""
    public: Mapping[str, Any] = Field(default_factory=dict)
    secrets: Mapping[str, str] = Field(default_factory=dict, repr=False)


class Config(_Section):
    """A checked config. `load_config` makes it; `pipeline()` builds what it describes."""

    version: Literal[1] = Field(description="Version of the config format.")
    input: InputSection = Field(default=InputSection())
    stages: tuple[StageEntry, ...] = Field(description="Stages in the order in which they run: name, or name: {option: value}.")
    rules: Strings = Field((), description="Rule files of your own, added to those of the package.")
    output: OutputSection = Field(default=OutputSection())
    executor: ExecutorSection = Field(default=ExecutorSection())
    limits: LimitsSection = Field(default=LimitsSection())
    contract: ContractSection = Field(default=ContractSection())

    _origin: Origin = PrivateAttr(default_factory=Origin)

    @property
    def file(self) -> str:
        """The file that this config was read from."""
        return self._origin.file

    @property
    def public(self) -> Mapping[str, Any]:
        """The config as written, overrides included; `${env:NAME}` stands where the environment was asked."""
        return self._origin.public

    @property
    def secrets(self) -> Mapping[str, str]:
        """Values that came from the environment, by name of their variable."""
        return self._origin.secrets

    def redact(self, text: str) -> str:
        """Return `text` with `${env:NAME}` in place of every value that came from the environment."""
        for name, value in sorted(self.secrets.items(), key=lambda item: -len(item[1])):
            if value:
                text = text.replace(value, f"${{env:{name}}}")
        return text

    def pipeline(self) -> Pipeline:
        """Build the pipeline of this config."""
        from cleaner.config.build import build_pipeline

        return build_pipeline(self)


@functools.cache
def json_schema() -> Mapping[str, Any]:
    """The JSON Schema of a config, with every stage and its options, for editors."""
    from cleaner.config.build import options_of
    from cleaner.stages import stage_table

    schema = Config.model_json_schema()
    names: list[str] = []
    with_options: dict[str, Any] = {}
    for name in stage_table():
        try:
            options = options_of(name)
        except ConfigError:  # a plug-in that is broken: `check` says so where a config names it
            continue
        names.append(name)
        properties = {option.name: option.json_schema() for option in options.values()}
        with_options[name] = {"type": ["object", "null"], "additionalProperties": False, "properties": properties}
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Config of cleaner"
    schema["properties"]["stages"]["items"] = {
        "anyOf": [
            {"enum": names},
            {"type": "object", "additionalProperties": False, "minProperties": 1, "maxProperties": 1, "properties": with_options},
        ]
    }
    schema["$defs"].pop("StageEntry", None)
    one_or_more = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    for properties in (schema["properties"], *(part["properties"] for part in schema["$defs"].values())):
        for key, value in properties.items():
            if value.get("type") == "array" and value.get("items") == {"type": "string"}:
                properties[key] = one_or_more | {k: v for k, v in value.items() if k not in ("type", "items")}
    return schema

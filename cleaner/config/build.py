"""Stages and their options: what each takes, whether given values fit, and the pipeline that a config describes."""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from pydantic import TypeAdapter, ValidationError

from cleaner.config.schema import Config
from cleaner.errors import ConfigError
from cleaner.pipeline import Pipeline
from cleaner.stage import Stage
from cleaner.stages import load_stage

USER_RULES = "rules"
"""A stage with an option of this name is given the rule files of the config."""


@dataclass(frozen=True)
class Option:
    """One option of a stage, read from its dataclass field."""

    name: str
    type: Any
    default: Any
    help: str
    minimum: float | None
    maximum: float | None

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.type)

    def read(self, value: Any) -> Any:
        """Return `value` as the stage wants it. Raises `ValueError` with one clause that says what is wrong."""
        try:
            ready = self._adapter.validate_json(json.dumps(value), strict=True)
        except ValidationError as error:
            raise ValueError(clause(dict(error.errors()[0]))) from None
        if isinstance(ready, int | float) and not isinstance(ready, bool):
            if self.minimum is not None and ready < self.minimum:
                raise ValueError(f"must be at least {self.minimum:g}, not {ready:g}")
            if self.maximum is not None and ready > self.maximum:
                raise ValueError(f"must be at most {self.maximum:g}, not {ready:g}")
        return ready

    @property
    def type_name(self) -> str:
        """The type in words for people: `integer`, `one of consistent, straight`, ..."""
        return type_name(self.type)

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema of the value."""
        schema = self._adapter.json_schema() | {"description": self.help}
        schema["default"] = list(self.default) if isinstance(self.default, tuple | frozenset) else self.default
        bounds = {"minimum": self.minimum, "maximum": self.maximum}
        return schema | {key: value for key, value in bounds.items() if value is not None}


def type_name(kind: Any) -> str:
    """Say a type in words.

    >>> type_name(tuple[str, ...]), type_name(int | None), type_name(typing.Literal["a", "b"])
    ('list of text', 'integer or null', 'one of a, b')
    """
    words = {int: "integer", float: "number", str: "text", bool: "true or false", type(None): "null"}
    if kind in words:
        return words[kind]
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return "one of " + ", ".join(str(argument) for argument in arguments)
    if origin in (tuple, list, frozenset):
        return f"list of {type_name(arguments[0])}"
    if arguments:
        return " or ".join(type_name(argument) for argument in arguments)
    return getattr(kind, "__name__", str(kind))


def clause(error: Mapping[str, Any]) -> str:
    """Turn one error of pydantic into a clause of ours: what must be there, and what is."""
    message = str(error["msg"]).removeprefix("Value error, ")
    message = message.replace("Input should be", "must be").replace("array", "list").replace("an object", "a mapping")
    value = error.get("input")
    if error["type"] == "missing" or isinstance(value, dict | list | tuple):
        return message
    shown = repr(value[:60]) if isinstance(value, str) else json.dumps(value, default=str)[:60]
    return f"{message}, not {shown}"


@cache
def options_of(name: str) -> Mapping[str, Option]:
    """Return the options of a stage. Raises `ConfigError` for an unknown name."""
    try:
        stage = load_stage(name)
    except (ImportError, AttributeError) as error:
        raise ConfigError(f"the stage {name!r} cannot be loaded: {error}; is the package that adds it whole?") from error
    hints = typing.get_type_hints(stage)
    return {
        field.name: Option(
            field.name,
            hints[field.name],
            field.default,
            field.metadata.get("help", ""),
            field.metadata.get("minimum"),
            field.metadata.get("maximum"),
        )
        for field in dataclasses.fields(stage)
        if field.init
    }


def build_stage(name: str, options: Mapping[str, Any], rules: tuple[str, ...] = ()) -> Stage:
    """Build one stage; `rules` are rule files of the user, for stages that work by rules."""
    known = options_of(name)
    values = {key: known[key].read(value) for key, value in options.items()}
    if rules and USER_RULES in known:
        values[USER_RULES] = (*values.get(USER_RULES, ()), *rules)
    return load_stage(name)(**values)


def build_pipeline(config: Config) -> Pipeline:
    """Build the pipeline that a checked config describes."""
    return Pipeline(tuple(build_stage(entry.name, entry.options, config.rules) for entry in config.stages))

"""What each command does: call one function of the package, print what it says."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.errors import CleanerError, ConfigError
from cleaner.text.escape import escaped

if TYPE_CHECKING:
    from rich.console import Console

    from cleaner.config import Config


def console(*, error: bool = False) -> Console:
    """A console that never reads markup or emoji codes out of text."""
    from rich.console import Console

    terminal = (sys.stderr if error else sys.stdout).isatty()
    return Console(stderr=error, markup=False, highlight=False, emoji=False, width=None if terminal else 120)


@contextmanager
def redacted(config: Config) -> Iterator[None]:
    """Keep values from the environment out of messages."""
    try:
        yield
    except ConfigError as error:
        raise type(error)(*(config.redact(problem) for problem in error.problems)) from error
    except CleanerError as error:
        raise type(error)(config.redact(str(error))) from error


def explain_command(name: str | None, config: Path | None) -> None:
    """`cleaner explain`."""
    from cleaner.explain import explain, stage_list

    if name is None:
        stages = stage_list()
        width = max(len(name) for name, _ in stages)
        print("\n".join(f"{name:{width}}  {sentence}" for name, sentence in stages))
        return

    paths: tuple[str, ...] = ()
    if config is not None:
        from cleaner.config import load_config

        paths = load_config(config).rules
    print(explain(name, paths), end="")


def check_command(config: Path, overrides: Iterable[str]) -> None:
    """`cleaner check`."""
    from cleaner.config import load_config
    from cleaner.rules import load_rules
    from cleaner.rules.check import check_lookalikes, check_rule

    loaded = load_config(config, overrides)
    pipeline = loaded.pipeline()
    problems: list[str] = []
    rules = [rule for name in dict.fromkeys(stage.name for stage in pipeline.stages) for rule in load_rules(name, loaded.rules)]
    for rule in rules:
        problems += check_rule(rule)
    problems += check_lookalikes(rules)
    if problems:
        raise ConfigError(*problems)
    examples = sum(len(rule.examples) for rule in rules)
    print(f"{escaped(str(config))}: {len(pipeline.stages)} stages, {len(rules)} rules, {examples:,} examples: all right")


def schema_command(name: str) -> None:
    """`cleaner schema`."""
    if name == "config":
        from cleaner.config import json_schema

        print(json.dumps(json_schema(), indent=2, ensure_ascii=False, default=str))
        return
    from cleaner.columns import TABLES

    if name not in TABLES:
        raise ConfigError(f"{name}: no such schema; there are config, {', '.join(TABLES)}")
    rows = []
    for field in TABLES[name]:
        description = (field.metadata or {}).get(b"description", b"").decode()
        rows.append({"name": field.name, "type": str(field.type), "nullable": field.nullable, "description": description})
    print(json.dumps(rows, indent=2, ensure_ascii=False))


def init_command(path: Path) -> None:
    """`cleaner init`."""
    text = files("cleaner.config").joinpath("starter.yaml").read_text("utf-8")
    try:
        with open(path, "x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise ConfigError(f"{path}: exists already; give another path, as in `cleaner init other.yaml`") from None
    print(f"wrote {escaped(str(path))}; next: cleaner check -c {escaped(str(path))}")


def default_pipeline(*, pages: bool = False) -> Any:
    """The stages that need nothing but text, in reading order, with their defaults; for `pages` those that make text of them too."""
    from cleaner.pipeline import Pipeline
    from cleaner.stages import STAGES, load_stage

    made = []
    for name in STAGES:
        if name in ("charset", "html_text") and not pages:
            continue
        try:
            stage = load_stage(name)
        except ImportError:
            continue
        if ("text" in stage.reads and "html" not in stage.reads and "content" not in stage.reads) or name in ("charset", "html_text"):
            made.append(stage())
    return Pipeline(tuple(made))


def preview_command(source: str, config: Path | None, overrides: Sequence[str], document: str | None, limit: int, changes: bool) -> None:
    """`cleaner preview`."""
    from cleaner.config.schema import InputSection, LimitsSection
    from cleaner.io.pick import pick
    from cleaner.preview import clean_picked, draw

    out = console()
    pipeline: Any = None
    with ExitStack() as stack:
        if config is None:
            if overrides:
                raise ConfigError("--set changes a config; give it with --config")
            section, limits = InputSection(paths=(source,)), LimitsSection()
        else:
            from cleaner.config import load_config

            loaded = load_config(config, overrides)
            stack.enter_context(redacted(loaded))
            section, limits, pipeline = loaded.input.model_copy(update={"paths": (source,)}), loaded.limits, loaded.pipeline()
        for i, picked in enumerate(pick(section, limits, document, limit)):
            if pipeline is None or (config is None and not {"html", "content"}.isdisjoint(picked.fields)):
                pipeline = default_pipeline(pages=not {"html", "content"}.isdisjoint(picked.fields))
            if i:
                out.print()
            title = picked.id if picked.id in picked.file else f"{picked.id} ({picked.file}, number {picked.number})"
            cleaned = clean_picked(pipeline, picked)
            out.print(draw(cleaned, title=title, colour=out.color_system is not None, changes_only=changes))

"""The commands. What is heavy is imported by the command that needs it: `cleaner --help` answers at once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="cleaner",
    help="Turn raw multilingual news text into a clean, typed Parquet dataset, with every change on record.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Mode(StrEnum):
    """What to do with an output that exists."""

    error = "error"
    overwrite = "overwrite"
    append = "append"


class LogFormat(StrEnum):
    """How progress is told on standard error."""

    text = "text"
    json = "json"


class Empty(StrEnum):
    """What to do where there is no new input."""

    error = "error"
    skip = "skip"


ConfigFile = Annotated[Path, typer.Option("--config", "-c", help="The config, a YAML file.")]
MaybeConfig = Annotated[Path | None, typer.Option("--config", "-c", help="The config; without it the default stages are used.")]
Sets = Annotated[list[str] | None, typer.Option("--set", "-s", metavar="KEY=VALUE", help="Set a value of the config.")]
Inputs = Annotated[list[str] | None, typer.Option("--input", "-i", help="Input paths instead of those of the config.")]
Output = Annotated[str | None, typer.Option("--output", "-o", help="Output instead of that of the config.")]


def _version(asked: bool) -> None:
    if asked:
        from cleaner import __version__

        typer.echo(f"cleaner {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    context.obj = {"debug": debug}


@app.command()
def run(
    config: ConfigFile,
    input: Inputs = None,
    output: Output = None,
    set: Sets = None,
    mode: Annotated[Mode, typer.Option(help="What to do with an output that exists.")] = Mode.error,
    on_empty: Annotated[Empty, typer.Option(help="No new input: an error, or exit code 99.")] = Empty.error,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes instead of those of the config.")] = None,
    break_lock: Annotated[bool, typer.Option("--break-lock", help="Take over the lock of a run on another host.")] = False,
    summary: Annotated[LogFormat, typer.Option(help="How the summary is printed on standard output.")] = LogFormat.text,
    log_format: Annotated[LogFormat, typer.Option(help="How progress is told on standard error.")] = LogFormat.text,
) -> None:
    """Clean the input and publish the dataset."""
    from cleaner.cli.runs import run_command

    overrides = [*(set or ()), *([f"executor.workers={workers}"] if workers else ())]
    run_command(
        config, overrides, tuple(input or ()), output,
        mode=mode.value, on_empty=on_empty.value, break_lock=break_lock, summary=summary.value, log_format=log_format.value,
    )  # fmt: skip


@app.command()
def plan(config: ConfigFile, input: Inputs = None, output: Output = None, set: Sets = None) -> None:
    """Check a run and list its shards; write nothing."""
    from cleaner.cli.runs import plan_command

    plan_command(config, set or (), tuple(input or ()), output)


@app.command()
def preview(
    input: Annotated[str, typer.Argument(help="A file of any format that `run` reads.")],
    config: MaybeConfig = None,
    set: Sets = None,
    document: Annotated[str | None, typer.Option("--document", "-d", help="Only the document with this id.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Show at most so many documents.")] = 3,
    changes: Annotated[bool, typer.Option("--changes", help="Show only lines that change.")] = False,
) -> None:
    """Show documents with what is cut, and the rule in the margin."""
    from cleaner.cli.commands import preview_command

    preview_command(input, config, set or (), document, limit, changes)


@app.command()
def explain(
    name: Annotated[str | None, typer.Argument(help="A stage or a rule; without it all stages are listed.")] = None,
    config: MaybeConfig = None,
) -> None:
    """Show the page of a stage or a rule, or list all stages."""
    from cleaner.cli.commands import explain_command

    explain_command(name, config)


@app.command()
def check(config: ConfigFile, set: Sets = None) -> None:
    """Check the config, its rules and their examples."""
    from cleaner.cli.commands import check_command

    check_command(config, set or ())


@app.command()
def verify(path: Annotated[str, typer.Argument(help="A published dataset.")]) -> None:
    """Check a dataset: every file, every count, and that the edits lead from text to source and back."""
    from cleaner.cli.runs import verify_command

    verify_command(path)


@app.command()
def schema(name: Annotated[str, typer.Argument(help="config, documents, edits, dropped or failed.")] = "config") -> None:
    """Print the JSON Schema of the config, or the columns of a table, as JSON."""
    from cleaner.cli.commands import schema_command

    schema_command(name)


@app.command()
def init(path: Annotated[Path, typer.Argument(help="The file to write.")] = Path("cleaner.yaml")) -> None:
    """Write a config to begin with."""
    from cleaner.cli.commands import init_command

    init_command(path)

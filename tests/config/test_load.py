"""Configs: every problem with its place, nothing executed, nothing leaked."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.config import fingerprint, json_schema, load_config, read_config
from cleaner.errors import ConfigError

GOOD = "version: 1\nstages: [mojibake]\n"


def problems(text: str, *overrides: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_config(text, "c.yaml", overrides)
    return list(caught.value.problems)


def test_all_problems_at_once_with_their_places() -> None:
    text = "version: 1\nstages:\n  - mojibaka\n  - too_short: {min_caracters: 5}\nouput: {path: x}\nrules: [none.toml]\n"
    assert problems(text) == [
        "c.yaml:3:5: stages[0]: unknown stage 'mojibaka'. Did you mean 'mojibake'?",
        'c.yaml:4:17: stages[1] too_short: unknown option "min_caracters". Did you mean "min_characters"?',
        'c.yaml:5:1: unknown key "ouput". Did you mean "output"?',
        "c.yaml:6:9: rules[0]: cannot read none.toml: No such file or directory; paths are relative to the working directory",
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("executor: {workers: 0}", "executor.workers must be greater than or equal to 1 or must be 'auto', not 0"),
        ("executor: {workers: true}", "executor.workers must be a valid integer"),
        ("contract: {min_rows: '5'}", "contract.min_rows must be a valid integer, not '5'"),
        ("contract: {max_dropped_share: 1.5}", "must be less than or equal to 1, not 1.5"),
        ("input: {paths: {a: b}}", "input.paths must be"),
        ("input: {format: pdf}", "not 'pdf'"),
        ("input: {follow_symlinks: yes}", "must be a valid boolean, not 'yes'"),
        ("stages: 5", "stages must be a list"),
    ],
)
def test_a_wrong_value_is_named(line: str, expected: str) -> None:
    text = line + "\nversion: 1\n" + ("" if line.startswith("stages") else "stages: [mojibake]\n")
    found = problems(text)
    assert len(found) == 1
    assert found[0].startswith("c.yaml:1:")
    assert expected in found[0]


def test_bounds_and_types_of_options() -> None:
    found = problems("version: 1\nstages:\n- too_short: {min_characters: -1}\n- too_short: {min_words: many}\n- too_short: 7\n")
    assert [line.partition(": ")[2] for line in found] == [
        "stages[0] too_short: min_characters must be at least 0, not -1",
        "stages[1] too_short: min_words must be a valid integer, not 'many'",
        "stages[2] too_short: options must be a mapping, as in {option: value}",
    ]


def every_key() -> list[tuple[str, ...]]:
    schema = json_schema()
    paths = [(name,) for name in schema["properties"]]
    for name, value in schema["properties"].items():
        reference = value.get("$ref", "") or "".join(part.get("$ref", "") for part in value.get("allOf", ()))
        if reference:
            paths += [(name, key) for key in schema["$defs"][reference.rpartition("/")[2]]["properties"]]
    return paths


@pytest.mark.parametrize("path", every_key(), ids=".".join)
def test_fault_43_every_key_misspelt_doubled_and_of_a_wrong_type(path: tuple[str, ...]) -> None:
    def written(key: str, value: str) -> str:
        head = "".join(line + "\n" for line in ("version: 1", "stages: [mojibake]") if not line.startswith(path[0]))
        return head + (f"{key}: {value}\n" if len(path) == 1 else f"{path[0]}:\n  {key}: {value}\n")

    key = path[-1]
    if len(key) > 3:
        misspelt = key[:-2] + key[-1] + key[-2] + "z"
        assert any(f'Did you mean "{key}"?' in line for line in problems(written(misspelt, "1"))), key
    assert any(".".join(path) in line for line in problems(written(key, "{unheard: {of: []}}")))
    value = "1\n" + ("" if len(path) == 1 else "  ") + f"{key}: 1"
    assert any(f"{key!r} is given twice" in line for line in problems(written(key, value)))


@pytest.mark.parametrize(
    "text",
    [
        "a: !!python/object/apply:os.system ['touch owned']",
        "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 10)}]\n" for i in range(9)),
        "[" * 5000,
        "- " * 5000 + "a",
        "{a: " * 5000,
        "a: [",
        "\t- x",
        "a: \x00",
        "&a [*a]",
        GOOD + "---\n" + GOOD,
        "- 1",
        "5",
        "",
        "# nothing",
        "? [a]\n: b",
        'a: "\\UFFFFFFFF"',
        'a: "\\uD800"',
        "a: " + "9" * 6000,
        "<<: {version: 1}",
        "version: 1\nversion: 1",
        "x" * 1_000_001,
    ],
    ids=lambda text: text[:20],
)
def test_fault_42_hostile_yaml_is_refused_fast(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    started = time.process_time()
    assert problems(text)
    assert time.process_time() - started < 1
    assert not list(tmp_path.iterdir())


WORDS = [
    *GOOD.split(), "\n", "  ", "- ", "[", "]", "&a", "*a", "!!x", "|", ">", '"', "'", "é", "${env:X}", "\u2028", "input:",
    "{", "}", "paths:", "null", "~", "# x\n", "%YAML 1.1\n", "---\n", "?", ": ",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_fault_42_any_text_is_a_config_or_a_config_error(words: list[str]) -> None:
    try:
        read_config(" ".join(words))
    except ConfigError as error:
        assert error.problems  # noqa: PT017 - both outcomes are right; any other exception is what is looked for


def test_norway_stays_norway() -> None:
    config = read_config(GOOD + "contract: {languages: [no, on, yes]}\n")
    assert config.contract.languages == ("no", "on", "yes")


def test_fault_44_environment_is_filled_in_once_and_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "s3cr3t-${env:HOME}\nfoo: bar"
    monkeypatch.setenv("TOKEN_OF_TEST", secret)
    config = read_config(GOOD + 'output: {path: "s3://${env:TOKEN_OF_TEST}/x"}\n')
    assert config.output.path == f"s3://{secret}/x"
    assert config.public["output"]["path"] == "s3://${env:TOKEN_OF_TEST}/x"
    assert "s3cr3t" not in str(config.public)
    assert config.redact(f"cannot reach s3://{secret}/x") == "cannot reach s3://${env:TOKEN_OF_TEST}/x"
    for line in problems(GOOD + 'input: {format: "${env:TOKEN_OF_TEST}"}\nfoo: 1\n'):
        assert "s3cr3t" not in line


def test_missing_environment_and_other_interpolation_are_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOT_SET_HERE", raising=False)
    found = problems(GOOD + 'output: {path: "${env:NOT_SET_HERE}/${date}"}\n')
    assert "the environment variable NOT_SET_HERE is not set" in found[0]
    assert "'${date}' is not known" in found[1]


def test_fault_50_templates_in_a_config_stay_as_they_are() -> None:
    assert read_config(GOOD + 'output: {path: "{{7*7}}"}\n').output.path == "{{7*7}}"


def test_overrides_reach_options_sections_and_lists() -> None:
    text = GOOD.replace("[mojibake]", "[mojibake, too_short]")
    config = read_config(text, overrides=["stages.too_short.min_characters=7", "output.path=out", "input.paths=[a.txt, b.txt]"])
    assert config.stages[1].options == {"min_characters": 7}
    assert config.output.path == "out"
    assert config.input.paths == ("a.txt", "b.txt")
    assert config.pipeline().stages[1].min_characters == 7  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("stages.photo_caption.x=1", "the stage 'photo_caption' is not in the list of stages"),
        ("limits.cpu_secnds=3", 'Did you mean "cpu_seconds"?'),
        ("limits.cpu_seconds=-3", "must be greater than 0, not -3"),
        ("nonsense", "must be KEY=VALUE"),
        ("limits.cpu_seconds=[", "not valid YAML"),
        ("version.x=1", "only a key of a mapping can be set"),
    ],
)
def test_wrong_overrides_name_themselves(given: str, expected: str) -> None:
    found = problems(GOOD, given)
    assert any(line.startswith("--set ") and expected in line for line in found), found


def test_user_rules_are_checked_where_the_config_names_them(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[[rule]]\nid = "en.photo_caption.mine"\nsummary = "x"\nunit = "line"\npattern = "("\nexamples = []\n')
    found = problems(GOOD + f"rules: {file}\n")
    assert "the pattern is not a regular expression" in found[0]


def test_rules_that_no_listed_stage_reads_are_problems(tmp_path: Path) -> None:
    rule = '[[rule]]\nid = "en.{0}.mine"\nsummary = "x"\nunit = "line"\npattern = "x"\nexamples = []\n'
    for stage, expected in (("photo_caption", "which is not in stages"), ("mojibake", "takes no rules of yours")):
        (tmp_path / "mine.toml").write_text(rule.format(stage))
        (found,) = problems(GOOD + f"rules: {tmp_path / 'mine.toml'}\n")
        assert expected in found


def test_a_stage_that_needs_a_column_nobody_sets() -> None:
    (found,) = problems("version: 1\nstages:\n  - mojibake\n  - mixed_quotation_mark\n  - script\n  - language\n")[:1]
    assert found.startswith('c.yaml:4:5: stages[1] mixed_quotation_mark: needs the column "language", which nothing before')
    assert found.endswith('put "language" before it')
    mapped = "input: {columns: {language: lang, script: writing}}\n"
    assert read_config("version: 1\nstages: [mixed_quotation_mark]\n" + mapped)


def test_the_fingerprint_moves_with_what_changes_rows_alone() -> None:
    base = fingerprint(read_config(GOOD))
    assert fingerprint(read_config(GOOD + "output: {path: x}\nexecutor: {workers: 3}\ncontract: {min_rows: 3}\n")) == base
    assert fingerprint(read_config(GOOD + "input: {columns: {text: body}}\n")) != base
    assert fingerprint(read_config(GOOD.replace("[mojibake]", "[mojibake, too_short]"))) != base


def test_a_config_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.yaml: cannot read the config: No such file"):
        load_config(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"version: 1 # \xe9")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_config(tmp_path / "latin.yaml")

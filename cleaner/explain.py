"""Pages about stages and rules: a name in, plain text out. All of it is read from docstrings, options and rule files."""

from __future__ import annotations

import ast
import difflib
import inspect
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import import_module

from cleaner.config.build import Option, options_of
from cleaner.errors import ConfigError
from cleaner.rules import Rule, boilerplate, load_phrases, load_rules
from cleaner.stages import load_stage, stage_table
from cleaner.text.escape import escaped
from cleaner.web.selector_files import all_selectors, all_sites
from cleaner.web.selectors import Selector


def explain(name: str, paths: tuple[str, ...] = ()) -> str:
    """Return the page of a stage or a rule; `paths` are rule files of the user.

    Raises `ConfigError` with a suggestion for a name that is neither.
    """
    if name in stage_table():
        return stage_page(name, paths)
    rules = {rule.id: rule for rule in all_rules(paths)}
    if name in rules:
        return rule_page(rules[name])
    phrases = [phrase for rule, phrase in _all_phrases() if rule == name]
    if phrases:
        return _phrase_page(name, phrases)
    selectors = {selector.id: (file, selector) for file, selector in all_selectors(paths)}
    if name in selectors:
        return _selector_page(*selectors[name])
    if _is_code(name):
        stage = name.split(".")[1]
        return f"{name}\n\nThis rule is part of the code of the stage {stage}.\n\n{stage_page(stage, paths)}"
    known = [*stage_table(), *rules, *selectors, *dict.fromkeys(rule for rule, _ in _all_phrases())]
    close = difflib.get_close_matches(name, known, n=3)
    hint = f"Did you mean {' or '.join(close)}?" if close else f"Stages are {', '.join(stage_table())}."
    raise ConfigError(f"{escaped(name)}: neither a stage nor a rule. {hint}")


def stage_list() -> list[tuple[str, str]]:
    """Return the name of every stage and the first sentence of its page, in reading order."""
    found = []
    for name in stage_table():
        page = inspect.getdoc(load_stage(name)) or ""
        first = " ".join(page.split("\n\n")[0].split())
        found.append((name, re.split(r"(?<=[.:])\s", first)[0].rstrip(":.") + "."))
    return found


@cache
def all_rules(paths: tuple[str, ...] = ()) -> tuple[Rule, ...]:
    """Return the rules of all stages."""
    return tuple(rule for stage in stage_table() for rule in load_rules(stage, paths))


@cache
def _all_phrases() -> tuple[tuple[str, str], ...]:
    return tuple(entry for stage in stage_table() for entry in load_phrases(stage))


def _is_code(name: str) -> bool:
    """Whether a rule id that no file holds is written in the code of its stage, or in what the stage imports."""
    tag, _, rest = name.partition(".")
    stage, _, what = rest.partition(".")
    if stage not in stage_table() or not re.fullmatch(r"[A-Za-z-]{2,11}", tag) or not re.fullmatch(r"[a-z0-9_]+", what):
        return False
    return any(re.search(rf"\b{what}\b", source) for source in _sources(load_stage(stage).__module__))


@cache
def _sources(home: str) -> tuple[str, ...]:
    """The source of a module and of all of the package that it imports, wherever in it, and so on."""
    found: dict[str, str] = {}
    pending = [home]
    while pending:
        name = pending.pop()
        if name in found:
            continue
        found[name] = inspect.getsource(import_module(name))
        for node in ast.walk(ast.parse(found[name])):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cleaner."):
                pending.append(node.module or "")
    return tuple(found.values())


def stage_page(name: str, paths: tuple[str, ...] = ()) -> str:
    """Return the page of a stage: its docstring, its options, its rules."""
    stage = load_stage(name)
    lines = [name, "=" * len(name), "", inspect.getdoc(stage) or "", ""]
    lines.append(f"reads: {', '.join(stage.reads) or 'nothing'}    writes: {', '.join(stage.writes) or 'edits alone'}")
    options = options_of(name)
    if options:
        lines += ["", "Options", "-------", ""]
        for option in options.values():
            lines += _option(option)
    rules = load_rules(name, paths)
    if rules:
        lines += ["", f"Rules ({len(rules)})", "-----", ""]
        width = max(len(rule.id) for rule in rules)
        lines += [f"{rule.id:{width}}  {rule.summary}" for rule in rules]
    selectors = [selector for _, selector in all_selectors(paths)] if name == "html_text" else []
    if selectors:
        lines += ["", f"Selectors ({len(selectors)})", "---------", ""]
        width = max(len(selector.id) for selector in selectors)
        lines += [f"{selector.id:{width}}  {selector.summary}" for selector in selectors]
    sites = all_sites(paths) if name == "html_text" else []
    if sites:
        lines += ["", f"Sites ({len(sites)})", "-----"]
    for site in sites:
        lines += ["", f"{site.host}    ({site.file})"]
        lines += [f"    {key + ':':7} {value}" for key, value in (("title", site.title), ("body", site.body)) if value]
        lines += [f"    remove: {selector}" for selector in site.remove]
    phrases = Counter(rule for rule, _ in load_phrases(name))
    if phrases:
        lines += ["", f"Phrases ({sum(phrases.values())})", "-------", ""]
        lines += [f"{rule}  {count}" for rule, count in sorted(phrases.items())]
    return escaped("\n".join(lines)).rstrip() + "\n"


def _option(option: Option) -> Iterator[str]:
    bounds = [f"at least {option.minimum:g}" if option.minimum is not None else ""]
    bounds += [f"at most {option.maximum:g}" if option.maximum is not None else ""]
    facts = ", ".join(fact for fact in (option.type_name, *bounds) if fact)
    default = list(option.default) if isinstance(option.default, tuple) else option.default
    yield f"{option.name}: {default}    ({facts})"
    yield f"    {option.help}"


def rule_page(rule: Rule) -> str:
    """Return the page of a rule: summary, where it is tried, pattern, examples, look-alikes."""
    lines = [rule.id, "=" * len(rule.id), "", rule.summary, ""]
    everywhere = ", in documents of every language" if rule.everywhere else ""
    lines += [f"file:     {rule.file}", f"tried on: {rule.unit}{everywhere}, up to {rule.max_characters} characters"]
    lines.append(f"keywords: {', '.join(rule.keywords) or 'none'}{' (any case)' if rule.ignore_case else ''}")
    lines += ["", "Pattern", "-------", "", rule.pattern.strip("\n")]
    for heading, examples in (
        ("Finds (what stands between ⟦ and ⟧)", rule.marked),
        ("Leaves alone", rule.lookalikes),
        ("Known failures", rule.known_failures),
    ):
        if examples:
            lines += ["", heading, "-" * len(heading)]
            for example in examples:
                lines += ["", *(f"    {line}" for line in example.strip("\n").split("\n"))]
    return escaped("\n".join(lines)).rstrip() + "\n"


def _phrase_page(name: str, phrases: list[str]) -> str:
    tag, stage, kind = name.split(".")
    summary = "Whole lines, whatever their case, digits and punctuation, in documents of every language."
    if stage == boilerplate.STAGE:
        summary = boilerplate.KINDS[kind] + " Case, digits, accents and punctuation are folded; the language of the text does not matter."
    lines = [name, "=" * len(name), "", summary, ""]
    lines += [f"file: rules/{tag}/{stage}.txt", "", f"Phrases ({len(phrases)})", "-------", "", *phrases]
    return escaped("\n".join(lines)).rstrip() + "\n"


def _selector_page(file: str, selector: Selector) -> str:
    """Return the page of a selector: what it does, which elements it looks at, examples."""
    deeds = {"cut": "is cut", "caption": "is moved to captions", "credit": "is moved to photo_credits"}
    lines = [selector.id, "=" * len(selector.id), "", selector.summary, "", f"file:     {file}"]
    lines.append(f"element:  {deeds[selector.kind]}, up to {selector.max_characters} characters")
    for label in ("tags", "within", "holds", "lacks", "near"):
        if tags := getattr(selector, label):
            lines.append(f"{label + ':':9} {', '.join(sorted(tags))}")
    if selector.min_links > 0:
        lines.append(f"links:    at least {selector.min_links:.0%} of its text")
    if selector.max_links < 1:
        lines.append(f"links:    at most {selector.max_links:.0%} of its text")
    for heading, pattern in (("Words in its names", selector.words), ("Spared by", selector.unless)):
        if pattern:
            lines += ["", heading, "-" * len(heading), "", pattern.pattern]
    heading = "Examples (data-marked stands on what it finds)"
    lines += ["", heading, "-" * len(heading), "", *(f"    {example}" for example in selector.examples)]
    return escaped("\n".join(lines)).rstrip() + "\n"

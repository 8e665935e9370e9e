"""Check rules against their own examples; what `cleaner check` and the tests run."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.document import Document
from cleaner.rules.compile import RuleSet
from cleaner.rules.model import CLOSE_MARK, MIN_LOOKALIKES, OPEN_MARK, Rule


def unmark(example: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text of an example and the spans that its marks enclose.

    >>> unmark("a ⟦b⟧ c")
    ('a b c', [(2, 3)])
    """
    text = ""
    spans = []
    start = -1
    for character in example.strip("\n"):
        if character == OPEN_MARK:
            start = len(text)
        elif character == CLOSE_MARK:
            spans.append((start, len(text)))
        else:
            text += character
    return text, spans


def found_spans(rules: Iterable[Rule], text: str) -> list[tuple[int, int]]:
    """Return where rules match in a text, as spans."""
    return [(match.start, match.end) for match in RuleSet(tuple(rules)).find(Document("example", text))]


def check_rule(rule: Rule) -> list[str]:
    """Return what is wrong with a rule, one sentence each: examples not found, look-alikes hurt, too few of either."""
    problems = []
    where = f"{rule.file}: {rule.id}"
    if not rule.marked:
        problems.append(f"{where}: no example marks what must go with {OPEN_MARK}…{CLOSE_MARK}")
    if len(rule.lookalikes) < MIN_LOOKALIKES:
        problems.append(f"{where}: {len(rule.lookalikes)} look-alikes, at least {MIN_LOOKALIKES} are needed")
    for example in rule.examples:
        text, expected = unmark(example)
        found = found_spans([rule], text)
        if found != expected:
            shown = [text[a:b] for a, b in found]
            problems.append(f"{where}: found {shown!r} in the example {example.strip()!r}")
    for example in rule.known_failures:
        text, expected = unmark(example)
        if found_spans([rule], text) == expected:
            problems.append(f"{where}: the known failure {example.strip()!r} passes now; make it an example")
    return problems


def check_lookalikes(rules: Iterable[Rule]) -> list[str]:
    """Return the look-alikes that another rule of the same stage and language hurts."""
    problems = []
    by_group: dict[tuple[str, str], list[Rule]] = {}
    for rule in rules:
        by_group.setdefault((rule.tag, rule.stage), []).append(rule)
    for group in by_group.values():
        for rule in group:
            for example in rule.lookalikes:
                for other in group:
                    if found_spans([other], example.strip("\n")):
                        problems.append(f"{rule.file}: {other.id} finds something in a look-alike of {rule.id}: {example.strip()!r}")
    return problems

"""Language knowledge as data: one folder a language or script, one TOML file (and one list of phrases) a stage.

from cleaner.rules import rules_for
for match in rules_for("photo_caption", document.language, document.script).find(document): ...
"""

from cleaner.rules.compile import RuleSet, fallback, may_hold, rules_for
from cleaner.rules.find import Match
from cleaner.rules.load import load_phrases, load_rules
from cleaner.rules.model import Rule
from cleaner.rules.phrases import fold, phrase_table

__all__ = [
    "Match", "Rule", "RuleSet", "fallback", "fold", "load_phrases", "load_rules", "may_hold", "phrase_table", "rules_for",
]  # fmt: skip

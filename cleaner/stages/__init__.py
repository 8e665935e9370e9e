"""The table of stages, in reading order. A stage is one file here, one line of this table, one file of cases.

Third parties add theirs through the entry-point group `cleaner.stages`.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from cleaner.errors import ConfigError
from cleaner.stage import Stage

STAGES: Mapping[str, str] = {
    "charset": "cleaner.stages.charset:Charset",
    "html_text": "cleaner.stages.html_text:HtmlText",
    "mojibake": "cleaner.stages.mojibake:Mojibake",
    "invisible_character": "cleaner.stages.invisible_character:InvisibleCharacter",
    "script": "cleaner.stages.script:Script",
    "language": "cleaner.stages.language:Language",
    "language_mismatch": "cleaner.stages.language_mismatch:LanguageMismatch",
    "header_field": "cleaner.stages.header_field:HeaderField",
    "web_boilerplate": "cleaner.stages.web_boilerplate:WebBoilerplate",
    "foreign_script": "cleaner.stages.foreign_script:ForeignScript",
    "foreign_language": "cleaner.stages.foreign_language:ForeignLanguage",
    "photo_caption": "cleaner.stages.photo_caption:PhotoCaption",
    "byline": "cleaner.stages.byline:Byline",
    "headline": "cleaner.stages.headline:Headline",
    "dateline": "cleaner.stages.dateline:Dateline",
    "line_noise": "cleaner.stages.line_noise:LineNoise",
    "lost_apostrophe": "cleaner.stages.lost_apostrophe:LostApostrophe",
    "mixed_quotation_mark": "cleaner.stages.mixed_quotation_mark:MixedQuotationMark",
    "too_short": "cleaner.stages.too_short:TooShort",
}
"""Name of a stage -> `module:Class`."""


@cache
def stage_table() -> Mapping[str, str]:
    """All stages that can be named: ours, then those that other distributions add."""
    table = dict(STAGES)
    for point in sorted(entry_points(group="cleaner.stages"), key=lambda point: point.name):
        table.setdefault(point.name, point.value)
    return table


@cache
def load_stage(name: str) -> type[Stage]:
    """Return the class of a stage. Raises `ConfigError` with a suggestion where no stage has this name."""
    where = STAGES.get(name) or stage_table().get(name)  # to look for those of others reads a file of each distribution
    if where is None:
        close = difflib.get_close_matches(name, stage_table(), n=1)
        hint = f" Did you mean {close[0]!r}?" if close else f" Known stages: {', '.join(stage_table())}."
        raise ConfigError(f"unknown stage {name!r}.{hint}")
    module, _, attribute = where.partition(":")
    found: type[Stage] = getattr(import_module(module), attribute)
    return found

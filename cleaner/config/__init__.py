"""Configs: YAML in, a checked and frozen `Config` out, with all problems at once.

from cleaner import load_config
config = load_config("configs/news_text.yaml", ["stages.too_short.min_characters=100"])
config.pipeline().clean("text")
"""

from cleaner.config.build import Option, build_pipeline, build_stage, options_of
from cleaner.config.fingerprint import fingerprint
from cleaner.config.load import load_config, read_config
from cleaner.config.schema import Config, json_schema

__all__ = [
    "Config", "Option", "build_pipeline", "build_stage", "fingerprint", "json_schema", "load_config", "options_of", "read_config",
]  # fmt: skip

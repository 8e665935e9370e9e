"""Clean multilingual news text, with every cut on record.

>>> from cleaner import Pipeline
>>> Pipeline.from_names("mojibake").clean("We\\u00e2\\u20ac\\u2122ll see.").text
'We’ll see.'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Pipeline", "__version__", "load_config"]

if TYPE_CHECKING:
    from cleaner.config import load_config
    from cleaner.pipeline import Pipeline


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used: `import cleaner` itself stays cheap."""
    if name == "Pipeline":
        from cleaner.pipeline import Pipeline

        return Pipeline
    if name == "load_config":
        from cleaner.config import load_config

        return load_config
    raise AttributeError(f"module 'cleaner' has no attribute {name!r}")

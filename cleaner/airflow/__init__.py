"""For Airflow 3: an operator that runs `cleaner run` as a child, and its registration as a provider.

    from cleaner.airflow import CleanerRunOperator

Nothing heavy is imported here: a scheduler reads DAG files all day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleaner.airflow.operator import CleanerRunOperator

__all__ = ["CleanerRunOperator", "provider_info"]


def provider_info() -> dict[str, Any]:
    """What Airflow asks a provider for; named by the entry point `apache_airflow_provider`.

    >>> provider_info()["package-name"]
    'cleaner-text'
    """
    from cleaner import __version__

    return {
        "package-name": "cleaner-text",
        "name": "cleaner",
        "description": "Clean multilingual news text into a typed Parquet dataset.",
        "versions": [__version__],
    }


def __getattr__(name: str) -> Any:
    if name == "CleanerRunOperator":
        from cleaner.airflow.operator import CleanerRunOperator

        return CleanerRunOperator
    raise AttributeError(f"module 'cleaner.airflow' has no attribute {name!r}")

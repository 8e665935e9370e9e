"""The package as it is installed: fast to import, complete, typed."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import cleaner

ROOT = Path(__file__).parent.parent
PACKAGE = Path(cleaner.__file__).parent


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; import cleaner.cli.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert not {"pyarrow", "pydantic", "ruamel.yaml", "numpy"} & set(done.stdout.split())


def test_public_names() -> None:
    from cleaner import Pipeline, load_config

    assert Pipeline.from_names("mojibake").clean("We\u00e2\u20ac\u2122ll see.").text
    assert callable(load_config)
    with pytest.raises(AttributeError):
        _ = cleaner.nothing  # type: ignore[attr-defined]


def test_version_and_entry_points() -> None:
    assert importlib.metadata.version("cleaner-text") == cleaner.__version__
    points = importlib.metadata.distribution("cleaner-text").entry_points
    assert {(point.group, point.name) for point in points} >= {
        ("console_scripts", "cleaner"),
        ("apache_airflow_provider", "provider_info"),
    }


def test_the_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="the wheel is built with hatchling; install the extra `dev`")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("cleaner_text-*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    files = {path.relative_to(PACKAGE.parent).as_posix() for path in PACKAGE.rglob("*") if path.is_file()}
    missing = {name for name in files if "__pycache__" not in name} - inside
    assert "cleaner/py.typed" in inside
    assert not missing

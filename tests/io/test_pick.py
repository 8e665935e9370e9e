"""Preview: the documents that are asked for, of every format, and what it says of those that cannot be read."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pandas
import pytest

from cleaner.config.schema import InputSection, LimitsSection
from cleaner.errors import ConfigError
from cleaner.io.pick import pick

ROOT = Path(__file__).parent.parent.parent


def preview(*arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([sys.executable, "-m", "cleaner", "preview", *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl"
    rows = [json.dumps({"id": f"n{i}", "text": f"Snow fell on day {i}.\u200b"}) for i in range(10)]
    path.write_text("\n".join([*rows[:4], "broken", *rows[4:]]) + "\n")
    return path


def ids(path: Path, document: str | None, limit: int) -> list[tuple[str, int]]:
    return [(picked.id, picked.number) for picked in pick(InputSection(paths=(str(path),)), LimitsSection(), document, limit)]


def test_the_first_documents_or_the_one_that_is_asked_for(news: Path) -> None:
    assert ids(news, None, 2) == [("n0", 0), ("n1", 1)]
    assert ids(news, "n7", 3) == [("n7", 8)]
    assert ids(news, "8", 3) == [("n7", 8)]
    (broken,) = pick(InputSection(paths=(str(news),)), LimitsSection(), "4", 3)
    assert broken.failure is not None
    assert broken.failure[0] == "bad_json"
    with pytest.raises(ConfigError, match="no document has the id or the number 'n77'"):
        ids(news, "n77", 3)


def test_preview_of_json_lines(news: Path) -> None:
    done = preview(str(news), "--limit", "2")
    assert done.stdout.count("document ") == 2
    assert "[-<200B>-]" in done.stdout
    done = preview(str(news), "--document", "n7")
    assert "day 7" in done.stdout
    assert "day 1" not in done.stdout
    done = preview(str(news), "--document", "4")
    assert "bad_json" in done.stdout
    assert "no document has the id" in preview(str(news), "-d", "none", code=2).stderr


def test_preview_of_other_formats(tmp_path: Path) -> None:
    frame = pandas.DataFrame({"id": ["a"], "text": ["Snow fell.\u200b"]})
    frame.to_parquet(tmp_path / "a.parquet")
    frame.to_csv(tmp_path / "a.csv", index=False)
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"Snow fell."))
    for name in ("a.parquet", "a.csv", "a.txt.gz"):
        assert "Snow fell." in preview(str(tmp_path / name)).stdout
    page = f"<html><title>T</title><body><nav>Menu</nav><article>{'<p>Snow fell all night long in the hills.' * 9}</article></body>"
    (tmp_path / "a.html").write_text(page)
    assert "Snow fell all night long in the hills." in preview(str(tmp_path / "a.html")).stdout
    assert "matches no file" in preview(str(tmp_path / "none.txt"), code=2).stderr


def test_preview_maps_columns_as_the_config_says(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("key,body\nx,Snow fell.\n")
    (tmp_path / "c.yaml").write_text(
        "version: 1\ninput: {paths: [nowhere], columns: {text: body, id: key}}\nstages: [invisible_character]\noutput: {path: out}\n"
    )
    done = preview(str(tmp_path / "a.csv"), "-c", str(tmp_path / "c.yaml"))
    assert "Snow fell." in done.stdout
    assert "document  x" in done.stdout
    assert "--set changes a config" in preview(str(tmp_path / "a.csv"), "-s", "a=b", code=2).stderr

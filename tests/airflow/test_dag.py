"""Whole DAGs by `dag.test()` on SQLite, with the real command as the child.

`CLEANER_AIRFLOW_PYTHON` names the Python of an environment that has Airflow 3 and this package.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
PYTHON = os.environ.get("CLEANER_AIRFLOW_PYTHON", "")

pytestmark = [
    pytest.mark.airflow,
    pytest.mark.skipif(not PYTHON, reason="CLEANER_AIRFLOW_PYTHON is not set: no Airflow 3 to test with"),
]

ARTICLE = "The harbour of the town was closed for {0} days.\n\nShips waited outside, and the council met on {0} evenings.\n"

DAG = """
from datetime import datetime, timedelta
from airflow.sdk import DAG, Asset
from cleaner.airflow import CleanerRunOperator

with DAG("{name}", schedule=None, start_date=datetime(2026, 1, 1)) as dag:
    CleanerRunOperator(
        task_id="clean", config="config.yaml", working_directory={folder!r}, asset=Asset("news"),
        retries=2, retry_delay=timedelta(seconds=0), {more}
    )
"""


class Airflow:
    """An Airflow home with a folder of DAGs and a folder of news."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.news = home / "news"
        (home / "dags").mkdir(parents=True)
        (self.news / "raw").mkdir(parents=True)
        config = "version: 1\ninput: {paths: ['raw/*.txt']}\nstages: [mojibake, too_short]\noutput: {path: out}\n"
        (self.news / "config.yaml").write_text(config)
        binaries = str(Path(PYTHON).absolute().parent)
        self.environment = {
            **os.environ,
            "AIRFLOW_HOME": str(home),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
            "PATH": binaries + os.pathsep + os.environ["PATH"],
        }
        subprocess.run([PYTHON, "-m", "airflow", "db", "migrate"], env=self.environment, check=True, capture_output=True)

    def add(self, *days: int) -> None:
        for day in days:
            (self.news / "raw" / f"{day}.txt").write_text(ARTICLE.format(day))

    def run(self, source: str, name: str, variables: Mapping[str, str] | None = None) -> dict[str, Any]:
        path = self.home / "dags" / f"{name}.py"
        path.write_text(source)
        given = {f"AIRFLOW_VAR_{key.upper()}": value for key, value in (variables or {}).items()}
        done = subprocess.run(
            [PYTHON, str(Path(__file__).parent / "run_dag.py"), str(path)],
            env={**self.environment, **given}, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        answer["log"] = done.stdout + done.stderr
        return answer


@pytest.fixture
def airflow(tmp_path: Path) -> Airflow:
    return Airflow(tmp_path)


def test_the_daily_dag_succeeds_skips_and_appends(airflow: Airflow) -> None:
    source = (ROOT / "configs" / "airflow" / "news_daily.py").read_text()
    news = airflow.news
    variables = {"cleaner_config": f"{news}/config.yaml", "cleaner_input": f"{news}/raw/*.txt", "cleaner_output": f"{news}/out"}
    airflow.add(1, 2)
    first = airflow.run(source, "news_daily", variables)["tasks"]["clean"]
    assert first["state"] == "success"
    assert first["summary"]["documents"] == 2
    assert airflow.run(source, "news_daily", variables)["tasks"]["clean"]["state"] == "skipped"
    airflow.add(3)
    third = airflow.run(source, "news_daily", variables)["tasks"]["clean"]
    assert third["state"] == "success"
    rows = "import pyarrow.parquet as q; print(q.read_table('out/documents').num_rows)"
    counted = subprocess.run([sys.executable, "-c", rows], cwd=news, check=True, capture_output=True, text=True)
    assert int(counted.stdout) == 3


def test_a_run_that_is_killed_is_tried_again(airflow: Airflow) -> None:
    airflow.add(1)
    script = airflow.news / "once_killed"
    script.write_text(f'#!/bin/bash\n[ -e killed ] || {{ touch killed; kill -9 $$; }}\nexec {PYTHON} -m cleaner "$@"\n')
    script.chmod(0o755)
    answer = airflow.run(DAG.format(name="killed", folder=str(airflow.news), more=f"command=[{str(script)!r}]"), "killed")
    task = answer["tasks"]["clean"]
    assert (airflow.news / "killed").exists()
    assert task["state"] == "success"
    assert task["tries"] == 2
    assert "was killed by signal 9" in answer["log"]


def test_a_broken_contract_fails_at_once(airflow: Airflow) -> None:
    airflow.add(1)
    more = "overrides={'contract.min_rows': 100}"
    answer = airflow.run(DAG.format(name="contract", folder=str(airflow.news), more=more), "contract")
    assert answer["state"] == "failed"
    assert answer["tasks"]["clean"] | {"summary": None} == {"state": "failed", "tries": 1, "summary": None}
    assert not (airflow.news / "out" / "documents").exists()


def test_a_wrong_config_fails_at_once_and_says_where(airflow: Airflow) -> None:
    (airflow.news / "config.yaml").write_text("version: 1\nstages: [mojibaka]\n")
    answer = airflow.run(DAG.format(name="wrong", folder=str(airflow.news), more=""), "wrong")
    assert answer["tasks"]["clean"]["state"] == "failed"
    assert answer["tasks"]["clean"]["tries"] == 1
    assert "config.yaml:2:10: stages[0]: unknown stage" in answer["log"]


def test_a_task_that_times_out_leaves_no_process(airflow: Airflow) -> None:
    script = airflow.news / "endless"
    script.write_text("#!/bin/bash\ntrap '' TERM\nsleep 3601.5 &\nsleep 3602.5\n")
    script.chmod(0o755)
    more = f"command=[{str(script)!r}], execution_timeout=timedelta(seconds=3), grace_seconds=1"
    source = DAG.format(name="endless", folder=str(airflow.news), more=more).replace("retries=2", "retries=0")
    answer = airflow.run(source, "endless")
    assert answer["tasks"]["clean"]["state"] == "failed"
    running = subprocess.run(["ps", "-eo", "args"], check=True, capture_output=True, text=True).stdout
    assert "sleep 3601.5" not in running
    assert "sleep 3602.5" not in running


def test_the_bash_recipe_of_the_readme(airflow: Airflow) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    found = re.search(r"<!-- bash recipe -->\n```python\n(.*?)```", text, re.DOTALL)
    assert found is not None
    body = "".join(f"    {line}\n" for line in found[1].splitlines())
    head = "from datetime import datetime\nfrom airflow.sdk import DAG\n"
    source = head + f'with DAG("bash_recipe", schedule=None, start_date=datetime(2026, 1, 1)) as dag:\n{body}'
    (airflow.news / "news.yaml").write_text((airflow.news / "config.yaml").read_text())
    airflow.add(1)
    variables = {"news_folder": str(airflow.news)}
    first = airflow.run(source, "bash_recipe", variables)["tasks"]["clean"]
    assert first["state"] == "success"
    summary = first["summary"]  # the last line of standard output, which Airflow may or may not read as JSON
    assert (json.loads(summary) if isinstance(summary, str) else summary)["documents"] == 1
    assert airflow.run(source, "bash_recipe", variables)["tasks"]["clean"]["state"] == "skipped"


def test_the_provider_is_registered_and_imports_nothing_else_of_the_package() -> None:
    code = (
        "import importlib.metadata as m, sys\n"
        "points = [p for p in m.entry_points(group='apache_airflow_provider') if p.value.startswith('cleaner.')]\n"
        "assert points[0].load()()['package-name'] == 'cleaner-text'\n"
        "from cleaner.airflow import CleanerRunOperator\n"
        "assert not [name for name in sys.modules if name.startswith('cleaner.') and not name.startswith('cleaner.airflow')]\n"
    )
    subprocess.run([PYTHON, "-c", code], check=True, capture_output=True, text=True)

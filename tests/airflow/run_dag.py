"""Run one DAG by `dag.test()` and say how its tasks ended. Run by the Python of an environment that has Airflow 3."""

from __future__ import annotations

import json
import runpy
import sys


def main(path: str) -> None:
    """Run the DAG of the file `path`; the last line of standard output is JSON."""
    dag = runpy.run_path(path)["dag"]
    dag_run = dag.test()
    tasks = {}
    for instance in dag_run.get_task_instances():
        tasks[instance.task_id] = {
            "state": str(getattr(instance.state, "value", instance.state)),
            "tries": instance.try_number,
            "summary": instance.xcom_pull(task_ids=instance.task_id),
        }
    print("\n" + json.dumps({"state": str(getattr(dag_run.state, "value", dag_run.state)), "tasks": tasks}, default=str))


if __name__ == "__main__":
    main(sys.argv[1])

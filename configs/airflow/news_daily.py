"""The daily job: clean the files that came in since the last run and add them to the dataset.

Copy it into the DAG folder and set the Airflow variables `cleaner_config`, `cleaner_input` and `cleaner_output`. A day without
new files skips the task; a broken contract fails it at once, and the dataset stays as it was.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from airflow.sdk import DAG, Asset

from cleaner.airflow import CleanerRunOperator

clean_news = Asset("clean_news")

with DAG(
    dag_id="news_daily",
    schedule="@daily",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,  # two runs on one output would wait for its lock
    default_args={"retries": 2, "retry_delay": timedelta(minutes=5)},
    tags=["news"],
) as dag:
    CleanerRunOperator(
        task_id="clean",
        config="{{ var.value.cleaner_config }}",
        input_paths=["{{ var.value.cleaner_input }}"],
        output_path="{{ var.value.cleaner_output }}",
        mode="append",
        asset=clean_news,
    )

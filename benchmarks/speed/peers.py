"""What others take for a part of the work. Run with the Python of the peer: `python peers.py NAME INPUT.jsonl OUTPUT WORKERS`.

Stands alone: the Python of a peer knows nothing of `cleaner`. Prints nothing but what the peer prints.
"""

from __future__ import annotations

import json
import sys
from itertools import islice
from pathlib import Path
from typing import Any


def loop(path: str, output: str, workers: int) -> None:
    """ftfy and langdetect, one text after the other, in so many processes: what one writes in an afternoon."""
    from multiprocessing import Pool

    import pyarrow as pa
    import pyarrow.parquet as pq

    with Path(path).open(encoding="utf-8") as file, Pool(workers) as pool:
        rows = pool.map(_loop_one, file, chunksize=50)
    Path(output).mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), f"{output}/documents.parquet", compression="zstd")


def _loop_one(line: str) -> dict[str, str]:
    import ftfy
    from langdetect import DetectorFactory, LangDetectException, detect

    DetectorFactory.seed = 0
    entry = json.loads(line)
    text = ftfy.fix_text(entry["text"])
    try:
        language = detect(text)
    except LangDetectException:
        language = "und"
    return {"id": entry["id"], "text": text, "language": language}


def datatrove(path: str, output: str, workers: int, filters: bool) -> None:
    """datatrove: ftfy, and with `filters` those of Gopher and C4 that need no download; its Parquet writer."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.filters import C4QualityFilter, GopherQualityFilter, GopherRepetitionFilter
    from datatrove.pipeline.formatters import FTFYFormatter
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import ParquetWriter

    parts = Path(output) / "parts"  # it cuts work by files: as many as workers
    parts.mkdir(parents=True)
    with Path(path).open(encoding="utf-8") as file:
        lines = list(file)
    for i in range(workers):
        with (parts / f"{i}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(islice(lines, i, None, workers))
    pipeline: list[Any] = [JsonlReader(str(parts), glob_pattern="*.jsonl"), FTFYFormatter()]
    if filters:
        pipeline += [
            GopherRepetitionFilter(),
            C4QualityFilter(min_num_sentences=-1, filter_no_terminal_punct=False),
            GopherQualityFilter(),
        ]
    pipeline.append(ParquetWriter(f"{output}/documents"))
    LocalPipelineExecutor(pipeline, tasks=workers, workers=workers, logging_dir=f"{output}/logs").run()


def juicer(path: str, output: str, workers: int) -> None:
    """Data-Juicer: its ftfy mapper and the cheap mappers and filters of its recipes that need no download."""
    from data_juicer.config import init_configs
    from data_juicer.core import DefaultExecutor

    Path(output).mkdir(parents=True, exist_ok=True)
    config = Path(output) / "recipe.json"
    names = ("fix_unicode_mapper", "whitespace_normalization_mapper", "clean_links_mapper", "text_length_filter")
    recipe = {
        "project_name": "speed", "dataset_path": path, "np": workers, "export_path": f"{output}/documents.jsonl",
        "open_tracer": False, "use_cache": False, "process": [{name: {}} for name in names],
    }  # fmt: skip
    config.write_text(json.dumps(recipe), "utf-8")
    DefaultExecutor(init_configs(["--config", str(config)])).run()


if __name__ == "__main__":
    name, source, target, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    match name:
        case "loop":
            loop(source, target, count)
        case "datatrove-ftfy":
            datatrove(source, target, count, filters=False)
        case "datatrove":
            datatrove(source, target, count, filters=True)
        case "juicer":
            juicer(source, target, count)
        case _:
            raise SystemExit(f"unknown peer {name}")

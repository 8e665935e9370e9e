"""Runs whose output, and input, is an object store: a real S3 server that the tests start, and a store that fails as stores do."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.errors import EnvironmentalError
from cleaner.io.manifest import Manifest
from cleaner.io.publish import RemoteTarget
from cleaner.io.staging import Staging, sha256_of
from cleaner.io.write import PartFile

SOAK = int(os.environ.get("CLEANER_SOAK", "1"))


@pytest.fixture(scope="module")
def s3() -> Iterator[dict[str, str]]:
    """The environment in which `s3://` is a server on this machine."""
    pytest.importorskip("s3fs")
    pytest.importorskip("moto.server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    names = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1"}
    environment = names | {"AWS_ENDPOINT_URL": address, "FSSPEC_S3_ENDPOINT_URL": address}
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield environment
    finally:
        server.kill()
        server.wait()


@pytest.fixture
def store(s3: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Any:
    import s3fs

    for name, value in s3.items():
        monkeypatch.setenv(name, value)
    caches = {"skip_instance_cache": True, "use_listings_cache": False}
    store = s3fs.S3FileSystem(endpoint_url=s3["AWS_ENDPOINT_URL"], key="key", secret="secret", **caches)
    bucket = f"bucket{time.monotonic_ns()}"
    store.mkdir(bucket)
    store.bucket = bucket
    return store


def test_a_dataset_in_a_store(bench: Any, s3: dict[str, str], store: Any) -> None:
    import pandas

    url = f"s3://{store.bucket}/news"
    bench.environment |= s3 | {"TMPDIR": str(bench.folder)}
    bench.write_documents(300, files=2)
    assert bench.summary("-o", url)["documents"] == 300
    assert bench.call("verify", url).returncode == 0
    options = {"endpoint_url": s3["AWS_ENDPOINT_URL"], "key": "key", "secret": "secret", "use_listings_cache": False}
    assert len(pandas.read_parquet(f"{url}/documents", storage_options=options)) == 300
    assert "a dataset exists" in bench.run("-o", url, code=2).stderr

    bench.write_documents(200, files=2, seed=9)
    before = set(store.find(f"{store.bucket}/news"))
    assert bench.summary("-o", url, "--mode", "overwrite")["documents"] == 200
    after = set(store.find(f"{store.bucket}/news"))
    assert len(pandas.read_parquet(f"{url}/documents", storage_options=options)) == 200
    assert not any("documents/" in path for path in before & after), "parts of the old dataset are deleted"
    assert bench.call("verify", url).returncode == 0

    (bench.folder / "input/new.jsonl").write_text(json.dumps({"id": "new", "text": "A new text, long enough to be kept. " * 3}) + "\n")
    assert bench.summary("-o", url, "--mode", "append")["read"] == 1
    assert len(pandas.read_parquet(f"{url}/documents", storage_options=options)) == 201
    store.rm_file(sorted(path for path in store.find(f"{store.bucket}/news/documents"))[0])
    done = bench.call("verify", url)
    assert done.returncode == 1
    assert "missing" in done.stderr


def test_input_from_a_store_gives_the_same_rows(bench: Any, s3: dict[str, str], store: Any) -> None:
    bench.environment |= s3
    bench.write_documents(100, files=2)
    for path in (bench.folder / "input").iterdir():
        store.put_file(str(path), f"{store.bucket}/raw/{path.name}")
    bench.configure(input={"paths": [f"s3://{store.bucket}/raw/*.jsonl"]})
    assert bench.summary()["documents"] == 100


def test_a_run_that_died_while_it_published_goes_on(bench: Any, s3: dict[str, str], store: Any) -> None:
    url = f"s3://{store.bucket}/news"
    bench.environment |= s3 | {"TMPDIR": str(bench.folder)}
    bench.write_documents(300, files=2)
    bench.environment["CLEANER_FAILPOINT"] = "uploaded:2"
    bench.run("-o", url, code=None)
    assert not store.exists(f"{store.bucket}/news/manifest.json")
    del bench.environment["CLEANER_FAILPOINT"]
    done = bench.run("-o", url)
    assert "were finished by an interrupted run" in done.stderr
    assert bench.call("verify", url).returncode == 0


class FaultyStore:
    """What `RemoteTarget` asks of a store, in memory, failing by a schedule: before the call, or after it has succeeded."""

    def __init__(self, schedule: list[str]) -> None:
        self.schedule = schedule
        self.objects: dict[str, bytes] = {}

    def _call(self, effect: Any) -> Any:
        fault = self.schedule.pop(0) if self.schedule else "ok"
        if fault == "before":
            raise TimeoutError("503 slow down")
        found = effect()
        if fault == "after":
            raise TimeoutError("timed out behind the effect")
        return found

    def put_file(self, local: str, name: str) -> None:
        self._call(lambda: self.objects.__setitem__(name, Path(local).read_bytes()))

    def pipe_file(self, name: str, data: bytes) -> None:
        self._call(lambda: self.objects.__setitem__(name, data))

    def rm_file(self, name: str) -> None:
        def remove() -> None:
            if name not in self.objects:
                raise FileNotFoundError(name)
            del self.objects[name]

        self._call(remove)

    def cat_file(self, name: str) -> bytes:
        def read() -> bytes:
            if name not in self.objects:
                raise FileNotFoundError(name)
            return self.objects[name]

        found: bytes = self._call(read)
        return found

    def find(self, folder: str) -> list[str]:
        found: list[str] = self._call(lambda: [name for name in self.objects if name.startswith(folder + "/")])
        return found

    def invalidate_cache(self) -> None:
        pass


def staged(folder: Path, texts: list[str]) -> tuple[Staging, Manifest]:
    staging = Staging(folder, "key")
    (staging.dataset / "documents").mkdir(parents=True, exist_ok=True)
    files = []
    for i, text in enumerate(texts):
        path = staging.dataset / f"documents/part-{i:05d}-{text}.parquet"
        path.write_text(text)
        files.append(PartFile(path.relative_to(staging.dataset).as_posix(), 1, len(text), sha256_of(path) or ""))
    return staging, Manifest("f", "".join(texts), {}, tuple(files), {}, len(texts))


FAULTS = st.lists(st.sampled_from(["ok", "ok", "ok", "before", "after"]), max_size=40)


@settings(max_examples=200 * SOAK, deadline=None)
@given(FAULTS, FAULTS)
def test_fault_17_a_store_that_fails(tmp_path_factory: pytest.TempPathFactory, one: list[str], two: list[str]) -> None:
    """Whatever fails, the manifest names only objects that are there; a run that was told to have failed succeeds when it is repeated."""
    folder = tmp_path_factory.mktemp("store")
    target = RemoteTarget.__new__(RemoteTarget)
    target.url, target._root, target._tries, target.workspace = "s3://b/n", "b/n", 2, folder
    target._wait = lambda seconds: None
    store = target._store = FaultyStore([])
    old, old_manifest = staged(folder / "old", ["a", "b"])
    target.publish(old, old_manifest, b"{}")
    new, new_manifest = staged(folder / "new", ["b", "c", "d"])
    for schedule in (one, two, []):
        store.schedule = list(schedule)
        try:
            target.publish(new, new_manifest, b"{}")
            succeeded = True
        except EnvironmentalError:
            succeeded = False
        store.schedule = []
        present = target.manifest()
        assert present is not None
        assert present.key in ("ab", "bcd")
        for file in present.files:
            assert len(store.objects[f"b/n/{file.path}"]) == file.bytes, "the manifest names an object that is not whole"
        if succeeded:
            assert present.key == "bcd"
    assert {name for name in store.objects if "part-" in name} == {f"b/n/{file.path}" for file in new_manifest.files}

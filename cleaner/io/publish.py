"""Where a dataset is published. In: a finished staging folder. Out: the old dataset or the new one, never a mixture.

A folder on this machine is exchanged in one step. An object store cannot do that: parts have names that never meant anything else,
the manifest is put last, and what it no longer names is deleted behind it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol, TypeVar

from cleaner.columns import TABLES
from cleaner.errors import ConfigError, DataError, EnvironmentalError
from cleaner.io.durable import exchange, failpoint, rename, sync_folder
from cleaner.io.manifest import METRICS, NAME, Manifest
from cleaner.io.staging import Staging
from cleaner.io.write import PartFile

T = TypeVar("T")

TRIES = 5
"""Tries of one call to an object store, with 0.2, 0.4, 0.8, 1.6 seconds between them."""


class Target(Protocol):
    """A place for a dataset."""

    url: str
    workspace: Path

    def manifest(self) -> Manifest | None:
        """The manifest of the dataset that is there, None where there is nothing. Raises `ConfigError` where something else is."""

    def fetch(self, file: PartFile, to: Path) -> None:
        """Bring a part of the present dataset to a local path, by a link where that costs nothing."""

    def publish(self, staging: Staging, manifest: Manifest, metrics: bytes) -> None:
        """Make the staged dataset the one that is there."""

    def settle(self, manifest: Manifest) -> None:
        """Remove what an interrupted run left beside the dataset of `manifest`, which is there."""


def open_target(url: str) -> Target:
    """Return the place that a path or URL names; makes its workspace."""
    scheme, separator, rest = url.partition("://")
    if separator and scheme not in ("file", "local"):
        return RemoteTarget(url)
    return LocalTarget(Path(rest if separator else url))


class LocalTarget:
    """A folder on this machine."""

    def __init__(self, path: Path) -> None:
        self.url = str(path)
        self.path = Path(os.path.abspath(path))
        if self.path == Path(self.path.anchor) or self.path == Path.cwd():
            raise ConfigError(f"output.path: {self.url} is not a folder of its own; name one that may be replaced as a whole")
        if self.path.is_symlink():
            raise ConfigError(f"output.path: {self.url} is a symbolic link; name the folder that it leads to")
        self.workspace = self.path.with_name(f".{self.path.name}.cleaner")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.workspace.mkdir(mode=0o700, exist_ok=True)

    def manifest(self) -> Manifest | None:
        try:
            data = (self.path / NAME).read_bytes()
        except FileNotFoundError:
            if self.path.is_dir() and any(self.path.iterdir()):
                raise ConfigError(f"{self.url}: holds something that is no dataset of cleaner; name another output") from None
            return None
        except NotADirectoryError:
            raise ConfigError(f"{self.url}: is a file; name a folder as output") from None
        return Manifest.from_bytes(data, f"{self.url}/{NAME}")

    def fetch(self, file: PartFile, to: Path) -> None:
        try:
            os.link(self.path / file.path, to)
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.EXDEV):
                raise
            shutil.copyfile(self.path / file.path, to)

    def publish(self, staging: Staging, manifest: Manifest, metrics: bytes) -> None:
        (staging.dataset / METRICS).write_bytes(metrics)
        for folder in (*(path for path in staging.dataset.iterdir() if path.is_dir()), staging.dataset):
            sync_folder(folder)
        failpoint("before_publish")
        if not self.path.exists():
            rename(staging.dataset, self.path)
        elif exchange(staging.dataset, self.path):
            sync_folder(self.path.parent)
        else:  # two steps where the file system has no exchange: for a moment there is no dataset
            rename(self.path, staging.folder / "old")
            rename(staging.dataset, self.path)
        failpoint("published")

    def settle(self, manifest: Manifest) -> None:
        """Nothing: there is no moment in which a folder holds two datasets."""


class RemoteTarget:
    """A prefix in any store that fsspec knows. The staging folder is on this machine, so that an interrupted run goes on."""

    _wait = staticmethod(time.sleep)

    def __init__(self, url: str, tries: int = TRIES) -> None:
        import fsspec

        self.url = url.rstrip("/")
        self._tries = tries
        try:
            self._store, self._root = fsspec.core.url_to_fs(self.url)
        except (ImportError, ValueError) as error:
            raise ConfigError(f"output.path: {self.url}: {error}") from error
        name = hashlib.blake2b(self.url.encode(), digest_size=8).hexdigest()
        self.workspace = Path(tempfile.gettempdir()) / f"cleaner-{_user()}" / name
        self.workspace.parent.mkdir(mode=0o700, exist_ok=True)
        if self.workspace.parent.is_symlink() or self.workspace.parent.stat().st_uid != _user():
            raise EnvironmentalError(f"{self.workspace.parent}: belongs to somebody else; set TMPDIR to a folder of your own")
        self.workspace.mkdir(mode=0o700, exist_ok=True)

    def manifest(self) -> Manifest | None:
        data = self._read(NAME)
        return None if data is None else Manifest.from_bytes(data, f"{self.url}/{NAME}")

    def fetch(self, file: PartFile, to: Path) -> None:
        self._try(lambda: self._store.get_file(f"{self._root}/{file.path}", str(to)), file.path)

    def publish(self, staging: Staging, manifest: Manifest, metrics: bytes) -> None:
        old = self.manifest()
        there = {file.path for file in old.files} if old else set()
        for file in manifest.files:
            if file.path not in there:
                self._try(self._putting(staging.dataset / file.path, file.path), file.path)
                failpoint("uploaded")
        self._commit(manifest.to_bytes())
        failpoint("published")
        self._put_bytes(METRICS, metrics)
        self.settle(manifest)

    def settle(self, manifest: Manifest) -> None:
        wanted = {f"{self._root}/{file.path}" for file in manifest.files}
        for table in TABLES:
            for name in self._try(self._listing(table), table):
                if name not in wanted:
                    with contextlib.suppress(FileNotFoundError):
                        self._try(self._deleting(name), name)

    def _commit(self, data: bytes) -> None:
        """Put the manifest. A put that failed may have succeeded: who knows only by reading it again."""
        try:
            self._put_bytes(NAME, data)
        except EnvironmentalError:
            if self._read(NAME) != data:
                raise

    def _putting(self, file: Path, path: str) -> Callable[[], Any]:
        return lambda: self._store.put_file(str(file), f"{self._root}/{path}")

    def _deleting(self, name: str) -> Callable[[], Any]:
        return lambda: self._store.rm_file(name)

    def _listing(self, table: str) -> Callable[[], list[str]]:
        def find() -> list[str]:
            self._store.invalidate_cache()
            return sorted(self._store.find(f"{self._root}/{table}"))

        return find

    def _put_bytes(self, name: str, data: bytes) -> None:
        self._try(lambda: self._store.pipe_file(f"{self._root}/{name}", data), name)

    def _read(self, name: str) -> bytes | None:
        def read() -> bytes | None:
            self._store.invalidate_cache()
            try:
                data: bytes = self._store.cat_file(f"{self._root}/{name}")
            except FileNotFoundError:
                return None
            return data

        return self._try(read, name)

    def _try(self, call: Callable[[], T], name: str) -> T:
        """Call, and call again after what may pass."""
        for wait in _waits(self._tries):
            try:
                return call()
            except FileNotFoundError:
                raise
            except Exception as error:  # every store has errors of its own
                if wait is None:
                    message = f"{self.url}/{name}: {type(error).__name__}: {error}; the same command goes on from here"
                    raise EnvironmentalError(message) from error
                self._wait(wait)
        raise AssertionError


def check_whole(manifest: Manifest, staging: Staging) -> None:
    """Check that the staged dataset holds the files of its manifest and no other. Raises `DataError`."""
    there = {path.relative_to(staging.dataset).as_posix() for path in staging.dataset.rglob("*") if not path.is_dir()}
    wanted = {file.path for file in manifest.files} | {NAME}
    if there - {METRICS} != wanted:
        raise DataError(f"the staged dataset is not what its account says: {sorted(there ^ wanted)[:5]}; run the same command again")


def _waits(tries: int) -> Iterator[float | None]:
    yield from (0.2 * 2**i for i in range(tries - 1))
    yield None


def _user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0

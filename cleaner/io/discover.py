"""Paths, folders, globs and URLs in, sources out: every file once, in an order that is the same on every machine.

A folder is read with all that lies under it, by name. Hidden files and those whose suffix says no format are left out of folders
and globs, and listed; a path that is named itself must be readable.
"""

from __future__ import annotations

import glob
import os
import stat
from typing import NamedTuple

from cleaner.errors import CleanerError, ConfigError, EnvironmentalError, NoInput
from cleaner.io.formats import FORMATS, by_name
from cleaner.io.remote import is_remote, remote_files
from cleaner.io.settings import InputSettings
from cleaner.io.shard import Source

_KNOWN = " ".join(dict.fromkeys(FORMATS))
_FORMAT_HINT = f"known are {_KNOWN}, each also with .gz .bz2 .xz .zst or .zip; or set input.format"


class Found(NamedTuple):
    """The sources of a run, and the names of files in folders and globs that were left out."""

    sources: tuple[Source, ...]
    skipped: tuple[str, ...]


def discover(section: InputSettings) -> list[Source]:
    """Return the files of an input section. Raises `ConfigError` for a path that matches none; see `find`."""
    return list(find(section).sources)


def find(section: InputSettings) -> Found:
    """Return the files of an input section, and what was left out of folders and globs.

    Raises `ConfigError` with every problem: a path that matches no file, a named file of no known format, a symbolic link that
    leads out of the given path.
    """
    search = _Search(section)
    for path in section.paths:
        search.look(path)
    if search.problems:
        raise (NoInput if search.nothing == len(search.problems) else ConfigError)(*search.problems)
    return Found(tuple(search.sources), tuple(search.skipped))


def version_of(path: str) -> str:
    """Return the version of a local file as `Source.version` has it. Raises `OSError` where it is gone."""
    return _version(os.stat(path))


class _Search:
    def __init__(self, section: InputSettings) -> None:
        self._section = section
        self.sources: list[Source] = []
        self.skipped: list[str] = []
        self.problems: list[str] = []
        self.nothing = 0
        self._seen: set[str] = set()

    def look(self, pattern: str) -> None:
        before, skipped, problems = len(self._seen), len(self.skipped), len(self.problems)
        try:
            if is_remote(pattern):
                self._remote(pattern)
            else:
                self._local(os.path.expanduser(pattern.removeprefix("file://")))
        except OSError as error:
            raise EnvironmentalError(f"{error.filename or pattern}: {error.strerror or error}; mend this and run again") from error
        except CleanerError:
            raise
        except Exception as error:
            if not is_remote(pattern):
                raise
            kind = type(error).__name__  # what clients of object stores raise is of their own kinds
            raise EnvironmentalError(f"{pattern}: {kind}: {error}; mend this and run again") from error
        if len(self._seen) == before and len(self.problems) == problems and not self._matched:
            left = f"; left out: {', '.join(self.skipped[skipped : skipped + 3])}" if len(self.skipped) > skipped else ""
            hint = f"{_FORMAT_HINT}" if left else "paths are relative to the working directory"
            self.problems.append(f"input.paths: {pattern} matches no file{left}; {hint}")
            self.nothing += 1

    _matched = False

    def _local(self, pattern: str) -> None:
        self._matched = False
        if os.path.lexists(pattern):
            if os.path.isdir(pattern):
                self._folder(pattern, os.path.realpath(pattern), os.path.realpath(pattern), set())
            else:
                self._file(pattern, os.path.realpath(pattern), named=True)
        elif glob.has_magic(pattern):
            base = pattern[: next(i for i, c in enumerate(pattern) if c in "*?[")].rpartition("/")[0]
            root = os.path.realpath(base or ("/" if pattern.startswith("/") else "."))
            folders: dict[str, str] = {}
            for path in sorted(glob.iglob(pattern, recursive=True)):
                folder, _, name = path.rpartition("/")
                if folder not in folders:
                    folders[folder] = os.path.realpath(folder or ("/" if path.startswith("/") else "."))
                real = os.path.join(folders[folder], name)
                linked = os.path.islink(path)
                if linked:
                    real = os.path.realpath(path)
                if not os.path.isdir(real):
                    if self._inside(path, real, root):
                        self._file(path, real, named=False)
                elif "**" not in pattern and self._inside(path, real, root):
                    self._folder(path, real, root, set())

    def _remote(self, url: str) -> None:
        self._matched = False
        if "::" in url:
            self.problems.append(f"input.paths: {url}: chained URLs are not read; name the object itself")
            return
        for file in remote_files(url):
            self._add(file.url, file.url, file.size, file.version, named=file.named)

    def _inside(self, path: str, real: str, root: str) -> bool:
        if self._section.follow_symlinks or real == root or real.startswith(root.rstrip("/") + "/"):
            return True
        text = f"input.paths: {shown(path)} is a symbolic link that leads out of the given path, to {shown(real)}"
        self.problems.append(f"{text}; set input.follow_symlinks: true to read it")
        return False

    def _folder(self, path: str, real: str, root: str, above: set[str]) -> None:
        if real in above:
            return  # a circle of links
        with os.scandir(path) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
        for entry in entries:
            child, child_real = os.path.join(path, entry.name), os.path.join(real, entry.name)
            if entry.name.startswith("."):
                self.skipped.append(shown(child))
                continue
            if entry.is_symlink():
                child_real = os.path.realpath(child)
                if not self._inside(child, child_real, root):
                    continue
            if entry.is_dir():
                self._folder(child, child_real, root, above | {real})
            else:
                self._file(child, child_real, named=False)

    def _file(self, path: str, real: str, *, named: bool) -> None:
        try:
            facts = os.stat(path)
        except FileNotFoundError:
            self.problems.append(f"input.paths: {shown(path)} is a symbolic link to nothing; remove it or mend it")
            return
        if not stat.S_ISREG(facts.st_mode):
            if named:
                self.problems.append(f"input.paths: {shown(path)} is no regular file; name a file, a folder or a glob")
            else:
                self.skipped.append(shown(path))
            return
        self._add(path, real, facts.st_size, _version(facts), named=named)

    def _add(self, path: str, real: str, size: int, version: str, *, named: bool) -> None:
        """Take a file unless it is known or of no known format."""
        if real in self._seen:
            self._matched = True
            return
        format_, compression = by_name(path)
        if self._section.format != "auto":
            format_ = self._section.format
        elif compression == "zip" and not format_:
            format_ = "text"  # each member has its own
        if format_ == "parquet" and compression != "none":
            format_ = ""
        if not format_:
            if named:
                self.problems.append(f"input.paths: {shown(path)}: its suffix says no format that can be read; {_FORMAT_HINT}")
            else:
                self.skipped.append(shown(path))
            return
        self._seen.add(real)
        self.sources.append(Source(path, shown(path), format_, compression, size, version))


def shown(path: str) -> str:
    """Return a path as text that can be stored: bytes of a name that are no UTF-8 are written out.

    >>> shown("a/b.txt"), shown("caf\\udce9.txt")
    ('a/b.txt', 'caf\\\\xe9.txt')
    """
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path).decode("utf-8", "backslashreplace")
    return path


def _version(facts: os.stat_result) -> str:
    return f"{facts.st_size}-{facts.st_mtime_ns}"

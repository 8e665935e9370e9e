"""Objects behind URLs, in any store that fsspec knows. In: a URL. Out: its file system, and what is found there."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from typing import Any, NamedTuple

from cleaner.errors import ConfigError

_TAGS = ("ETag", "etag", "md5")
"""What object stores say of content, in listings as well as one by one."""


class RemoteFile(NamedTuple):
    """An object: `named` says that the URL names it itself."""

    url: str
    size: int
    version: str
    named: bool


def is_remote(path: str) -> bool:
    """Whether a path is a URL for fsspec rather than a local path."""
    head, mark, _ = path.partition("://")
    return bool(mark) and head.replace("+", "").isalnum() and head != "file"


def open_url(url: str) -> tuple[Any, str]:
    """Return the file system of a URL and the path in it. Raises `ConfigError` for a protocol that is not there."""
    import fsspec

    try:
        files, path = fsspec.core.url_to_fs(url)
    except (ValueError, ImportError) as error:
        hint = '; pip install "cleaner-text[s3]"' if url.startswith(("s3://", "s3a://")) else "; install what reads it"
        raise ConfigError(f"{url}: {error}{hint}") from error
    return files, str(path)


def remote_files(url: str) -> Iterator[RemoteFile]:
    """Yield the objects that a URL names, all of a folder or glob, in order. Raises `ConfigError`, and what its store raises."""
    files, path = open_url(url)
    files.invalidate_cache()
    for found, facts, named in _matches(files, path):
        if facts.get("type") == "file" and not found.endswith("/"):
            if not any(facts.get(tag) for tag in _TAGS):
                facts = files.info(found)  # a listing may say times in another way
            yield RemoteFile(files.unstrip_protocol(found), int(facts.get("size") or 0), remote_version(facts), named)


def _matches(files: Any, path: str) -> Iterator[tuple[str, dict[str, Any], bool]]:
    if glob.has_magic(path):
        found = files.glob(path, detail=True)
    elif files.isfile(path):
        yield path, files.info(path), True
        return
    else:
        found = files.find(path, detail=True)
    for name in sorted(found):
        yield name, found[name], False


def remote_version(facts: dict[str, Any]) -> str:
    """Return the version of an object from what its file system says of it."""
    size = facts.get("size")
    for key in (*_TAGS, "LastModified", "last_modified", "updated", "mtime", "modified", "created"):
        if facts.get(key) not in (None, ""):
            return f"{size}-{str(facts[key]).strip(chr(34))}"
    return str(size)

"""Names of files and first bytes in, format and compression out."""

from __future__ import annotations

from collections.abc import Mapping

FORMATS: Mapping[str, str] = {
    ".txt": "text", ".text": "text", ".jsonl": "json_lines", ".ndjson": "json_lines", ".jsonlines": "json_lines",
    ".json": "json_lines", ".parquet": "parquet", ".pq": "parquet", ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".html": "html",
    ".htm": "html", ".xhtml": "html", ".warc": "warc", ".wet": "warc",
}  # fmt: skip
COMPRESSIONS: Mapping[str, str] = {
    ".gz": "gzip", ".gzip": "gzip", ".bz2": "bz2", ".xz": "xz", ".zst": "zstd", ".zstd": "zstd", ".zip": "zip",
}  # fmt: skip
ARCHIVES = (".zip", ".gz", ".bz2", ".xz", ".zst", ".tar", ".tgz", ".7z", ".rar", ".jar")
"""What is not opened inside a zip."""

_MAGIC = (
    (b"\x1f\x8b\x08", "gzip"), (b"BZh", "bz2"), (b"\xfd7zXZ\0", "xz"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
)  # fmt: skip
MAGIC_BYTES = 10


def by_name(name: str) -> tuple[str, str]:
    """Return format and compression of a file by its suffixes; the format is empty where the name says none.

    >>> by_name("a/News.JSONL.gz"), by_name("photo.jpg"), by_name("dump.zip")
    (('json_lines', 'gzip'), ('', 'none'), ('', 'zip'))
    """
    stem, compression = _split(name)
    return _format(stem), compression


def without_suffix(name: str) -> str:
    """Return a name without the suffixes of compression and format.

    >>> without_suffix("seeds/a.txt.gz"), without_suffix("seeds/b.v2.txt"), without_suffix("seeds/.txt")
    ('seeds/a', 'seeds/b.v2', 'seeds/.txt')
    """
    stem, _ = _split(name)
    folder, slash, last = stem.rpartition("/")
    head, dot, tail = last.rpartition(".")
    if head and (dot + tail).lower() in FORMATS:
        last = head
    return folder + slash + last


def by_magic(head: bytes) -> str:
    """Return the compression that the first bytes of a file show, whatever its name says."""
    for magic, compression in _MAGIC:
        if head.startswith(magic):
            if compression == "bz2" and head[4:10] not in (b"1AY&SY", b"\x17rE8P\x90"):
                continue
            return compression
    return "none"


def _split(name: str) -> tuple[str, str]:
    folder, slash, last = name.rpartition("/")
    head, dot, tail = last.rpartition(".")
    compression = COMPRESSIONS.get((dot + tail).lower(), "none") if head else "none"
    return (name, "none") if compression == "none" else (folder + slash + head, compression)


def _format(name: str) -> str:
    last = name.rpartition("/")[2]
    _, dot, tail = last.rpartition(".")
    return FORMATS.get((dot + tail).lower(), "") if dot else ""

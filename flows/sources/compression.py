"""Compression: a raw file as a stream of its uncompressed bytes.

Streams are read in pieces, so that a bomb is never unpacked into memory.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

import brotli
import pyarrow as pa

Opener: TypeAlias = Callable[[Path], BinaryIO]


def _plain(path: Path) -> BinaryIO:
    return path.open("rb")


def _gzip(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb"))


def _zstd(path: Path) -> BinaryIO:
    return io.BufferedReader(pa.CompressedInputStream(pa.OSFile(str(path)), "zstd"))


def _lz4(path: Path) -> BinaryIO:
    return io.BufferedReader(pa.CompressedInputStream(pa.OSFile(str(path)), "lz4"))


def _bzip2(path: Path) -> BinaryIO:
    return cast(BinaryIO, bz2.open(path, "rb"))


def _xz(path: Path) -> BinaryIO:
    return cast(BinaryIO, lzma.open(path, "rb"))


OPENERS: Mapping[str, Opener] = {
    **{".gz": _gzip, ".zst": _zstd, ".bz2": _bzip2, ".xz": _xz},
    ".lz4": _lz4,
}
DAMAGED = (
    *(EOFError, gzip.BadGzipFile, zlib.error, lzma.LZMAError),
    *(pa.ArrowException, brotli.error),
)
"""What reading a damaged or cut file raises."""


def form_of(path: Path) -> tuple[Opener, str]:
    """How to open the file, and the suffix that names its form.

    >>> form_of(Path("a.JSONL.gz"))[1], form_of(Path("a.2024.txt"))[1]
    ('.jsonl', '.txt')
    """
    *_, before, last = ["", "", *(suffix.lower() for suffix in path.suffixes)]
    return (OPENERS[last], before) if last in OPENERS else (_plain, last)

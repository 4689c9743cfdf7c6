"""Static files with a digest in their names, each compressed once.

A file is collected under its own name and under the one with the digest, mostly with the same content. To
compress takes most of the time of collecting. So equal content is compressed once, and what is compressed
stays when files are collected again.
"""

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from servestatic.compress import Compressor
from servestatic.storage import CompressedManifestStaticFilesStorage


class CompressedOnceStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # ServeStatic has no types
    def create_compressor(self, **options: Any) -> "CompressorOfContent":
        return CompressorOfContent(**options)


@dataclass
class _Known:
    compressed: bytes | None = None
    lock: Lock = field(default_factory=Lock)


class CompressorOfContent(Compressor):  # type: ignore[misc]
    """Gives what it knows of the same content, in place of compressing it again."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._known: defaultdict[tuple[str, bytes], _Known] = defaultdict(_Known)

    def compress(self, path: str | os.PathLike[str]) -> list[str]:
        before = [each for ending in ("br", "gz") if (each := Path(f"{path}.{ending}")).exists()]
        if before and all(_is_complete(each, Path(path)) for each in before):
            return list(map(str, before))
        return list(super().compress(path))

    def compress_gzip(self, data: bytes) -> bytes:  # type: ignore[override, unused-ignore]
        return self._once("gz", data, super().compress_gzip)

    def compress_brotli(self, data: bytes) -> bytes:  # type: ignore[override, unused-ignore]
        return self._once("br", data, super().compress_brotli)

    def _once(self, ending: str, data: bytes, compress: Callable[[bytes], bytes]) -> bytes:
        known = self._known[ending, hashlib.sha256(data).digest()]
        with known.lock:  # several threads compress at a time
            if known.compressed is None:
                known.compressed = compress(data)
            return known.compressed


_PRECISION = 1e-5
"""Seconds. The time is set as a floating point number, which is not as precise as the time of a file."""


def _is_complete(compressed: Path, path: Path) -> bool:
    """Whether `path` has not changed since: last, what is compressed is given the time of its file."""
    return abs(compressed.stat().st_mtime - path.stat().st_mtime) < _PRECISION

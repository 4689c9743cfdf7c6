"""Digests of what an instructor can change, to see whether somebody has."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from lessons.folder.files import plugin_files
from lessons.folder.schema import LessonFolder, TrackContent
from lessons.plugin import Content


def digest(folder: LessonFolder, contents: Mapping[str, Content]) -> str:
    """A SHA-256 in hex of everything that an instructor can change."""
    edited = {
        file.filename: contents[file.filename].model_dump()
        for file in plugin_files()
        if file.edited and file.filename in contents
    }
    return _sha256({"folder": folder.model_dump(), **edited})


def track_digest(content: TrackContent) -> str:
    """The same of a track."""
    return _sha256(content.model_dump())


def _sha256(data: Any) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()

"""Write tracks and lessons as the folders that `load` reads."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w

from lessons.folder.from_rows import file_contents, lesson_folder, track_content
from lessons.folder.schema import LessonFolder, TrackContent
from lessons.folder.validation import problems_of
from lessons.models import Lesson, Track
from lessons.plugin import Content
from lessons.stored_pictures.folder import as_folder

_SHORT_ARRAY = re.compile(r"\[\n((?:    [^\n]{1,40},\n)+)\]")
"""tomli-w writes one line for each item of an array; short arrays are joined to one line."""


def export(directory: Path) -> tuple[list[Path], list[Lesson]]:
    """Write every track, drafts included, below `directory`.

    Returns the folders of the lessons, and the lessons that are too incomplete to have one.
    """
    written, incomplete = [], []
    for track in Track.objects.all():
        folder = directory / track.slug
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "track.toml").write_text(track_file(track_content(track)), encoding="utf-8")
        for lesson in Lesson.objects.with_sections().filter(track=track):
            if problems_of(lesson):
                incomplete.append(lesson)
            else:
                written.append(export_lesson(lesson, folder))
    return written, incomplete


def export_lesson(lesson: Lesson, track_folder: Path) -> Path:
    """Write one lesson into the folder of its track; returns the lesson's own folder."""
    content = lesson_folder(lesson)
    folder = track_folder / folder_name(content)
    folder.mkdir(parents=True, exist_ok=True)
    for filename, data in as_folder(lesson_files(content, file_contents(lesson))).items():
        (folder / filename).parent.mkdir(exist_ok=True)
        (folder / filename).write_bytes(data)
    return folder


def folder_name(content: LessonFolder) -> str:
    """The name of a lesson's folder, such as '01-websocket-support'."""
    return f"{content.number:02}-{content.slug}"


def track_file(content: TrackContent) -> str:
    """The text of track.toml."""
    return _toml(content.model_dump(exclude_defaults=True))


def lesson_files(content: LessonFolder, contents: Mapping[str, Content]) -> dict[str, str]:
    """The text of each file of a lesson folder by its name; `contents` are the plugins' files."""
    files = {
        "lesson.toml": _toml(content.lesson.model_dump(exclude_none=True, exclude_defaults=True)),
        "snapshot.md": content.snapshot.strip() + "\n",
        "transcript.md": _transcript(content),
    }
    for filename, file in contents.items():
        data = file.model_dump(exclude_none=True, exclude_defaults=True)
        files[filename] = _json(data) if filename.endswith(".json") else _toml(data)
    return files


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _toml(data: dict[str, Any]) -> str:
    return _SHORT_ARRAY.sub(_on_one_line, tomli_w.dumps(data, multiline_strings=True))


def _on_one_line(array: re.Match[str]) -> str:
    items = [line.strip().rstrip(",") for line in array[1].splitlines()]
    return f"[{', '.join(items)}]"


def _transcript(content: LessonFolder) -> str:
    paragraphs = [
        f"{part.text} {{{part.points_to}}}" if part.points_to else part.text for part in content.transcript
    ]
    return "\n\n".join(paragraphs) + "\n"

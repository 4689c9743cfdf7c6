"""Write tracks and lessons as the folders that `load` reads."""

import json
import re
from pathlib import Path
from typing import Any

import tomli_w

from lessons.folder.schema import LessonFolder
from lessons.folder.store import lesson_folder, part_contents, problems_of, track_content
from lessons.models import Lesson, Track

_SHORT_ARRAY = re.compile(r"\[\n((?:    [^\n]{1,40},\n)+)\]")
"""tomli-w gives each item of an array a line of its own."""


def export(directory: Path) -> tuple[list[Path], list[Lesson]]:
    """Write every track, drafts included, below `directory`.

    Returns the folders of the lessons, and the lessons that are too incomplete to have one.
    """
    written, incomplete = [], []
    for track in Track.objects.all():
        folder = directory / track.slug
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / "track.toml", track_content(track).model_dump(exclude_defaults=True))
        for lesson in Lesson.objects.with_sections().filter(track=track):
            if problems_of(lesson):
                incomplete.append(lesson)
            else:
                written.append(export_lesson(lesson, folder))
    return written, incomplete


def export_lesson(lesson: Lesson, track_folder: Path) -> Path:
    """Write one lesson into the folder of its track; returns the lesson's own folder."""
    content = lesson_folder(lesson)
    folder = track_folder / f"{content.number:02}-{content.slug}"
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "lesson.toml", content.lesson.model_dump(exclude_none=True, exclude_defaults=True))
    (folder / "snapshot.md").write_text(content.snapshot.strip() + "\n", encoding="utf-8")
    (folder / "transcript.md").write_text(_transcript(content), encoding="utf-8")
    for filename, part in part_contents(lesson).items():
        _write(folder / filename, part.model_dump(exclude_none=True, exclude_defaults=True))
    return folder


def _write(file: Path, data: dict[str, Any]) -> None:
    if file.suffix == ".json":
        text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    else:
        text = _SHORT_ARRAY.sub(_on_one_line, tomli_w.dumps(data, multiline_strings=True))
    file.write_text(text, encoding="utf-8")


def _on_one_line(array: re.Match[str]) -> str:
    items = [line.strip().rstrip(",") for line in array[1].splitlines()]
    return f"[{', '.join(items)}]"


def _transcript(content: LessonFolder) -> str:
    paragraphs = [
        f"{part.text} {{{part.points_to}}}" if part.points_to else part.text for part in content.transcript
    ]
    return "\n\n".join(paragraphs) + "\n"

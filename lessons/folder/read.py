"""Read lesson folders from disk. Nothing here touches the database; every fault is found before any is told."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lessons.folder.checks import lesson_findings, transcript_findings
from lessons.folder.faults import Fault, FolderError, findings_in, toml_faults
from lessons.folder.parts import Part, parts
from lessons.folder.schema import Content, LessonContent, LessonFolder, TrackContent, TranscriptPartContent

_LESSON_NAME = re.compile(r"(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)")
_POINTER_TAIL = re.compile(r"\s*\{([^{}]*)\}$")


@dataclass(frozen=True, slots=True)
class ReadLesson:
    """A lesson folder as read, with the contents of its parts by file name."""

    folder: LessonFolder
    parts: dict[str, Content]


@dataclass(frozen=True, slots=True)
class ReadTrack:
    """A track folder as read."""

    slug: str
    track: TrackContent
    lessons: list[ReadLesson]


def read_tracks(path: Path) -> list[ReadTrack]:
    """All tracks below `path`, which is a track folder or a folder of them. Raises `FolderError`."""
    folders = [path] if (path / "track.toml").is_file() else sorted(p.parent for p in path.glob("*/track.toml"))
    faults: list[Fault] = []
    if not folders:
        faults.append(Fault(path, None, "", "no track.toml here, and none in the folders below"))
    tracks = [_read_track(folder, faults) for folder in folders]
    if faults:
        raise FolderError(faults)
    return [track for track in tracks if track]


def _read_track(path: Path, faults: list[Fault]) -> ReadTrack | None:
    track = _read_file(path / "track.toml", TrackContent, faults)
    lessons = [_read_lesson(folder, faults) for folder in sorted(p for p in path.iterdir() if p.is_dir())]
    return track and ReadTrack(path.name, track, [lesson for lesson in lessons if lesson])


def _read_lesson(path: Path, faults: list[Fault]) -> ReadLesson | None:
    before = len(faults)
    name = _LESSON_NAME.fullmatch(path.name)
    if not name:
        faults.append(Fault(path, None, "", "a lesson folder is named like 01-websocket-support"))
    known = {"lesson.toml", "snapshot.md", "transcript.md", *(part.filename for part in parts)}
    faults += [
        Fault(file, None, "", "unknown file in a lesson folder")
        for file in sorted(path.iterdir())
        if file.name not in known and not file.name.startswith(".")
    ]
    lesson = _read_file(path / "lesson.toml", LessonContent, faults, lesson_findings)
    snapshot = _read_text(path / "snapshot.md", faults)
    transcript = list(_transcript_parts(_read_text(path / "transcript.md", faults)))
    if lesson:
        faults += [
            Fault(path / "transcript.md", None, f"part {number}", reason)
            for number, reason in transcript_findings(transcript, lesson)
        ]
    contents = {part.filename: _read_part(path, part, lesson, faults) for part in parts}
    if len(faults) > before or not name or not lesson:
        return None
    folder = LessonFolder(
        number=int(name[1]), slug=name[2], lesson=lesson, snapshot=snapshot, transcript=transcript
    )
    return ReadLesson(folder, {filename: content for filename, content in contents.items() if content})


def _read_part(path: Path, part: Part, lesson: LessonContent | None, faults: list[Fault]) -> Content | None:
    if not part.required and not (path / part.filename).exists():
        return None
    return _read_file(
        path / part.filename,
        part.schema,
        faults,
        lambda content: part.findings(content, lesson) if lesson else [],
    )


def _read_file[C: Content](file: Path, schema: type[C], faults: list[Fault], check: Any = None) -> C | None:
    """The content of a TOML or JSON file; what is wrong with it is added to `faults`."""
    text = _read_text(file, faults)
    if not text:
        return None
    try:
        data = json.loads(text) if file.suffix == ".json" else tomllib.loads(text)
        content = schema.model_validate(data)
    except json.JSONDecodeError as error:
        faults.append(Fault(file, error.lineno, "", f"not JSON: {error.msg}"))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        faults.append(Fault(file, int(line[1]) if line else None, "", f"not TOML: {error}"))
    except ValidationError as error:
        faults += toml_faults(file, text, findings_in(error))
    else:
        found = toml_faults(file, text, check(content) if check else [])
        faults += found
        return None if found else content
    return None


def _read_text(file: Path, faults: list[Fault]) -> str:
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        faults.append(Fault(file, None, "", "missing file"))
    except UnicodeDecodeError as error:
        faults.append(Fault(file, None, "", f"not UTF-8: byte {error.start} is no text"))
    else:
        if text.strip():
            return text.strip() + "\n"
        faults.append(Fault(file, None, "", "empty file"))
    return ""


def _transcript_parts(text: str) -> Iterator[TranscriptPartContent]:
    """One part a paragraph; a paragraph that ends in {step 2} points there."""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        if paragraph:
            tail = _POINTER_TAIL.search(paragraph)
            body = _POINTER_TAIL.sub("", paragraph)
            yield TranscriptPartContent(
                text=" ".join(body.split()) or paragraph, points_to=tail[1] if tail else ""
            )

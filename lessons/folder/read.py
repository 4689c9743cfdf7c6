"""Read lesson folders from disk. Nothing here touches the database."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lessons.folder.context import lesson_context
from lessons.folder.faults import Fault, FolderError, findings_in, toml_faults
from lessons.folder.files import known_filenames, plugin_files
from lessons.folder.schema import (
    LessonContent,
    LessonFolder,
    TrackContent,
    TranscriptPartContent,
)
from lessons.models import Lesson
from lessons.plugin import Content, LessonContext
from lessons.recorded import recorded_run_in

_LESSON_NAME = re.compile(r"(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)")
_NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")
_POINTER_TAIL = re.compile(r"\s*\{([^{}]*)\}$")

ExistingLessons = Callable[[str], Mapping[str, int]]
"""For the slug of a track, {slug: number} of the lessons that are stored already."""


@dataclass(frozen=True, slots=True)
class ReadLesson:
    """A lesson folder as read; `contents` holds the plugins' files by their names."""

    folder: LessonFolder
    contents: dict[str, Content]


@dataclass(frozen=True, slots=True)
class ReadTrack:
    """A track folder as read."""

    slug: str
    track: TrackContent
    lessons: list[ReadLesson]


def read_tracks(
    path: Path, existing: ExistingLessons | None = None, *, record_anew: bool = False
) -> list[ReadTrack]:
    """All tracks below `path`, which is a track folder or a folder of them. Raises `FolderError`.

    A lesson may need lessons of the same folder and those that `existing` returns; where `existing` is
    None, `needs` is not checked. `record_anew` skips the comparison with the recorded runs.
    """
    folders = (
        [path] if (path / "track.toml").is_file() else sorted(p.parent for p in path.glob("*/track.toml"))
    )
    faults: list[Fault] = []
    if not folders:
        faults.append(Fault(path, None, "", "no track.toml here, and none in the folders below"))
    tracks = [_read_track(folder, faults, existing) for folder in folders]
    if not record_anew:
        for folder, track in zip(folders, tracks, strict=True):
            faults += _contradictions(folder, track)
    if faults:
        raise FolderError(faults)
    return [track for track in tracks if track]


def _read_track(path: Path, faults: list[Fault], existing: ExistingLessons | None) -> ReadTrack | None:
    track = _read_file(path / "track.toml", TrackContent, faults)
    folders = sorted(p for p in path.iterdir() if p.is_dir())
    names = [name for folder in folders if (name := _LESSON_NAME.fullmatch(folder.name))]
    numbers = {**existing(path.name), **{name[2]: int(name[1]) for name in names}} if existing else None
    lessons = [_read_lesson(folder, faults, numbers) for folder in folders]
    return ReadTrack(path.name, track, [lesson for lesson in lessons if lesson]) if track else None


def _contradictions(path: Path, track: ReadTrack | None) -> Iterator[Fault]:
    """What the files of each lesson say that its recorded run does not have."""
    for lesson in track.lessons if track else []:
        settings = lesson.folder.lesson
        run = recorded_run_in(settings.lab, lesson.contents)
        for file in plugin_files():
            if content := lesson.contents.get(file.filename):
                findings = file.contradictions(
                    content, run=run, is_draft=settings.status == Lesson.Status.DRAFT
                )
                where = path / f"{lesson.folder.number:02}-{lesson.folder.slug}" / file.filename
                yield from toml_faults(where, _read_text(where, []), findings)


def _read_lesson(path: Path, faults: list[Fault], numbers: Mapping[str, int] | None) -> ReadLesson | None:
    before = len(faults)
    name = _LESSON_NAME.fullmatch(path.name)
    if not name:
        faults.append(Fault(path, None, "", "a lesson folder is named like 01-websocket-support"))
        return None
    known = known_filenames()
    faults += [
        Fault(file, None, "", "unknown file in a lesson folder")
        for file in sorted(path.iterdir())
        if file.name not in known and not file.name.startswith(".")
    ]
    raw = _raw(path / "lesson.toml")
    context = lesson_context(raw, numbers, int(name[1])) if raw else None
    lesson = _read_file(path / "lesson.toml", LessonContent, faults, context)
    snapshot = _read_text(path / "snapshot.md", faults).lstrip()
    transcript = _read_transcript(path / "transcript.md", faults, context)
    contents = {
        file.filename: _read_file(path / file.filename, file.schema, faults, context)
        for file in plugin_files()
        if file.required or (path / file.filename).exists()
    }
    if len(faults) > before:
        return None
    assert lesson
    folder = LessonFolder(
        number=int(name[1]), slug=name[2], lesson=lesson, snapshot=snapshot, transcript=transcript
    )
    return ReadLesson(folder, {filename: content for filename, content in contents.items() if content})


def _read_file[C: Content](
    file: Path, schema: type[C], faults: list[Fault], context: LessonContext | None = None
) -> C | None:
    """The content of a TOML or JSON file; what is wrong with it is added to `faults`."""
    text = _read_text(file, faults)
    try:
        data = json.loads(text) if file.suffix == ".json" else tomllib.loads(text)
        if not all(map(_is_text, _strings_in(data))):
            raise ValueError("it holds an escape that is no character")
        return schema.model_validate(data, context=context) if text else None
    except json.JSONDecodeError as error:
        faults.append(Fault(file, error.lineno, "", f"not JSON: {error.msg}"))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        faults.append(Fault(file, int(line[1]) if line else None, "", f"not TOML: {error}"))
    except ValidationError as error:
        faults += toml_faults(file, text, findings_in(error))
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, a thousand brackets
        faults.append(Fault(file, None, "", f"cannot be read: {error}"))
    return None


def _strings_in(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for each in [*data.keys(), *data.values()] if isinstance(data, dict) else data:
            yield from _strings_in(each)


def _is_text(text: str) -> bool:
    """Whether every database can keep it: PostgreSQL takes no NUL and no half of a surrogate pair."""
    return not _NO_TEXT.search(text)


def _raw(file: Path) -> Any:
    """A TOML file as plain data, nothing where it cannot be read: whoever reads it in earnest says why.

    Then nobody knows the places of the lesson, and what points to them is not judged.
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}


def _read_text(file: Path, faults: list[Fault]) -> str:
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        faults.append(Fault(file, None, "", "missing file"))
    except UnicodeDecodeError as error:
        faults.append(Fault(file, None, "", f"not UTF-8: byte {error.start} is no text"))
    else:
        if text.strip() and _is_text(text):
            return text.rstrip() + "\n"  # what stands before it counts for the lines of faults
        faults.append(
            Fault(file, None, "", "holds a NUL, which is no text" if text.strip() else "empty file")
        )
    return ""


def _read_transcript(
    file: Path, faults: list[Fault], context: LessonContext | None
) -> list[TranscriptPartContent]:
    """One part a paragraph; a paragraph that ends in {step 2} points there."""
    parts = []
    for number, paragraph in enumerate(re.split(r"\n\s*\n", _read_text(file, faults).strip()), start=1):
        tail = _POINTER_TAIL.search(paragraph)
        data = {
            "text": " ".join(_POINTER_TAIL.sub("", paragraph).split()),
            "points_to": tail[1] if tail else "",
        }
        try:
            parts.append(TranscriptPartContent.model_validate(data, context=context))
        except ValidationError as error:
            if paragraph:  # an empty file is told of already
                faults += [Fault(file, None, f"part {number}", reason) for _, reason in findings_in(error)]
    return parts

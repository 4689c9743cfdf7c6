"""Read lesson folders, from disk or from memory. Nothing here touches the database."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from lessons.folder.context import lesson_context
from lessons.folder.faults import Fault, FolderError, findings_in, toml_faults
from lessons.folder.fields import MAX_TEXT
from lessons.folder.files import known_filenames, plugin_files
from lessons.folder.read_file import raw_toml, read_file, read_text
from lessons.folder.schema import (
    LessonContent,
    LessonFolder,
    TrackContent,
    TranscriptPartContent,
)
from lessons.folder.tree import Folder, folder_on_disk
from lessons.folder.with_pictures import with_pictures
from lessons.models import Lesson
from lessons.pictures.decode import DecodedPicture
from lessons.pictures.described import described
from lessons.pictures.names import FOLDER
from lessons.plugin import Content, LessonContext
from lessons.recorded import recorded_run_in

_LESSON_NAME = re.compile(r"(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)")
ExistingLessons = Callable[[str], Mapping[str, int]]
"""For the slug of a track, {slug: number} of the lessons that are stored already."""


@dataclass(frozen=True, slots=True)
class ReadLesson:
    """A lesson folder as read; `contents` holds the plugins' files by their names."""

    folder: LessonFolder
    contents: dict[str, Content]
    pictures: Sequence[DecodedPicture] = ()


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
    if not folders:
        raise FolderError([Fault(path, None, "", "no track.toml here, and none in the folders below")])
    wanted = {"track.toml", *known_filenames()}
    tracks = {folder.name: folder_on_disk(folder, wanted) for folder in folders}
    return read_track_folders(tracks, existing, record_anew=record_anew)


def read_track_folders(
    folders: Mapping[str, Folder], existing: ExistingLessons | None = None, *, record_anew: bool = False
) -> list[ReadTrack]:
    """The tracks in these folders by the tracks' slugs, otherwise as `read_tracks`. Raises `FolderError`."""
    faults: list[Fault] = []
    tracks = [_read_track(slug, folder, faults, existing) for slug, folder in folders.items()]
    if not record_anew:
        for folder, track in zip(folders.values(), tracks, strict=True):
            faults += _contradictions(folder, track)
    if faults:
        raise FolderError(faults)
    return tracks


def _read_track(
    slug: str, folder: Folder, faults: list[Fault], existing: ExistingLessons | None
) -> ReadTrack:
    """The track, without what has `faults`: these are added to the list."""
    track = read_file(folder, "track.toml", TrackContent, faults)
    names = [name for each in folder.folders if (name := _LESSON_NAME.fullmatch(each))]
    numbers = {**existing(slug), **{name[2]: int(name[1]) for name in names}} if existing else None
    lessons = [_read_lesson(name, each, faults, numbers) for name, each in sorted(folder.folders.items())]
    return ReadTrack(slug, track or TrackContent.model_construct(), [lesson for lesson in lessons if lesson])


def _contradictions(folder: Folder, track: ReadTrack) -> Iterator[Fault]:
    """What the files of each lesson say that its recorded run does not have."""
    for lesson in track.lessons:
        settings = lesson.folder.lesson
        run = recorded_run_in(settings.lab, lesson.contents)
        own = folder.folders[f"{lesson.folder.number:02}-{lesson.folder.slug}"]
        for file in plugin_files():
            if content := lesson.contents.get(file.filename):
                is_draft = settings.status == Lesson.Status.DRAFT
                findings = file.contradictions(content, run=run, is_draft=is_draft)
                text = read_text(own, file.filename, [])
                yield from toml_faults(own.path / file.filename, text, findings)


def _read_lesson(
    folder_name: str, files: Folder, faults: list[Fault], numbers: Mapping[str, int] | None
) -> ReadLesson | None:
    before = len(faults)
    name = _LESSON_NAME.fullmatch(folder_name)
    if not name:
        faults.append(Fault(files.path, None, "", "a lesson folder is named like 01-websocket-support"))
        return None
    faults += [
        Fault(files.path / entry, None, "", "unknown file in a lesson folder")
        for entry in sorted([*files.files, *files.folders])
        if entry not in known_filenames() and not entry.startswith(".") and entry != FOLDER
    ]
    files, pictures = with_pictures(files, faults)
    raw = raw_toml(files.files.get("lesson.toml", b""))
    context = lesson_context(raw, numbers, int(name[1])) if raw else None
    lesson = read_file(files, "lesson.toml", LessonContent, faults, context)
    snapshot = read_text(files, "snapshot.md", faults).lstrip()
    if reason := _text_fault(snapshot):
        faults.append(Fault(files.path / "snapshot.md", None, "", reason))
    transcript = _read_transcript(files, faults, context)
    contents = {
        file.filename: read_file(files, file.filename, file.schema, faults, context)
        for file in plugin_files()
        if file.required or file.filename in files.files
    }
    if len(faults) > before:
        return None
    assert lesson
    folder = LessonFolder(
        number=int(name[1]), slug=name[2], lesson=lesson, snapshot=snapshot, transcript=transcript
    )
    filled = {filename: content for filename, content in contents.items() if content}
    return ReadLesson(folder, filled, pictures)


def _text_fault(markdown: str) -> str:
    """The reason why `markdown` cannot be a text of a lesson; empty if it can."""
    if len(markdown) > MAX_TEXT:
        return f"longer than {MAX_TEXT} characters"
    try:
        described(markdown)
    except ValueError as error:
        return str(error)
    return ""


def _read_transcript(
    folder: Folder, faults: list[Fault], context: LessonContext | None
) -> list[TranscriptPartContent]:
    """One part for each paragraph; a paragraph that ends in {step 2} points there."""
    name = "transcript.md"
    parts = []
    for number, paragraph in enumerate(
        re.split(r"\n\s*\n", read_text(folder, name, faults).strip()), start=1
    ):
        text, points_to = _without_pointer(paragraph)
        data = {"text": " ".join(text.split()), "points_to": points_to}
        try:
            parts.append(TranscriptPartContent.model_validate(data, context=context))
        except ValidationError as error:
            if paragraph:  # the fault of an empty file is in the list already
                faults += [
                    Fault(folder.path / name, None, f"part {number}", reason)
                    for _, reason in findings_in(error)
                ]
    return parts


def _without_pointer(paragraph: str) -> tuple[str, str]:
    """The text of a paragraph, and what stands in the braces at its end; empty where there are none."""
    text, brace, inside = paragraph.removesuffix("}").rpartition("{")
    if not (brace and paragraph.endswith("}")) or "}" in inside:
        return paragraph, ""
    return text, inside

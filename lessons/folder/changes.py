"""What loading tracks would change, by lesson, file and line. Nothing here changes the database."""

import difflib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import ValidationError

from lessons.folder.files import plugin_files
from lessons.folder.from_rows import file_contents, lesson_folder, track_content
from lessons.folder.load import retired_by
from lessons.folder.read import ReadLesson, ReadTrack
from lessons.folder.write import folder_name, lesson_files, track_file
from lessons.models import Lesson, Track

MAX_SHOWN_LINES = 400
"""Lines shown of the difference of one file."""
_MAX_COMPARED_LINES = 1_000
"""Lines of a file; a longer one is not compared line by line."""

_KINDS: dict[str, Literal["added", "removed", "place"]] = {"+": "added", "-": "removed", "@": "place"}


@dataclass(frozen=True, slots=True)
class Line:
    kind: Literal["added", "removed", "place", "same"]
    text: str


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that would change: its unified difference, or a note instead."""

    name: str
    lines: list[Line] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one track or lesson. `before` and `after` are {file name: text}, before and after.

    `retires` is what learners have used and would no longer find, in words.
    """

    name: str
    track: Track | None
    lesson: Lesson | None
    is_lesson: bool
    before: Mapping[str, str]
    after: Mapping[str, str]
    retires: Sequence[str] = ()

    @property
    def kind(self) -> Literal["new", "changed", "equal"]:
        if (self.lesson if self.is_lesson else self.track) is None:
            return "new"
        return "changed" if self._changed else "equal"

    @property
    def files(self) -> list[FileChange]:
        """The files that would change; empty for a new lesson or track."""
        return [] if self.kind == "new" else [self._file(name) for name in self._changed]

    @property
    def _changed(self) -> list[str]:
        return [name for name, text in self.after.items() if self.before.get(name) != text]

    def _file(self, name: str) -> FileChange:
        before, after = self.before.get(name, "").splitlines(), self.after[name].splitlines()
        if name in {file.filename for file in plugin_files() if not file.edited}:
            return FileChange(name, note="Another recorded run takes the place of this one.")
        if max(len(before), len(after)) > _MAX_COMPARED_LINES:
            return FileChange(name, note="Too long to be compared line by line.")
        lines = list(_lines(before, after))
        more = len(lines) - MAX_SHOWN_LINES
        return FileChange(name, lines[:MAX_SHOWN_LINES], f"{more} more lines differ." if more > 0 else "")


def changes(tracks: Iterable[ReadTrack]) -> list[Change]:
    """A `Change` for each track and each lesson, equal ones included."""
    return [change for track in tracks for change in _changes_of(track)]


def fingerprint(found: Iterable[Change]) -> str:
    """A SHA-256 in hex of all texts before and after; equal for equal changes."""
    texts = [
        (change.name, change.kind, dict(change.before), dict(change.after), list(change.retires))
        for change in found
    ]
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()


def _changes_of(read: ReadTrack) -> Iterator[Change]:
    track = Track.objects.filter(slug=read.slug).first()
    before = {"track.toml": track_file(track_content(track))} if track else {}
    after = {"track.toml": track_file(read.track)}
    yield Change(read.slug, track, None, is_lesson=False, before=before, after=after)
    for lesson in read.lessons:
        yield _change_of(lesson, track, read.slug)


def _change_of(read: ReadLesson, track: Track | None, slug: str) -> Change:
    lesson = Lesson.objects.with_sections().filter(track=track, slug=read.folder.slug).first()
    after = {"its folder": folder_name(read.folder), **lesson_files(read.folder, read.contents)}
    before = stored_files(lesson) if lesson else {}
    name = f"{slug}/{read.folder.slug}"
    retires = list(retired_by(lesson, read)) if lesson else []
    return Change(name, track, lesson, is_lesson=True, before=before, after=after, retires=retires)


def stored_files(lesson: Lesson, *, status: str = "") -> dict[str, str]:
    """The files of a lesson as an export writes them; empty for a draft that is not complete.

    With `status`, as if that were its status.
    """
    try:
        content = lesson_folder(lesson)
        content.lesson.status = Lesson.Status(status or content.lesson.status)
        return {"its folder": folder_name(content), **lesson_files(content, file_contents(lesson))}
    except ValidationError:
        return {}


def _lines(before: list[str], after: list[str]) -> Iterator[Line]:
    found = difflib.unified_diff(before, after, lineterm="")
    for number, line in enumerate(found):
        if number >= 2:  # the first two lines name the files
            yield Line(_KINDS.get(line[:1], "same"), line)

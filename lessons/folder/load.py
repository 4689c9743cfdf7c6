"""Load lesson folders into the database, all or nothing. Loading the same folder again changes nothing."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

import reversion
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from pydantic import ValidationError

from lessons.folder.as_loaded import LOADED, is_as_loaded
from lessons.folder.digest import digest, track_digest
from lessons.folder.faults import Fault, FolderError
from lessons.folder.files import plugin_files
from lessons.folder.from_rows import existing_lessons, file_contents, lesson_folder, track_content
from lessons.folder.read import ReadLesson, ReadTrack, read_tracks
from lessons.folder.store import save_lesson
from lessons.models import Lesson, Track
from lessons.pictures.errors import PictureError
from lessons.pictures.names import FOLDER
from lessons.stored_pictures.quota import add_to

INCOMPLETE = "incomplete: an instructor is still working on this draft"


type Done = Literal["made", "updated", "unchanged", "kept", "held"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What loading did with a track or lesson.

    `kept`: it was not loaded over an instructor's changes. It is `behind` where its folder has changed since
    the last load. `held`: it was not loaded, because that would retire what `retires` names.
    """

    name: str
    done: Done
    retires: tuple[str, ...] = ()
    behind: bool = False


@dataclass(frozen=True, slots=True)
class _Options:
    """How to load: `overwrite` changes of instructors too, or as an `upload`, which is a change by `user`.

    Only with `retire` is anything taken out of a lesson that learners have used.
    """

    overwrite: bool
    comment: str
    retire: bool = False
    upload: bool = False
    user: AbstractBaseUser | None = None

    @contextmanager
    def revision(self) -> Iterator[None]:
        """One revision for one lesson, because a revision is reverted as a whole.

        What is written in it is not noted row by row: see `Lesson.note_in_history`.
        """
        with reversion.create_revision(manage_manually=True, atomic=False):
            reversion.set_comment(self.comment)
            if self.user:
                reversion.set_user(self.user)
            yield


def load(path: Path, *, overwrite: bool = False, retire: bool = False) -> list[Outcome]:
    """Load every track below `path`. Raises `FolderError`, and then the database is as it was."""
    options = _Options(overwrite, LOADED, retire=retire)
    return _load(read_tracks(path, existing_lessons), options)


def load_upload(tracks: Iterable[ReadTrack], user: AbstractBaseUser) -> list[Outcome]:
    """Load an instructor's upload over what is stored. Later loads from disk do not overwrite it."""
    options = _Options(overwrite=True, comment="Uploaded as a zip.", retire=True, upload=True, user=user)
    return _load(tracks, options)


def _load(tracks: Iterable[ReadTrack], options: _Options) -> list[Outcome]:
    with transaction.atomic():
        return [outcome for track in tracks for outcome in _load_track(track, options)]


def _load_track(read: ReadTrack, options: _Options) -> Iterator[Outcome]:
    track = Track.objects.filter(slug=read.slug).first()
    read_digest = track_digest(read.track)
    stored = track_digest(track_content(track)) if track else ""
    loaded = track.loaded_digest if track else ""
    done = _decide(stored=stored, loaded=loaded, read_digest=read_digest, overwrite=options.overwrite)
    if done in ("made", "updated"):
        mark = loaded if options.upload else read_digest
        track, _ = Track.objects.update_or_create(
            slug=read.slug, defaults={**read.track.model_dump(), "loaded_digest": mark}
        )
    assert track
    yield Outcome(read.slug, done, behind=done == "kept" and loaded != read_digest)
    for lesson in read.lessons:
        with options.revision():
            outcome = _load_lesson(track, lesson, options)
        yield outcome


def _load_lesson(track: Track, read: ReadLesson, options: _Options) -> Outcome:
    lesson = Lesson.objects.with_sections().filter(track=track, slug=read.folder.slug).first()
    read_digest = digest(read.folder, read.contents)
    stored = _digest_of(lesson) if lesson else ""
    loaded = lesson.loaded_digest if lesson else ""
    done = _decide(stored=stored, loaded=loaded, read_digest=read_digest, overwrite=options.overwrite)
    if lesson and done == "kept" and is_as_loaded(lesson):
        done = "updated"
    retires = tuple(retired_by(lesson, read)) if lesson and done == "updated" else ()
    if retires and not options.retire:
        return Outcome(f"{track.slug}/{read.folder.slug}", "held", retires)
    if done in ("made", "updated"):
        lesson = save_lesson(track, read.folder)
        _add_pictures(lesson, read)
        if options.user and done == "made":
            lesson.authors.add(options.user.pk)
    assert lesson
    if done != "kept" and not options.upload and loaded != read_digest:
        Lesson.objects.filter(pk=lesson.pk).update(loaded_digest=read_digest)
    if done != "kept":
        _save_files(lesson, read, generated_only=done == "unchanged")
    if done in ("made", "updated"):
        lesson.note_in_history()
    behind = done == "kept" and loaded != read_digest
    return Outcome(f"{track.slug}/{read.folder.slug}", done, retires, behind)


def _add_pictures(lesson: Lesson, read: ReadLesson) -> None:
    """Keep the pictures of the folder. Raises `FolderError` where the lesson would have too many."""
    try:
        add_to(lesson, read.pictures)
    except PictureError as error:
        raise FolderError([Fault(PurePosixPath(lesson.slug, FOLDER), None, "", str(error))]) from error


def retired_by(lesson: Lesson, read: ReadLesson) -> Iterator[str]:
    """What loading `read` over `lesson` would retire, in words, such as "question 'x' with 3 answers"."""
    for file in plugin_files():
        if content := read.contents.get(file.filename):
            yield from file.retires(lesson, content)


def _digest_of(lesson: Lesson) -> str:
    try:
        return digest(lesson_folder(lesson), file_contents(lesson))
    except ValidationError:
        return INCOMPLETE


def _save_files(lesson: Lesson, read: ReadLesson, *, generated_only: bool) -> None:
    for file in plugin_files():
        content = read.contents.get(file.filename)
        if content is None or (generated_only and (file.edited or file.content_of(lesson) == content)):
            continue
        file.save(lesson, content)
        if generated_only:
            lesson.new_version()


def _decide(*, stored: str, loaded: str, read_digest: str, overwrite: bool) -> Done:
    """Compare digests: of what is stored, of what the last load stored, and of the folder that was read."""
    if not stored:
        return "made"
    if stored == read_digest:
        return "unchanged"
    return "updated" if stored == loaded or overwrite else "kept"

"""Load lesson folders into the database: all or nothing, as often as you like."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import reversion
from django.db import transaction
from pydantic import ValidationError

from lessons.folder.parts import parts
from lessons.folder.read import ReadLesson, ReadTrack, read_tracks
from lessons.folder.store import (
    digest,
    lesson_folder,
    part_contents,
    save_lesson,
    track_content,
    track_digest,
)
from lessons.models import Lesson, Track

INCOMPLETE = "incomplete: a draft that an instructor is working on"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What loading did with one track or lesson; `kept` means that an instructor's change stands."""

    name: str
    done: Literal["made", "updated", "unchanged", "kept"]


def load(path: Path, *, overwrite: bool = False) -> list[Outcome]:
    """Load every track below `path`. Raises `FolderError`, and then the database is as it was."""
    tracks = read_tracks(path)
    with transaction.atomic(), reversion.create_revision(atomic=False):
        reversion.set_comment("Loaded from its folder.")
        return [outcome for track in tracks for outcome in _load_track(track, overwrite)]


def _load_track(read: ReadTrack, overwrite: bool) -> Iterator[Outcome]:
    track = Track.objects.filter(slug=read.slug).first()
    wanted = track_digest(read.track)
    held = track_digest(track_content(track)) if track else ""
    done = _decide(held=held, loaded=track.loaded_digest if track else "", wanted=wanted, overwrite=overwrite)
    if done in ("made", "updated"):
        track, _ = Track.objects.update_or_create(
            slug=read.slug, defaults={**read.track.model_dump(), "loaded_digest": wanted}
        )
    assert track
    yield Outcome(read.slug, done)
    for lesson in read.lessons:
        yield _load_lesson(track, lesson, overwrite)


def _load_lesson(track: Track, read: ReadLesson, overwrite: bool) -> Outcome:
    lesson = Lesson.objects.with_sections().filter(track=track, slug=read.folder.slug).first()
    wanted = digest(read.folder, read.parts)
    held = _digest_of(lesson) if lesson else ""
    done = _decide(
        held=held, loaded=lesson.loaded_digest if lesson else "", wanted=wanted, overwrite=overwrite
    )
    if done in ("made", "updated"):
        lesson = save_lesson(track, read.folder)
        Lesson.objects.filter(pk=lesson.pk).update(loaded_digest=wanted)
    if done != "kept":
        _save_parts(lesson, read, generated_only=done == "unchanged")
    return Outcome(f"{track.slug}/{read.folder.slug}", done)


def _digest_of(lesson: Lesson) -> str:
    try:
        return digest(lesson_folder(lesson), part_contents(lesson))
    except ValidationError:
        return INCOMPLETE


def _save_parts(lesson: Lesson | None, read: ReadLesson, *, generated_only: bool) -> None:
    assert lesson
    for part in parts:
        if part.filename in read.parts and not (generated_only and part.edited):
            part.save(lesson, read.parts[part.filename])


def _decide(
    *, held: str, loaded: str, wanted: str, overwrite: bool
) -> Literal["made", "updated", "unchanged", "kept"]:
    """`held` is in the database, `loaded` was put there by the last load, `wanted` is in the folder."""
    if not held:
        return "made"
    if held == wanted:
        return "unchanged"
    return "updated" if held == loaded or overwrite else "kept"

"""Begin, publish, schedule, discard and undo the draft of a public lesson."""

from collections.abc import Mapping
from datetime import datetime

import reversion
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from lessons.drafts.copying import copy_content
from lessons.drafts.versions import content_of, keep_version, put_in_place
from lessons.folder.changes import stored_files
from lessons.folder.field_changes import history_sentence
from lessons.folder.validation import publish_blockers, sentence
from lessons.models import Lesson
from lessons.recorded import contradicted


class IncompleteError(Exception):
    """The draft cannot be published. `problems` says why, in an instructor's words."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def draft_of(lesson: Lesson) -> Lesson | None:
    """The draft of a public lesson, if there is one."""
    return Lesson.every.filter(draft_of=lesson.pk).first()


@transaction.atomic
def start_draft(lesson: Lesson) -> Lesson:
    """The draft of `lesson`, begun as a copy of it if there is none."""
    Lesson.every.select_for_update().get(pk=lesson.pk)  # nobody begins another meanwhile
    if found := draft_of(lesson):
        return found
    draft = Lesson(draft_of=lesson, slug=f"{lesson.slug[:35]}-draft-{lesson.pk}")
    copy_content(Lesson.every.with_sections().get(pk=lesson.pk), draft)
    draft.authors.set(lesson.authors.all())
    return Lesson.every.select_related("track").get(pk=draft.pk)


@transaction.atomic
def publish_draft(draft: Lesson, user: AbstractBaseUser | None) -> Lesson:
    """Put the draft in the place of its lesson, and delete it.

    Raises `IncompleteError`, also while the lesson is in the bin.
    """
    assert draft.draft_of_id
    lesson = Lesson.every.select_for_update().get(pk=draft.draft_of_id)
    if lesson.binned_at:
        raise IncompleteError(["its lesson is in the bin"])
    draft = Lesson.every.with_sections().get(pk=draft.pk)
    if problems := publish_blockers(draft):
        raise IncompleteError(problems)
    content = content_of(draft)
    with reversion.create_revision(manage_manually=True):  # `put_in_place` notes the whole lesson
        if user:
            reversion.set_user(user)
        public = Lesson.objects.with_sections().get(pk=lesson.pk)
        before = stored_files(public)
        keep_version(public, user)
        Lesson.objects.filter(pk=lesson.pk).update(track=draft.track, schedule_note="")
        lesson = Lesson.objects.select_related("track").get(pk=lesson.pk)
        lesson.authors.set(draft.authors.all())
        lesson.pictures.add(*draft.pictures.all())
        put_in_place(lesson, content)
        reversion.set_comment(f"Published from its draft. {_what_changed(lesson, before)}")
    draft.delete()
    return Lesson.objects.select_related("track").get(pk=lesson.pk)


@transaction.atomic
def undo_publication(lesson: Lesson, user: AbstractBaseUser) -> Lesson | None:
    """Bring back what was public before. What is public now becomes the draft, unless there is one.

    Returns None where no earlier version is kept. Raises `ValidationError` where it cannot be put in place.
    """
    Lesson.every.select_for_update().filter(pk=lesson.pk).first()  # of two at once, one undoes
    version = lesson.earlier_versions.first()
    if version is None:
        return None
    start_draft(lesson)
    with reversion.create_revision(manage_manually=True):
        reversion.set_user(user)
        before = stored_files(Lesson.objects.with_sections().get(pk=lesson.pk))
        put_in_place(lesson, version.content)
        reversion.set_comment(f"A publication was undone. {_what_changed(lesson, before)}")
    version.delete()
    return lesson


def _what_changed(lesson: Lesson, before: Mapping[str, str]) -> str:
    """A sentence on what differs now from the files `before`."""
    after = stored_files(Lesson.objects.with_sections().get(pk=lesson.pk))
    return history_sentence(before, after)


def publish_due(now: datetime) -> list[str]:
    """Publish the drafts whose time has come. Returns a line on each, also on those that are incomplete."""
    due = Lesson.every.filter(publish_at__lte=now, draft_of__isnull=False).order_by("publish_at")
    said = [_publish_if_due(draft, now) for draft in list(due)]
    return [line for line in said if line]


@transaction.atomic
def _publish_if_due(draft: Lesson, now: datetime) -> str:
    """A line on the draft; empty where it was deleted, published or put off since it was listed."""
    assert draft.draft_of_id
    Lesson.every.select_for_update().filter(pk=draft.draft_of_id).first()  # first, as `publish_draft` does
    found = Lesson.every.select_for_update().filter(pk=draft.pk, publish_at__lte=now).first()
    if found is None:
        return ""
    try:
        lesson = publish_draft(found, None)
    except IncompleteError as error:
        note = f"It was not published at {found.publish_at:%Y-%m-%d %H:%M} UTC: {error}"
        Lesson.every.filter(pk=found.pk).update(publish_at=None, schedule_note=note)
        return f"{found.draft_of} stays as it is: {error}"
    return f"{lesson} is published{_note_contradicted(lesson)}"


def _note_contradicted(lesson: Lesson) -> str:
    """Store what the recorded run contradicts of the lesson as the note of its schedule.

    Returns it as the end of a line, such as ', and its recorded run contradicts it: ...'. Empty where it
    contradicts nothing.
    """
    found = contradicted(Lesson.objects.with_sections().get(pk=lesson.pk))
    if not found:
        return ""
    sentences = "; ".join(map(sentence, found))
    note = f"It was published by its schedule, and its recorded run contradicts it: {sentences}"
    Lesson.objects.filter(pk=lesson.pk).update(schedule_note=note)
    return f", and its recorded run contradicts it: {sentences}"

"""Copy the content of one lesson into another, row by row, whether it is complete or not."""

from collections.abc import Iterable
from copy import copy
from itertools import count
from typing import Any

import reversion
from django.db import models, transaction

from lessons.models import FlowStep, Lesson
from lessons.plugin import plugins

_NOT_COPIED = {
    "id",
    "slug",
    "status",
    "draft_of",
    "binned_at",
    "binned_slug",
    "publish_at",
    "schedule_note",
    "loaded_digest",
    "changed_at",
}


@transaction.atomic
def copy_content(source: Lesson, target: Lesson) -> None:
    """Give the empty lesson `target` the fields and sections of `source`, and what plugins have of it."""
    for field in Lesson._meta.concrete_fields:
        if field.name not in _NOT_COPIED:
            setattr(target, field.attname, getattr(source, field.attname))
    target.save()
    target.needs.set(source.needs.all())
    target.pictures.set(source.pictures.all())
    steps = copy_rows(source.steps.all(), lesson=target)
    flow_steps = copy_rows(source.flow_steps.all(), lesson=target)
    covers = FlowStep.steps.through
    covers._default_manager.bulk_create(
        covers(flowstep=made, step=steps[step])
        for flow_step, made in flow_steps.items()
        for step in flow_step.steps.all()
    )
    moments = {row.pk: made for row, made in copy_rows(source.moments.all(), lesson=target).items()}
    variables = copy_rows(source.variables.all(), lesson=target)
    store(
        copied(value, variable=made, moment=moments[value.moment_id])
        for variable, made in variables.items()
        for value in variable.values.all()
    )
    copy_rows(source.key_moments.all(), lesson=target)
    copy_rows(source.transcript_parts.all(), lesson=target)
    for plugin in plugins():
        plugin.copy_content(source, target)
    if reversion.is_active():
        target.note_in_history()


@transaction.atomic
def duplicate(lesson: Lesson) -> Lesson:
    """A copy of `lesson` with an address of its own, as a draft that is last in its track."""
    made = Lesson(slug=_free_slug(lesson))
    copy_content(Lesson.every.with_sections().get(pk=lesson.pk), made)
    last = Lesson.objects.filter(track=made.track_id).exclude(pk=made.pk).aggregate(models.Max("number"))
    made.number = (last["number__max"] or 0) + 1
    made.title = f"{lesson.title[:110]} (copy)"
    made.save(update_fields=["number", "title"])
    return made


def _free_slug(lesson: Lesson) -> str:
    slugs = set(Lesson.every.filter(track=lesson.track_id).values_list("slug", flat=True))
    names = (f"{lesson.slug[:40]}-copy{'' if number == 1 else number}" for number in count(1))
    return next(name for name in names if name not in slugs)


def copy_rows[Row: models.Model](rows: Iterable[Row], **owner: Any) -> dict[Row, Row]:
    """{row: its stored copy}, which belongs to `owner`."""
    copies = {row: copied(row, **owner) for row in rows}
    store(copies.values())
    return copies


def store(rows: Iterable[models.Model]) -> None:
    """Store new rows of one model at once. No signal is sent."""
    rows = list(rows)
    if rows:
        type(rows[0])._default_manager.bulk_create(rows)


def copy_row[Row: models.Model](row: Row, **owner: Any) -> Row:
    """The stored copy of `row`, which belongs to `owner`."""
    made = copied(row, **owner)
    made.save(force_insert=True)
    return made


def copied[Row: models.Model](row: Row, **owner: Any) -> Row:
    """A copy of `row`, which belongs to `owner` and is not stored yet."""
    made = copy(row)
    made.pk, made._state.adding = None, True
    made._state.fields_cache = {}
    made.__dict__.pop("_prefetched_objects_cache", None)
    for name, value in owner.items():
        setattr(made, name, value)
    return made

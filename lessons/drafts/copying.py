"""Copy the content of one lesson into another, row by row, whether it is complete or not."""

from collections.abc import Iterable
from copy import copy
from itertools import count
from typing import Any

from django.db import models, transaction

from lessons.models import Lesson
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
    for flow_step, copied in copy_rows(source.flow_steps.all(), lesson=target).items():
        copied.steps.set(steps[step] for step in flow_step.steps.all())
    moments = copy_rows(source.moments.all(), lesson=target)
    for variable, made in copy_rows(source.variables.all(), lesson=target).items():
        for value in variable.values.all():
            copy_rows([value], variable=made, moment=moments[value.moment])
    copy_rows(source.key_moments.all(), lesson=target)
    copy_rows(source.transcript_parts.all(), lesson=target)
    for plugin in plugins():
        plugin.copy_content(source, target)


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
    return {row: copy_row(row, **owner) for row in rows}


def copy_row[Row: models.Model](row: Row, **owner: Any) -> Row:
    made = copy(row)
    made.pk, made._state.adding = None, True
    made._state.fields_cache = {}
    made.__dict__.pop("_prefetched_objects_cache", None)
    for name, value in owner.items():
        setattr(made, name, value)
    made.save(force_insert=True)
    return made

"""Takes lessons back to a revision, in a few statements for each kind of row.

reversion reads, follows and saves each row by itself: 350 queries for a lesson. It would delete answers with
their questions, too.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from django.core.serializers.base import DeserializedObject
from django.db import IntegrityError, models, transaction
from django.db.models import F
from reversion.errors import RevertError
from reversion.models import Revision

from lessons.admin.row_formset import PARKING
from lessons.models import FlowStep, KeyMoment, Lesson, Moment, Step, Track, TranscriptPart, Value, Variable

type RowsOf = Callable[[list[int]], models.QuerySet[Any]]
"""Finds the rows that the lessons with these primary keys have now."""


def rows_in_lessons(model: Any, lessons: list[int]) -> models.QuerySet[Any]:
    """The rows of `model` that belong to `lessons`, without those that its default manager hides."""
    found: models.QuerySet[Any] = model._default_manager.filter(lesson__in=lessons)
    return found


ROWS_OF_SECTIONS: Mapping[type[models.Model], RowsOf] = {
    **{
        model: partial(rows_in_lessons, model)
        for model in (Step, FlowStep, Moment, Variable, KeyMoment, TranscriptPart)
    },
    Value: lambda lessons: Value.objects.filter(variable__lesson__in=lessons),
}
"""{model: what finds the rows of lessons}, parents before children"""

GONE = "'{}' cannot be brought back: {} it belonged to is gone."
TAKEN = "'{}' cannot be brought back: another row has its address, key or number now."


def revert(revision: Revision, sections: Mapping[type[models.Model], RowsOf]) -> None:
    """Store the rows of `revision`, and delete those of its lessons that it does not have.

    `sections`: parents before children. Raises `RevertError` where something else is in the way.
    """
    stored = _stored(revision)
    lessons = stored.pop(Lesson, [])
    pks = [each.object.pk for each in lessons]
    try:
        with transaction.atomic():
            for each in lessons:
                _put_back(each.object)
            _relate(Lesson, lessons)
            for model, rows_of in sections.items():
                _take_back(rows_of(pks), stored.get(model, []))
    except IntegrityError:
        raise RevertError(TAKEN.format(lessons[0].object)) from None


def _stored(revision: Revision) -> dict[Any, list[DeserializedObject]]:
    """{model: the rows of the revision}"""
    stored = defaultdict(list)
    for version in revision.version_set.all():
        stored[version._model].append(version._object_version)
    return stored


def _put_back(lesson: Any) -> None:
    """Store the lesson with its times: `save` would set them anew."""
    if not Track.objects.filter(pk=lesson.track_id).exists():
        raise RevertError(GONE.format(lesson, "the track"))
    if lesson.draft_of_id and not Lesson.every.filter(pk=lesson.draft_of_id).exists():
        raise RevertError(GONE.format(lesson, "the lesson"))
    lesson.save_base(raw=True)


def _take_back(rows: models.QuerySet[Any], versions: list[DeserializedObject]) -> None:
    """Make `rows` those of `versions`. Questions that may have answers are retired, not deleted."""
    now = {row.pk: row for row in rows}
    then = {each.object.pk: each.object for each in versions}
    if gone := now.keys() - then.keys():
        leaving = rows.filter(pk__in=gone)
        getattr(leaving, "drop", leaving.delete)()
    if changed := [row for pk, row in then.items() if _values(row) != _values(now.get(pk))]:
        _store(rows.model, changed)
    _relate(rows.model, versions)


def _values(row: models.Model | None) -> list[Any]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields] if row else []


def _store(model: type[models.Model], rows: list[Any]) -> None:
    """Store the rows. Rows that exchange numbers get free ones first, as numbers are unique."""
    names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    if "number" in names:
        existing = model._base_manager.filter(pk__in=[row.pk for row in rows])
        existing.update(number=F("number") + PARKING)
    model._base_manager.bulk_create(rows, update_conflicts=True, unique_fields=["pk"], update_fields=names)


def _relate(model: type[models.Model], versions: Iterable[DeserializedObject]) -> None:
    """The many-to-many relations of the rows, without what does not exist any more."""
    for field in model._meta.many_to_many:
        then = {(each.object.pk, pk) for each in versions for pk in (each.m2m_data or {}).get(field.name, [])}
        through: Any = field.remote_field.through
        source, target = field.m2m_column_name(), field.m2m_reverse_name()
        links = through.objects.filter(**{f"{source}__in": [each.object.pk for each in versions]})
        now = {(row[1], row[2]): row[0] for row in links.values_list("pk", source, target)}
        if gone := [now[link] for link in now.keys() - then]:
            links.filter(pk__in=gone).delete()
        if new := then - now.keys():
            known = field.related_model._base_manager.filter(pk__in={pk for _, pk in new})
            found = set(known.values_list("pk", flat=True))
            through.objects.bulk_create(
                [through(**{source: own, target: pk}) for own, pk in sorted(new) if pk in found]
            )

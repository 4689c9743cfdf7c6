"""Whether a lesson is as it was loaded last, by its history.

A migration that rewrites the content of lessons rewrites their history, too. The digest of the last load then
belongs to a content that is nowhere any more.
"""

from typing import Any

from django.db import models
from reversion.errors import RevertError
from reversion.models import Version
from reversion.revisions import _follow_relations_recursive

from lessons.folder.files import plugin_files
from lessons.models import Lesson
from lessons.models.lesson import in_history

LOADED = "Loaded from its folder."
"""The comment of a revision that a load made."""
_NOT_OF_A_FOLDER = {"authors", "changed_at", "loaded_digest"}

type Rows = dict[tuple[str, str], dict[str, Any]]
"""{(model, primary key): {field: value}}"""


def is_as_loaded(lesson: Lesson) -> bool:
    """Whether a load made the last revision of `lesson`, and its rows are still those of this revision."""
    last = Version.objects.get_for_object(lesson).select_related("revision").first()
    if last is None or last.revision.comment != LOADED or last.revision.user_id:
        return False
    try:
        return _without_generated(_rows_then(last)) == _without_generated(_rows_now(lesson))
    except RevertError:  # the revision has a field that no row has today
        return False


def _rows_then(version: Version) -> Rows:
    """The rows of the revision of `version`."""
    rows: Rows = {}
    for each in version.revision.version_set.all():
        stored = each._object_version
        rows[_name(stored.object)] = _values(stored.object, stored.m2m_data or {})
    return rows


def _rows_now(lesson: Lesson) -> Rows:
    """The rows that a revision of `lesson` would have now."""
    found = Lesson.every.prefetch_related(*in_history(Lesson)).get(pk=lesson.pk)
    return {
        _name(row): _values(
            row,
            {field.name: [each.pk for each in getattr(row, field.name).all()] for field in _relations(row)},
        )
        for row in _follow_relations_recursive(found)
    }


def _name(row: models.Model) -> tuple[str, str]:
    return row._meta.label, str(row.pk)


def _values(row: models.Model, related: dict[str, Any]) -> dict[str, Any]:
    own = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    far = {field.name: {str(pk) for pk in related.get(field.name, ())} for field in _relations(row)}
    return {name: value for name, value in {**own, **far}.items() if name not in _NOT_OF_A_FOLDER}


def _relations(row: models.Model) -> Any:
    return row._meta.many_to_many


def _without_generated(rows: Rows) -> Rows:
    generated = {model for file in plugin_files() for model in file.generated}
    return {name: values for name, values in rows.items() if name[0] not in generated}

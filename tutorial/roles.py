"""The roles in the admin, as groups with permissions. Administrators are Django's superusers.

`lessons.admin.access` limits the permissions of an instructor to some tracks and lessons.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Model, Q

from lessons.models import Lesson, Moment, Track, Value, Variable
from quizzes.reports.models import Report
from tutorial.admin import WholeLessonAdmin

_ALL = ("view", "add", "change", "delete")
INSTRUCTORS, EDITORS = "Instructors", "Editors"


def make_roles() -> None:
    """Make both groups, or add missing permissions. Permissions that an administrator added stay."""
    lesson = [_named(action, model) for model in _lesson_models() for action in _ALL]
    track = [_named(action, Track) for action in ("view", "change")]
    report = [_named(action, Report) for action in ("view", "change")]
    every_track = [_named(action, Track) for action in ("add", "delete", "edit_every")]
    _grant(INSTRUCTORS, [*lesson, *track, *report])
    _grant(EDITORS, [*lesson, *track, *report, *every_track])


def _lesson_models() -> set[type[Model]]:
    """The models of a lesson: those of the tracker, which is one form field, and those of all inlines."""
    return {Lesson, Moment, Variable, Value, *_models_in(WholeLessonAdmin)}


def _models_in(admin_class: Any) -> Iterator[type[Model]]:
    for inline in getattr(admin_class, "inlines", []):
        yield inline.model
        yield from _models_in(inline)


def _named(action: str, model: type[Model]) -> Q:
    return Q(content_type__app_label=model._meta.app_label, codename=f"{action}_{model._meta.model_name}")


def _grant(name: str, wanted: list[Q]) -> None:
    group, _ = Group.objects.get_or_create(name=name)
    every = Q()
    for each in wanted:
        every |= each
    group.permissions.add(*Permission.objects.filter(every))

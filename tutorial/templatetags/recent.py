"""{% recent_actions as actions %}: what the user did last in the admin."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.http import HttpRequest

from lessons.models import Lesson

register = template.Library()
SHOWN = 10

type Row = tuple[int | None, str]
"""The id of a content type, and of a row of it."""


@dataclass(frozen=True, slots=True)
class RecentAction:
    """An entry of the admin's log. `address` is where its row can be changed; empty if it is not there.

    `is_draft`: the row is the draft of a lesson that is or was public, which has the same title.
    """

    entry: LogEntry
    address: str
    is_draft: bool

    @property
    def is_gone(self) -> bool:
        return not (self.address or self.entry.is_deletion())


@register.simple_tag(takes_context=True)
def recent_actions(context: dict[str, Any]) -> list[RecentAction]:
    """The last ones. A query for them, one for the drafts in them, and one for each kind of row."""
    request: HttpRequest = context["request"]
    own = LogEntry.objects.filter(user=request.user.pk).select_related("content_type")
    entries = list(own[:SHOWN])
    there, drafts = _there(request, entries), _drafts(entries)
    return [RecentAction(each, _address(each, there), _row(each) in drafts) for each in entries]


def _address(entry: LogEntry, there: Collection[Row]) -> str:
    return "" if entry.is_deletion() or _row(entry) not in there else entry.get_admin_url() or ""


def _row(entry: LogEntry) -> Row:
    return entry.content_type_id, entry.object_id or ""


def _there(request: HttpRequest, entries: Collection[LogEntry]) -> set[Row]:
    """The rows that the user finds in the admin."""
    found: set[Row] = set()
    for kind in {entry.content_type for entry in entries if entry.content_type}:
        model = kind.model_class()
        if model and admin.site.is_registered(model):
            wanted = [entry.object_id or "" for entry in entries if entry.content_type == kind]
            rows = admin.site.get_model_admin(model).get_queryset(request).filter(pk__in=wanted)
            found |= {(kind.pk, str(pk)) for pk in rows.values_list("pk", flat=True)}
    return found


def _drafts(entries: Collection[LogEntry]) -> set[Row]:
    lessons = {
        entry.object_id: entry.content_type_id
        for entry in entries
        if entry.object_id and entry.content_type and entry.content_type.model_class() is Lesson
    }
    rows = Lesson.every.filter(pk__in=list(lessons), draft_of__isnull=False)
    return {(lessons[str(pk)], str(pk)) for pk in rows.values_list("pk", flat=True)}

"""The filter by status in the list of lessons."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from lessons.models import Lesson


class StateFilter(admin.SimpleListFilter):
    """'Draft' finds public lessons that have a draft, too; their status links to it."""

    title = "status"
    parameter_name = "status__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("draft", "Draft, or with a draft"), ("published", "Published")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "draft":
            return queryset.filter(Q(status=Lesson.Status.DRAFT) | Q(own_draft__isnull=False))
        return queryset.filter(status=Lesson.Status.PUBLISHED) if self.value() == "published" else queryset

"""The link from the admin's index to the item analysis."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from quizzes.analysis.models import QuestionSummary
from quizzes.analysis.views import may_see


@admin.register(QuestionSummary)
class QuestionSummaryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Redirects the list of summaries to the analysis. Summaries are computed and cannot be edited."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_see(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_see(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("analysis")

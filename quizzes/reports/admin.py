"""The queue of reports, in the admin."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from lessons.admin.places import place_of
from lessons.markdown import block
from quizzes.reports.answer_given import answer_given
from quizzes.reports.models import Report


class StateForm(forms.ModelForm):  # type: ignore[type-arg]
    """The form of a report's state and note."""

    def validate_constraints(self) -> None:
        """Check the constraints of the whole report. Django skips those on fields that the form lacks."""
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error("state", error.messages)


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Shows what was reported and what came of it, but not who reported it."""

    form = StateForm
    list_display = ["__str__", "where", "reason", "beginning", "state", "created_at", "statistics"]
    list_filter = ["state", "reason", ("question__lesson", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["question__lesson"]
    search_fields = ["text", "note", "question__key", "question__text"]
    readonly_fields = ["where", "asked", "answer", "statistics", "reason", "text", "created_at"]
    fields = [*readonly_fields, "state", "note"]
    actions = ["accept", "decline", "fix"]
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """The reports about questions of lessons that the user may edit."""
        return Report.objects.edited_by(request.user).order_by(*self.get_ordering(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="question", ordering="question")
    def where(self, report: Report) -> SafeString:
        lesson, question = report.question.lesson, report.question
        address = reverse("admin:lessons_lesson_change", args=[lesson.pk])
        place = "questions-group" if question.is_retired else place_of(("questions", question.number - 1))
        return format_html('<a href="{}#{}">{}, {}</a>', address, place, lesson, question)

    @admin.display(description="what it asks")
    def asked(self, report: Report) -> SafeString:
        return block(report.question.text)

    @admin.display(description="latest answer of who reported it", empty_value="not kept")
    def answer(self, report: Report) -> str | None:
        return answer_given(report) or None

    @admin.display(description="statistics")
    def statistics(self, report: Report) -> SafeString:
        address = reverse("analysis_quiz", args=[report.question.lesson_id])
        return format_html(
            '<a href="{}#question-{}" aria-label="Item analysis of {}">Item analysis</a>',
            address,
            report.question.key,
            report.question,
        )

    @admin.display(description="text")
    def beginning(self, report: Report) -> str:
        return Truncator(report.text).chars(80)

    @admin.action(description="Accept: to be fixed", permissions=["change"])
    def accept(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._set_state(request, queryset, Report.State.ACCEPTED)

    @admin.action(description="Decline", permissions=["change"])
    def decline(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._set_state(request, queryset, Report.State.DECLINED)

    @admin.action(description="Mark as fixed", permissions=["change"])
    def fix(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._set_state(request, queryset, Report.State.FIXED)

    def _set_state(self, request: HttpRequest, queryset: QuerySet[Report], state: Report.State) -> None:
        done = 0
        for report in queryset.exclude(state=state):
            report.state = state
            try:
                report.validate_constraints()  # the learner may have opened another report since
            except ValidationError as error:
                self.message_user(request, f"{report}: {' '.join(error.messages)}", messages.ERROR)
            else:
                report.save(update_fields=["state"])
                self.log_change(request, report, f"Set to {state}.")
                done += 1
        self.message_user(request, f"{done} report{'' if done == 1 else 's'} set to {state}.")

"""The admin: a lesson and its quiz on one page, with one history."""

from typing import Any

import reversion
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from reversion.models import Version

from lessons.admin.lesson import LessonAdmin
from lessons.admin.track import TrackAdmin
from lessons.models import FlowStep, KeyMoment, Lesson, Moment, Step, Track, TranscriptPart, Value, Variable
from quizzes.admin import QuestionInline
from quizzes.question_models import Choice, Hint, Question

admin.site.site_header = "Handshake: instructor's desk"
admin.site.site_title = "Handshake"
admin.site.index_title = "What you can work on"
admin.site.index_template = "desk/index.html"

for model in (Step, FlowStep, Moment, Value, KeyMoment, TranscriptPart, Choice, Hint):
    reversion.register(model)
reversion.register(Variable, follow=["values"])
reversion.register(Question, follow=["choices", "hints"])
reversion.register(
    Lesson,
    follow=[
        "steps",
        "flow_steps",
        "moments",
        "variables",
        "key_moments",
        "transcript_parts",
        "questions",
    ],
)


@admin.register(Lesson)
class WholeLessonAdmin(LessonAdmin):
    inlines = [*LessonAdmin.inlines, QuestionInline]
    change_form_template = "quizzes/formats/lesson_change.html"

    def _reversion_revisionform_view(
        self, request: HttpRequest, version: Version, *args: Any, **options: Any
    ) -> HttpResponse:
        """Retire the questions that the revision does not have: reversion would delete them with answers."""
        revision = version.revision
        stored = revision.version_set.get_for_model(Question).values_list("object_id", flat=True)
        revert = revision.revert

        def retire_and_revert(delete: bool = False) -> None:
            Question.objects.filter(lesson=version.object_id).exclude(pk__in=map(int, stored)).drop()
            revert(delete=delete)

        revision.revert = retire_and_revert
        response: HttpResponse = super()._reversion_revisionform_view(request, version, *args, **options)
        return response


admin.site.register(Track, TrackAdmin)

"""The admin: a lesson and its quiz on one page, with one history."""

from functools import partial
from typing import Any

import reversion
from django.contrib import admin
from django.db.models import Model, QuerySet
from reversion.models import Revision

from lessons.admin.lesson import LessonAdmin
from lessons.admin.reverting import RowsOf, revert
from lessons.admin.track import TrackAdmin
from lessons.models import FlowStep, KeyMoment, Lesson, Moment, Step, Track, TranscriptPart, Value, Variable
from live_demo.runs.models import Recording
from quizzes.admin import QuestionInline
from quizzes.question_models import Choice, Hint, Question


def _in_lessons(model: Any, lessons: list[int]) -> QuerySet[Any]:
    found: QuerySet[Any] = model._default_manager.filter(lesson__in=lessons)
    return found


def _in_questions(model: Any, lessons: list[int]) -> QuerySet[Any]:
    """Below questions that are asked: those that are retired keep theirs."""
    found: QuerySet[Any] = model.objects.filter(question__in=_in_lessons(Question, lessons))
    return found


ROWS: dict[type[Model], RowsOf] = {
    **{
        model: partial(_in_lessons, model)
        for model in (Step, FlowStep, Moment, Variable, KeyMoment, TranscriptPart, Question)
    },
    Value: lambda lessons: Value.objects.filter(variable__lesson__in=lessons),
    **{model: partial(_in_questions, model) for model in (Choice, Hint)},
    Recording: lambda lessons: Recording.objects.none(),
}
"""{model: what finds the rows of lessons}, parents before children

A recorded run goes back with its lesson; where the revision has none, the lesson keeps the one that it has.
"""

for model in (Step, FlowStep, Moment, Value, KeyMoment, TranscriptPart, Choice, Hint, Recording):
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
        "recording",
    ],
)


@admin.register(Lesson)
class WholeLessonAdmin(LessonAdmin):
    inlines = [*LessonAdmin.inlines, QuestionInline]
    change_form_template = "quizzes/formats/lesson_change.html"

    def revert(self, revision: Revision) -> None:
        """Revert all rows together. reversion would delete answers with their questions, too."""
        revert(revision, ROWS)


admin.site.register(Track, TrackAdmin)

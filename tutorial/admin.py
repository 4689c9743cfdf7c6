"""The admin: a lesson and its quiz on one page, with one history."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import reversion
from django.contrib import admin
from django.db.models import Model, QuerySet

from lessons.admin.lesson import LessonAdmin
from lessons.admin.reverting import ROWS_OF_SECTIONS, RowsOf, rows_in_lessons
from lessons.admin.track import TrackAdmin
from lessons.models import FlowStep, KeyMoment, Lesson, Moment, Step, Track, TranscriptPart, Value, Variable
from live_demo.runs.models import Recording
from quizzes.admin import QuestionInline
from quizzes.question_models import Choice, Hint, Question


def _rows_in_questions(model: Any, lessons: list[int]) -> QuerySet[Any]:
    """Below questions that are asked: those that are retired keep theirs."""
    found: QuerySet[Any] = model.objects.filter(question__in=rows_in_lessons(Question, lessons))
    return found


ROWS: Mapping[type[Model], RowsOf] = {
    **ROWS_OF_SECTIONS,
    Question: partial(rows_in_lessons, Question),
    **{model: partial(_rows_in_questions, model) for model in (Choice, Hint)},
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
    read_with_lesson = (*LessonAdmin.read_with_lesson, "questions__choices", "questions__hints")
    change_form_template = "quizzes/formats/lesson_change.html"
    reverted_rows = ROWS


admin.site.register(Track, TrackAdmin)

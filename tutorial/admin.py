"""The admin: a lesson and its quiz on one page, with one history."""

import reversion
from django.contrib import admin
from django.forms import BooleanField

from lessons.admin.lesson import LessonAdmin, LessonForm
from lessons.admin.track import TrackAdmin
from lessons.models import FlowStep, KeyMoment, Lesson, Moment, Step, Track, TranscriptPart, Value, Variable
from quizzes.admin import QuestionInline
from quizzes.quiz_models import Choice, Hint, Question

admin.site.site_header = "Handshake: instructor's desk"
admin.site.site_title = "Handshake"
admin.site.index_title = "What you can work on"

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


class WholeLessonForm(LessonForm):
    drop_answers = BooleanField(
        label="Delete answers, too",
        required=False,
        help_text="With a question that you delete go the answers that learners have given to it, and their "
        "points. No history brings them back.",
    )


@admin.register(Lesson)
class WholeLessonAdmin(LessonAdmin):
    form = WholeLessonForm
    fieldsets = [*LessonAdmin.fieldsets, ("Deleting questions", {"fields": ["drop_answers"]})]
    inlines = [*LessonAdmin.inlines, QuestionInline]
    change_form_template = "quizzes/formats/lesson_change.html"


admin.site.register(Track, TrackAdmin)

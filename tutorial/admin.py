"""The instructor's desk, put together: a lesson and its quiz on one page, with one history."""

import reversion
from django.contrib import admin

from lessons.admin.lesson import LessonAdmin
from lessons.admin.track import TrackAdmin
from lessons.models import FlowStep, KeyMoment, Lesson, Moment, Step, Track, TranscriptPart, Value, Variable
from quizzes.admin import QuestionInline
from quizzes.models import Choice, Hint, Question

admin.site.site_header = "Handshake: instructor's desk"
admin.site.site_title = "Handshake"
admin.site.index_title = "Tracks, lessons, keys"

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


admin.site.register(Track, TrackAdmin)

"""Search over lessons: every word must occur somewhere in the lesson."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from lessons.models import FlowStep, KeyMoment, Lesson, Step, TranscriptPart
from lessons.models.lesson import LessonQuerySet

MOST_WORDS = 8
MOST_FOUND = 50
_OWN = ("title", "summary", "snapshot", "flow_note", "sample_note", "track__title")
_ROWS = {
    FlowStep: ("title", "text"),
    Step: ("action", "evaluation", "result"),
    KeyMoment: ("question", "answer"),
    TranscriptPart: ("text",),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A lesson that was found, and the place in its text that shows why: before, the word, after."""

    lesson: Lesson
    before: str
    word: str
    after: str


def find(lessons: LessonQuerySet, question: str) -> list[Found]:
    """The lessons in which every word of `question` occurs, in any section; none for an empty question."""
    words = question.split()[:MOST_WORDS]
    if not words:
        return []
    for word in words:
        lessons = lessons.filter(_occurs(word))
    shown = lessons.with_sections().order_by("track__number", "number")[:MOST_FOUND]
    return [_found(lesson, words[0]) for lesson in shown]


def _occurs(word: str) -> Q:
    somewhere = Q()
    for field in _OWN:
        somewhere |= Q(**{f"{field}__icontains": word})
    for model, fields in _ROWS.items():
        in_row = Q()
        for field in fields:
            in_row |= Q(**{f"{field}__icontains": word})
        rows: QuerySet[Any] = model._default_manager.filter(in_row)
        somewhere |= Q(Exists(rows.filter(lesson=OuterRef("pk"))))
    return somewhere


def _found(lesson: Lesson, word: str) -> Found:
    for text in _texts(lesson):
        plain = re.sub(r"[`*_]|\]\([^)]*\)|\[", "", text)
        if place := re.search(re.escape(word), plain, re.IGNORECASE):
            start = max(0, place.start() - 70)
            before = ("…" if start else "") + plain[start : place.start()]
            after = plain[place.end() : place.end() + 90]
            return Found(lesson, before, place[0], after + ("…" if len(plain) > place.end() + 90 else ""))
    return Found(lesson, lesson.summary, "", "")


def _texts(lesson: Lesson) -> list[str]:
    rows = [
        *lesson.transcript_parts.all(),
        *lesson.key_moments.all(),
        *lesson.steps.all(),
        *lesson.flow_steps.all(),
    ]
    texts = [lesson.summary, lesson.snapshot, lesson.flow_note, lesson.sample_note]
    return texts + [getattr(row, field) for row in rows for field in _ROWS[type(row)]]

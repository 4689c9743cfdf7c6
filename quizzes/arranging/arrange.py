"""Move, duplicate and delete the questions of a lesson."""

from itertools import count

from django.db import transaction
from django.db.models import F

from lessons.drafts.copying import copy_row
from lessons.models import Lesson
from quizzes.question_models import Question

_PARKING = 10_000
"""Added to all numbers while rows exchange theirs, which are unique."""


@transaction.atomic
def move(lesson: Lesson, question: Question, by: int) -> int:
    """Move `question` by so many places, -1 for one up. Returns its new number."""
    rows = list(_asked(lesson))
    here = rows.index(question)
    there = min(max(here + by, 0), len(rows) - 1)
    rows.insert(there, rows.pop(here))
    _number(lesson, rows)
    return there + 1


@transaction.atomic
def duplicate(lesson: Lesson, question: Question) -> Question:
    """A copy of `question` right below it, with a key of its own."""
    rows = list(_asked(lesson))
    own = [*question.choices.all(), *question.hints.all()]
    made = copy_row(question, lesson=lesson, key=free_key(lesson, question.key), number=len(rows) + _PARKING)
    for row in own:
        copy_row(row, question=made)
    rows.insert(rows.index(question) + 1, made)
    _number(lesson, rows)
    return made


@transaction.atomic
def remove(lesson: Lesson, question: Question) -> None:
    """Take `question` out of the draft `lesson`; those below it move up."""
    question.delete()
    _number(lesson, _asked(lesson))


def _asked(lesson: Lesson) -> list[Question]:
    return list(Question.objects.with_choices().filter(lesson=lesson).order_by("number"))


def _number(lesson: Lesson, rows: list[Question]) -> None:
    Question.objects.filter(lesson=lesson).update(number=F("number") + 2 * _PARKING)
    for number, row in enumerate(rows, start=1):
        row.number = number
    Question.objects.bulk_update(rows, ["number"])
    lesson.new_version()


def free_key(lesson: Lesson, key: str) -> str:
    """A key that no question of the lesson has, not even a retired one."""
    keys = set(Question.every.filter(lesson=lesson).values_list("key", flat=True))
    names = (f"{key[:40]}-copy{'' if number == 1 else number}" for number in count(1))
    return next(name for name in names if name not in keys)

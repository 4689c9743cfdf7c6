"""Counts the answers that wait for an instructor's decision, up to a limit."""

from collections.abc import Iterable, Iterator

from django.db.models import Exists, Max, OuterRef, QuerySet

from lessons.models import Lesson
from lessons.rendering import cached_per_version
from quizzes.attempt_models import Response
from quizzes.regrading.affected import earlier_keys
from quizzes.regrading.models import Regrading
from quizzes.version_models import QuizVersion

MOST = 100
"""No more of a lesson's answers are counted."""
LOOKED_AT = 30
"""Lessons that are looked through, those changed last."""


def waiting_answers(lesson: Lesson) -> int:
    """Answers that an earlier key has graded and nobody has decided on, counted up to `MOST`."""
    newest = Regrading.objects.filter(lesson=lesson).aggregate(newest=Max("pk"))["newest"]
    return _waiting(lesson, newest)


def lessons_with_waiting(lessons: QuerySet[Lesson]) -> Iterator[tuple[Lesson, int]]:
    """(lesson, `waiting_answers` of it) of those among the last `LOOKED_AT` changed where answers wait."""
    answered = lessons.filter(Exists(QuizVersion.objects.filter(lesson=OuterRef("pk"))))
    for lesson in answered.annotate(newest=Max("regradings__pk")).order_by("-changed_at")[:LOOKED_AT]:
        if count := _waiting(lesson, lesson.newest):
            yield lesson, count


def _waiting(lesson: Lesson, newest: int | None) -> int:
    """`newest` is the id of the lesson's last decision: each makes other answers wait."""
    keys = cached_per_version(lesson, f"regrading.{newest}", lambda: _keys(lesson))
    return _counted(keys)


def _keys(lesson: Lesson) -> list[list[list[int]]]:
    """[[question], [versions with an earlier key]] of the questions that have some, as ids."""
    return [[[each.question.pk], sorted(each.earlier)] for each in earlier_keys(lesson) if each.earlier]


def _counted(keys: Iterable[list[list[int]]]) -> int:
    count = 0
    for (question,), versions in keys:
        closed = Response.objects.closed().filter(question=question, attempt__version__in=versions)
        count += len(closed.order_by().values_list("pk")[: MOST - count])
    return count

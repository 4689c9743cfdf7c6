"""Summarize the first attempts at a quiz: read them once, in chunks, and store one row for each question."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from lessons.models import Lesson
from quizzes.analysis.models import QuestionSummary, QuizSummary
from quizzes.analysis.tally import FirstAnswer, Tally, count_attempt
from quizzes.analysis.whole_quiz import QuizTally
from quizzes.attempt_models import Attempt, Response
from quizzes.kinds import kinds
from quizzes.kinds.answers import Answer
from quizzes.question_models import Question
from quizzes.regrading.affected import questions_with_another_key

_CHUNK = 5000
_FIELDS = [field.name for field in QuestionSummary._meta.fields if field.name not in ("id", "question")]


def summarize(lesson: Lesson) -> int:
    """Store a new summary for each question of the lesson. Returns the number of responses counted.

    The number of queries does not grow with that of responses. It is idempotent.
    """
    kind_of = dict(Question.objects.filter(lesson=lesson).values_list("pk", "kind"))
    tallies = {pk: Tally() for pk in kind_of}
    now = timezone.now()
    quiz = QuizTally(list(Question.objects.asked().filter(lesson=lesson).values_list("pk", flat=True)))
    for group in _attempts(lesson, kind_of):
        answers = list(group)
        count_attempt(tallies, answers)
        quiz.add({answer.question: answer.credit for answer in answers})
    whole = quiz.summary()
    QuizSummary.objects.bulk_create(
        [QuizSummary(lesson=lesson, made_at=now, **whole)],
        update_conflicts=True,
        unique_fields=["lesson"],
        update_fields=["made_at", *whole],
    )
    QuestionSummary.objects.bulk_create(
        [QuestionSummary(question_id=pk, made_at=now, **tally.summary()) for pk, tally in tallies.items()],
        update_conflicts=True,
        unique_fields=["question"],
        update_fields=_FIELDS,
    )
    return sum(len(tally.marks) for tally in tallies.values())


def summarize_all() -> int:
    """Summarize every lesson that has questions. Returns the number of responses counted."""
    lessons = Lesson.objects.filter(Exists(Question.objects.filter(lesson=OuterRef("pk"))))
    return sum(summarize(lesson) for lesson in lessons)


def first_attempts(lesson: Lesson) -> QuerySet[Attempt]:
    """The first finished attempt of each learner. Open attempts do not count, nor those of staff.

    A window function numbers the attempts. A subquery for each attempt takes quadratic time on SQLite.
    """
    place = Window(RowNumber(), partition_by="learner", order_by=["started_at", "pk"])
    finished = Attempt.objects.filter(lesson=lesson, finished_at__isnull=False)
    finished = finished.exclude(learner__user__is_staff=True).order_by()
    return finished.annotate(place=place).filter(place=1)


def _attempts(lesson: Lesson, kind_of: Mapping[int, str]) -> Iterator[Iterator[FirstAnswer]]:
    """For each first attempt, its answers in the order in which they came.

    An answer that an earlier key of its question has graded is left out.
    """
    others = questions_with_another_key(lesson)
    rows = (
        Response.objects.filter(attempt__in=first_attempts(lesson).values("pk"), credit__isnull=False)
        .order_by("attempt_id", "answered_at", "pk")
        .values_list(
            *("attempt_id", "question_id", "credit", "hints_used", "answered_at", "answer"),
            "attempt__version_id",
        )
        .iterator(chunk_size=_CHUNK)
    )
    for _, group in groupby(rows, key=lambda row: row[0]):
        yield (
            FirstAnswer(question, credit or 0.0, hints, at, _counted(kind_of.get(question, "single"), stored))
            for _, question, credit, hints, at, stored, version in group
            if question not in others.get(version, ())
        )


def _counted(kind: str, stored: Answer | None) -> list[str]:
    return kinds[kind].counted_options(stored or "")

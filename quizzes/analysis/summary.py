"""Summarize the first attempts at a quiz: read them once, in chunks, and store one row for each question."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from lessons.models import Lesson
from quizzes.analysis.models import QuestionSummary, QuizSummary
from quizzes.analysis.scope import Scope, attempts_in
from quizzes.analysis.tally import FirstAnswer, Tally, count_attempt
from quizzes.analysis.versions import Versions, versions_of
from quizzes.analysis.whole_quiz import QuizTally
from quizzes.attempt_models import Response
from quizzes.kinds import kinds
from quizzes.kinds.answers import Answer
from quizzes.question_models import Question

_CHUNK = 5000
_FIELDS = [field.name for field in QuestionSummary._meta.fields if field.name not in ("id", "question")]


def summarize(lesson: Lesson) -> int:
    """Store a new summary for each question of the lesson. Returns the number of responses counted.

    The number of queries does not grow with that of responses. It is idempotent.
    """
    now = timezone.now()
    tallies, quiz = tallied(lesson, Scope())
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


def tallied(lesson: Lesson, scope: Scope) -> tuple[dict[int, Tally], QuizTally]:
    """What is counted of each question, by its id, and of the quiz."""
    kind_of = dict(Question.objects.filter(lesson=lesson).values_list("pk", "kind"))
    tallies = {pk: Tally() for pk in kind_of}
    quiz = QuizTally(list(Question.objects.asked().filter(lesson=lesson).values_list("pk", flat=True)))
    for group in _attempts(lesson, kind_of, scope):
        answers = list(group)
        count_attempt(tallies, answers)
        quiz.add({answer.question: answer.credit for answer in answers})
    return tallies, quiz


def count_responses(lesson: Lesson, scope: Scope) -> int:
    """How many responses `tallied` reads."""
    return _responses(lesson, scope).count()


def summarize_all() -> int:
    """Summarize every lesson that has questions. Returns the number of responses counted."""
    lessons = Lesson.objects.filter(Exists(Question.objects.filter(lesson=OuterRef("pk"))))
    return sum(summarize(lesson) for lesson in lessons)


def _responses(lesson: Lesson, scope: Scope) -> QuerySet[Response]:
    attempts = attempts_in(lesson, scope).values("pk")
    return Response.objects.filter(attempt__in=attempts, credit__isnull=False)


def _attempts(lesson: Lesson, kind_of: Mapping[int, str], scope: Scope) -> Iterator[Iterator[FirstAnswer]]:
    """For each attempt that counts, its answers in the order in which they came.

    An answer that an earlier key of its question has graded is left out.
    """
    versions = versions_of(lesson)
    rows = (
        _responses(lesson, scope)
        .order_by("attempt_id", "answered_at", "pk")
        .values_list(
            *("attempt_id", "question_id", "credit", "hints_used", "answered_at", "answer", "tries"),
            *("confidence", "first_wrong", "attempt__version_id"),
        )
        .iterator(chunk_size=_CHUNK)
    )
    for _, group in groupby(rows, key=lambda row: row[0]):
        yield (
            _answer(kind_of.get(row[1], "single"), scope, versions, row[-1], *row[1:-1])
            for row in group
            if (row[-1], row[1]) not in versions.regraded
        )


def _answer(
    kind: str,
    scope: Scope,
    versions: Versions,
    version: int,
    question: int,
    credit: float | None,
    hints: int,
    at: datetime | None,
    stored: Answer | None,
    tries: int,
    confidence: str,
    first_wrong: Answer | None,
) -> FirstAnswer:
    place = (version, question)
    wrong = _counted(kind, versions.answer(place, first_wrong)) if first_wrong else []
    given = _counted(kind, versions.answer(place, stored))
    if scope.tries == "first" and tries > 1:
        credit, given, tries = 0.0, wrong, 1
    reworded = place in versions.reworded
    return FirstAnswer(question, credit or 0.0, hints, at, given, tries, confidence, wrong, reworded)


def _counted(kind: str, stored: Answer | None) -> list[str]:
    return kinds[kind].counted_options(stored or "")

"""Summarize the first attempts at a quiz: read them once, in chunks, and store one row for each question."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from lessons.models import Lesson
from quizzes.analysis.earlier import asked_since, earlier_quizzes
from quizzes.analysis.models import QuestionSummary, QuizSummary
from quizzes.analysis.scope import Scope, attempts_in
from quizzes.analysis.tally import FirstAnswer, OtherVersion, Tally, count_attempt
from quizzes.analysis.versions import Versions, versions_of
from quizzes.analysis.whole_quiz import QuizTally
from quizzes.attempt_models import Response
from quizzes.kinds import kinds
from quizzes.kinds.answers import Answer
from quizzes.question_models import Question

type Row = tuple[
    int, int, float | None, int, datetime | None, Answer | None, int, str, Answer | None, int | None
]
"""Columns of a response that `_attempts` reads, in its order."""

_CHUNK = 5000
_SAME = OtherVersion.NONE
_FIELDS = [field.name for field in QuestionSummary._meta.fields if field.name not in ("id", "question")]


def summarize(lesson: Lesson) -> int:
    """Store a new summary for each question of the lesson. Returns the number of responses counted.

    The number of queries does not grow with that of responses. It is idempotent.
    """
    now = timezone.now()
    versions = versions_of(lesson)
    tallies, quiz = tallied(lesson, Scope(), versions)
    whole = {**quiz.summary(), "versions": earlier_quizzes(versions.asked_now, versions.stored)}
    since = asked_since(versions.asked_now, versions.stored)
    QuizSummary.objects.bulk_create(
        [QuizSummary(lesson=lesson, made_at=now, **whole)],
        update_conflicts=True,
        unique_fields=["lesson"],
        update_fields=["made_at", *whole],
    )
    QuestionSummary.objects.bulk_create(
        [
            QuestionSummary(question_id=pk, made_at=now, since=since.get(pk), **tally.summary())
            for pk, tally in tallies.items()
        ],
        update_conflicts=True,
        unique_fields=["question"],
        update_fields=_FIELDS,
    )
    return sum(len(tally.marks) for tally in tallies.values())


def tallied(
    lesson: Lesson, scope: Scope, versions: Versions | None = None
) -> tuple[dict[int, Tally], QuizTally]:
    """What is counted of each question, by its id, and of the quiz.

    `versions` are those of the scope, if they are read already. Of the quiz count learners who answered
    every question in the version that counts.
    """
    versions = versions or versions_of(lesson, scope.version)
    tallies = {pk: Tally() for pk in versions.shown}
    quiz, is_any = QuizTally(versions.asked), versions.counts_all
    for group in _attempts(lesson, versions, scope):
        answers = list(group)
        count_attempt(tallies, answers, all_versions=is_any)
        quiz.add({each.question: each.credit for each in answers if is_any or each.version is _SAME})
    return tallies, quiz


def count_responses(lesson: Lesson, scope: Scope) -> int:
    """How many responses `tallied` reads."""
    return _responses(lesson, scope).count()


def summarize_all() -> int:
    """Summarize every lesson that has questions. Returns the number of responses counted."""
    lessons = Lesson.objects.filter(Exists(Question.every.filter(lesson=OuterRef("pk"))))
    return sum(summarize(lesson) for lesson in lessons)


def _responses(lesson: Lesson, scope: Scope) -> QuerySet[Response]:
    attempts = attempts_in(lesson, scope).values("pk")
    return Response.objects.filter(attempt__in=attempts, credit__isnull=False)


def _attempts(lesson: Lesson, versions: Versions, scope: Scope) -> Iterator[Iterator[FirstAnswer]]:
    """For each attempt that counts, its answers in the order in which they came."""
    kind_of = {pk: content["kind"] for pk, content in versions.shown.items()}
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
        yield (_answer(row, kind_of.get(row[1], "single"), scope, versions) for row in group)


def _answer(row: Row, kind: str, scope: Scope, versions: Versions) -> FirstAnswer:
    """The answer of one row, to a question of this `kind`, as it counts in `scope`."""
    _, question, credit, hints, at, stored, tries, confidence, first_wrong, version = row
    place = (version, question)
    wrong = _counted(kind, versions.answer(place, first_wrong)) if first_wrong else []
    given = _counted(kind, versions.answer(place, stored))
    if scope.tries == "first" and tries > 1:
        credit, given, tries = 0.0, wrong, 1
    other = versions.other.get(place, _SAME)
    return FirstAnswer(question, credit or 0.0, hints, at, given, tries, confidence, wrong, other)


def _counted(kind: str, stored: Answer | None) -> list[str]:
    return kinds[kind].counted_options(stored or "")

"""Sum up the first attempts at a quiz: read once, in order and in chunks; stored as one row a question."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from lessons.models import Lesson
from quizzes.analysis.models import QuestionSummary
from quizzes.analysis.tally import Given, Tally, count_attempt
from quizzes.kinds import kinds
from quizzes.models import Attempt, Question, Response

_CHUNK = 5000
_FIELDS = [field.name for field in QuestionSummary._meta.fields if field.name not in ("id", "question")]


def summarize(lesson: Lesson) -> int:
    """Store a summary for each question of the lesson anew; returns how many responses were counted.

    Two queries read, one writes, whatever the number of responses. Done again, it gives the same.
    """
    kind_of = dict(Question.objects.filter(lesson=lesson).values_list("pk", "kind"))
    tallies = {pk: Tally() for pk in kind_of}
    now = timezone.now()
    for answers in _attempts(lesson, kind_of):
        count_attempt(tallies, answers)
    QuestionSummary.objects.bulk_create(
        [QuestionSummary(question_id=pk, made_at=now, **tally.summary()) for pk, tally in tallies.items()],
        update_conflicts=True,
        unique_fields=["question"],
        update_fields=_FIELDS,
    )
    return sum(len(tally.marks) for tally in tallies.values())


def summarize_all() -> int:
    """Every lesson that has questions; returns how many responses were counted."""
    lessons = Lesson.objects.filter(Exists(Question.objects.filter(lesson=OuterRef("pk"))))
    return sum(summarize(lesson) for lesson in lessons)


def first_attempts(lesson: Lesson) -> QuerySet[Attempt]:
    """Of each learner the first attempt that is finished. Open ones do not count.

    Numbered by a window: a subquery for each attempt would take the square of their number on SQLite.
    """
    place = Window(RowNumber(), partition_by="learner", order_by=["started_at", "pk"])
    finished = Attempt.objects.filter(lesson=lesson, finished_at__isnull=False).order_by()
    return finished.annotate(place=place).filter(place=1)


def _attempts(lesson: Lesson, kind_of: Mapping[int, str]) -> Iterator[Iterator[Given]]:
    """The answers of each first attempt, in the order in which they came."""
    rows = (
        Response.objects.filter(attempt__in=first_attempts(lesson).values("pk"), credit__isnull=False)
        .order_by("attempt_id", "answered_at", "pk")
        .values_list("attempt_id", "question_id", "credit", "hints_used", "answered_at", "answer")
        .iterator(chunk_size=_CHUNK)
    )
    for _, group in groupby(rows, key=lambda row: row[0]):
        yield (
            Given(
                question, credit or 0.0, hints, at, kinds[kind_of.get(question, "single")].taken(stored or "")
            )
            for _, question, credit, hints, at, stored in group
        )

"""What is counted for one page or file, in place of what is stored."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from lessons.models import Lesson
from quizzes.analysis.earlier import Quiz, asked_since
from quizzes.analysis.models import QuestionSummary, QuizSummary
from quizzes.analysis.scope import Scope
from quizzes.analysis.summary import tallied
from quizzes.analysis.versions import ALL, NOW, versions_of


@dataclass(frozen=True, slots=True)
class Counted:
    """The summaries, {question id: summary}, which are not stored."""

    questions: Mapping[int, QuestionSummary]
    whole: QuizSummary
    quiz: Quiz | None
    """The questions of the earlier version that was chosen; None: as they are now."""
    all_versions: bool


def count(lesson: Lesson, scope: Scope) -> Counted:
    """Read the answers of `scope`. The number of queries does not grow with that of answers."""
    now, versions = timezone.now(), versions_of(lesson, scope.version)
    tallies, whole = tallied(lesson, scope, versions)
    since = asked_since(versions.shown, versions.stored)
    questions = {
        pk: QuestionSummary(question_id=pk, made_at=now, since=since.get(pk), **tally.summary())
        for pk, tally in tallies.items()
    }
    quiz = None if scope.version in (NOW, ALL) else versions.shown
    return Counted(
        questions, QuizSummary(lesson=lesson, made_at=now, **whole.summary()), quiz, versions.counts_all
    )

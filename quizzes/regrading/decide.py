"""Carry out what an instructor decides, and record it."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from lessons.models import Lesson
from quizzes.attempt_models import Attempt, Response
from quizzes.regrading.affected import Affected, affected_by_change, key_digest
from quizzes.regrading.models import Regrading
from quizzes.version_models import QuizVersion

_REGRADED = ("answer", "tries", "first_wrong", "credit", "best", "regraded_at")


@transaction.atomic
def decide(lesson: Lesson, choices: dict[int, Regrading.Choice], user: AbstractBaseUser) -> list[Regrading]:
    """Settle the affected questions, {question id: choice}. Returns what was recorded."""
    Lesson.every.select_for_update().get(pk=lesson.pk)
    made = []
    for affected in affected_by_change(lesson):
        choice = choices.get(affected.question.pk)
        if choice:
            _reopen(affected)
            raised, lowered = _ACTS[choice](affected)
            made.append(
                Regrading.objects.create(
                    lesson=lesson,
                    question=affected.question,
                    choice=choice,
                    answers=affected.answers,
                    raised=raised,
                    lowered=lowered,
                    decided_by_id=user.pk,
                    settled=sorted(affected.keys),
                )
            )
    return made


def _reopen(affected: Affected) -> None:
    """Ask again about the current key if it was settled before. New answers are graded by it from now on."""
    now = key_digest(affected.content)
    for earlier in Regrading.objects.filter(question=affected.question):
        if now in earlier.settled:
            earlier.settled.remove(now)
            earlier.save(update_fields=["settled"])


def _grade_everyone(affected: Affected) -> tuple[int, int]:
    """Store the new credits. The attempts go on to a version of their quiz that has the new question."""
    raised, lowered = affected.raised, affected.lowered
    for response in _rows(affected):
        assert response.attempt.version_id
        assert response.answer is not None
        tries, first = response.tries, response.first_wrong
        now = affected.regraded(response.attempt.version_id, response.answer, tries, first)
        if now:
            if now.credit != response.credit:
                response.regraded_at = timezone.now()
            response.answer, response.tries, response.first_wrong = now.answer, now.tries, now.first_wrong
            response.credit = response.best = now.credit
            response.save(update_fields=_REGRADED)
            _move(response.attempt, affected)
    return raised, lowered


def _give_full_credit(affected: Affected) -> tuple[int, int]:
    raised = affected.not_full
    affected.rows.filter(credit__lt=1).update(credit=1.0, best=1.0, regraded_at=timezone.now())
    return raised, 0


def _rows(affected: Affected) -> list[Response]:
    return list(affected.rows.select_related("attempt__version"))


def _keep(affected: Affected) -> tuple[int, int]:
    return 0, 0


_ACTS = {
    Regrading.Choice.EVERYONE: _grade_everyone,
    Regrading.Choice.FROM_NOW: _keep,
    Regrading.Choice.FULL_CREDIT: _give_full_credit,
}


def _move(attempt: Attempt, affected: Affected) -> None:
    """Give the attempt the version of its quiz in which the question is as it is now."""
    version = attempt.version
    assert version
    questions = [
        {**affected.content, "number": row["number"]} if row["id"] == affected.question.pk else row
        for row in version.questions
    ]
    moved = QuizVersion.objects.of_content(version.lesson_id, version.title, questions)
    Attempt.objects.filter(pk=attempt.pk).update(version=moved)
    attempt.version = moved

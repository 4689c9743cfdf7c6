"""Apply a plan: add its questions to the lesson's quiz, as one revision that can be reverted."""

from dataclasses import asdict

import reversion
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from lessons.folder.validation import publish_blockers
from lessons.models import Lesson
from quizzes.folder_file import ChoiceContent, HintContent, QuestionContent, save_question
from quizzes.formats.plan import Plan
from quizzes.formats.question import PlainQuestion


def apply(plan: Plan, user: AbstractBaseUser, name: str) -> None:
    """Add all planned questions in one transaction.

    A published lesson becomes a draft if it can no longer be published. `name` is that of the file.
    """
    with transaction.atomic(), reversion.create_revision():
        reversion.set_user(user)
        reversion.set_comment(f"Imported from {name}.")
        for each in plan.planned:
            save_question(plan.lesson, each.number, _content(each.question))
        lesson = Lesson.objects.with_sections().get(pk=plan.lesson.pk)
        if not lesson.is_draft and publish_blockers(lesson):
            lesson.status = Lesson.Status.DRAFT
        lesson.save(update_fields=["status", "changed_at"])


def _content(question: PlainQuestion) -> QuestionContent:
    """The content without validation, because a draft may be incomplete."""
    data = asdict(question)
    choices = [ChoiceContent.model_construct(**row) for row in data.pop("choices")]
    hints = [HintContent.model_construct(**row) for row in data.pop("hints")]
    return QuestionContent.model_construct(**data, choices=choices, hints=hints)

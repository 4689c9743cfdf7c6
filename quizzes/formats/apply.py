"""Apply a plan: add its questions to the lesson's quiz, as one revision that can be reverted."""

from dataclasses import asdict

import reversion
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from lessons.drafts.draft import start_draft
from lessons.models import Lesson
from lessons.stored_pictures.quota import add_to
from quizzes.folder_file import save_questions
from quizzes.folder_schema import ChoiceContent, HintContent, QuestionContent
from quizzes.formats.planned import Plan
from quizzes.formats.question import PlainQuestion


def apply(plan: Plan, user: AbstractBaseUser, name: str) -> Lesson:
    """Add all planned questions in one transaction. Returns the lesson that has them. Raises `PictureError`.

    A published lesson stays as it is if it could no longer be published: its draft gets the questions. `name`
    is that of the file.
    """
    with transaction.atomic(), reversion.create_revision(manage_manually=True):
        reversion.set_user(user)
        reversion.set_comment(f"Imported from {name}.")
        lesson = start_draft(plan.lesson) if plan.goes_into_draft else plan.lesson
        add_to(lesson, [picture for each in plan.planned for picture in each.pictures])
        first = lesson.questions.count() + 1
        save_questions(lesson, (_content(each.question) for each in plan.planned), first)
        lesson.new_version()
    return lesson


def _content(question: PlainQuestion) -> QuestionContent:
    """The content without validation, because a draft may be incomplete."""
    data = asdict(question)
    choices = [ChoiceContent.model_construct(**row) for row in data.pop("choices")]
    hints = [HintContent.model_construct(**row) for row in data.pop("hints")]
    return QuestionContent.model_construct(**data, choices=choices, hints=hints)

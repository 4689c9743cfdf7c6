"""quiz.toml: the questions of a lesson folder."""

from typing import Annotated

from django.db.models import F
from pydantic import AfterValidator, Field

from lessons.folder.parts import Part
from lessons.folder.schema import Content, OptionalPlace, Place, Slug, Text
from lessons.folder.store import sync_rows
from lessons.models import Lesson
from quizzes.models import Hint, Question


def _one_right(choices: "list[ChoiceContent]") -> "list[ChoiceContent]":
    right = sum(choice.right for choice in choices)
    if right != 1:
        raise ValueError(f"{right or 'no'} right answers in a single choice: mark exactly one")
    return choices


def _keys_once_each(questions: "list[QuestionContent]") -> "list[QuestionContent]":
    keys = [question.key for question in questions]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"the key '{key}' is there twice")
    return questions


class ChoiceContent(Content):
    text: Text
    right: bool = False
    feedback: Text


class HintContent(Content):
    text: Text
    points_to: OptionalPlace = ""


class QuestionContent(Content):
    key: Slug
    text: Text
    proof: Place
    choices: Annotated[list[ChoiceContent], Field(min_length=2, max_length=10), AfterValidator(_one_right)]
    hints: Annotated[list[HintContent], Field(max_length=Hint.MOST)] = []


class QuizContent(Content):
    """quiz.toml"""

    questions: Annotated[
        list[QuestionContent], Field(min_length=1, max_length=50), AfterValidator(_keys_once_each)
    ]


class QuizPart(Part):
    filename = "quiz.toml"
    schema = QuizContent

    def content_of(self, lesson: Lesson) -> QuizContent | None:
        questions = [
            QuestionContent(
                key=question.key,
                text=question.text,
                proof=question.proof,
                choices=[
                    ChoiceContent(text=row.text, right=row.is_right, feedback=row.feedback)
                    for row in question.choices.all()
                ],
                hints=[HintContent(text=row.text, points_to=row.points_to) for row in question.hints.all()],
            )
            for question in Question.objects.with_choices().filter(lesson=lesson)
        ]
        return QuizContent(questions=questions) if questions else None

    def save(self, lesson: Lesson, content: QuizContent) -> None:
        """A question stays the same row by its key: learners' responses hang on it."""
        keys = [question.key for question in content.questions]
        Question.objects.filter(lesson=lesson).exclude(key__in=keys).delete()
        far = 1000  # out of the way of the numbers about to be given
        Question.objects.filter(lesson=lesson).update(number=F("number") + far)
        for number, row in enumerate(content.questions, start=1):
            question, _ = Question.objects.update_or_create(
                lesson=lesson,
                key=row.key,
                defaults={"number": number, "text": row.text, "proof": row.proof},
            )
            sync_rows(
                question.choices,
                (
                    {"text": choice.text, "is_right": choice.right, "feedback": choice.feedback}
                    for choice in row.choices
                ),
            )
            sync_rows(question.hints, (hint.model_dump() for hint in row.hints))

"""quiz.toml: the questions of a lesson folder."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

from lessons.folder.faults import Finding
from lessons.folder.parts import Part
from lessons.folder.schema import Content, LessonContent, Slug, Text
from lessons.folder.store import sync_rows
from lessons.models import Lesson
from lessons.pointers import pointer_fault
from quizzes.models import Hint, Question


class ChoiceContent(Content):
    text: Text
    right: bool = False
    feedback: Text


class HintContent(Content):
    text: Text
    points_to: str = ""


class QuestionContent(Content):
    key: Slug
    text: Text
    proof: str
    choices: Annotated[list[ChoiceContent], Field(min_length=2, max_length=10)]
    hints: Annotated[list[HintContent], Field(max_length=Hint.MOST)] = []


class QuizContent(Content):
    """quiz.toml"""

    questions: Annotated[list[QuestionContent], Field(min_length=1, max_length=50)]


class QuizPart(Part):
    filename = "quiz.toml"
    schema = QuizContent

    def findings(self, content: QuizContent, lesson: LessonContent) -> Sequence[Finding]:
        return [
            *_repeated_keys(content),
            *(
                (("questions", row, *key), reason)
                for row, question in enumerate(content.questions)
                for key, reason in question_findings(question, lesson.places())
            ),
        ]

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
        """Questions stay the same rows by their key, wherever they stand: learners' responses hang on them."""
        keys = [question.key for question in content.questions]
        Question.objects.filter(lesson=lesson).exclude(key__in=keys).delete()
        far = 1000  # out of the way of the numbers about to be given
        for row, held in enumerate(Question.objects.filter(lesson=lesson), start=far):
            Question.objects.filter(pk=held.pk).update(number=row)
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


def question_findings(question: QuestionContent, places: dict[str, int]) -> Iterator[Finding]:
    """What would break the question on the page."""
    right = sum(choice.right for choice in question.choices)
    if right != 1:
        yield ("choices",), f"{right or 'no'} right answers in a single choice: mark exactly one"
    if reason := pointer_fault(question.proof, places):
        yield ("proof",), reason
    for row, hint in enumerate(question.hints):
        if hint.points_to and (reason := pointer_fault(hint.points_to, places)):
            yield ("hints", row, "points_to"), reason


def _repeated_keys(content: QuizContent) -> Iterator[Finding]:
    seen: set[str] = set()
    for row, question in enumerate(content.questions):
        if question.key in seen:
            yield ("questions", row, "key"), f"'{question.key}' is there twice"
        seen.add(question.key)

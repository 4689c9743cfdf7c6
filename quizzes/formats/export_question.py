"""The questions of a lesson in the form in which writers of formats take them."""

from dataclasses import dataclass, replace

from lessons.models import Lesson
from lessons.recorded import recorded_value
from quizzes.formats.question import Note, PlainChoice, PlainHint, PlainQuestion
from quizzes.formats.text import NOT_TEXT
from quizzes.question_models import Question


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file for another system. `notes` are (question key, what of the question is lost)."""

    content: bytes
    notes: list[tuple[str, Note]]


@dataclass(frozen=True, slots=True)
class ExportQuestion:
    """A question to export.

    `recorded` is the recorded value that answers a question about a cell, as Python writes it; else empty.
    """

    question: PlainQuestion
    recorded: str = ""

    @property
    def typed_answers(self) -> list[PlainChoice]:
        """The answers that a question without options expects. The recorded value comes first."""
        choices = self.question.choices
        if self.question.kind == "cell":
            expected = [replace(each, text=each.text.strip().strip("`")) for each in choices]
            return [PlainChoice(self.recorded, right=True), *expected]
        return choices


def export_questions(lesson: Lesson) -> list[ExportQuestion]:
    """The questions of `lesson` in the quiz's order. The number of queries does not grow with them."""
    asked = Question.objects.with_choices().filter(lesson=lesson).select_related("lesson")
    return [_export(lesson, question) for question in asked]


def _export(lesson: Lesson, question: Question) -> ExportQuestion:
    cell = question.type.cell(question.expects)
    recorded = recorded_value(lesson, *cell) if cell else None
    plain = PlainQuestion(
        key=question.key,
        kind=question.kind,
        text=_clean(question.text),
        proof=question.proof,
        credits=question.credits,
        reveal=question.reveal,
        shuffle=question.is_shuffled or None,
        choices=[
            PlainChoice(
                text=_clean(row.text),
                right=row.is_right,
                feedback=_clean(row.feedback),
                missed=_clean(row.missed),
                percent=row.percent,
                match=_clean(row.match),
            )
            for row in question.choices.all()
        ],
        expects=question.expects,
        general_feedback=_clean(question.general_feedback),
        name=_clean(question.name),
        tags=[_clean(tag) for tag in question.tags],
        category=_clean(question.category),
        hints=[PlainHint(_clean(row.text), row.points_to) for row in question.hints.all()],
    )
    return ExportQuestion(plain, recorded.text if recorded else "")


def _clean(text: str) -> str:
    """`text` with plain line ends, and without the characters that XML cannot hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return NOT_TEXT.sub("", text)

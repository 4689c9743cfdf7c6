"""The questions that a lesson holds, for writing them."""

from dataclasses import dataclass, replace

from lessons.models import Lesson
from lessons.recorded import recorded_value
from quizzes.formats.question import Note, PlainChoice, PlainHint, PlainQuestion
from quizzes.formats.text import NO_TEXT
from quizzes.models import Question


@dataclass(frozen=True, slots=True)
class Written:
    """A file for another system, and what of the questions is not in it, by their keys."""

    content: bytes
    notes: list[tuple[str, Note]]


@dataclass(frozen=True, slots=True)
class Held:
    """A question, and of a predicted cell the value that the recorded run has, as Python writes it."""

    question: PlainQuestion
    recorded: str = ""

    @property
    def typed(self) -> list[PlainChoice]:
        """The answers of a question without options, those that the run knows among them."""
        choices = self.question.choices
        if self.question.kind == "cell":
            foreseen = [replace(each, text=each.text.strip().strip("`")) for each in choices]
            return [PlainChoice(self.recorded, right=True), *foreseen]
        return choices


def held_by(lesson: Lesson) -> list[Held]:
    """In the quiz's order, in a number of queries that does not grow with them."""
    return [_held(lesson, question) for question in Question.objects.with_choices().filter(lesson=lesson)]


def _held(lesson: Lesson, question: Question) -> Held:
    cell = question.type.cell(question.expects)
    recorded = recorded_value(lesson, *cell) if cell else None
    plain = PlainQuestion(
        key=question.key,
        kind=question.kind,
        text=_clean(question.text),
        proof=question.proof,
        credits=question.credits,
        reveal=question.reveal,
        choices=[
            PlainChoice(_clean(row.text), row.is_right, _clean(row.feedback), _clean(row.missed))
            for row in question.choices.all()
        ],
        expects=question.expects,
        hints=[PlainHint(_clean(row.text), row.points_to) for row in question.hints.all()],
    )
    return Held(plain, recorded.text if recorded else "")


def _clean(text: str) -> str:
    """Without what no XML can hold, and with plain line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return NO_TEXT.sub("", text)

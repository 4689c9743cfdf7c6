"""What an instructor should look at in a quiz before learners get it, although it can be published."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from lessons.models import Lesson
from lessons.plugin import Finding
from quizzes.kinds import kinds
from quizzes.question_models import Question

_FEW = 3
"""Number of questions in which the right answer may come first by chance."""


def warnings_about_quiz(lesson: Lesson) -> Iterator[Finding]:
    asked = Question.objects.with_choices().filter(lesson=lesson)
    questions = list(asked.select_related("lesson"))
    yield from _same_words(questions)
    yield from _right_first(questions)


def _same_words(questions: Sequence[Question]) -> Iterator[Finding]:
    first: dict[str, int] = defaultdict(int)
    for index, question in enumerate(questions, start=1):
        words = " ".join(question.text.split())
        if first[words]:
            yield ("questions", index - 1, "text"), f"it has the same words as question {first[words]}"
        first[words] = first[words] or index


def _right_first(questions: Sequence[Question]) -> Iterator[Finding]:
    """A warning if the first choice is right in all unshuffled questions: learners see the form's order."""
    chosen = [
        question
        for question in questions
        if kinds[question.kind].chooses_options and not question.is_shuffled
    ]
    first = [
        question
        for question in chosen
        if [choice.is_right for choice in question.choices.all()][:1] == [True]
    ]
    if len(chosen) > _FEW and len(first) == len(chosen):
        yield ("questions",), "the first choice is right in each of them, and learners see this order"

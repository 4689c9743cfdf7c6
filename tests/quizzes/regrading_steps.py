"""Learners who sit a quiz, and the instructor who mends its key and decides."""

from lessons.models import Learner
from quizzes.answering import answer
from quizzes.attempt_models import Response
from quizzes.question_models import Question
from tests.quizzes.kinds.lessons import RIGHT


def sit(lesson, **answers):
    """A finished attempt with the right answers but for those named."""
    learner = Learner.objects.create()
    for question in Question.objects.filter(lesson=lesson):
        for _ in question.credits:
            if not Response.objects.closed().filter(attempt__learner=learner, question=question).exists():
                answer(learner, question, (RIGHT | answers)[question.key])
    return learner


def mend(lesson, key="one", right=2):
    """Move 'right' to another choice, as an instructor does."""
    choices = Question.every.get(lesson=lesson, key=key).choices
    choices.update(is_right=False)
    choices.filter(number=right).update(is_right=True)
    lesson.save()


def credits_of(lesson, key="one"):
    rows = Response.objects.filter(question__lesson=lesson, question__key=key).order_by("attempt_id")
    return list(rows.values_list("credit", flat=True))


def page_of(lesson):
    return f"/admin/quizzes/regrading/{lesson.pk}/"


def choose(desk, lesson, choice, key="one"):
    question = Question.every.get(lesson=lesson, key=key)
    return desk.post(page_of(lesson), {f"question-{question.pk}": choice}, follow=True)

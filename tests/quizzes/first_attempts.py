"""Attempts for the item analysis."""

from datetime import timedelta

from django.utils import timezone

from lessons.models import Learner
from quizzes.analysis.summary import summarize
from quizzes.attempt_models import Attempt, Response
from quizzes.question_models import Question

NOW = timezone.now() - timedelta(hours=2)


# A worked example. Six learners A to F, three items, marks:
#
#           A    B    C    D    E    F    sum   facility
#   item 1  1    1    1    0    1    0    4     4/6
#   item 2  1    1    0    1    0    0    3     3/6
#   item 3  1    0    1    0.5  0    0    2.5   2.5/6
#
# Item 1 against the others (item 2 + item 3): 2, 1, 1, 1.5, 0, 0, with the sum 5.5.
#   sum of products           2 + 1 + 1 + 0 + 0 + 0 = 4
#   sum of the covariance     4 - 4 * 5.5 / 6 = 1/3
#   of the item's variance    4 - 4 * 4 / 6 = 4/3
#   of the others' variance   4 + 1 + 1 + 2.25 - 5.5 * 5.5 / 6 = 77/24
#   both sorted: 0 0 1 1 1 1 and 0 0 1 1 1.5 2, products 5.5; 5.5 - 4 * 5.5 / 6 = 11/6
#   index 100 * (1/3) / sqrt(4/3 * 77/24), efficiency 100 * (1/3) / (11/6) = 200/11
# Item 2 against 2, 1, 2, 0.5, 1, 0, with the sum 6.5: products 3.5.
#   3.5 - 3 * 6.5 / 6 = 1/4;  3 - 3 * 3 / 6 = 3/2;  10.25 - 6.5 * 6.5 / 6 = 77/24
#   sorted: 0 0 0 1 1 1 and 0 0.5 1 1 2 2, products 5; 5 - 3.25 = 7/4; efficiency 100/7
# Item 3 against 2, 2, 1, 1, 1, 0, with the sum 7: products 3.5.
#   3.5 - 2.5 * 7 / 6 = 7/12;  2.25 - 2.5 * 2.5 / 6 = 29/24;  11 - 7 * 7 / 6 = 17/6
#   sorted: 0 0 0 0.5 1 1 and 0 1 1 1 2 2, products 4.5; 4.5 - 17.5 / 6 = 19/12; efficiency 700/19
CREDITS = [(1, 1, 1), (1, 1, 0), (1, 0, 1), (0, 1, 0.5), (1, 0, 0), (0, 0, 0)]


def sit(lesson, marks, *, learner=None, start=NOW, finished=True, hints=0, seconds=10, **response):
    """An attempt with these credits, question by question (None: left open), an answer every few seconds."""
    learner = learner or Learner.objects.create()
    attempt = Attempt.objects.create(
        learner=learner, lesson=lesson, finished_at=start + timedelta(hours=1) if finished else None
    )
    Attempt.objects.filter(pk=attempt.pk).update(started_at=start)
    for row, (question, credit) in enumerate(zip(lesson.questions.all(), marks, strict=True)):
        choice = question.choices.filter(is_right=credit == 1).first()
        at = start + timedelta(seconds=row * seconds)
        given = (
            {"answer": choice.key, "credit": credit, "answered_at": at, "tries": 1}
            if credit is not None
            else {}
        )
        Response.objects.create(attempt=attempt, question=question, hints_used=hints, **{**given, **response})
    return learner


def summaries(lesson):
    summarize(lesson)
    return [question.summary for question in Question.every.filter(lesson=lesson).select_related("summary")]

"""Reports about a question of a lesson, as rows."""

from lessons.models import Learner
from quizzes.reports.models import Report


def made(lesson, learner=None, **fields):
    fields = {"question": lesson.questions.first(), "reason": "key"} | fields
    return Report.objects.create(learner=learner or Learner.objects.create(), **fields)

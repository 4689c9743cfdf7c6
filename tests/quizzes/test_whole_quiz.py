"""The statistics of a whole quiz, without the attempts of staff."""

import pytest
from django.contrib.auth.models import User

from lessons.models import Learner
from quizzes.analysis.models import QuizSummary
from quizzes.analysis.summary import summarize
from quizzes.analysis.whole_quiz import QuizTally
from tests.lessons.uploads import text_of
from tests.quizzes.first_attempts import sit, summaries

# Four learners, three questions: totals 3, 2, 1, 0. V(X) = 5/3; V(x) = 1/4, 1/3, 1/4 with N - 1.
ROWS = [(1, 1, 1), (1, 1, 0), (1, 0, 0), (0, 0, 0)]


def tally(*rows):
    found = QuizTally([1, 2, 3])
    for row in rows:
        found.add(dict(enumerate(row, 1)))
    return found.summary()


def test_mean_spread_alpha_and_error_are_those_of_the_worked_example():
    found = tally(*ROWS)
    assert (found["n"], found["total"], found["mean"]) == (4, 3, 1.5)
    assert found["spread"] == pytest.approx(1.2909944)
    assert found["alpha"] == pytest.approx(3 / 2 * (1 - (1 / 4 + 1 / 3 + 1 / 4) / (5 / 3)))
    assert found["error"] == pytest.approx(1.2909944 * (1 - found["alpha"]) ** 0.5)


def test_what_is_not_defined_is_none():
    assert tally()["mean"] is None
    assert (tally((1, 1, 1))["spread"], tally((1, 1, 1))["alpha"]) == (None, None)
    assert tally((1, 1, 0), (0, 1, 1))["alpha"] is None
    one = QuizTally([1])
    one.add({1: 1.0})
    one.add({1: 0.0})
    assert one.summary()["alpha"] is None


def test_an_attempt_that_lacks_a_question_is_not_counted():
    found = QuizTally([1, 2])
    found.add({1: 1.0})
    assert found.summary()["n"] == 0


@pytest.mark.django_db
def test_the_page_tells_the_statistics_of_the_quiz(client, lesson):
    for row in ROWS:
        sit(lesson, row)
    summarize(lesson)
    held = QuizSummary.objects.get()
    assert (held.n, held.mean) == (4, 1.5)
    client.force_login(User.objects.create_superuser("ada"))
    told = text_of(client.get(f"/admin/quizzes/analysis/{lesson.pk}/"))
    assert "4 learners answered all 3 questions" in told
    assert "Mean 1.50 points, standard deviation 1.29." in told
    assert "Cronbach's alpha 0.75" in told


@pytest.mark.django_db
def test_the_attempts_of_staff_are_left_out(lesson):
    staff = User.objects.create_user("ada", is_staff=True)
    sit(lesson, (0, 0, 0), learner=Learner.objects.create(user=staff))
    sit(lesson, (1, 1, 1))
    summarize(lesson)
    assert [each.n for each in summaries(lesson)] == [1, 1, 1]
    assert QuizSummary.objects.get().n == 1


@pytest.mark.django_db
def test_a_question_that_the_better_ones_miss_is_flagged_with_what_it_usually_means(client, lesson):
    for row in [(0, 1, 1), (1, 0, 0)] * 5:  # with fewer learners it may be chance
        sit(lesson, row)
    summarize(lesson)
    client.force_login(User.objects.create_superuser("ada"))
    told = text_of(client.get(f"/admin/quizzes/analysis/{lesson.pk}/"))
    assert told.count("Learners who did well on the other questions did worse on this one.") == 1

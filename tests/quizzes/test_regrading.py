"""A mended key: what would change is shown, the instructor decides, and it is recorded."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lessons.markdown import plain
from lessons.models import Learner, Lesson
from quizzes.attempt_models import Attempt
from quizzes.question_models import Question
from quizzes.regrading.affected import affected_by_change
from quizzes.regrading.models import Regrading
from tests.lessons.desk_page import DeskPage, said
from tests.lessons.uploads import text_of
from tests.quizzes.regrading_steps import choose, credits_of, mend, page_of, sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(every_kind):
    return every_kind


def test_what_would_change_is_shown_before_anything_does(desk, lesson):
    sit(lesson)
    sit(lesson, one="b")
    mend(lesson)
    told = text_of(desk.get(page_of(lesson)))
    texts = [plain(choice.text) for choice in Question.every.get(lesson=lesson, key="one").choices.all()]
    assert f"Choice a, “{texts[0]}”, was right, and is wrong now." in told
    assert f"Choice b, “{texts[1]}”, was wrong, and is right now." in told
    assert "2 answers graded by an earlier key." in told
    moved = "1 from 100 % to 0 % of the credit, 1 from 0 % to 100 % of the credit."
    assert f"Grade everyone by the new key 1 would earn more, 1 less. {moved}" in told.replace("\xa0", " ")
    assert "Give everyone full credit 1 would earn more." in told
    assert credits_of(lesson) == [1, 0]


@pytest.mark.parametrize(
    ("choice", "earned", "changed"),
    [("everyone", [0, 1], (1, 1)), ("from-now", [1, 0], (0, 0)), ("full-credit", [1, 1], (1, 0))],
)
def test_the_instructor_decides_once_and_it_is_recorded(desk, lesson, choice, earned, changed):
    sit(lesson)
    sit(lesson, one="b")
    mend(lesson)
    assert "Answers: 2." in said(choose(desk, lesson, choice))
    assert credits_of(lesson) == earned
    (recorded,) = Regrading.objects.all()
    assert (recorded.choice, recorded.answers, recorded.decided_by.username) == (choice, 2, "ada")
    assert (recorded.raised, recorded.lowered) == changed
    assert affected_by_change(lesson) == []
    assert "No answer waits for a decision" in text_of(desk.get(page_of(lesson)))
    assert "Nothing was chosen" in said(choose(desk, lesson, "everyone"))
    assert credits_of(lesson) == earned


def test_that_answers_wait_is_said_until_somebody_decides(desk, lesson):
    sit(lesson)
    sit(lesson, one="b")
    waits = "2 answers were graded by an earlier key"
    pages = ("/admin/", f"/admin/lessons/lesson/{lesson.pk}/change/", f"/admin/quizzes/analysis/{lesson.pk}/")
    assert waits not in text_of(desk.get(pages[0]))
    mend(lesson)
    front, form, analysis = (text_of(desk.get(page)) for page in pages)
    assert waits in front
    assert "Regrading (2)" in form
    assert "2 not counted: graded by an earlier key" in analysis
    choose(desk, lesson, "from-now")
    assert waits not in text_of(desk.get(pages[0]))
    assert "Regrading (" not in text_of(desk.get(pages[1]))


def test_a_key_that_goes_to_and_fro_is_decided_on_and_counted_each_time(desk, lesson):
    sit(lesson, one="b")
    for right, changed in ((2, (1, 0)), (1, (0, 1)), (2, (1, 0))):
        mend(lesson, right=right)
        more, less = changed
        assert f"They earn more: {more}, less: {less}." in said(choose(desk, lesson, "everyone"))
        newest = Regrading.objects.first()
        assert (newest.raised, newest.lowered) == changed


def test_who_was_given_full_credit_is_told_so(desk, lesson):
    learner = sit(lesson, many=["a"])
    mend(lesson, key="many", right=1)
    choose(desk, lesson, "full-credit", key="many")
    Learner.objects.filter(pk=learner.pk).update(user=User.objects.get())
    shown = text_of(desk.get(f"{lesson.get_absolute_url()}quiz/"))
    assert "You get full credit: it was given to everyone who answered this question." in shown


def test_who_is_regraded_sees_the_new_verdict(desk, lesson):
    learner = sit(lesson)
    mend(lesson)
    before = Attempt.objects.get().version
    choose(desk, lesson, "everyone")
    after = Attempt.objects.get().version
    assert [row["is_right"] for row in before.questions[0]["choices"]] == [True, False, False]
    assert [row["is_right"] for row in after.questions[0]["choices"]] == [False, True, False]
    assert after.questions[1:] == before.questions[1:]
    Learner.objects.filter(pk=learner.pk).update(user=User.objects.get())
    shown = text_of(desk.get(f"{lesson.get_absolute_url()}quiz/"))
    assert f"Your answer was graded again on {timezone.now():%Y-%m-%d}: the answer key" in shown


def test_saving_or_publishing_such_a_change_leads_to_the_decision(desk, lesson):
    sit(lesson)
    page = DeskPage(desk, lesson)
    page.pop("questions-0-choices-0-is_right")
    page["questions-0-choices-1-is_right"] = ["on"]
    told = page.save()
    assert "1 answer was graded by an earlier key" in said(told)
    assert f'href="{page_of(lesson)}"' in told.text


def test_a_corrected_text_changes_no_key(lesson):
    sit(lesson)
    question = Question.every.get(lesson=lesson, key="one")
    question.choices.filter(number=1).update(text="The first one")
    lesson.save()
    assert affected_by_change(lesson) == []
    Question.every.filter(pk=question.pk).update(text="Another text?")
    lesson.save()
    assert affected_by_change(Lesson.objects.get()) == []


def test_an_answer_with_an_option_that_is_gone_keeps_its_credit(desk, lesson):
    sit(lesson)
    choices = Question.every.get(lesson=lesson, key="one").choices
    choices.filter(number=1).delete()
    choices.filter(number=2).update(is_right=True)
    lesson.save()
    (affected,) = affected_by_change(Lesson.objects.get())
    assert (affected.unreadable, affected.raised, affected.lowered) == (1, 0, 0)
    choose(desk, lesson, "everyone")
    assert credits_of(lesson) == [1]


def test_another_instructor_sees_and_decides_nothing(client, lesson):
    client.force_login(User.objects.create_user("eve", is_staff=True))
    assert client.get(page_of(lesson)).status_code == 403


def test_answers_that_wait_are_counted_without_their_rows(lesson):
    """Tens of thousands are counted by the index alone, at each call of the page."""
    sit(lesson)
    mend(lesson)
    with CaptureQueriesContext(connection) as captured:
        affected_by_change(lesson)
    asked = [query["sql"] for query in captured if "COUNT(" in query["sql"] and "answer" in query["sql"]]
    (counted,) = [sql for sql in asked if "first_wrong" not in sql]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {counted}")
        assert "COVERING INDEX responses_to_a_question" in str(cursor.fetchall())


def test_a_regraded_attempt_is_at_the_version_that_a_new_attempt_gets(desk, lesson):
    learner = sit(lesson)
    mend(lesson)
    choose(desk, lesson, "everyone")
    newer = sit(lesson, one="b")
    one, other = (Attempt.objects.get(learner=each).version_id for each in (learner, newer))
    assert one == other

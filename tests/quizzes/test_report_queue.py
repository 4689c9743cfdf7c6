"""The queue in which instructors read reports about questions, and decide on them."""

import pytest
from django.contrib.auth.models import Permission, User
from django.core import signing
from django.test import Client

from lessons.identity import COOKIE
from lessons.markdown import plain
from quizzes.answering import answer
from tests.lessons.learners import with_cookie
from tests.lessons.uploads import text_of
from tests.quizzes.report_rows import made
from tests.support.servers import LESSON

PAGE = f"/learn/{LESSON}/"
KEY = "state-after-step-2"
QUEUE = "/admin/quizzes/report/"


@pytest.fixture
def desk(lesson):
    client = Client()
    client.force_login(User.objects.create_superuser("ada"))
    return client


def test_the_queue_shows_reports_with_question_and_statistics(desk, lesson):
    report = made(lesson, text="<b>wrong</b>")
    answer(report.learner, report.question, "b")
    html = desk.get(QUEUE).text
    assert "&lt;b&gt;wrong" in html
    assert f'href="/admin/lessons/lesson/{lesson.pk}/change/#questions-0"' in html
    assert f'href="/admin/quizzes/analysis/{lesson.pk}/#question-{KEY}"' in html
    page = desk.get(f"{QUEUE}{report.pk}/change/")
    assert str(report.learner.pk) not in html + page.text
    assert plain(report.question.text) in text_of(page)
    assert plain(report.question.choices.get(number=2).text) in text_of(page)


def test_the_queue_can_be_filtered(desk, lesson):
    made(lesson, text="the new one")
    made(lesson, text="the old one", state="fixed")
    html = desk.get(
        f"{QUEUE}?state__exact=new&reason__exact=key&question__lesson__id__exact={lesson.pk}"
    ).text
    assert "the new one" in html
    assert "the old one" not in html
    question = lesson.questions.last()
    assert "the new one" not in desk.get(f"{QUEUE}?question__id__exact={question.pk}").text


@pytest.mark.parametrize(
    ("action", "state"), [("accept", "accepted"), ("decline", "declined"), ("fix", "fixed")]
)
def test_the_state_changes_by_action(desk, lesson, action, state):
    report = made(lesson)
    html = desk.post(QUEUE, {"action": action, "_selected_action": [report.pk]}, follow=True).text
    assert f"1 report set to {state}." in html
    report.refresh_from_db()
    assert report.state == state


def test_a_closed_report_is_not_opened_beside_another_open_one(desk, lesson):
    closed = made(lesson, state="declined")
    made(lesson, closed.learner)
    html = desk.post(QUEUE, {"action": "accept", "_selected_action": [closed.pk]}, follow=True).text
    assert "has another open report" in html
    closed.refresh_from_db()
    assert closed.state == "declined"
    html = desk.post(f"{QUEUE}{closed.pk}/change/", {"state": "new", "note": ""}).text
    assert "has another open report" in html


def test_the_learner_reads_the_note_on_the_page_of_their_progress(desk, lesson):
    report = made(lesson, state="fixed", note="You are right: it was <b>.")
    learner = with_cookie(Client())
    learner.cookies[COOKIE] = signing.dumps(str(report.learner.pk), salt="lessons.identity")
    shown = learner.get("/account/").text
    assert "Fixed. You are right: it was &lt;b&gt;." in shown
    assert f'href="{PAGE}quiz/#question-{KEY}"' in shown


def test_state_and_note_change_in_the_form_and_nothing_else(desk, lesson):
    report = made(lesson, text="as it was")
    sent = {"state": "fixed", "note": "The key was c.", "text": "forged", "reason": "other"}
    assert desk.post(f"{QUEUE}{report.pk}/change/", sent).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.note) == ("fixed", "The key was c.")
    assert (report.text, report.reason) == ("as it was", "key")


def test_the_analysis_leads_to_the_open_reports_of_a_question(desk, lesson):
    report = made(lesson)
    made(lesson, state="fixed")
    html = desk.get(f"/admin/quizzes/analysis/{lesson.pk}/").text
    assert f'href="{QUEUE}?question__id__exact={report.question_id}">1<' in html


def test_the_queue_is_for_staff_who_may_view_reports(client, lesson):
    report = made(lesson)
    staff = User.objects.create_user("staff", is_staff=True)
    client.force_login(staff)
    assert client.get(QUEUE).status_code == 403
    staff.user_permissions.add(Permission.objects.get(codename="view_report"))
    assert client.get(QUEUE).status_code == 200
    client.post(QUEUE, {"action": "fix", "_selected_action": [report.pk]})
    report.refresh_from_db()
    assert report.state == "new"


def test_the_queries_of_the_queue_do_not_grow_with_its_rows(desk, lesson, django_assert_max_num_queries):
    for _ in range(20):
        made(lesson)
    with django_assert_max_num_queries(14):
        assert desk.get(QUEUE).status_code == 200

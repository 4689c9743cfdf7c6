"""Reports about questions: in place and without JavaScript, within limits, and the instructors' queue."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.core import signing
from django.test import Client
from django.utils import timezone

from lessons.identity import COOKIE
from lessons.markdown import plain
from lessons.models import Learner, Lesson
from quizzes.answering import answer
from quizzes.question_models import Question
from quizzes.reports.learner_data import merge_reports
from quizzes.reports.models import Report
from tests.lessons.learners import with_cookie
from tests.lessons.uploads import text_of
from tests.servers import LESSON

PAGE = f"/learn/{LESSON}/"
KEY = "state-after-step-2"
HTMX = {"HX-Request": "true"}
QUEUE = "/admin/quizzes/report/"


@pytest.fixture
def send(client, lesson):
    """Report a question; the answer."""
    with_cookie(client)

    def post(key=KEY, reason="typo", text="", headers=HTMX):
        data = {f"report-{key}-reason": reason, f"report-{key}-text": text}
        return client.post(f"{PAGE}quiz/{key}/report/", data, headers=headers)

    return post


@pytest.fixture
def desk(lesson):
    client = Client()
    client.force_login(User.objects.create_superuser("ada"))
    return client


def made(lesson, learner=None, **fields):
    fields = {"question": lesson.questions.first(), "reason": "key"} | fields
    return Report.objects.create(learner=learner or Learner.objects.create(), **fields)


def test_every_question_has_a_link_to_report_it_open_and_answered(client, send):
    assert client.get(f"{PAGE}quiz/").text.count("Report this question") == 3
    client.post(f"{PAGE}quiz/{KEY}/", {"q1-choice": "a"}, headers=HTMX)
    html = client.get(f"{PAGE}quiz/").text
    assert html.count("Report this question") == 3
    assert f'href="{PAGE}quiz/{KEY}/report/"' in html


def test_the_form_comes_in_place_and_can_be_closed_again(client, send):
    html = client.get(f"{PAGE}quiz/{KEY}/report/", headers=HTMX).text
    assert "<html" not in html
    assert "What is wrong?" in html
    html = client.get(f"{PAGE}quiz/{KEY}/report/?closed", headers=HTMX).text
    assert "Report this question" in html
    assert "<form" not in html


def test_a_report_is_told_in_place(client, send):
    html = send(reason="key", text="It is <b>c</b>.").text
    assert "The instructors have got your report" in html
    assert "<html" not in html
    report = Report.objects.get()
    assert (report.reason, report.text, report.state) == ("key", "It is <b>c</b>.", "new")
    assert report.question.key == KEY


def test_without_htmx_the_same_form_leads_to_its_own_page(client, send):
    html = client.get(f"{PAGE}quiz/{KEY}/report/").text
    assert "<h1>Report question 1</h1>" in html
    assert "csrfmiddlewaretoken" in html
    response = send(headers={})
    assert response.status_code == 302
    assert "The instructors have got your report" in client.get(response.url).text


def test_who_only_looks_or_sends_nothing_useful_gets_no_row(client, send):
    client.get(f"{PAGE}quiz/{KEY}/report/")
    client.get(f"{PAGE}quiz/{KEY}/report/", headers=HTMX)
    for reason in ("", "nonsense"):
        response = send(reason=reason)
        assert response.status_code == 400
        assert "autofocus" in response.text
    assert not Learner.objects.exists()


def test_something_else_has_to_be_said_in_words(send):
    response = send(reason="other")
    assert response.status_code == 400
    assert "Say in your words what is wrong." in response.text
    assert send(reason="other", text="It hums.").status_code == 200


def test_a_text_is_a_thousand_characters_at_most_an_end_of_line_counts_as_one(send):
    response = send(text="x" * 1001)
    assert response.status_code == 400
    assert "This has 1001 characters." in response.text
    assert send(text="x\r\n" * 499 + "xx").status_code == 200
    assert len(Report.objects.get().text) == 1000


def test_a_learner_has_one_open_report_of_a_question(client, send):
    send()
    assert send().status_code == 409
    assert Report.objects.count() == 1
    assert "The instructors have got your report" in client.get(f"{PAGE}quiz/{KEY}/report/").text
    Report.objects.update(state="declined")
    assert "What is wrong?" in client.get(f"{PAGE}quiz/{KEY}/report/").text
    assert send().status_code == 200
    assert Report.objects.count() == 2


def test_another_learner_knows_nothing_of_it(send, lesson):
    send()
    html = Client().get(f"{PAGE}quiz/{KEY}/report/").text
    assert "What is wrong?" in html
    assert "The instructors have got your report" not in html


def test_a_learner_has_five_open_reports_a_day(send, lesson):
    send()
    learner = Learner.objects.get()
    for number in range(11, 15):
        question = Question.objects.create(lesson=lesson, number=number, key=f"q-{number}", text="?")
        made(lesson, learner, question=question)
    response = send("step-that-replies")
    assert response.status_code == 429
    assert "5 open reports" in response.text
    Report.objects.filter(question__key="q-11").update(state="fixed")
    assert send("step-that-replies").status_code == 200
    assert send("connect-without-accept").status_code == 429
    Report.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert send("connect-without-accept").status_code == 200


def test_reports_from_one_address_are_limited_whoever_sends_them(send, monkeypatch):
    monkeypatch.setattr("quizzes.reports.throttling.MAX_REPORTS", 1)
    assert send(reason="").status_code == 400  # what is not stored does not count
    assert send().status_code == 200
    data = {f"report-{KEY}-reason": "typo", f"report-{KEY}-text": "Teh end."}
    for headers in (HTMX, {}):
        response = Client().post(f"{PAGE}quiz/{KEY}/report/", data, headers=headers)
        assert response.status_code == 429
        assert "Many reports have come from your network" in response.text
        assert "Teh end." in response.text
    assert Report.objects.count() == Learner.objects.count() == 1


def test_a_draft_and_an_unknown_question_cannot_be_reported(send):
    assert send("elsewhere").status_code == 404
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    assert send().status_code == 404


def test_a_report_takes_no_other_method(client, send):
    assert client.put(f"{PAGE}quiz/{KEY}/report/").status_code == 405


def test_of_two_open_reports_of_a_question_the_account_keeps_its_own(lesson):
    guest, own = Learner.objects.create(), Learner.objects.create()
    mine = made(lesson, own, text="mine")
    made(lesson, guest, text="guest's")
    closed = made(lesson, guest, state="fixed")
    other = made(lesson, guest, question=lesson.questions.last())
    merge_reports(guest, own)
    assert set(own.reports.all()) == {mine, closed, other}


def test_twenty_reports_at_once_store_one(daphne):
    with daphne.learner() as learner:
        token = learner.csrf_token(f"{PAGE}quiz/")

        def post(_):
            data = {f"report-{KEY}-reason": "typo"}
            headers = HTMX | {"X-CSRFToken": token}
            return learner.post(f"{PAGE}quiz/{KEY}/report/", data=data, headers=headers).status_code

        with ThreadPoolExecutor(20) as pool:
            assert sorted(pool.map(post, range(20))) == [200] + [409] * 19
        assert len(learner.get("/account/data.json").json()["reports"]) == 1


# The queue


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

"""Reports about questions: in place and without JavaScript, within limits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lessons.models import Learner, Lesson
from quizzes.question_models import Question
from quizzes.reports.learner_data import merge_reports
from quizzes.reports.models import Report
from tests.lessons.learners import with_cookie
from tests.quizzes.report_rows import made
from tests.support.servers import LESSON

PAGE = f"/learn/{LESSON}/"
KEY = "state-after-step-2"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def send(client, lesson):
    """Report a question; the answer."""
    with_cookie(client)

    def post(key=KEY, reason="typo", text="", headers=HTMX):
        data = {f"report-{key}-reason": reason, f"report-{key}-text": text}
        return client.post(f"{PAGE}quiz/{key}/report/", data, headers=headers)

    return post


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

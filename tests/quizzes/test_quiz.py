"""The quiz on the lesson page: answer, hint, try again; nothing told before, one response stored."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from lessons.models import Learner, Lesson
from quizzes.attempt_models import Attempt, Response
from quizzes.question_models import Choice, Question
from tests.lessons.learners import with_cookie
from tests.support.servers import LESSON

PAGE = f"/learn/{LESSON}/"
HTMX = {"HX-Request": "true"}
KEYS = ("state-after-step-2", "step-that-replies", "connect-without-accept")


@pytest.fixture
def quiz(client, db):
    with_cookie(client)

    def post(path, choice=None, number=1, headers=HTMX):
        data = {f"q{number}-choice": choice} if choice is not None else {}
        return client.post(f"{PAGE}quiz/{path}/", data, headers=headers)

    return post


def test_a_right_answer_is_told_in_place_with_the_reason_and_the_proof(quiz):
    html = quiz(KEYS[0], "a").content.decode()
    assert "✓ Right" in html
    assert "on the line after" in html
    assert f'href="{PAGE}#moment-2"' in html
    assert "1 of 3 answered" in html
    assert "<html" not in html


def test_a_wrong_answer_tells_why_and_why_the_right_one(quiz):
    html = quiz(KEYS[1], "a", 2).content.decode()
    assert "✕ Not this one" in html
    assert "✓ This one" in html
    assert "has not sent anything yet" in html
    assert "is the only row in which" in html


def test_a_hint_comes_on_request_and_is_counted(quiz):
    html = quiz(f"{KEYS[0]}/hint").content.decode()
    assert "Hint 1 of 1." in html
    assert "Give me a hint" not in html
    quiz(f"{KEYS[0]}/hint")
    assert Response.objects.get().hints_used == 1
    quiz(KEYS[0], "a")
    response = Response.objects.get()
    assert (response.credit, response.hints_used) == (1.0, 1)


def test_the_score_comes_at_the_end_and_one_can_try_again(quiz, client):
    for number, (key, choice) in enumerate(zip(KEYS, "aac", strict=True), start=1):
        html = quiz(key, choice, number).content.decode()
    assert "2 of 3 right." in html
    assert "2 of 3 right" in client.get("/").content.decode()
    html = quiz("again").content.decode()
    assert "0 of 3 answered" in html
    assert html.count("<form") == 6
    assert "1 of 3 answered" in quiz(KEYS[0], "a").content.decode()
    assert Attempt.objects.count() == 2
    assert Response.objects.count() == 4


def test_without_htmx_the_same_forms_lead_back_to_the_question(quiz, client):
    response = quiz(KEYS[0], "b", headers={})
    assert response.status_code == 302
    assert response.url == f"{PAGE}quiz/#question-{KEYS[0]}"
    assert "✕ Not this one" in client.get(f"{PAGE}quiz/").content.decode()
    assert quiz(f"{KEYS[1]}/hint", headers={}).url == f"{PAGE}quiz/#question-{KEYS[1]}"
    assert quiz("again", headers={}).url == f"{PAGE}quiz/#quiz"


def test_without_htmx_one_question_at_a_time_stays_one_at_a_time(quiz):
    alone = {"Referer": f"http://testserver{PAGE}quiz/?question=2"}
    assert quiz(KEYS[1], "b", 2, headers=alone).url == f"{PAGE}quiz/?question=2#question-{KEYS[1]}"
    elsewhere = {"Referer": "http://testserver/learn/another/lesson/quiz/?question=1"}
    assert quiz(KEYS[2], "b", 3, headers=elsewhere).url == f"{PAGE}quiz/#question-{KEYS[2]}"


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_no_choice_is_asked_for_in_words(quiz, headers):
    response = quiz(KEYS[0], headers=headers)
    assert response.status_code == 400
    assert "Choose one of the options first." in response.content.decode()
    assert not Response.objects.exists()


@pytest.mark.parametrize("choice", ["z", "1", "<script>", "a" * 500])
def test_an_unknown_option_is_refused_in_words(quiz, choice):
    response = quiz(KEYS[0], choice)
    assert response.status_code == 400
    assert "This question does not have this option" in response.content.decode()
    assert not Response.objects.exists()


def test_a_question_of_another_lesson_is_refused(quiz):
    lesson = Lesson.objects.get()
    other = Lesson.objects.create(track=lesson.track, slug="other", title="Other", lab="chat", number=2)
    question = Question.objects.create(lesson=other, number=1, key="elsewhere", text="?", proof="step 1")
    Choice.objects.create(question=question, number=1, text="x", is_right=True, feedback="y")
    assert quiz("elsewhere", "a").status_code == 404
    assert not Response.objects.exists()


def test_a_second_answer_is_refused_and_the_first_stands(quiz):
    quiz(KEYS[0], "b")
    response = quiz(KEYS[0], "a")
    assert response.status_code == 409
    html = response.content.decode()
    assert "Your first answer counts" in html
    assert "✕ Not this one" in html
    assert Response.objects.get().answer == "b"


def test_an_answer_to_a_draft_is_refused(quiz):
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    assert quiz(KEYS[0], "a").status_code == 404


def test_the_page_tells_nothing_of_the_answers_before_they_are_in(quiz, client):
    html = client.get(f"{PAGE}quiz/").content.decode()
    for feedback in Choice.objects.values_list("feedback", flat=True):
        for sentence in re.split(r"(?<=[.])\s|`", feedback):
            assert len(sentence) < 25 or sentence not in html
    hinted = quiz(f"{KEYS[1]}/hint").content.decode()
    assert "is-right" not in html + hinted
    assert "verdict" not in html + hinted


def test_an_answer_leaves_the_other_questions_untold(quiz, client):
    quiz(KEYS[0], "a")
    html = client.get(f"{PAGE}quiz/").content.decode()
    assert html.count("is-right") == 1
    assert "the only row in which" not in html


def test_two_browsers_have_sheets_of_their_own(quiz, client):
    quiz(KEYS[0], "a")
    client.cookies.clear()
    assert "0 of 3 answered" in client.get(f"{PAGE}quiz/").content.decode()
    assert Learner.objects.count() == 1


def test_a_forged_cookie_is_nobody(quiz, client):
    quiz(KEYS[0], "a")
    client.cookies["learner"] = client.cookies["learner"].value[:-3] + "abc"
    assert "0 of 3 answered" in client.get(f"{PAGE}quiz/").content.decode()


def test_an_account_has_its_own_sheet_wherever_it_signs_in(quiz, client, django_user_model):
    client.force_login(django_user_model.objects.create_user("ada"))
    quiz(KEYS[0], "a")
    client.cookies.pop("learner", None)
    assert "1 of 3 answered" in client.get(f"{PAGE}quiz/").content.decode()
    client.logout()
    client.get(f"{PAGE}quiz/")
    assert "0 of 3 answered" in client.get(f"{PAGE}quiz/").content.decode()


def test_fifty_identical_answers_at_once_store_one(database_server):
    with database_server.learner() as learner:
        headers = {"HX-Request": "true", "X-CSRFToken": learner.csrf_token(f"{PAGE}quiz/")}

        def send(_):
            data = {"q1-choice": "a"}
            return learner.post(f"{PAGE}quiz/{KEYS[0]}/", data=data, headers=headers).status_code

        with ThreadPoolExecutor(50) as pool:
            statuses = list(pool.map(send, range(50)))
        assert sorted(statuses) == [200] + [409] * 49
        assert "1 of 3 answered" in learner.get(f"{PAGE}quiz/").text


def test_questions_come_one_at_a_time_where_that_is_wished(quiz, client):
    html = client.get(f"{PAGE}quiz/?question=2").text
    assert "Question 2 of 3" in html
    assert html.count('class="question"') == 1
    assert 'id="quiz-previous"' in html
    assert 'id="quiz-next"' in html
    for odd in ("0", "99", "x"):
        assert client.get(f"{PAGE}quiz/?question={odd}").status_code == 200

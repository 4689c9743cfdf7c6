"""A finished attempt stays as it is, whatever becomes of the quiz."""

from lessons.models import Lesson
from quizzes.attempt_models import Attempt, Response
from quizzes.progress import answers_given, quizzes_finished
from quizzes.question_models import Question
from tests.quizzes.changed_quiz import MORE, QUIZ, change, without
from tests.quizzes.sittings import RIGHT, answer, finish, start


def test_a_question_that_is_added_changes_no_finished_attempt(quiz_toml, all_right, client):
    change(quiz_toml, lambda text: text + MORE)
    html = client.get(f"{QUIZ}quiz/").text
    assert "3 of 3 right" in html
    assert "Your result stays." in html
    assert 'id="question-new-one"' not in html
    assert list(answers_given(all_right).values()) == ["3 of 3 right"]
    assert quizzes_finished(all_right) == {Lesson.objects.get().pk}
    client.post(f"{QUIZ}quiz/again/")
    assert 'id="question-new-one"' in client.get(f"{QUIZ}quiz/").text
    assert Attempt.objects.with_total().order_by("pk")[0].total == 3


def test_a_finished_attempt_takes_no_answer_to_a_new_question(quiz_toml, all_right, client):
    change(quiz_toml, lambda text: text + MORE)
    assert client.post(f"{QUIZ}quiz/new-one/", {"q4-choice": "a"}).status_code == 404
    assert Response.objects.count() == 3


def test_a_mended_key_leaves_the_verdict_and_its_right_choice(api, lesson):
    attempt = start(api).json()["id"]
    answer(api, attempt, RIGHT)
    finish(api, attempt)
    before = api("get", f"/attempts/{attempt}").json()
    told = api("get", "/xapi/statements").json()
    for choice in Question.every.get(number=1).choices.all():
        choice.is_right = choice.number == 4
        choice.text = f"another {choice.number}"
        choice.save()
    Lesson.objects.get().save()
    assert api("get", f"/attempts/{attempt}").json() == before
    assert api("get", "/xapi/statements").json() == told


def test_results_and_statements_outlive_the_question(api, quiz_toml):
    attempt = start(api).json()["id"]
    answer(api, attempt, RIGHT)
    finish(api, attempt)
    before = api("get", f"/attempts/{attempt}").json()
    told = api("get", "/xapi/statements").json()
    change(quiz_toml, without("step-that-replies"), retire=True)
    assert api("get", f"/attempts/{attempt}").json() == before
    assert before["total"] == 3
    assert api("get", "/xapi/statements").json() == told
    quiz = api("get", "/quizzes/django-channels/websocket-support").json()
    assert "step-that-replies" not in [each["key"] for each in quiz["questions"]]

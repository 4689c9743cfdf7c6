"""A finished attempt stays as it is, whatever becomes of the quiz. Questions with answers are retired."""

import re
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.models import RestrictedError
from django.urls import reverse
from django.utils import timezone
from reversion.models import Version

from lessons.folder.load import load
from lessons.models import Learner, Lesson
from quizzes.analysis.summary import summarize
from quizzes.attempt_models import Attempt, Response
from quizzes.progress import answers_given, quizzes_finished
from quizzes.question_models import Question
from quizzes.recall.deck import deck_of_lesson
from tests.quizzes.sittings import RIGHT, answer, finish, start

MORE = """
[[questions]]
key = "new-one"
text = "Which one?"
proof = "step 1"
choices = [
    { text = "This", right = true, feedback = "It is." },
    { text = "That", feedback = "It is not." },
]
"""
QUIZ = "/learn/django-channels/websocket-support/"


@pytest.fixture
def folders(lesson, lesson_folders):
    """The folders that the lesson in the database was loaded from, to be changed."""
    return lesson_folders


@pytest.fixture
def quiz_toml(folders):
    return next(folders.rglob("quiz.toml"))


@pytest.fixture
def done(folders, client):
    """The learner of `client`, who has every answer right."""
    for number, (key, choice) in enumerate(RIGHT.items(), start=1):
        client.post(f"{QUIZ}quiz/{key}/", {f"q{number}-choice": choice})
    return Learner.objects.get()


def change(quiz_toml, change, **options):
    quiz_toml.write_text(change(quiz_toml.read_text()))
    return load(quiz_toml.parents[2], **options)


def without(key):
    """A quiz.toml without the question that has this key."""

    def drop(text):
        parts = re.split(r"(?m)^(?=\[\[questions\]\])", text)
        return "".join(part for part in parts if f'key = "{key}"' not in part)

    return drop


def test_a_question_that_is_added_changes_no_finished_attempt(quiz_toml, done, client):
    change(quiz_toml, lambda text: text + MORE)
    html = client.get(f"{QUIZ}quiz/").text
    assert "3 of 3 right" in html
    assert "Your result stays." in html
    assert 'id="question-new-one"' not in html
    assert list(answers_given(done).values()) == ["3 of 3 right"]
    assert quizzes_finished(done) == {Lesson.objects.get().pk}
    client.post(f"{QUIZ}quiz/again/")
    assert 'id="question-new-one"' in client.get(f"{QUIZ}quiz/").text
    assert Attempt.objects.with_total().order_by("pk")[0].total == 3


def test_a_finished_attempt_takes_no_answer_to_a_new_question(quiz_toml, done, client):
    change(quiz_toml, lambda text: text + MORE)
    assert client.post(f"{QUIZ}quiz/new-one/", {"q4-choice": "a"}).status_code == 404
    assert Response.objects.count() == 3


def test_a_mended_key_leaves_the_verdict_and_its_right_choice(api, folders):
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


def test_loading_says_what_it_would_retire_and_changes_nothing(quiz_toml, done):
    before = list(Question.every.values()), list(Lesson.objects.values())
    quiz_toml.write_text(without("step-that-replies")(quiz_toml.read_text()))
    said = StringIO()
    call_command("load_lessons", quiz_toml.parents[2], stdout=said)
    assert "websocket-support: held back: nothing of it was changed" in said.getvalue()
    assert "it would retire question 'step-that-replies' with 1 answer (--retire does it)" in said.getvalue()
    assert (list(Question.every.values()), list(Lesson.objects.values())) == before
    quiet = StringIO()  # as `set_up` loads at the start of a server
    call_command("load_lessons", quiz_toml.parents[2], verbosity=0, stdout=quiet)
    assert "held back" in quiet.getvalue()
    assert Response.objects.count() == 3


def test_loading_with_retire_keeps_the_answers(quiz_toml, done):
    quiz_toml.write_text(without("step-that-replies")(quiz_toml.read_text()))
    said = StringIO()
    call_command("load_lessons", quiz_toml.parents[2], retire=True, stdout=said)
    assert "updated, retired question 'step-that-replies' with 1 answer" in said.getvalue()
    assert Response.objects.count() == 3
    assert Question.every.get(key="step-that-replies").is_retired
    assert [each.number for each in Lesson.objects.get().questions.all()] == [1, 2]


def test_a_retired_question_that_comes_back_is_the_same_one(quiz_toml, done):
    pk = Question.every.get(key="step-that-replies").pk
    whole = quiz_toml.read_text()
    change(quiz_toml, without("step-that-replies"), retire=True)
    change(quiz_toml, lambda text: whole)
    assert Question.every.get(key="step-that-replies", is_retired=False).pk == pk


def test_a_question_that_nobody_could_have_answered_is_deleted(quiz_toml):
    change(quiz_toml, without("step-that-replies"))
    assert not Question.every.filter(key="step-that-replies").exists()


def test_recall_does_not_ask_a_retired_question(quiz_toml, client):
    client.post(f"{QUIZ}quiz/step-that-replies/", {"q2-choice": "a"})
    learner, lesson = Learner.objects.get(), Lesson.objects.get()

    def asked():
        deck = deck_of_lesson(lesson, learner, timezone.now())
        return [card.key for card in deck.ready if card.kind == "Quiz question"]

    assert len(asked()) == 1
    change(quiz_toml, without("step-that-replies"), retire=True)
    assert asked() == []


def test_item_analysis_keeps_a_retired_question(quiz_toml, done, client):
    change(quiz_toml, without("step-that-replies"), retire=True)
    lesson = Lesson.objects.get()
    assert summarize(lesson) == 3
    client.force_login(User.objects.create_superuser("ada"))
    html = client.get(reverse("analysis_quiz", args=[lesson.pk])).text
    assert "step-that-replies (retired)" in re.sub(r"<[^>]+>", "", html)


def test_what_learners_answered_cannot_be_deleted_with_its_question(done):
    with pytest.raises(RestrictedError):
        Question.every.all().delete()


def test_a_whole_lesson_is_deleted_with_its_attempts(done):
    Lesson.objects.get().delete()
    assert not Response.objects.exists()


def test_reverting_to_before_a_question_retires_it(quiz_toml, client):
    change(quiz_toml, lambda text: text + MORE)
    client.post(f"{QUIZ}quiz/new-one/", {"q4-choice": "b"})
    client.force_login(User.objects.create_superuser("ada"))
    lesson = Lesson.objects.get()
    oldest = Version.objects.get_for_object(lesson).last()
    page = f"/admin/lessons/lesson/{lesson.pk}/history/{oldest.pk}/"
    shown = client.get(page)
    assert shown.status_code == 200
    assert not Question.every.get(key="new-one").is_retired
    assert client.post(page).status_code == 302
    assert Question.every.get(key="new-one").is_retired
    assert Response.objects.count() == 1

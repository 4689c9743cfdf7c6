"""A question that somebody may have answered is retired, not deleted, and comes back as the same one."""

import re
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.models import RestrictedError
from django.urls import reverse
from django.utils import timezone
from reversion.models import Version

from lessons.models import Learner, Lesson
from quizzes.analysis.summary import summarize
from quizzes.attempt_models import Response
from quizzes.question_models import Question
from quizzes.recall.deck import deck_of_lesson
from tests.quizzes.changed_quiz import MORE, QUIZ, change, without


def test_loading_says_what_it_would_retire_and_changes_nothing(quiz_toml, all_right):
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


def test_loading_with_retire_keeps_the_answers(quiz_toml, all_right):
    quiz_toml.write_text(without("step-that-replies")(quiz_toml.read_text()))
    said = StringIO()
    call_command("load_lessons", quiz_toml.parents[2], retire=True, stdout=said)
    assert "updated, retired question 'step-that-replies' with 1 answer" in said.getvalue()
    assert Response.objects.count() == 3
    assert Question.every.get(key="step-that-replies").is_retired
    assert [each.number for each in Lesson.objects.get().questions.all()] == [1, 2]


def test_a_retired_question_that_comes_back_is_the_same_one(quiz_toml, all_right):
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


def test_item_analysis_keeps_a_retired_question(quiz_toml, all_right, client):
    change(quiz_toml, without("step-that-replies"), retire=True)
    lesson = Lesson.objects.get()
    assert summarize(lesson) == 3
    client.force_login(User.objects.create_superuser("ada"))
    html = client.get(reverse("analysis_quiz", args=[lesson.pk])).text
    assert "step-that-replies (retired)" in re.sub(r"<[^>]+>", "", html)


def test_what_learners_answered_cannot_be_deleted_with_its_question(all_right):
    with pytest.raises(RestrictedError):
        Question.every.all().delete()


def test_a_whole_lesson_is_deleted_with_its_attempts(all_right):
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

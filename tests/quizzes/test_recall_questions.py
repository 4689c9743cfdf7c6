"""Questions that were answered wrong or guessed are cards of recall."""

import re

from quizzes.question_models import Choice, Question
from quizzes.recall.models import Card
from tests.quizzes.recall_cards import HTMX, PAGE, make_due


def test_a_question_is_a_card_once_it_was_answered_wrong(learn):
    asked = Question.every.get(key="step-that-replies")
    assert learn.rate(f"question-{asked.pk}", 3).status_code == 404
    learn.answer_wrong(asked.key)
    right = Choice.objects.get(question=asked, is_right=True)
    html = learn.see(reveal=f"question-{asked.pk}")
    assert "Quiz question" in html
    assert "You answered this question wrong on" in html
    assert right.text.replace("`", "").split(".")[0] in re.sub(r"</?code>", "", html)
    assert "is the only row in which" in html
    assert learn.rate(f"question-{asked.pk}", 3).status_code == 200
    assert Card.objects.get().question == asked


def test_the_answer_of_a_question_is_not_on_the_page_before_it_is_turned(learn):
    asked = learn.answer_wrong("step-that-replies")
    learn.client.post(f"{PAGE}quiz/again/", headers=HTMX)
    for html in (learn.see(), learn.see("/review/"), learn.see(reveal="question-999")):
        assert "is the only row in which" not in html
    assert f"question-{asked.pk}" in learn.see("/review/")


def test_a_question_that_was_guessed_right_is_a_card_and_keeps_its_credit(learn):
    asked = Question.every.get(key="step-that-replies")
    right = next(choice.key for choice in asked.choices.all() if choice.is_right)
    guess = {"q2-choice": right, "q2-confidence": "guessing"}
    learn.client.post(f"{PAGE}quiz/{asked.key}/", guess, headers=HTMX)
    assert "You answered this question right by guessing on" in learn.see("/review/")
    assert "1 review due" in learn.see("/")
    assert asked.responses.get().credit == 1
    learn.client.post(f"{PAGE}quiz/again/", headers=HTMX)
    learn.client.post(f"{PAGE}quiz/{asked.key}/", guess | {"q2-confidence": "sure"}, headers=HTMX)
    assert "1 review due" not in learn.see("/")


def test_the_latest_answer_decides_whether_a_question_is_a_card(learn):
    asked = learn.answer_wrong("step-that-replies")
    learn.client.post(f"{PAGE}quiz/again/", headers=HTMX)
    assert "0 due, 4 new" in learn.see()  # an attempt without an answer changes nothing
    right = next(choice.key for choice in asked.choices.all() if choice.is_right)
    learn.client.post(f"{PAGE}quiz/{asked.key}/", {"q2-choice": right}, headers=HTMX)
    assert "0 due, 3 new" in learn.see()


def test_a_question_that_was_rated_stays_a_card(learn):
    asked = learn.answer_wrong("step-that-replies")
    learn.rate(f"question-{asked.pk}", 1)
    learn.client.post(f"{PAGE}quiz/again/", headers=HTMX)
    right = next(choice.key for choice in asked.choices.all() if choice.is_right)
    learn.client.post(f"{PAGE}quiz/{asked.key}/", {"q2-choice": right}, headers=HTMX)
    make_due(hours=1)
    assert "1 due, 3 new" in learn.see()

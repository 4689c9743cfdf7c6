"""Shuffled choices: an order for each attempt, which tells nothing, and answers that keep their letters."""

import re

import pytest

from lessons.models import Lesson
from lessons.page_cache import forget_pages
from quizzes.attempt_models import Attempt, Response
from quizzes.question_models import Question
from quizzes.shuffling import ORDERS, shown_choices
from tests.lessons.learners import with_cookie
from tests.quizzes.kinds.lessons import PAGE, RIGHT

pytestmark = pytest.mark.django_db


@pytest.fixture
def shuffled(every_kind):
    Lesson.objects.get().save()
    Lesson.objects.update(shuffle=True)
    forget_pages()
    return Lesson.objects.get()


def shown(html, number=1):
    """[(name in the form, text)] of the choices of a question."""
    found = re.findall(rf'name="q{number}-choice" value="([^"]*)".*?<span>(.*?)</span>', html, re.DOTALL)
    return [(value, text.strip()) for value, text in found]


def visit(client, query=""):
    return client.get(f"{PAGE}quiz/{query}").text


def test_each_new_visitor_sees_an_order_and_keeps_it_for_the_attempt(client, shuffled):
    orders = set()
    for _ in range(12):
        client.cookies.clear()
        first = shown(visit(client))
        assert shown(visit(client)) == first
        orders.add(tuple(text for _, text in first))
    assert len(orders) > 1
    token = dict(map(reversed, first))["The second"]
    answered = client.post(f"{PAGE}quiz/one/", {"q1-choice": token}, headers={"HX-Request": "true"}).text
    assert Response.objects.get().answer == "b"
    assert shown(answered) == shown(visit(client)) == shown(visit(client, "?question=1")) == first
    assert re.search(rf'value="{token}"[^>]* checked', answered)
    client.post(f"{PAGE}quiz/again/")
    again = shown(visit(client))
    assert sorted(again) == sorted(first)
    assert Attempt.objects.count() == 2


def test_the_page_tells_no_letter_of_a_shuffled_choice(client, shuffled):
    html = visit(client)
    assert not re.search(r'name="q[12]-choice" value="[a-c]"', html)
    assert [text for _, text in shown(html, 2)] != []
    values = [value for value, _ in shown(html)]
    assert len(set(values)) == 3
    assert re.search(r'name="q3-choice" value="a"', html)  # the rows of an ordering are as before


def test_an_order_lasts_when_nothing_was_chosen_and_when_all_is_answered(client, shuffled):
    with_cookie(client)
    first, pairs = shown(visit(client)), shown(visit(client), 2)
    empty = client.post(f"{PAGE}quiz/one/", {}, headers={"HX-Request": "true"}).text
    assert shown(empty) == first
    chosen = [value for value, text in pairs if text in ("Alpha", "Gamma")]
    closed = client.post(f"{PAGE}quiz/many/", {"q2-choice": chosen}, headers={"HX-Request": "true"}).text
    assert Response.objects.get(question__key="many").answer == RIGHT["many"]
    texts = re.findall(r"<label.*?<span>(.*?)</span>", closed, re.DOTALL)[:3]
    assert texts == [text for _, text in pairs]


def test_a_question_says_otherwise_than_its_quiz(every_kind):
    one, many = Question.every.filter(key__in=["one", "many"]).order_by("number")
    orders = lambda question: {tuple(shown_choices(question, seed)) for seed in range(ORDERS)}  # noqa: E731
    assert len(orders(one)) == 1
    one.shuffle = True
    assert len(orders(one)) > 3
    many.lesson.shuffle, many.shuffle = True, False
    assert len(orders(many)) == 1

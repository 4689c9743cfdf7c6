"""Every type in the grading API, in recall, and in the data that was stored before there were types."""

import json
import re

import pytest

from quizzes.api.keys import new_key
from quizzes.api.models import ApiKey
from quizzes.question_models import Question
from quizzes.right_answer import NOT_SHOWN, right_answer
from tests.lessons.learners import with_cookie
from tests.lessons.uploads import text_of
from tests.quizzes.kinds.lessons import LESSON, NUMBERS, PAGE, RIGHT


@pytest.fixture
def api(client, every_kind):
    key = ApiKey(name="a school")
    headers = {"authorization": f"Bearer {new_key(key)}"}
    key.save()

    def call(answers=None):
        path = f"/api/v1/quizzes/{LESSON}"
        if answers is None:
            return client.get(path, headers=headers)
        body = json.dumps({"answers": answers})
        return client.post(f"{path}/grade", body, content_type="application/json", headers=headers)

    return call


def test_a_quiz_of_the_api_names_its_types_and_holds_no_key(api):
    response = api()
    quiz = response.json()
    assert [each["kind"] for each in quiz["questions"]] == [
        "single",
        "multiple",
        "ordering",
        "matching",
        "short",
        "cell",
    ]
    assert [len(each["choices"]) for each in quiz["questions"]] == [3, 3, 3, 2, 0, 0]
    assert not re.search(r"\b1006\b", response.text)
    for key in ("Open", "right", "expects", "feedback"):
        assert key not in response.text


def test_the_api_grades_every_type(api):
    graded = api(RIGHT).json()
    assert graded["score"] == 6
    assert {each["question"]: each["choice"] for each in graded["grades"]} == RIGHT


def test_the_api_gives_partial_credit_and_tells_the_key_only_of_questions_that_tell_it_at_once(api):
    graded = api({"many": ["a"], "order": ["a", "b", "c"], "code": "1000", "cell": "'Closed'"}).json()
    many, order, code, cell = graded["grades"]
    assert (many["credit"], many["right_choice"]) == (0.5, ["a", "c"])
    assert (order["credit"], order["right_choice"]) == (0.5, ["b", "c", "a"])
    assert [(each["right_choice"], each["right_feedback"]) for each in (code, cell)] == [("", ""), ("", "")]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"one": ["a"]}, "question 'one': Send the letter of one option"),
        ({"many": "a"}, "question 'many': Send a list of options"),
        ({"order": ["a"]}, "question 'order': A row is missing."),
        ({"code": "x"}, "question 'code': Write a close code"),
        ({"many": []}, "answers.many"),
        ({"many": [1]}, "answers.many"),
        ({"cell": "x" * 201}, "answers.cell"),
    ],
)
def test_the_api_tells_what_is_no_answer(api, answers, words):
    response = api(answers)
    assert response.status_code == 422
    assert words in response.text


def test_a_wrong_pair_names_the_text_chosen_and_the_right_one_apart(client, every_kind):
    question = Question.every.get(key="pairs")
    client.get(f"{PAGE}quiz/")
    client.post(f"{PAGE}quiz/pairs/", {"q4-choice": ["a.1", "b.2"]})
    shown = text_of(client.get(f"{PAGE}quiz/"))
    texts = dict(question.matches)
    assert f"You: {texts['1']} ✕ Not right Right: {texts['3']}" in shown
    assert f"You: {texts['2']} ✓ Right" in shown


def test_a_card_tells_the_right_answer_of_each_type_that_may_be_told(every_kind):
    told = {question.key: right_answer(question) for question in Question.every.all()}
    assert told["one"] == "**The first**\n\nFirst it is."
    assert told["many"].startswith("**Alpha**\n\n**Gamma**")
    assert told["order"].startswith("**Connect**\n\n**Accept**\n\n**Receive**")
    assert (
        told["pairs"]
        == "**`1001` → leaving**\n\n**1000 → done**\n\nA page sends 1001.\n\nRFC 6455 lists them."
    )
    assert told["code"].startswith("`1006`")
    assert told["cell"] == NOT_SHOWN
    Question.every.update(reveal="closed")
    assert right_answer(Question.every.get(key="cell")).startswith("`'Open'`\n\nLine ")


def test_only_what_may_be_told_becomes_a_card(client, every_kind):
    headers = {"HX-Request": "true"}
    with_cookie(client)
    client.post(f"{PAGE}quiz/one/", {"q1-choice": "b"}, headers=headers)
    for _ in range(2):
        client.post(f"{PAGE}quiz/code/", {"q5-choice": "1000"}, headers=headers)
    client.post(f"{PAGE}quiz/cell/", {"q6-choice": "None"}, headers=headers)
    client.post(f"{PAGE}quiz/many/", {"q2-choice": "b"}, headers=headers)
    html = client.get(f"{PAGE}recall/").text
    assert "0 due, 4 new" in html  # three key moments, and the one that is closed and told


def test_what_is_told_at_the_end_is_no_card_before_a_quiz_is_complete(client, every_kind):
    """A new try gives an attempt up, so that what it would tell at its end is never told."""
    headers = {"HX-Request": "true"}
    with_cookie(client)
    wrong = {"one": "b", "many": "b", "order": ["c", "a", "b"], "code": "1000", "cell": "None"}
    wrong["pairs"] = ["a.1", "b.1"]

    def post(key):
        for turn in range(3):
            answer = wrong[key][::-1] if key == "order" and turn else wrong[key]
            client.post(f"{PAGE}quiz/{key}/", {f"q{NUMBERS[key]}-choice": answer}, headers=headers)

    def new():
        return re.search(r"0 due, (\d) new", client.get(f"{PAGE}recall/").text)[1]

    post("code")
    assert new() == "3"  # the key moments
    client.post(f"{PAGE}quiz/again/", headers=headers)
    assert new() == "3"
    for key in ("code", "one", "many", "order", "pairs"):
        post(key)
    assert new() == "7"
    post("cell")
    assert new() == "8"  # the code; never the cell
    client.post(f"{PAGE}quiz/again/", headers=headers)
    assert new() == "8"

"""Ordering."""

import pytest
from django.contrib.auth.models import User

from lessons.models import Lesson
from quizzes.feedback import feedback_on
from quizzes.grading import grade
from quizzes.kinds import kinds
from quizzes.kinds.answers import AnswerError
from quizzes.question_models import Question
from tests.lessons.desk_page import DeskPage, said
from tests.lessons.uploads import text_of
from tests.quizzes.kinds.questions import choices, question

ROWS = [("w", False), ("x", False), ("y", False), ("z", False)]
ASKED = question("ordering", *ROWS, expects={"order": ["b", "a", "d", "c"]})


@pytest.mark.parametrize(
    ("answer", "credit"), [("badc", 1.0), ("dcba", 2 / 3), ("adcb", 2 / 3), ("bacd", 1 / 3), ("cdab", 0.0)]
)
def test_credit_is_the_share_of_neighbors_that_stand_as_they_should(answer, credit):
    result = grade(ASKED, list(answer))
    assert result.credit == pytest.approx(credit)
    assert result.correct == (answer == "badc")


def test_a_wrong_order_is_told_its_pairs_and_not_the_order():
    result = grade(ASKED, list("dcba")).without_key()
    assert result.feedback == (
        "2 of your rows are followed by the row that should come next. In the right order, 3 are."
    )
    none = grade(ASKED, list("cdab")).feedback
    assert none == "None of your rows is followed by the row that should come next."
    assert (result.right_choice, result.right_feedback, result.proof) == ("", "", "")


def test_each_reason_says_of_which_row_it_is():
    rows = [("missed x", "x"), ("missed w", "w"), ("missed z", "z"), ("missed y", "y")]
    right, wrong = grade(ASKED, list("badc")), grade(ASKED, list("cdab"))
    told = feedback_on(ASKED, right, revealed=True)
    assert [(each.text, each.about) for each in told] == rows
    told = feedback_on(ASKED, wrong, revealed=True)
    assert [(each.text, each.about) for each in told] == [(wrong.feedback, ""), *rows]
    assert [each.text for each in feedback_on(ASKED, wrong, revealed=False)] == [wrong.feedback]


@pytest.mark.parametrize("raw", [None, [], "badc", list("bad"), list("badd"), list("badz"), list("badca")])
def test_what_does_not_order_all_rows_is_refused(raw):
    with pytest.raises(AnswerError):
        grade(ASKED, raw)


@pytest.mark.parametrize(
    ("move", "order"),
    [("b up", "bac"), ("b down", "acb"), ("a up", "abc"), ("c down", "abc"), ("z up", "abc"), ("", "abc")],
)
def test_a_button_moves_a_row_by_one_place(move, order):
    assert kinds["ordering"].arrange(list("abc"), move) == list(order)


@pytest.mark.parametrize("order", [None, "ba", ["a"], ["a", "a"], ["b", "z"], [1, 2]])
def test_the_key_must_name_each_row_once(order):
    fault = kinds["ordering"].expects_fault({"order": order}, choices(*ROWS[:2]))
    assert "each letter once" in fault


def test_the_rows_may_not_stand_in_the_right_order_at_first():
    assert "already" in kinds["ordering"].expects_fault({"order": ["a", "b"]}, choices(*ROWS[:2]))


def test_the_desk_says_how_the_order_is_typed_and_knows_no_files(client, every_kind):
    client.force_login(User.objects.create_superuser("root"))
    page = DeskPage(client, every_kind)
    page["questions-2-expects"] = "{}"
    assert "each letter once, such as c, b, a." in said(page.save())
    Question.objects.filter(kind="ordering").update(expects={})
    Lesson.objects.update(status="draft")
    every_kind.new_version()
    publishing = text_of(client.get(f"/admin/lessons/lesson/{every_kind.pk}/publishing/"))
    missing = "question 3, expects: write the right order of the choices, each letter once, such as c, b, a"
    assert missing in publishing
    assert "order = [" not in publishing

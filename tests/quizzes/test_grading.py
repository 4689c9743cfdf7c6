"""Grading is a pure function."""

import pytest

from quizzes.grading import SheetError, grade, grade_sheet
from quizzes.kinds.answer_key import AnswerKey, KeyChoice
from quizzes.kinds.answers import UnknownChoiceError

QUESTION = AnswerKey("q", [KeyChoice("a", False, "why not"), KeyChoice("b", True, "why so")], proof="step 2")


def test_a_right_answer_earns_the_credit():
    result = grade(QUESTION, "b")
    assert (result.correct, result.credit, result.feedback) == (True, 1.0, "why so")


def test_a_wrong_answer_earns_nothing_and_both_reasons():
    result = grade(QUESTION, "a")
    assert (result.correct, result.credit) == (False, 0.0)
    assert (result.feedback, result.right_feedback) == ("why not", "why so")
    assert (result.right_choice, result.proof) == ("b", "step 2")


@pytest.mark.parametrize("choice", ["c", "", "B", "a "])
def test_grading_refuses_a_choice_that_the_question_does_not_have(choice):
    with pytest.raises(UnknownChoiceError, match="it has a, b"):
        grade(QUESTION, choice)


def test_a_sheet_is_graded_in_the_order_of_the_quiz():
    other = AnswerKey("p", QUESTION.choices, proof="step 1")
    assert [result.question for result in grade_sheet([QUESTION, other], {"p": "a", "q": "b"})] == ["q", "p"]


def test_grading_refuses_a_question_from_another_quiz():
    with pytest.raises(SheetError, match="no question 'z'"):
        grade_sheet([QUESTION], {"q": "b", "z": "a"})

"""Single choice."""

from dataclasses import replace

import pytest

from quizzes.grading import grade
from quizzes.kinds import kinds
from quizzes.kinds.answer_key import AnswerKey
from quizzes.kinds.answers import AnswerError, UnknownChoiceError
from tests.quizzes.kinds.questions import choices, question

ASKED = question("single", ("x", False), ("y", True))


def test_the_right_option_earns_everything():
    result = grade(ASKED, "b")
    assert (result.credit, result.correct, result.feedback) == (1.0, True, "why y")


def test_a_wrong_option_tells_why_and_what_was_missed():
    result = grade(ASKED, "a")
    assert (result.credit, result.feedback, result.right_feedback) == (0.0, "why x", "missed y")


@pytest.mark.parametrize("raw", [None, ["a"], {}, 1, True])
def test_what_is_no_option_is_refused(raw):
    with pytest.raises(AnswerError):
        grade(ASKED, raw)


def test_an_unknown_option_is_named():
    with pytest.raises(UnknownChoiceError, match="has no choice 'z'; it has a, b"):
        grade(ASKED, "z")


def test_one_option_must_be_right():
    assert "no right" in kinds["single"].choices_fault(choices(("x", False)))


def test_each_of_several_right_options_earns_everything():
    two = question("single", ("x", True), ("y", True), ("z", False))
    assert kinds["single"].choices_fault(two.choices) == ""
    assert [grade(two, key).credit for key in "abc"] == [1.0, 1.0, 0.0]


def partly(*percents):
    rows = choices(*((f"{percent}", percent == 100) for percent in percents))
    return [replace(row, percent=percent) for row, percent in zip(rows, percents, strict=True)]


def test_a_wrong_option_may_earn_a_part_and_never_costs_anything():
    asked = AnswerKey("q", partly(100, 50, -25), "step 2")
    assert [grade(asked, key).credit for key in "abc"] == [1.0, 0.5, 0.0]
    assert [grade(asked, key).correct for key in "abc"] == [True, False, False]


def test_a_right_option_earns_everything_and_no_other_does():
    fault = kinds["single"].choices_fault
    assert "mark it as right" in fault([replace(row, is_right=row.key == "a") for row in partly(100, 100)])
    assert "earns 100 percent" in fault([replace(row, is_right=True) for row in partly(100, 50)])

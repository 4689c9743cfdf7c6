"""Multiple choice with partial credit."""

from dataclasses import replace

import pytest

from quizzes.grading import grade
from quizzes.kinds import kinds
from quizzes.kinds.answer_key import AnswerKey
from quizzes.kinds.answers import AnswerError, UnknownChoiceError
from tests.quizzes.kinds.questions import choices, question

ASKED = question("multiple", ("w", True), ("x", True), ("y", False), ("z", False))


@pytest.mark.parametrize(
    ("answer", "credit"),
    [("ab", 1.0), ("a", 0.5), ("abc", 0.5), ("ac", 0.0), ("abcd", 0.0), ("cd", 0.0), ("c", 0.0)],
)
def test_credit_is_right_minus_wrong_over_the_right_ones_and_never_below_nothing(answer, credit):
    result = grade(ASKED, list(answer))
    assert (result.credit, result.correct) == (credit, credit == 1.0)


def test_feedback_is_for_what_was_chosen_and_for_what_was_missed():
    result = grade(ASKED, ["c", "a"])
    assert result.choice == ["a", "c"]
    assert result.feedback == "why w\n\nwhy y"
    assert result.right_feedback == "missed x"
    assert result.right_choice == ["a", "b"]


@pytest.mark.parametrize("raw", [None, [], "a", ["a", "a"], [["a"]], [1]])
def test_what_is_no_set_of_options_is_refused(raw):
    with pytest.raises(AnswerError):
        grade(ASKED, raw)


def test_an_unknown_option_is_named():
    with pytest.raises(UnknownChoiceError, match="has no choice 'z'"):
        grade(ASKED, ["a", "z"])


def test_one_option_must_be_right():
    assert "at least one" in kinds["multiple"].choices_fault(choices(("x", False), ("y", False)))


def weighed(*percents):
    rows = choices(*((f"{percent}", (percent or 0) > 0) for percent in percents))
    rows = [replace(row, percent=percent) for row, percent in zip(rows, percents, strict=True)]
    return AnswerKey("q", rows, "step 2", kind="multiple")


def test_options_may_have_credits_of_their_own():
    asked = weighed(33.33333, 33.33333, 33.33333, -100)
    assert grade(asked, ["a", "b", "c"]).credit == 1
    assert grade(asked, ["a"]).credit == pytest.approx(1 / 3)
    assert grade(asked, ["a", "b", "c", "d"]).credit == 0
    assert grade(weighed(75, 25, None), ["a", "c"]).credit == 0.75


def test_the_credits_of_the_right_options_are_everything_together():
    assert kinds["multiple"].choices_fault(weighed(75, 25, None).choices) == ""
    assert "earn 50 percent together" in kinds["multiple"].choices_fault(weighed(25, 25, None).choices)

"""Single choice."""

import pytest

from quizzes.grading import grade
from quizzes.kinds import kinds
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


@pytest.mark.parametrize(
    ("rows", "told"), [([("x", False)], "no right"), ([("x", True), ("y", True)], "2 right")]
)
def test_exactly_one_option_must_be_right(rows, told):
    assert told in kinds["single"].choices_fault(choices(*rows))

"""A cell of the tracker, graded by the recorded run."""

import pytest

from lessons.models import Lesson
from lessons.recorded import recorded_value
from live_demo.runs.models import Recording
from quizzes.grading import grade
from quizzes.kinds import kinds
from quizzes.kinds.answers import AnswerError
from tests.quizzes.kinds.questions import Recorded, choices, question

ASKED = question("cell", ("'Closed'", False), recorded=Recorded("'Open'"))


def test_what_the_run_holds_is_right_and_the_run_says_why():
    result = grade(ASKED, "'Open'")
    assert (result.correct, result.credit) == (True, 1.0)
    assert result.feedback.startswith("Line 3 ran")


def test_a_foreseen_wrong_value_is_told_why():
    result = grade(ASKED, "'Closed'")
    assert (result.correct, result.feedback, result.right_choice) == (False, "why 'Closed'", "'Open'")
    assert result.right_feedback.startswith("Line 3 ran")


def test_another_wrong_value_is_told_nothing_of_the_run():
    assert grade(ASKED, "None").feedback == ""


def test_without_a_recorded_run_nothing_is_graded():
    with pytest.raises(AnswerError, match="Nothing was counted"):
        grade(question("cell"), "'Open'")


@pytest.mark.parametrize(
    "expects",
    [{}, {"variable": "1x"}, {"variable": "x", "after": 0}, {"variable": "x", "after": True}, {"after": 1}],
)
def test_the_cell_must_be_named(expects):
    assert kinds["cell"].expects_fault(expects, [])


def test_no_author_types_the_right_answer():
    assert "mark no choice" in kinds["cell"].choices_fault(choices(("'Open'", True)))


@pytest.mark.parametrize(
    ("variable", "after", "said", "right"),
    [
        ("connection_state", None, "None", True),
        ("connection_state", 3, '"Open"', True),
        ("connection_state", 3, "Open", True),
        ("connection_state", 3, "'open'", False),
        ("message_buffer", 4, "[ 'hello','echo: hello' ]", True),
        ("message_buffer", 4, "('hello', 'echo: hello')", False),
    ],
)
def test_the_right_value_is_read_from_the_recorded_run(lesson, variable, after, said, right):
    found = recorded_value(lesson, variable, after)
    assert found.is_written_by(said) == right
    assert found.why_for(said)


def test_there_is_no_value_without_a_run_a_variable_or_a_step(lesson):
    assert recorded_value(lesson, "nothing", 3) is None
    assert recorded_value(lesson, "connection_state", 9) is None
    Recording.objects.all().delete()
    assert recorded_value(Lesson.objects.get(), "connection_state", 3) is None

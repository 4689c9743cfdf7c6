"""Matching: pairs, partial credit, and texts that belong to no row."""

from dataclasses import replace

import pytest

from quizzes.grading import grade
from quizzes.kinds import kinds
from quizzes.kinds.answer_key import AnswerKey
from quizzes.kinds.answers import AnswerError
from tests.quizzes.kinds.questions import choices

ROWS = [
    replace(row, match=match)
    for row, match in zip(
        choices(("1006", False), ("1000", False), ("1001", False)), ("lost", "done", "done"), strict=True
    )
]
ASKED = AnswerKey(
    "q", ROWS, "step 2", kind="matching", expects={"extra": ["refused"]}, general_feedback="RFC 6455."
)


def test_the_texts_are_in_alphabetical_order_and_each_is_there_once():
    assert kinds["matching"].matches(ASKED.expects, ROWS) == [("1", "done"), ("2", "lost"), ("3", "refused")]


@pytest.mark.parametrize(
    ("answer", "credit"),
    [
        (["a.2", "b.1", "c.1"], 1),
        (["c.1", "b.1", "a.2"], 1),
        (["a.1", "b.1", "c.1"], 2 / 3),
        (["a.3", "b.3", "c.3"], 0),
    ],
)
def test_credit_is_the_share_of_the_rows_that_are_right(answer, credit):
    graded = grade(ASKED, answer)
    assert graded.credit == pytest.approx(credit)
    assert graded.correct == (credit == 1)


def test_a_wrong_answer_is_told_how_many_and_then_why():
    graded = grade(ASKED, ["a.1", "b.1", "c.1"])
    assert graded.feedback == "Rows that are right: 2 of 3."
    assert graded.right_feedback == "missed 1006\n\nRFC 6455."
    assert graded.right_choice == ["a.2", "b.1", "c.1"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (None, "Choose a text"),
        ([""], "A row has no text yet"),
        (["a.2"], "A row has no text yet"),
        (["a.2", "a.1", "b.1", "c.1"], "A row is there twice"),
        (["a.9"], "There is no pair 'a.9'"),
        ("a.2", "Send a list"),
        ([{}], "Send a list"),
    ],
)
def test_what_does_not_match_every_row_is_refused(raw, words):
    with pytest.raises(AnswerError, match=words):
        grade(ASKED, raw)


@pytest.mark.parametrize("expects", [{"order": []}, {"extra": "x"}, {"extra": [" "]}])
def test_a_faulty_definition_is_told(expects):
    assert kinds["matching"].expects_fault(expects, ROWS)


def test_every_row_needs_a_match_and_there_are_two_different_ones():
    kind = kinds["matching"]
    assert kind.choices_fault(ROWS) == ""
    assert "row b has no match" in kind.choices_fault([ROWS[0], replace(ROWS[1], match=" ")])
    assert "same match" in kind.expects_fault({}, ROWS[1:])
    assert kind.expects_fault({"extra": ["x"]}, ROWS[1:]) == ""


def test_xapi_says_it_as_pairs():
    interaction = kinds["matching"].interaction(ASKED)
    assert (interaction.type, interaction.correct) == ("matching", ["a[.]2[,]b[.]1[,]c[.]1"])

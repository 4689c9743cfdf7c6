"""Short answers."""

from dataclasses import replace

import pytest

from quizzes.grading import grade
from quizzes.kinds import kinds
from quizzes.kinds.answer_key import AnswerKey
from quizzes.kinds.answers import AnswerError
from quizzes.kinds.typed_match import matches_text
from tests.quizzes.kinds.questions import choices, question

TEXT = question("short", ("accept()", True), ("send()", False))
NUMBER = question("short", ("20", True), ("21", False), expects={"form": "number", "tolerance": 0.5})
CODE = question("short", ("1006", True), ("1000", False), expects={"form": "code"})


@pytest.mark.parametrize(
    ("asked", "answer", "right"),
    [
        (TEXT, "accept()", True),
        (TEXT, "  accept() ", True),
        (TEXT, "Accept()", False),
        (NUMBER, "20", True),
        (NUMBER, "20.5", True),
        (NUMBER, "19,5", True),
        (NUMBER, "2e1", True),
        (NUMBER, "20.51", False),
        (CODE, "1006", True),
        (CODE, "1000", False),
    ],
)
def test_an_answer_is_right_or_not(asked, answer, right):
    result = grade(asked, answer)
    assert (result.correct, result.credit) == (right, float(right))


def test_a_foreseen_wrong_answer_is_told_why_and_another_one_nothing():
    assert grade(CODE, "1000").feedback == "why 1000"
    unforeseen = grade(CODE, "1001")
    assert (unforeseen.feedback, unforeseen.right_feedback) == ("", "missed 1006")


def test_numbers_are_compared_as_they_are_written():
    asked = question("short", ("0.3", True), expects={"form": "number", "tolerance": 0.1})
    assert grade(asked, "0.4").correct
    assert not grade(asked, "0.41").correct


@pytest.mark.parametrize(("sent", "text"), [(1006, "1006"), (20.0, "20"), (0.5, "0.5"), (-1e-7, "-1e-07")])
def test_a_number_of_json_is_taken_as_its_digits(sent, text):
    asked = question("short", (text, True), expects={"form": "number"})
    assert grade(asked, sent).choice == text
    assert grade(asked, sent).correct


@pytest.mark.parametrize(
    "raw", [None, "", "  ", [], True, 10**200, 1e999, "x" * 201, "a\0b", "\ud800", "a\nb"]
)
def test_what_is_no_line_of_text_is_refused(raw):
    with pytest.raises(AnswerError):
        grade(TEXT, raw)


@pytest.mark.parametrize("raw", ["x", "nan", "inf", "1_0", "1 2"])
def test_what_is_no_number_is_asked_for_in_words(raw):
    with pytest.raises(AnswerError, match="Write a number"):
        grade(NUMBER, raw)


@pytest.mark.parametrize("raw", ["999", "5000", "10060", "1006.0", "one", "١٠٠٦"])
def test_what_is_no_close_code_is_asked_for_in_words(raw):
    with pytest.raises(AnswerError, match="1000 to 4999"):
        grade(CODE, raw)


@pytest.mark.parametrize(
    ("expects", "told"),
    [
        ({"form": "date"}, "no form 'date'"),
        ({"tolerance": 1}, "belongs to the form 'number'"),
        ({"form": "number", "tolerance": -1}, "at least 0"),
        ({"form": "number", "tolerance": True}, "at least 0"),
        ({"answer": "x"}, "no 'answer'"),
        ({"form": "code"}, "'accept()' is no close code"),
    ],
)
def test_a_faulty_definition_is_told(expects, told):
    assert told in kinds["short"].expects_fault(expects, choices(("accept()", True)))


def test_an_answer_must_be_right():
    assert "at least one" in kinds["short"].choices_fault(choices(("x", False)))


@pytest.mark.parametrize(
    ("known", "said", "fits"),
    [
        ("*socket*", "a WebSocket here", True),
        ("colo*r", "COLOUR", True),
        ("colo*r", "colo", False),
        (r"5\*3", "5*3", True),
        (r"5\*3", "513", False),
        ("a*b*c", "a b b c", True),
        ("a*a", "a", False),
        ("*", "", True),
    ],
)
def test_a_wildcard_is_any_text_and_an_escaped_one_an_asterisk(known, said, fits):
    assert matches_text(said, known, either_case=True, wildcards=True) == fits


def test_a_pattern_of_many_wildcards_takes_no_longer():
    assert not matches_text("a" * 200, "a*" * 100 + "b", wildcards=True)


def test_upper_and_lower_case_are_the_same_where_the_author_says_so():
    rows = [("Accept", True), ("*", False)]
    either = question("short", *rows, expects={"case": "either", "wildcards": True})
    assert grade(either, "ACCEPT").credit == 1
    assert grade(either, "x").feedback == "why *"
    assert grade(question("short", *rows), "accept").credit == 0


def test_a_number_may_have_its_own_tolerance_and_any_other_number_a_reason():
    asked = question("short", ("20", True), ("4 ± 1", True), ("*", False), expects={"form": "number"})
    assert [grade(asked, said).credit for said in ("20", "20.5", "3", "5", "5.5")] == [1, 0, 1, 1, 0]
    assert grade(asked, "7").feedback == "why *"
    assert kinds["short"].interaction(asked).correct == ["20[:]20", "3[:]5"]


def test_a_typed_answer_may_earn_a_part():
    rows = question("short", ("20", True), ("19", False), expects={"form": "number"}).choices
    rows = [rows[0], replace(rows[1], percent=50)]
    assert kinds["short"].choices_fault(rows) == ""
    asked = AnswerKey("q", rows, "step 2", kind="short", expects={"form": "number"})
    assert (grade(asked, "19").credit, grade(asked, "19").correct) == (0.5, False)

"""What is written for another system is read again as it was."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from quizzes.formats.gift_read import read_gift
from quizzes.formats.gift_write import write_gift
from quizzes.formats.moodle_read import read_moodle_xml
from quizzes.formats.moodle_write import write_moodle_xml
from quizzes.formats.qti_package import write_qti
from quizzes.formats.weights import credits_of, penalty_of, share
from tests.quizzes.formats import every_question, plain

QUESTIONS = {held.question.key: held for held in every_question()}


@pytest.mark.parametrize("key", QUESTIONS)
def test_moodle_xml_holds_every_question_as_it_is(key):
    held = QUESTIONS[key]
    reading = read_moodle_xml("q.xml", write_moodle_xml([held]).content)
    assert plain(reading) == [held.question]
    assert reading.questions[0].notes == []


@pytest.mark.parametrize("key", set(QUESTIONS) - {"order"})
def test_gift_holds_every_question_but_an_ordering_as_it_is(key):
    held = QUESTIONS[key]
    reading = read_gift("q.gift", write_gift([held]).content)
    assert plain(reading) == [held.question]
    assert reading.questions[0].notes == []


def test_gift_says_of_an_ordering_that_it_is_left_out():
    written = write_gift(every_question())
    assert b"// left out: order: GIFT has no ordering" in written.content
    assert ("order", "left out: GIFT has no ordering") in [(key, note.text) for key, note in written.notes]
    keys = [question.key for question in plain(read_gift("q.gift", written.content))]
    assert keys == [key for key in QUESTIONS if key != "order"]


def test_all_questions_together_are_read_in_their_order():
    reading = read_moodle_xml("q.xml", write_moodle_xml(every_question()).content)
    assert [question.key for question in plain(reading)] == list(QUESTIONS)


def test_what_stands_beside_can_be_lost_and_the_question_is_still_read():
    """Another system that reads the file and writes it again loses what stands beside."""
    root = ElementTree.fromstring(write_moodle_xml([QUESTIONS["order"], QUESTIONS["cell"]]).content)
    order, cell = plain(read_moodle_xml("q.xml", ElementTree.tostring(root)))
    right = [order.choices["abc".index(key)].text for key in order.expects["order"]]
    assert right == ["Connect", "Accept", "Receive"]
    assert [choice.text for choice in order.choices] != right
    assert (cell.kind, cell.choices[0].text, cell.choices[0].right) == ("short", "'Open'", True)


@pytest.mark.parametrize(
    "spoiled",
    [
        "{",
        "[]",
        '{"hints": [{"text": "\\f"}]}',
        '{"credits": "x\\u0000"}',
        '{"hints": [{"text": "\\ud800"}]}',
        "[" * 100_000,
    ],
)
def test_what_stands_beside_is_passed_over_where_it_is_spoiled(spoiled):
    file = f"// handshake: {spoiled}\nWhich? {{=a ~b}}\n".encode()
    (question,) = plain(read_gift("q.gift", file))
    assert (question.credits, question.hints) == ([100], [])


def test_a_cell_without_a_recorded_value_is_left_out():
    cell = QUESTIONS["cell"]
    cell = type(cell)(cell.question, "")
    for write in (write_gift, write_moodle_xml):
        written = write([cell])
        assert b"'Open'" not in written.content
        assert [note.text for _, note in written.notes] == [
            "left out: the lesson's run has no such value recorded"
        ]


def test_moodle_is_given_its_own_weights_and_penalties():
    assert [share(right) for right in (1, 2, 3, 6, 7, 9, 10)] == [
        *("100", "50", "33.33333", "16.66667", "14.28571", "11.11111", "10")
    ]
    assert penalty_of([100, 75, 50], 2) == (0.25, True)
    assert penalty_of([100, 67, 33], 2) == (0.3333333, True)
    assert penalty_of([100, 70, 50], 2) == (0.3333333, False)
    assert penalty_of([100], 2) == (1.0, False)
    assert credits_of(0.5, 4) == [100, 50, 0, 0, 0]


def test_what_is_lost_is_told_question_by_question():
    notes = write_moodle_xml(every_question()).notes
    assert ("one", "where a hint points to") in [(key, note.text) for key, note in notes]
    assert [note.text for key, note in notes if key == "number"] == []


@pytest.mark.parametrize("write", [write_gift, write_moodle_xml, write_qti])
def test_a_type_that_a_format_does_not_know_is_left_out_with_a_note(write):
    held = next(each for each in every_question() if each.question.kind == "short")
    written = write([replace(held, question=replace(held.question, kind="essay"))])
    ((key, note),) = written.notes
    assert key == held.question.key
    assert "left out" in note.text
    assert "essay" in note.text

"""Moodle XML as Moodle writes it, and as somebody may spoil it."""

from pathlib import Path

import pytest

from lessons.folder.faults import FolderError
from quizzes.formats.moodle_read import read_moodle_xml
from tests.quizzes.formats import plain, told

SAMPLE = Path(__file__).parent / "samples" / "features.xml"


@pytest.fixture(scope="module")
def reading():
    return read_moodle_xml("features.xml", SAMPLE.read_bytes())


@pytest.fixture(scope="module")
def questions(reading):
    return {question.key: question for question in plain(reading)}


def quiz(inside, type_="shortanswer", text="Which?"):
    asked = f"<questiontext><text>{text}</text></questiontext>"
    return f'<quiz>\n<question type="{type_}">{asked}{inside}</question></quiz>'.encode()


def rows(question):
    return [(choice.text, choice.right, choice.feedback) for choice in question.choices]


def test_cdata_and_escaped_html_become_markdown_and_hints_give_tries(questions):
    question = questions["state-1"]
    assert question.text == "What is **readyState** now?\n\n- in Chromium"
    assert rows(question) == [("1", True, r"OPEN \*is\* 1"), ("`0`", False, "")]
    assert question.choices[1].percent == pytest.approx(33.33333)
    assert question.general_feedback == "It opened."
    assert (question.tags, question.category, question.name) == (["sockets"], "Sockets", "State after open")
    assert [hint.text for hint in question.hints] == ["Look at the first.", "Look again."]
    assert question.credits == [100, 75, 50]
    assert question.proof == "step 2"


def test_the_other_types_are_read(questions):
    assert [(key, question.kind) for key, question in questions.items()] == [
        ("state-1", "single"),
        ("codes", "multiple"),
        ("framework", "single"),
        ("header", "short"),
        ("seconds", "short"),
        ("handshake", "ordering"),
    ]
    assert rows(questions["framework"]) == [("True", True, "It is."), ("False", False, "It is.")]
    assert questions["seconds"].expects == {"form": "number", "tolerance": 0.5}
    order = questions["handshake"]
    right = [order.choices["abc".index(key)].text for key in order.expects["order"]]
    assert right == ["connect", "accept", "receive"]


def test_what_is_not_made_is_told_with_its_line(reading):
    assert told(reading.left_out) == [
        "67: a text that asks nothing: put it into the lesson, or above a question",
        "68: an essay: it needs somebody who reads it. Make a short answer of it, or leave it where it is",
        "69: a matching question with fewer than two rows: add one",
        "70: a text with gaps (Cloze): write a question of its own for each gap",
    ]


def test_what_is_lost_is_told_with_its_line(reading):
    notes = {each.question.key: told(each.notes) for each in reading.questions}
    assert notes["state-1"] == [
        "11: the file 'a.png': no picture: PNG, JPEG, WebP and GIF are shown",
        "21: the feedback for any right answer ('Your answer is correct.'): here each choice says why",
        "14: its 2 marks: here every question counts the same",
    ]
    assert notes["codes"] == notes["framework"] == notes["header"] == []
    assert notes["seconds"] == [
        "54: the units (s): learners type a number alone, so name the unit in the question",
        "49: the penalty 0.3333333: the tries earn whole percents, 100, 67, 33",
    ]
    assert notes["handshake"] == ["62: the grading ABSOLUTE_POSITION: here neighboring pairs count"]


def test_a_fifth_hint_is_told():
    hints = "".join(f"<hint><text>{number}</text></hint>" for number in range(5))
    (read,) = read_moodle_xml(
        "q.xml", quiz(f'<answer fraction="100"><text>a</text></answer>{hints}')
    ).questions
    assert len(read.question.hints) == 4
    assert any("at most 4" in note.text for note in read.notes)


BOMB = '<!DOCTYPE quiz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>\n<quiz>&b;</quiz>'
OUTSIDE = '<!DOCTYPE quiz [<!ENTITY f SYSTEM "file:///etc/passwd">]>\n<quiz>&f;</quiz>'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BOMB, "q.xml:1: a document type"),
        (f"<?xml version='1.0'?>\n{OUTSIDE}", "q.xml:2: a document type"),
        ("<quiz>\n&lol;</quiz>", "q.xml:2: no XML: undefined entity"),
        ("<quiz>\n<question></quiz>", "q.xml:2: no XML: mismatched tag"),
        ("<quiz>\n", "q.xml:2: no XML"),
        ("Which? {=a}", "q.xml:1: no XML"),
        ("<html/>", "q.xml:1: the root is <html>"),
        ("<quiz>\n<answer/></quiz>", "q.xml:2: <answer> in <quiz>"),
        (
            "<quiz>\n\n<question type='essay'/><question type='truefalse'/></quiz>",
            "q.xml:3: a question without",
        ),
        ("<?xml version='1.0' encoding='KOI8-R'?><quiz/>", "q.xml:1: declared as KOI8-R"),
        ("<quiz>" + "<a>" * 60, "q.xml:1: nested more than 50 deep"),
        ("<quiz>" + "<a/>" * 300_001, "q.xml:1: more than 300000 elements"),
        ("<quiz>" + "<question type='essay'/>" * 1001 + "</quiz>", "q.xml:1: more than 1000 questions"),
        (quiz("<answer fraction='x'/>").decode(), "q.xml:2: the fraction 'x' is not a number"),
    ],
)
def test_a_bad_file_is_refused_with_file_and_line(text, told):
    with pytest.raises(FolderError) as raised:
        read_moodle_xml("q.xml", text.encode())
    assert str(raised.value).startswith(told)


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252"])
def test_other_encodings_are_read_as_they_are_declared(encoding):
    declared = f"<?xml version='1.0' encoding='{encoding}'?>"
    inside = "<answer fraction='100'><text>a</text></answer>"
    data = (declared + quiz(inside, text="Größe?").decode()).encode(encoding)
    assert read_moodle_xml("q.xml", data).questions[0].question.text == "Größe?"


def test_another_encoding_than_declared_is_refused():
    with pytest.raises(FolderError, match=r"q.xml:2: not encoded as UTF-8"):
        read_moodle_xml("q.xml", quiz("", text="Größe?").decode().encode("latin-1"))


@pytest.mark.parametrize("penalty", ["2", "x", "-0.5", "NaN"])
def test_an_odd_penalty_is_told(penalty):
    inside = '<answer fraction="100"><text>a</text></answer><hint><text>h</text></hint>'
    (read,) = read_moodle_xml("q.xml", quiz(f"<penalty>{penalty}</penalty>{inside}")).questions
    assert read.question.credits == [100]
    assert any(note.text == f"the penalty '{penalty}': it is from 0 to 1" for note in read.notes)

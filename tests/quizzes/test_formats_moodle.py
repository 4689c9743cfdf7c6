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
    assert rows(question) == [("1", True, r"OPEN \*is\* 1"), ("`0`", False, "It opened.")]
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
        "4: a category: questions go into the lesson's quiz",
        "67: a description: it asks nothing",
        "68: an essay: nobody is here to read it",
        "69: a matching question: there is no such type here",
        "70: the type 'cloze': there is no such type here",
    ]


def test_what_is_lost_is_told_with_its_line(reading):
    notes = {each.question.key: told(each.notes) for each in reading.questions}
    assert notes["state-1"] == [
        "11: the file 'a.png'",
        "21: <correctfeedback>: here each choice says why",
        "14: the mark 2: here every question counts the same",
        "23: 33.3333 % for '`0`': here it is wrong",
        "7: the tag 'sockets'",
    ]
    assert notes["codes"] == notes["framework"] == []
    assert notes["header"] == [
        "42: either case: here upper and lower case of the answer count",
        "47: the answer '*', for any text, and its feedback",
    ]
    assert notes["seconds"] == [
        "54: units: an answer here is a number alone",
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
        ("<?xml version='1.0' encoding='ISO-8859-1'?><quiz/>", "q.xml:1: declared as ISO-8859-1"),
        ("<quiz>" + "<a>" * 60, "q.xml:1: nested more than 50 deep"),
        ("<quiz>" + "<a/>" * 50_001, "q.xml:1: more than 50000 elements"),
        ("<quiz>" + "<question type='essay'/>" * 201 + "</quiz>", "q.xml:1: more than 200 questions"),
        (quiz("<answer fraction='x'/>").decode(), "q.xml:2: the fraction 'x' is no number"),
    ],
)
def test_a_bad_file_is_refused_with_file_and_line(text, told):
    with pytest.raises(FolderError) as raised:
        read_moodle_xml("q.xml", text.encode())
    assert str(raised.value).startswith(told)


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_other_encodings_are_refused(encoding):
    with pytest.raises(FolderError, match=r"q.xml:1: .*save it as UTF-8"):
        read_moodle_xml("q.xml", quiz("", text="Größe?").decode().replace("\n", "").encode(encoding))


@pytest.mark.parametrize("penalty", ["2", "x", "-0.5", "NaN"])
def test_an_odd_penalty_is_told(penalty):
    inside = '<answer fraction="100"><text>a</text></answer><hint><text>h</text></hint>'
    (read,) = read_moodle_xml("q.xml", quiz(f"<penalty>{penalty}</penalty>{inside}")).questions
    assert read.question.credits == [100]
    assert any(note.text == f"the penalty '{penalty}': it is from 0 to 1" for note in read.notes)

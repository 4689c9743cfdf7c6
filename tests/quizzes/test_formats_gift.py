"""GIFT as other systems and people write it."""

from pathlib import Path

import pytest

from lessons.folder.faults import FolderError
from quizzes.formats.gift_read import read_gift
from quizzes.formats.registry import READERS
from tests.quizzes.formats import plain, told

SAMPLE = Path(__file__).parent / "samples" / "features.gift"


@pytest.fixture(scope="module")
def reading():
    return read_gift("features.gift", SAMPLE.read_bytes())


@pytest.fixture(scope="module")
def questions(reading):
    return {question.key: question for question in plain(reading)}


def read(text):
    return read_gift("q.gift", text.encode())


def one(text):
    (question,) = plain(read(text))
    return question


def rows(question):
    return [(choice.text, choice.right, choice.feedback) for choice in question.choices]


def test_a_comment_names_key_and_proof_and_html_becomes_markdown(questions):
    question = questions["state-after-open"]
    assert question.text == "What is **readyState** after `open`?"
    assert question.proof == "step 2"
    assert rows(question)[:2] == [("1", True, "OPEN is 1."), ("0", False, "*CONNECTING*")]


def test_weights_make_a_multiple_choice_and_the_general_feedback_is_that_of_the_question(questions):
    question = questions["two-of-them"]
    assert question.kind == "multiple"
    assert rows(question) == [
        ("1000", True, "Normal."),
        ("1006", True, ""),
        ("200", False, "That is HTTP."),
        ("404", False, ""),
    ]
    assert [choice.percent for choice in question.choices] == [50, 50, -50, 0]
    assert question.general_feedback == "A close code has four digits."


def test_true_or_false_becomes_a_single_choice_of_two(questions):
    assert rows(questions["django-is-a-framework"]) == [
        ("True", True, "Right."),
        ("False", False, "It is."),
    ]
    assert rows(questions["false-one"]) == [("True", False, ""), ("False", True, "")]


def test_short_answers_numbers_and_ranges(questions):
    assert rows(questions["header"]) == [
        ("Upgrade", True, ""),
        ("Connection", False, "Half."),
        ("*", False, "No."),
    ]
    assert questions["header"].choices[1].percent == 50
    assert questions["header"].expects == {"case": "either", "wildcards": True}
    assert questions["seconds"].expects == {"form": "number", "tolerance": 0.5}
    assert rows(questions["seconds"]) == [("20", True, "")]
    assert questions["seconds"].general_feedback == "Daphne waits 20 s."
    assert questions["range"].choices[0].text == "8001"
    assert questions["range"].expects == {"form": "number", "tolerance": 1}
    assert rows(questions["many-numbers"]) == [
        ("4", True, "Right."),
        ("4 ± 1", False, "Nearly."),
        ("7", False, "No."),
        ("*", False, "Wrong."),
    ]


def test_matching_and_several_right_options_are_read(questions):
    assert [(row.text, row.match) for row in questions["match"].choices] == [
        ("accept", "101"),
        ("close", "403"),
    ]
    assert [row.right for row in questions["two-right"].choices] == [True, True, False]


def test_names_tags_and_categories_are_kept(reading, questions):
    state = questions["state-after-open"]
    assert (state.name, state.tags, state.category) == ("State", ["easy"], "Sockets/Opening")
    assert reading.categories == ["Sockets/Opening"]


def test_a_missing_word_leaves_a_gap_and_escapes_and_forms_are_read(questions):
    gap = questions["the-server-answers-to-the-handshake"]
    assert gap.text == r"The server answers \____\_ to the handshake."
    escapes = questions["escapes"]
    assert escapes.text == "What is 3 = {x}: ~a # b\\\\c?\\\nA second line with \\`ticks\\` and \\*stars\\*."
    assert [choice.text for choice in escapes.choices] == [
        "`a_b` is **it**",
        r"\*literal\* \<b>x\</b>",
        "*it*",
    ]


def test_what_is_not_made_is_told_with_its_line(reading):
    assert told(reading.left_out) == [
        "48: an essay: it needs somebody who reads it. Make a short answer of it, or leave it where it is",
        "50: a text that asks nothing: put it into the lesson, or above a question",
    ]


def test_what_is_lost_is_told_with_its_line(reading):
    notes = {each.question.key: told(each.notes) for each in reading.questions}
    assert notes.pop("picture") == [
        "54: the picture 'x': describe in the text what learners need of it",
    ]
    assert not any(notes.values())


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("\nNo end {=a ~b\n", 2, "a brace without its partner"),
        ("No start =a ~b}\n", 1, "a brace without its partner"),
        ("One {=a ~b}\nand another {=c ~d}\n", 2, "a second brace in one question"),
        ("Which?{\nnothing =marked\n}", 2, "an answer begins with ="),
        ("Which?{=a ~b}\n\x00", 2, "a character that is not text (U+0000)"),
        ("", None, "the file is empty"),
        ("a{T}\n\n" * 1001, 2001, "more than 1000 questions"),
    ],
)
def test_a_bad_file_is_refused_with_file_and_line(text, line, reason):
    with pytest.raises(FolderError) as raised:
        read(text)
    (fault,) = raised.value.faults
    assert (str(fault.file), fault.line) == ("q.gift", line)
    assert reason in fault.reason


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("Größe?{T}".encode("latin-1"), "q.gift:1: not encoded as UTF-8"),
        (b"a{T}\n\n\xff{T}", "q.gift:3: not encoded as UTF-8"),
        (b"x" * (10 * 1024 * 1024 + 1), "q.gift: larger than 10 MB"),
    ],
)
def test_other_encodings_and_large_files_are_refused(data, told):
    with pytest.raises(FolderError, match=told):
        read_gift("q.gift", data)


def test_one_question_that_is_no_gift_leaves_the_others():
    reading = read("::a::Which?{=a ~b}\n\nNo end {=a ~b\n\n::c::And?{T}\n\nEssay{}\n")
    assert [each.question.key for each in reading.questions] == ["a", "c"]
    assert [note.line for note in reading.left_out] == [3, 7]
    assert "not written as GIFT: a brace without its partner" in reading.left_out[0].text


@pytest.mark.parametrize("markup", ["markdown", "plain", "html"])
@pytest.mark.parametrize(
    "place", ["[{0}]{1}{{=a ~b}}", "Q{{=[{0}]{1} ~b}}", "Q{{=a#[{0}]{1} ~b}}", "Q{{=a ~b####[{0}]{1}}}"]
)
def test_a_text_that_the_desk_would_not_store_is_left_out(place, markup):
    reading = read_gift("q.gift", place.format(markup, "![" * 55_000).encode())
    assert reading.questions == []
    (left_out,) = reading.left_out
    assert "110,000 characters; the limit is" in str(left_out)


def test_a_file_with_more_text_than_anybody_waits_for_is_refused():
    long = "![" * 10_000
    with pytest.raises(FolderError, match="1,000,150 characters; the limit is 1,000,000: split the file"):
        READERS["gift"]("q.gift", f"[markdown]{long}{{=a ~b ~c}}\n\n".encode() * 50)


def test_all_faults_are_told_at_once():
    with pytest.raises(FolderError) as raised:
        read("A {=a\n\nB =b}\n")
    assert [fault.line for fault in raised.value.faults] == [1, 3]


def test_utf_16_is_read():
    assert read_gift("q.gift", "::t::Größe?{T}".encode("utf-16")).questions[0].question.text == "Größe?"


def test_a_byte_order_mark_and_windows_line_ends_are_fine():
    assert one("\ufeff::t::Which?{\r\n=a\r\n~b\r\n}\r\n").key == "t"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("n{#four}", "the answer 'four' is not a number"),
        ("n{#1..x}", "'1..x' is not a range of numbers"),
        ("n{#1e999999}", "is not a number"),
        ("n{#4:x}", "'x' is not a tolerance"),
        ("n{#4:-1}", "'-1' is not a tolerance"),
        ("n{~a ~b}", "its right answers earn nothing: give them 100 % together"),
        ("n{=a " + "~b " * 26 + "}", "27 answers; a question has at most 26"),
        ("n{=a -> b =c}", "'c' has no arrow"),
        ("n{>a b}", "in a dialect of GIFT"),
        ("[html]" + "<blockquote>" * 5000 + "{T}", "nested too deep"),
    ],
)
def test_a_question_that_has_no_place_here_is_left_out(text, why):
    (note,) = read(text).left_out
    assert why in note.text

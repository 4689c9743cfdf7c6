"""Files as instructors have them, each read as Moodle 4.5 reads it, or refused in words."""

import re
from html import unescape
from pathlib import Path

import pytest

from lessons.folder.faults import FolderError
from lessons.markdown import block
from quizzes.formats.registry import READERS, format_of

CASES = Path(__file__).parent / "cases"
AB = [("a", 1, "x"), ("b", 0, "y")]
READ = {
    "01-tilde-equals.gift": [
        ("single", "The reply to an upgrade is _____.", [("101", 1, ""), ("200", 0, ""), ("403", 0, "")])
    ],
    "03-wildcards.gift": [
        ("short", "Spell it.", [("colo*r", 1, "")]),
        ("short", "Which word?", [("*socket*", 1, "")]),
        ("short", "A literal star?", [("5*3", 1, "")]),
        ("short", "Anything?", [("yes", 1, ""), ("*", 0, "No.")]),
    ],
    "05-truefalse.gift": [
        ("single", "One", [("True", 1, ""), ("False", 0, "")]),
        ("short", "Two", [("true", 1, "")]),
        ("single", "Three", [("True", 0, "no"), ("False", 1, "yes")]),
        ("single", "Four", [("True", 0, ""), ("False", 1, "")]),
    ],
    "07-code-in-choices.gift": [
        ("single", "Which tag is a link?", [("<a>", 1, ""), ("<link>", 0, ""), ("<href>", 0, "")]),
        ("single", "Which is a list?", [("List<int>", 1, ""), ("Map<int,int>", 0, "")]),
        ("single", "Which?", [("<a>", 1, ""), ("<b>", 0, "")]),
    ],
    "09-bom-crlf.gift": [
        ("single", "One", [("x", 1, "a"), ("y", 0, "b")]),
        ("single", "Two", [("x", 1, "a"), ("y", 0, "b")]),
    ],
    "13-math.gift": [("single", r"What is $$x^2$$ for \(x = 2\)?", [("4", 1, "ok"), ("2", 0, "no")])],
    "15-weights.gift": [
        ("single", "Best?", [("all", 1, ""), ("half", 0.5, ""), ("minus", -0.25, "")]),
        ("multiple", "Pick two", [(key, 0.5 if key in "ab" else -0.5, "") for key in "abcd"]),
        ("multiple", "Pick three", [*((key, 0.3333333, "") for key in "abc"), ("d", -1, "")]),
        ("multiple", "Unequal", [("a", 0.75, ""), ("b", 0.25, ""), ("c", 0, "")]),
        ("multiple", "Five right", [(key, 0.2, "") for key in "abcde"]),
    ],
    "17-comment-inside.gift": [("single", "Q?", AB)],
    "19-match.gift": [("matching", "Match", [("1006", "lost"), ("1000", "done"), ("4001", "own")])],
    "21-missing-word.gift": [
        ("single", "The code _____ means that it was lost.", [("1006", 1, ""), ("1000", 0, "")])
    ],
    "25-markdown.gift": [("single", "Use self and not cls: one two", AB)],
    "33-image.xml": [
        ("single", "What does the picture show?", [("A handshake", 1, "Yes"), ("A close", 0, "No")])
    ],
    "35-hints-options.xml": [("single", "Which?", AB)],
    "37-match.xml": [("matching", "Match", [("1006", "lost"), ("1000", "done")])],
    "39-numerical-units.xml": [("short", "How many seconds?", [("2", 1, "yes")])],
    "41-plain-and-auto.xml": [
        ("short", "if a < b and *c* > d", [("x", 1, "a < b")]),
        ("short", "line one line two next", [("x", 1, "")]),
    ],
    "43-xml-named.txt": [("single", "Which?", AB)],
    "45-script-in-html.xml": [("single", "Hil ok", AB)],
    "47-single-two-right.xml": [("single", "Which?", [("a", 1, "x"), ("b", 1, "y"), ("c", 0, "z")])],
    "49-key-collision.xml": [("single", "Which?", AB)],
    "51-grade-name.xml": [("single", "Which?", AB)],
    "53-code-question.gift": [
        (
            "single",
            "What does it print? for i in range(2): print(i)",
            [("0 and 1", 1, "x"), ("1 and 2", 0, "y")],
        )
    ],
}
REFUSED = {
    "11-cp1252.gift": "11-cp1252.gift:1: not encoded as UTF-8: save it as UTF-8, or choose below",
    "23-only-comments.gift": "23-only-comments.gift: no question in the file: there are only comments",
}
LOST = {
    "05-truefalse.gift": ["3: a short answer, as in Moodle: for true or false write TRUE or FALSE"],
    "13-math.gift": [
        "1: the formula $$x^2$$: it is shown as it is written",
        r"1: the formula \(x = 2\): it is shown as it is written",
    ],
    "15-weights.gift": ["1: -25 %: an option of a single choice costs nothing here, and earns nothing"],
    "33-image.xml": [
        "3: the file 'd.png': files are not taken over",
        "3: the picture 'a diagram of a handshake': describe in the text what learners need of it",
    ],
    "35-hints-options.xml": ["3: the penalty 0.3333333: the tries earn whole percents, 100, 67, 33"],
    "39-numerical-units.xml": [
        "3: the units (s, ms): learners type a number alone, so name the unit in the question"
    ],
    "45-script-in-html.xml": [
        "7: a picture without a description: describe in the text what learners need of it",
        "3: <script>: programs are not taken over",
        "3: a link to a program: its text stays",
    ],
    "51-grade-name.xml": [
        "3: its 5 marks: here every question counts the same",
        "3: that it was hidden in Moodle: it is asked here",
    ],
}


def read(name, encoding=""):
    data = (CASES / name).read_bytes()
    data = data.decode(encoding).encode() if encoding else data
    return READERS[format_of(name, data)](name, data)


def shown(text):
    """What learners see of a Markdown text."""
    words = " ".join(unescape(re.sub("<[^>]+>", " ", str(block(text)))).split())
    return re.sub(r" ([:.?!])", r"\1", words)


def credit(choice, question):
    if choice.percent is not None:
        return round(choice.percent / 100, 7)
    right = sum(row.right for row in question.choices)
    if question.kind == "multiple":
        return round((1 if choice.right else -1) / right, 7)
    return int(choice.right)


def answers(question):
    if question.kind == "matching":
        return [(shown(row.text), row.match) for row in question.choices]
    is_typed = question.kind == "short"
    return [
        (row.text if is_typed else shown(row.text), credit(row, question), shown(row.feedback))
        for row in question.choices
    ]


@pytest.mark.parametrize("name", READ)
def test_a_file_is_read_as_moodle_reads_it(name):
    reading = read(name)
    questions = [each.question for each in reading.questions]
    assert [(each.kind, shown(each.text), answers(each)) for each in questions] == READ[name]
    assert reading.left_out == []


def test_two_hundred_questions_are_read():
    assert [each.question.name or each.question.key for each in read("31-200-questions.xml").questions] == [
        f"q{number}" for number in range(200)
    ]


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_moodle_does_not_read_is_refused_in_words(name):
    with pytest.raises(FolderError) as raised:
        read(name)
    assert str(raised.value).startswith(REFUSED[name])


def test_a_file_of_another_encoding_is_read_where_it_is_named():
    (question,) = [each.question for each in read("11-cp1252.gift", "windows-1252").questions]
    assert (question.text, [row.text for row in question.choices]) == ("Wählt", ["schön", "häßlich"])


def test_every_case_is_tried():
    assert {path.name for path in CASES.iterdir()} == {*READ, *REFUSED, "31-200-questions.xml"}


@pytest.mark.parametrize("name", READ)
def test_what_is_lost_is_told_and_nothing_else(name):
    told = [f"{note.line}: {note.text}" for each in read(name).questions for note in each.notes]
    assert sorted(told) == sorted(LOST.get(name, []))


def test_what_is_beside_the_answers_is_kept():
    (hints,) = [each.question for each in read("35-hints-options.xml").questions]
    assert (hints.key, hints.name, hints.tags) == ("q-1", "Hints", ["easy"])
    assert [hint.text for hint in hints.hints] == ["first", "second"]
    assert read("05-truefalse.gift").questions[3].question.general_feedback == "in general"
    (named,) = [each.question for each in read("51-grade-name.xml").questions]
    assert named.name == "A long speaking title: part 2 (hard)"
    plain, auto = [each.question.expects for each in read("41-plain-and-auto.xml").questions]
    assert (plain, auto) == ({}, {"case": "either"})
    assert read("03-wildcards.gift").questions[0].question.expects == {"case": "either", "wildcards": True}
    assert read("39-numerical-units.xml").questions[0].question.expects == {
        "form": "number",
        "tolerance": 0.5,
    }


def test_code_stays_code_and_markdown_stays_markdown():
    assert "    print(i)" in read("53-code-question.gift").questions[0].question.text
    assert "`self` and **not** _cls_" in read("25-markdown.gift").questions[0].question.text

"""Files as instructors have them, each read as Moodle 4.5 reads it, or refused in words."""

import pytest

from lessons.folder.faults import FolderError
from quizzes.formats.registry import READERS, format_of
from tests.quizzes.moodle_cases import CASES, READ, shown

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

"""What is exported is imported by Moodle completely, and the right answers earn full marks there."""

from xml.etree import ElementTree

import pytest

from lessons.models import Lesson
from quizzes.formats.export_question import ExportQuestion, export_questions
from quizzes.formats.moodle_write import write_moodle_xml
from quizzes.formats.question import PlainChoice, PlainQuestion
from quizzes.formats.registry import FORMATS, READERS, format_of
from quizzes.kinds import kinds
from quizzes.kinds.answer_key import AnswerKey, KeyChoice
from tests.quizzes.formats import every_question
from tests.quizzes.moodle_cases import CASES, READ, shown
from tests.quizzes.moodle_rules import ImportStopsError, imported, typed_credit


def right(export):
    """The right answer to a question that is typed."""
    question = export.question
    if question.kind == "cell":
        return export.recorded
    rows = zip("abcdefghijklmnopqrstuvwxyz", question.choices, strict=False)
    choices = [KeyChoice(key, row.right, "", row.text, "", row.percent) for key, row in rows]
    return kinds["short"].right(AnswerKey("q", choices, "", kind="short", expects=question.expects))


def all_marks(exports):
    content = write_moodle_xml(exports).content
    assert len(imported(content)) == len(exports)
    nodes = [node for node in ElementTree.fromstring(content) if node.get("type") != "category"]
    for node, export in zip(nodes, exports, strict=True):
        if node.get("type") in ("shortanswer", "numerical"):
            assert typed_credit(node, right(export)) == 1, export.question.key
        if node.get("type") == "multichoice":
            best = [
                float(each.get("fraction")) for each in node.iter("answer") if float(each.get("fraction")) > 0
            ]
            most = max(best) if node.findtext("single") == "true" else sum(best)
            assert most == pytest.approx(100, abs=0.01)


@pytest.mark.django_db
def test_every_shipped_quiz_arrives_whole_and_earns_full_marks(every_lesson):
    lessons = Lesson.objects.order_by("number")
    assert len(lessons) == 8
    for lesson in lessons:
        exports = list(export_questions(lesson))
        all_marks(exports)
        all_read_again(exports)


def all_read_again(exports):
    """Moodle XML holds all of a question, GIFT all but orderings, QTI what its right answer is."""
    held = {each.question.key: each.question for each in exports}
    assert read_again("xml", exports) == list(held.values())
    assert read_again("gift", exports) == [each for each in held.values() if each.kind != "ordering"]
    read = read_again("qti", exports)
    assert [right_in_words(each, "") for each in read] == [
        right_in_words(each.question, each.recorded) for each in exports
    ]


def read_again(name, exports):
    written = FORMATS[name].write(exports)
    reading = READERS[name]("q", written.content)
    assert reading.left_out == []
    return [each.question for each in reading.questions]


def right_in_words(question, recorded):
    """What earns all of the credit, in the words of the choices."""
    if question.kind == "cell":
        return [recorded]
    if question.kind == "ordering":
        return [shown(question.choices["abcdefgh".index(key)].text) for key in question.expects["order"]]
    if question.kind == "matching":
        return [(shown(row.text), row.match) for row in question.choices]
    return [
        row.text if question.kind == "short" else shown(row.text) for row in question.choices if row.right
    ]


def test_every_type_arrives():
    all_marks(every_question())


@pytest.mark.django_db
@pytest.mark.parametrize("name", READ)
def test_every_case_arrives_again(name):
    data = (CASES / name).read_bytes()
    reading = READERS[format_of(name, data)](name, data)
    all_marks([ExportQuestion(each.question) for each in reading.questions])


def test_text_leaves_as_html_and_shows_no_escapes():
    question = PlainQuestion(
        "q",
        "single",
        r"Is 2 \* 3 < 7 in `a_b`?" + "\n\n- one\n- two",
        choices=[PlainChoice(r"\<a>", True, r"\*yes\*"), PlainChoice("*no*")],
    )
    root = ElementTree.fromstring(write_moodle_xml([ExportQuestion(question)]).content)
    assert root.findtext("question/questiontext/text") == (
        "<p>Is 2 * 3 &lt; 7 in <code>a_b</code>?</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>"
    )
    assert [each.findtext("text") for each in root.iter("answer")] == ["&lt;a&gt;", "<em>no</em>"]
    assert root.findtext("question/answer/feedback/text") == "*yes*"


def test_the_rules_find_an_ordering_that_stops_the_importer():
    order = next(each for each in every_question() if each.question.kind == "ordering")
    root = ElementTree.fromstring(write_moodle_xml([order]).content)
    node = root.find("question")
    node.remove(node.find("shownumcorrect"))
    with pytest.raises(ImportStopsError, match="shownumcorrect"):
        imported(ElementTree.tostring(root))


def test_a_credit_that_moodle_does_not_know_becomes_the_nearest_and_is_told():
    choices = [PlainChoice("a", True), PlainChoice("b", percent=47)]
    written = write_moodle_xml([ExportQuestion(PlainQuestion("q", "single", "Which?", choices=choices))])
    assert imported(written.content) == {"q": "multichoice"}
    assert b'fraction="50"' in written.content
    assert ("q", "a credit that Moodle does not offer: the nearest is written") in [
        (key, note.text) for key, note in written.notes
    ]

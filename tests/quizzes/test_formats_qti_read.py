"""QTI is read: our own package, items of 2.1, and what is no QTI."""

import io
import zipfile
from pathlib import Path

import pytest

from lessons.folder.faults import FolderError
from quizzes.formats.qti_package import write_qti
from quizzes.formats.qti_read import read_qti
from quizzes.formats.registry import format_of
from tests.quizzes.formats import every_question
from tests.quizzes.moodle_cases import shown

SAMPLES = Path(__file__).parent / "samples"
QUESTIONS = {held.question.key: held for held in every_question()}
ITEM = '<assessmentItem identifier="q" title="Q">{}<itemBody>{}</itemBody></assessmentItem>'


@pytest.fixture(scope="module")
def package():
    reading = read_qti("q.zip", write_qti(every_question()).content)
    assert reading.left_out == []
    return {each.question.key.removeprefix("q-"): each.question for each in reading.questions}


def test_a_package_is_read_in_the_order_of_its_test(package):
    assert list(package) == list(QUESTIONS)


def _in_zip(files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("test", "hrefs"),
    [
        ("test.xml", ["items/b one.xml", "items/a.xml"]),
        ("test.xml", ["items/b%20one.xml", "./items/a.xml"]),
        ("tests/test.xml", ["../items/b%20one.xml", "../items/a.xml"]),
        ("tests/unit/test.xml", ["../../items/b%20one.xml", "../../tests/../items/a.xml"]),
    ],
)
def test_the_order_is_that_of_the_test_wherever_it_lies_and_however_it_writes_the_paths(test, hrefs):
    refs = "".join(f'<assessmentItemRef identifier="i" href="{href}"/>' for href in hrefs)
    item = "<choiceInteraction responseIdentifier='RESPONSE'/>"
    files = {"items/a.xml": ITEM.format("", item), "items/b one.xml": ITEM.format("", item)}
    reading = read_qti("q.zip", _in_zip({**files, test: f"<assessmentTest>{refs}</assessmentTest>"}))
    assert [note.text.split(": ")[0] for note in reading.left_out] == ["items/b one.xml", "items/a.xml"]


@pytest.mark.parametrize("key", set(QUESTIONS) - {"cell"})
def test_what_we_write_is_read_with_its_type_text_and_key(package, key):
    held, read = QUESTIONS[key].question, package[key]
    assert (read.kind, shown(read.text)) == (held.kind, shown(held.text))
    if held.kind == "ordering":
        texts = [[row.text for row in each.choices] for each in (held, read)]
        orders = [[each.expects["order"].index(key) for key in "abc"] for each in (held, read)]
        assert dict(zip(*[texts[0], orders[0]], strict=True)) == dict(
            zip(*[texts[1], orders[1]], strict=True)
        )
        return
    if held.kind == "matching":
        assert [(shown(row.text), row.match) for row in read.choices] == [
            (shown(row.text), row.match) for row in held.choices
        ]
        assert read.expects == held.expects
        return
    if key not in ("pattern", "numbers"):
        assert [(shown(row.text), row.right) for row in read.choices] == [
            (shown(row.text), row.right) for row in held.choices
        ]
        assert read.expects.get("form", "text") in (held.expects.get("form", "text"), "number")


def test_a_credit_of_an_option_is_read(package):
    assert [row.percent for row in package["unequal"].choices] == [75, 25, 0]
    assert package["partly"].choices[1].percent == 50


def test_an_item_of_2_1_is_read_alone():
    data = (SAMPLES / "choice_2_1.xml").read_bytes()
    assert format_of("item.xml", data) == "qti"
    (read,) = read_qti("item.xml", data).questions
    question = read.question
    assert (question.key, question.name, question.kind) == ("close-codes", "Close codes", "multiple")
    assert question.text == "Look at `1000` & more.\n\nWhich are *close codes*?"
    assert [(row.text, row.right, row.feedback) for row in question.choices] == [
        ("1000", True, "Normal."),
        ("1006", True, ""),
        ("200", False, ""),
    ]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<p>Read.</p>", "a text that asks nothing"),
        ("<extendedTextInteraction responseIdentifier='RESPONSE'/>", "an essay"),
        ("<drawingInteraction responseIdentifier='RESPONSE'/>", "has no type here"),
        ("<choiceInteraction responseIdentifier='RESPONSE'/>", "does not say what is right"),
        ("<textEntryInteraction/><textEntryInteraction/>", "several questions"),
    ],
)
def test_an_item_that_has_no_type_here_is_left_out_in_words(body, why):
    (note,) = read_qti("q.xml", ITEM.format("", body).encode()).left_out
    assert why in note.text


def test_what_is_no_qti_is_refused():
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("imsmanifest.xml", "<manifest/>")
    for data, told in [
        (b"<quiz/>", "the root is <quiz>"),
        (b"PK\x03\x04nothing", "this zip cannot be read"),
        (empty.getvalue(), "no QTI item in it"),
    ]:
        with pytest.raises(FolderError, match=told):
            read_qti("q.zip", data)


def test_a_package_that_grows_without_end_is_not_unpacked():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", "<a>" + " " * 11_000_000 + "</a>")
    with pytest.raises(FolderError, match="larger than 10 MB when unpacked"):
        read_qti("q.zip", target.getvalue())


def test_a_package_of_too_many_files_is_refused_for_their_number():
    with pytest.raises(FolderError, match="5001 files of XML or pictures; at most 5000 are taken"):
        read_qti("q.zip", _in_zip({f"{number}.xml": "" for number in range(5001)}))

"""Pictures in files of questions: they come with an import, and go with an export."""

from base64 import b64encode
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User

from lessons.models import Lesson, Picture
from lessons.pictures.decode import decode
from quizzes.formats.export_question import ExportQuestion
from quizzes.formats.gift_read import read_gift
from quizzes.formats.gift_write import write_gift
from quizzes.formats.moodle_read import read_moodle_xml
from quizzes.formats.moodle_write import write_moodle_xml
from quizzes.formats.qti_package import write_qti
from quizzes.formats.qti_read import read_qti
from quizzes.formats.question import PlainChoice, PlainQuestion
from tests.quizzes.import_steps import choose, decide
from tests.support.drawn_picture import drawn


def moodle(alt="a red field", content=None, name="a figure.png"):
    file = f'<file name="{name}" path="/" encoding="base64">{b64encode(content or drawn()).decode()}</file>'
    image = f'&lt;img src="@@PLUGINFILE@@/{name.replace(" ", "%20")}" alt="{alt}"&gt;'
    answers = "".join(
        f'<answer fraction="{fraction}" format="html"><text>{text}</text>'
        f'<feedback format="html"><text>so</text></feedback></answer>'
        for fraction, text in ((100, "Red"), (0, "Blue"))
    )
    return (
        '<quiz><question type="multichoice"><name><text>color</text></name><questiontext format="html">'
        f"<text>{image}&lt;p&gt;Which color?&lt;/p&gt;</text>{file}</questiontext>"
        f"<single>true</single>{answers}"
        "</question></quiz>"
    ).encode()


def test_the_picture_of_a_moodle_question_is_read():
    (read,) = read_moodle_xml("q.xml", moodle()).questions
    (picture,) = read.pictures
    assert picture.content == drawn()
    assert read.question.text == f"![a red field]({picture.address})\n\nWhich color?"
    assert read.notes == []


def test_a_file_that_is_no_picture_is_told():
    (read,) = read_moodle_xml("q.xml", moodle(content=b"%PDF", name="x.pdf")).questions
    assert read.pictures == []
    assert [note.text for note in read.notes] == [
        "the file 'x.pdf': no picture: PNG, JPEG, WebP and GIF are shown",
        "the picture 'a red field': describe in the text what learners need of it",
    ]


@pytest.mark.django_db
def test_what_is_exported_comes_back_with_its_pictures():
    one, two = (Picture.store(decode("figure.png", drawn(color=color))).address for color in ("red", "blue"))
    choices = [PlainChoice(f"![red]({one})", True, "yes"), PlainChoice("b", False, f"See ![blue]({two})")]
    question = PlainQuestion("k", "single", f"![red]({one})\n\nWhich?", "step 1", choices=choices)
    xml = write_moodle_xml([ExportQuestion(question)])
    node = ElementTree.fromstring(xml.content)
    assert [file.get("name")[9:] for file in node.iter("file")] == ["figure.png"] * 3
    assert b"/images/" not in xml.content
    package = write_qti([ExportQuestion(question)])
    for read in (read_moodle_xml("q.xml", xml.content), read_qti("q.zip", package.content)):
        (found,) = read.questions
        assert {each.content for each in found.pictures} == {drawn(), drawn(color="blue")}
        assert found.question.text == question.text
        assert [row.text for row in found.question.choices] == [row.text for row in choices]
    gift = write_gift([ExportQuestion(question)])
    assert "its pictures: GIFT holds no files" in gift.notes[0][1].text
    assert read_gift("q.gift", gift.content).questions[0].question.text == question.text


@pytest.mark.django_db
def test_an_import_shows_its_pictures_and_asks_for_their_descriptions(client, lesson):
    client.force_login(User.objects.create_superuser("root"))
    Lesson.objects.update(status="draft")
    page = choose(client, lesson, moodle(alt=""), "q.xml")
    picture = Picture.objects.get()
    html = page.content.decode()
    assert f'<img src="{picture.address}"' in html
    assert "the description of a picture" in html
    decide(client, lesson, page)
    assert lesson.pictures.get() == picture
    assert f"![]({picture.address})" in lesson.questions.last().text

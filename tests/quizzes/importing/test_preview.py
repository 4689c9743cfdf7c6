"""What the preview of a file shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lessons.drafts.draft import start_draft
from lessons.models import Lesson
from tests.quizzes.import_steps import WHOLE, address, choose, decide, text_of, told_after
from tests.quizzes.moodle_cases import CASES, READ

pytestmark = pytest.mark.django_db


def test_the_format_can_be_chosen(admin, lesson):
    assert "would add 1 question" in text_of(choose(admin, lesson, WHOLE, "q.xml", file_format="gift"))


def test_the_preview_shows_what_learners_see(admin, lesson):
    page = choose(admin, lesson, (CASES / "53-code-question.gift").read_bytes())
    decide(admin, lesson, page)
    draft = Lesson.every.get(draft_of=lesson)
    learners = admin.get(draft.get_absolute_url() + "quiz/").content.decode()
    for piece in ("<pre><code>for i in range(2):\n    print(i)\n</code></pre>", "0 and 1"):
        assert piece in page.content.decode()
        assert piece in learners


def test_a_file_of_windows_is_read_where_its_encoding_is_chosen(admin, lesson):
    data = (CASES / "11-cp1252.gift").read_bytes()
    assert "or choose below how it is encoded" in text_of(choose(admin, lesson, data))
    assert "Wählt" in text_of(choose(admin, lesson, data, encoding="windows-1252"))


@pytest.fixture(scope="module")
def begun_draft(folder_of_every_kind):
    """The draft of the lesson, begun once for every case. An import that finds none begins one, too."""
    return start_draft(Lesson.objects.get())


@pytest.mark.parametrize("name", READ)
def test_every_case_has_a_preview_and_is_added(begun_draft, admin, lesson, name):
    page = choose(admin, lesson, (CASES / name).read_bytes(), name)
    assert "As learners see it" in text_of(page)
    assert "onclick" not in page.content.decode().split("content-main")[1]
    assert "added to the draft" in told_after(decide(admin, lesson, page))
    assert admin.get(Lesson.every.get(draft_of=lesson).get_absolute_url() + "quiz/").status_code == 200


def test_text_of_a_file_is_escaped(admin, lesson):
    data = (
        b"::x::[markdown]<script>alert(1)</script>{=<img src\\=x>#<b>y</b> ~[html]<i onclick\\=a>z</i>#n}\n"
    )
    page = choose(admin, lesson, data, "<img>.gift")
    assert "<script>alert" not in page.content.decode()
    assert "<img" not in page.content.decode()
    assert "onclick" not in page.content.decode()


def test_the_preview_needs_no_more_queries_for_more_questions(admin, lesson, django_assert_max_num_queries):
    counts = []
    for many in (1, 40):
        choose(admin, lesson, b"\n".join(b"::n%d::Which?{T}\n" % number for number in range(many)))
        with django_assert_max_num_queries(40) as queries:
            admin.get(address(lesson, "import/"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_page_needs_no_more_queries_for_more_questions(admin, lesson):
    Lesson.objects.update(status="draft")
    with CaptureQueriesContext(connection) as few:
        admin.get(address(lesson))
    decide(
        admin,
        lesson,
        choose(admin, lesson, b"\n".join(b"::n%d::Which?{T}\n" % number for number in range(40))),
    )
    with CaptureQueriesContext(connection) as many:
        admin.get(address(lesson))
    assert len(many) == len(few)

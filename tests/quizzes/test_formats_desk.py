"""Import with a preview, and export, at the instructor's desk."""

import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reversion.models import Version

from lessons.folder.load import load
from lessons.folder.store import file_contents
from lessons.folder.validation import problems_of
from lessons.models import Lesson
from quizzes.formats.models import QuestionImport
from quizzes.question_models import Question
from tests.quizzes.import_steps import WHOLE, address, choose, decide, text_of, told_after
from tests.quizzes.moodle_cases import CASES, READ

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def lesson(every_kind):
    return every_kind


@pytest.fixture
def admin(client, lesson):
    client.force_login(User.objects.create_superuser("ada"))
    return client


def quiz_of(lesson):
    return file_contents(Lesson.objects.with_sections().get(pk=lesson.pk))["quiz.toml"].model_dump()[
        "questions"
    ]


def content_of():
    return list(Lesson.objects.values()), list(Question.objects.values()), Version.objects.count()


def test_a_whole_question_is_shown_and_added_and_the_lesson_stays_public(admin, lesson):
    page = choose(admin, lesson, WHOLE)
    told = text_of(page)
    assert "q.gift would add 1 question to" in told
    assert "Question 7: new" in told
    assert "Single choice · line 2 of the file" in told
    assert "1 try: 100 %" in told
    assert Question.objects.filter(lesson=lesson).count() == 6
    assert "1 question added to" in told_after(decide(admin, lesson, page))
    assert quiz_of(lesson)[-1]["choices"][0] == {"text": "a", "right": True, "feedback": "Yes."}
    assert Lesson.objects.get(pk=lesson.pk).status == "published"
    assert not QuestionImport.objects.exists()


def test_what_was_added_is_in_the_history_and_can_be_taken_back(admin, lesson):
    decide(admin, lesson, choose(admin, lesson, WHOLE))
    newest, oldest = Version.objects.get_for_object(lesson)
    assert (newest.revision.comment, newest.revision.user.username) == ("Imported from q.gift.", "ada")
    oldest.revision.revert(delete=True)
    assert Question.objects.filter(lesson=lesson).count() == 6


def test_incomplete_questions_go_into_a_draft_and_the_public_lesson_stays(admin, lesson):
    page = choose(admin, lesson, b"Which?{=a ~b#No.}\n")
    assert "The lesson is public and stays as it is" in text_of(page)
    assert "Still to be written: its proof; feedback of choice 1." in text_of(page)
    told = told_after(decide(admin, lesson, page))
    assert "Still to be written: question 7, its proof and feedback of choice 1." in told
    draft = Lesson.every.with_sections().get(draft_of=lesson)
    assert problems_of(draft) == [
        "question 7, proof: '' is not a pointer: write one like 'step 2' (step, moment, flow, key)",
        "question 7, choice a, feedback: empty",
    ]
    assert lesson.questions.count() == 6
    admin.logout()
    assert admin.get(lesson.get_absolute_url()).status_code == 200
    assert admin.get(draft.get_absolute_url()).status_code == 404


def test_an_incomplete_question_can_be_tried_and_harms_no_load_and_no_download(
    admin, lesson, folder_of_every_kind
):
    Lesson.objects.update(status="draft")
    decide(admin, lesson, choose(admin, lesson, b"::new::Which?{=a ~b}\n"))
    quiz = lesson.get_absolute_url() + "quiz/"
    assert "Which?" in text_of(admin.get(quiz))
    answered = admin.post(f"{quiz}new/", {"q7-choice": "a"}, headers={"HX-Request": "true"})
    assert answered.status_code == 200
    assert "kinds/every-kind: kept" in [f"{each.name}: {each.done}" for each in load(folder_of_every_kind)]
    download = {"action": "download", "_selected_action": [lesson.pk], "index": 0}
    with zipfile.ZipFile(io.BytesIO(admin.post("/admin/lessons/lesson/", download).content)) as archive:
        assert archive.namelist() == ["kinds/track.toml"]


def test_a_key_that_is_taken_gets_another(admin, lesson):
    two = (
        b"// [id:one] [tag:proof: step 1]\nA?{=a#y ~b#n}\n\n// [id:one] [tag:proof: step 1]\nB?{=a#y ~b#n}\n"
    )
    page = choose(admin, lesson, two)
    assert "Question 7: one-2" in text_of(page)
    assert "the key one is taken" in text_of(page)
    before = Question.objects.get(lesson=lesson, key="one")
    decide(admin, lesson, page)
    keys = [question["key"] for question in quiz_of(lesson)]
    assert keys == ["one", "many", "order", "pairs", "code", "cell", "one-2", "one-3"]
    assert Question.objects.get(pk=before.pk).text == "Which one?"


@pytest.mark.parametrize("name", ["features.gift", "features.xml"])
def test_what_cannot_be_represented_is_told_and_the_rest_is_added(admin, lesson, name):
    page = choose(admin, lesson, (SAMPLES / name).read_bytes(), name)
    told = text_of(page)
    assert "Cannot be represented" in told
    assert "an essay: it needs somebody who reads it" in told
    assert "Lost on the way" in told
    assert "added to" in told_after(decide(admin, lesson, page))
    held = Lesson.every.with_sections().get(draft_of=lesson)
    assert {problem.split(": ")[0].split(", ")[-1] for problem in problems_of(held)} <= {"proof", "feedback"}


@pytest.mark.parametrize("name", ["gift", "xml"])
def test_an_exported_quiz_is_imported_as_it_was(admin, lesson, name):
    exported = admin.get(address(lesson, f"{name}/"))
    assert exported["Content-Disposition"] == f'attachment; filename="every-kind.{name}"'
    before = quiz_of(lesson)
    Question.objects.filter(lesson=lesson).delete()
    page = choose(admin, lesson, exported.content, f"every-kind.{name}")
    assert "Still to be written" not in text_of(page)
    decide(admin, lesson, page)
    assert quiz_of(lesson) == [row for row in before if name == "xml" or row.get("kind") != "ordering"]


def test_a_cell_is_written_with_the_value_of_the_recorded_run_and_stays_a_cell(admin, lesson, other_lesson):
    exported = admin.get(address(lesson, "gift/")).content
    assert b"\t='Open'" in exported
    elsewhere = exported.replace(b'connection_state", ', b'x", ').replace(
        b'"variable": "connection_state"', b'"variable": "elsewhere"'
    )
    told = text_of(choose(admin, other_lesson, elsewhere))
    assert "'cell': this lesson's run has no such value recorded" in told


def test_the_page_offers_each_format_and_says_what_is_not_in_it(admin, lesson):
    told = text_of(admin.get(address(lesson)))
    assert "Download every-kind.gift" in told
    assert "What GIFT cannot hold" in told
    assert "order : left out: GIFT has no ordering" in told
    with zipfile.ZipFile(io.BytesIO(admin.get(address(lesson, "qti/")).content)) as package:
        assert "items/q-cell.xml" in package.namelist()
    assert admin.get(address(lesson, "docx/")).status_code == 404
    change = admin.get(f"/admin/lessons/lesson/{lesson.pk}/change/").content.decode()
    assert f'href="{address(lesson)}"' in change


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("q.gift", b"Which? {=a\n", "q.gift:1: a brace without its partner"),
        ("q.xml", b"<quiz>\n<a/></quiz>", "q.xml:2: <a> in <quiz>"),
        ("q.xml", b"<!DOCTYPE quiz [<!ENTITY a 'b'>]><quiz/>", "q.xml:1: a document type"),
        ("q.gift", b"\xff\xfea", "q.gift:1: not encoded as UTF-16"),
        ("q.gift", b"x" * 10_500_000, "larger than 10 MB"),
    ],
)
def test_a_bad_file_is_refused_with_file_and_line_and_changes_nothing(admin, lesson, name, data, told):
    before = content_of()
    page = choose(admin, lesson, data, name)
    assert told in text_of(page)
    assert "Nothing was changed" in text_of(page)
    assert content_of() == before
    assert not QuestionImport.objects.exists()


def test_the_format_can_be_chosen(admin, lesson):
    assert "would add 1 question" in text_of(choose(admin, lesson, WHOLE, "q.xml", file_format="gift"))


def test_a_file_can_be_dropped(admin, lesson):
    page = choose(admin, lesson, WHOLE)
    before = content_of()
    assert "was discarded" in told_after(decide(admin, lesson, page, "refuse"))
    assert content_of() == before


def test_a_file_is_kept_for_an_hour_and_for_its_owner(admin, lesson, other_lesson, client):
    page = choose(admin, lesson, WHOLE)
    assert "There is no file to import" in told_after(decide(admin, other_lesson, page))
    client.force_login(User.objects.create_superuser("bob"))
    assert "There is no file to import" in told_after(decide(client, lesson, page))
    client.force_login(User.objects.get(username="ada"))
    QuestionImport.objects.update(made_at=timezone.now() - QuestionImport.KEPT - timedelta(seconds=1))
    assert "There is no file to import" in told_after(decide(client, lesson, page))
    assert Question.objects.filter(lesson=lesson).count() == 6


def test_what_has_changed_since_it_was_looked_at_is_shown_again(admin, lesson):
    page = choose(admin, lesson, WHOLE)
    Question.objects.filter(lesson=lesson, key="one").update(key="new")
    again = decide(admin, lesson, page)
    assert "has changed since you opened this page" in text_of(again)
    assert Question.objects.filter(lesson=lesson).count() == 6
    decide(admin, lesson, again)
    assert Question.objects.filter(lesson=lesson, key="new-2").exists()


def test_a_second_click_adds_nothing(admin, lesson):
    page = choose(admin, lesson, WHOLE)
    decide(admin, lesson, page)
    assert "There is no file to import" in told_after(decide(admin, lesson, page))
    assert Question.objects.filter(lesson=lesson).count() == 7


def test_a_failure_on_the_way_leaves_everything_as_it_was(admin, lesson, monkeypatch):
    page = choose(admin, lesson, WHOLE)
    before = content_of()

    def fail(*args, **options):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("quizzes.formats.apply.save_question", fail)
    with pytest.raises(RuntimeError):
        decide(admin, lesson, page)
    assert content_of() == before
    assert QuestionImport.objects.exists()


def test_a_quiz_has_fifty_questions_at_most(admin, lesson):
    many = b"\n".join(b"::n%d::Which?{T}\n" % number for number in range(50))
    page = choose(admin, lesson, many)
    assert "would add 44 questions" in text_of(page)
    assert "of 50 in the file: a quiz has at most 50 questions" in text_of(page)
    assert page.content.decode().count(" checked>") == 44


def choose_some(client, lesson, page, *numbers):
    token = re.search(r'name="fingerprint" value="(\w+)"', page.content.decode())[1]
    data = {"do": "apply", "fingerprint": token, "choosing": "1", "take": numbers}
    return client.post(address(lesson, "import/"), data)


def test_an_instructor_takes_some_of_the_questions(admin, lesson):
    page = choose(admin, lesson, (CASES / "31-200-questions.xml").read_bytes(), "31-200-questions.xml")
    assert "of 200 in the file" in text_of(page)
    assert "You chose no question" in text_of(choose_some(admin, lesson, page))
    assert "room for 44. Choose fewer" in text_of(choose_some(admin, lesson, page, *range(7, 57)))
    assert "2 questions added" in told_after(choose_some(admin, lesson, page, 107, 206))
    (draft,) = Lesson.every.filter(draft_of=lesson)
    assert list(draft.questions.values_list("number", "key"))[6:] == [(7, "q100"), (8, "q199")]


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


@pytest.mark.parametrize("name", READ)
def test_every_case_has_a_preview_and_is_added(admin, lesson, name):
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

"""Questions of a file are added to a lesson, and its own are written to one."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from reversion.models import Version

from lessons.folder.load import load
from lessons.folder.validation import problems_of
from lessons.models import Lesson
from quizzes.formats.models import QuestionImport
from quizzes.question_models import Question
from tests.quizzes.import_steps import WHOLE, address, choose, decide, quiz_of, text_of, told_after
from tests.support.servers import ROOT

pytestmark = pytest.mark.django_db
SAMPLES = ROOT / "tests" / "quizzes" / "samples"


def test_a_whole_question_is_shown_and_added_and_the_lesson_stays_public(admin, lesson):
    page = choose(admin, lesson, WHOLE)
    told = text_of(page)
    assert "q.gift would add 1 question to" in told
    assert "The lesson is public: learners get these questions at once." in told
    assert "has the same words as question" not in told
    assert "Question 7: new" in told
    assert "Single choice · line 2 of the file" in told
    assert "1 try: 100 %" in told
    assert Question.every.filter(lesson=lesson).count() == 6
    assert "1 question added to" in told_after(decide(admin, lesson, page))
    assert "1 question added, from q.gift." in text_of(admin.get("/admin/"))
    assert quiz_of(lesson)[-1]["choices"][0] == {"text": "a", "right": True, "feedback": "Yes."}
    assert Lesson.objects.get(pk=lesson.pk).status == "published"
    assert not QuestionImport.objects.exists()


def test_what_was_added_is_in_the_history_and_can_be_taken_back(admin, lesson):
    decide(admin, lesson, choose(admin, lesson, WHOLE))
    newest, oldest = Version.objects.get_for_object(lesson)
    assert (newest.revision.comment, newest.revision.user.username) == ("Imported from q.gift.", "ada")
    oldest.revision.revert(delete=True)
    assert Question.every.filter(lesson=lesson).count() == 6


def test_incomplete_questions_go_into_a_draft_and_the_public_lesson_stays(admin, lesson):
    page = choose(admin, lesson, b"Which?{=a ~b#No.}\n")
    assert "The lesson is public and stays as it is" in text_of(page)
    assert "Still to be written: its proof; feedback of choice 1." in text_of(page)
    after = decide(admin, lesson, page)
    assert "Still to be written: question 7, its proof and feedback of choice 1." in told_after(after)
    draft = Lesson.every.with_sections().get(draft_of=lesson)
    assert after["Location"] == f"/admin/lessons/lesson/{draft.pk}/change/"
    assert 'href="#questions-6"' in told_after(after)
    assert problems_of(draft) == [
        "question 7, proof: empty: write a place like 'step 2' (step, moment, flow, key)",
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


def test_what_each_option_of_a_multiple_choice_earns_is_told(admin, lesson):
    told = text_of(choose(admin, lesson, b"Which two?{~%50%a#y ~%50%b#y ~%-50%c#n}\n"))
    assert told.count("right, 50 %") == 2
    assert "wrong, -50 %" in told


def test_words_that_the_quiz_has_already_are_told_before_they_are_added(admin, lesson):
    told = text_of(choose(admin, lesson, b"Which one?{=a#y ~b#n}\n"))
    assert "Question 7 has the same words as question 1 of the quiz." in told


def test_a_key_that_is_taken_gets_another(admin, lesson):
    two = (
        b"// [id:one] [tag:proof: step 1]\nA?{=a#y ~b#n}\n\n// [id:one] [tag:proof: step 1]\nB?{=a#y ~b#n}\n"
    )
    page = choose(admin, lesson, two)
    assert "Question 7: one-2" in text_of(page)
    assert "the key one is taken" in text_of(page)
    before = Question.every.get(lesson=lesson, key="one")
    decide(admin, lesson, page)
    keys = [question["key"] for question in quiz_of(lesson)]
    assert keys == ["one", "many", "order", "pairs", "code", "cell", "one-2", "one-3"]
    assert Question.every.get(pk=before.pk).text == "Which one?"


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
    Question.every.filter(lesson=lesson).delete()
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


def test_questions_are_pasted_as_text(admin, lesson):
    count = lesson.questions.count()
    pasted = {"pasted": WHOLE.decode(), "file_format": "", "encoding": ""}
    page = admin.post(address(lesson), pasted, follow=True)
    assert "Which?" in page.text
    decide(admin, lesson, page)
    assert lesson.questions.count() == count + 1
    assert lesson.questions.last().proof == "step 1"
    for both in ({"pasted": ""}, {"pasted": "x", "file": SimpleUploadedFile("q.gift", WHOLE)}):
        assert "one of the two" in admin.post(address(lesson), both).text
    assert "<code>the text" in admin.post(address(lesson), {"pasted": "::x::{"}).text

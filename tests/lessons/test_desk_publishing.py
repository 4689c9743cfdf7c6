"""What keeps a lesson from being published at the desk, told in words."""

import pytest

from lessons.models import Lesson
from lessons.templatetags.places import with_code
from quizzes.question_models import Choice, Question
from tests.lessons.desk_page import DeskPage, said

pytestmark = pytest.mark.django_db


def test_what_is_missing_is_told_at_once_and_in_words(page, lesson):
    Question.every.filter(number=1).update(proof="")
    Choice.objects.filter(question__number=2, number=3).update(feedback="")
    told = said(publish(page.client, lesson))
    assert "question 1, proof: empty: write a place like 'step 2'" in told
    assert "question 2, choice c, feedback: empty" in told


def test_a_new_lesson_that_is_incomplete_is_kept_as_a_draft(page, lesson):
    address = "/admin/lessons/lesson/add/"
    new = DeskPage(page.client, lesson, page.client.get(address))
    new.address = address
    new |= {"track": lesson.track_id, "lab": "chat", "title": "Hardly begun", "slug": "hardly"}
    new |= {"summary": "x", "snapshot": "x", "status": "published", "_continue": "yes"}
    response = new.save()
    assert "was saved as a draft: it cannot be published yet" in said(response)
    assert DeskPage(page.client, lesson, response)["status"] == ["draft"]
    assert Lesson.every.get(slug="hardly").is_draft


def publish(client, lesson):
    data = {"action": "publish", "_selected_action": [lesson.pk], "index": 0}
    return client.post("/admin/lessons/lesson/", data, follow=True)


def ask_for_a_cell(lesson, **expects):
    lesson.questions.filter(number=1).update(kind="cell", expects=expects)
    Choice.objects.filter(question__number=1).delete()


def test_a_cell_that_the_run_has_not_is_not_published(page, lesson):
    ask_for_a_cell(lesson, variable="nix", after=99)
    assert "question 1, expects: the recorded run has no 'nix' after step 99" in said(
        publish(page.client, lesson)
    )


def test_a_cell_is_not_published_before_there_is_a_run_to_read_it_from(page, lesson):
    ask_for_a_cell(lesson, variable="connection_state", after=2)
    assert "is now published" in said(publish(page.client, lesson))
    lesson.recording.delete()
    told = said(publish(page.client, lesson))
    assert "question 1, expects: its answer is read from the recorded run, and the lesson has none" in told
    shown = page.client.get(f"/admin/lessons/lesson/{lesson.pk}/publishing/").text
    assert f'<a href="/admin/runs/{lesson.pk}/">question 1, expects: its answer' in shown


def test_a_public_lesson_saved_with_such_a_cell_becomes_a_draft(page, lesson):
    ask_for_a_cell(lesson, variable="nix", after=99)
    assert "was saved as a draft" in said(DeskPage(page.client, lesson).save())
    assert Lesson.objects.get().is_draft


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("`self.x` is <b>", "<code>self.x</code> is &lt;b&gt;"),
        ("step 2: `a` and `b`", "step 2: <code>a</code> and <code>b</code>"),
        ("a ` alone", "a ` alone"),
        ("`a` and ` alone", "<code>a</code> and ` alone"),
        ("none", "none"),
    ],
)
def test_what_a_finding_has_in_backticks_is_shown_as_code(words, shown):
    assert with_code(words) == shown

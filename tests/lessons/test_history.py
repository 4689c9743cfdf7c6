"""The history of a lesson: what differs from now, and what a revert has changed."""

import pytest
import reversion
from django.contrib.auth.models import User
from django.db import connection
from reversion.models import Version

from lessons.admin.differences import files_of
from lessons.admin.reverting import revert
from lessons.drafts.copying import copy_row
from lessons.drafts.draft import publish_draft, start_draft, undo_publication
from lessons.models import Lesson
from live_demo.runs.models import Recording
from quizzes.question_models import Question
from quizzes.version_models import QuizVersion
from tests.lessons.desk_page import DeskPage, said
from tests.lessons.uploads import text_of
from tutorial.admin import ROWS

pytestmark = pytest.mark.django_db


def test_an_earlier_version_shows_what_differs_and_a_revert_says_what_it_changed(client, lesson):
    client.force_login(User.objects.create_superuser("ada"))
    history = f"/admin/lessons/lesson/{lesson.pk}/history/"
    before = lesson.summary
    page = DeskPage(client, lesson)
    page.store()
    oldest = Version.objects.get_for_object(lesson).last()
    page = DeskPage(client, lesson)
    page |= {"summary": "Another summary.", "questions-0-text": "Another question?"}
    page |= {"questions-0-choices-1-feedback": "Another feedback."}
    page.store()
    what = "Changed: summary; question 1: text; question 1, choice b: feedback."
    assert what in text_of(client.get(history))
    assert what in text_of(client.get("/admin/"))

    earlier = f"{history}{oldest.pk}/"
    answer = client.get(earlier)
    told = text_of(answer)
    assert "Learners see it as soon as you go back to it." in told
    above, _, below = answer.text.partition("Go back to this version</button>")
    assert 'id="difference"' not in above, "a long difference would take the button out of sight"
    assert below.count('id="difference"') == 1
    assert "</button>" not in below
    assert '-summary = "Another summary."' in told
    assert "quiz.toml" in told
    assert "Another question?" in told
    assert Lesson.objects.get().summary == "Another summary."

    after = client.post(earlier, follow=True)
    assert "It changed: summary; question 1, text; question 1, choice b, feedback." in said(after)
    assert Lesson.objects.get().summary == before
    shown = text_of(client.get(history))
    assert "It changed: summary; question 1, text; question 1, choice b, feedback." in shown
    newest = Version.objects.get_for_object(lesson).first()
    assert "Nothing. The lesson is as it was then." in text_of(client.get(f"{history}{newest.pk}/"))


def test_going_back_to_a_time_before_publication_keeps_a_lesson_public(client, lesson):
    client.force_login(User.objects.create_superuser("ada"))
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    DeskPage(client, lesson).store()
    drafted = Version.objects.get_for_object(lesson).first()
    page = DeskPage(client, lesson)
    page |= {"summary": ""}
    page.store()
    empty = Version.objects.get_for_object(lesson).first()
    page = f"/admin/lessons/lesson/{lesson.pk}/history/"
    client.post(f"{page}{drafted.pk}/")
    Lesson.objects.update(status=Lesson.Status.PUBLISHED)
    assert "no longer see it" not in client.get(f"{page}{drafted.pk}/").text
    client.post(f"{page}{drafted.pk}/")
    assert Lesson.objects.get().status == Lesson.Status.PUBLISHED
    told = client.get(f"{page}{empty.pk}/").text
    assert "no longer see it" in told
    assert "as soon as you go back" not in told
    assert '<th scope="row">summary</th>' in told
    reverted = said(client.post(f"{page}{empty.pk}/", follow=True))
    assert "it cannot be published yet. summary: empty." in reverted
    assert "It changed: summary." in reverted, "nothing but the field, and no file"
    assert Lesson.objects.get().is_draft


def files_now(lesson):
    return files_of(Lesson.every.with_sections().get(pk=lesson.pk))


def test_a_revert_brings_back_what_was_deleted_added_moved_and_exchanged(
    client, lesson, django_assert_max_num_queries
):
    author = User.objects.create_superuser("ada")
    client.force_login(author)
    DeskPage(client, lesson).store()
    lesson.authors.set([author])
    with reversion.create_revision():
        lesson.save()
    before, version = files_now(lesson), Version.objects.get_for_object(lesson).first()
    run = lesson.recording.trace

    first, second = lesson.steps.all()[:2]
    for step, number in ((first, 100), (second, first.number), (first, second.number)):
        lesson.steps.filter(pk=step.pk).update(number=number)
    for flow_step in lesson.flow_steps.all():
        flow_step.steps.set([first])
    lesson.key_moments.first().delete()
    lesson.variables.first().delete()
    lesson.transcript_parts.create(number=100, text="New.")
    lesson.questions.first().choices.first().delete()
    lesson.questions.last().delete()
    Lesson.objects.update(title="Another title")
    Recording.objects.get().renumber({1: 1, 2: None, 3: 2, 4: 3, 5: 4})
    assert Recording.objects.get().trace != run
    assert files_now(lesson) != before

    with django_assert_max_num_queries(60):
        revert(version.revision, ROWS)
    assert files_now(lesson) == before
    assert list(lesson.authors.all()) == [author]
    assert Recording.objects.get().trace == run


def test_a_revert_to_before_runs_were_kept_in_the_history_keeps_the_run(lesson):
    with reversion.create_revision():
        lesson.save()
    kept = Version.objects.get_for_model(Recording).first()
    revision = kept.revision
    kept.delete()
    revert(revision, ROWS)
    assert Lesson.objects.get().recording.trace == lesson.recording.trace


def test_a_revert_leaves_out_an_author_whose_account_is_gone(lesson):
    author = User.objects.create_user("bob")
    lesson.authors.set([author])
    with reversion.create_revision():
        lesson.save()
    version = Version.objects.get_for_object(lesson).first()
    author.delete()
    revert(version.revision, ROWS)
    connection.check_constraints()
    assert not lesson.authors.exists()


def test_the_version_of_an_undone_publication_opens(client, lesson):
    client.force_login(User.objects.create_superuser("ada"))
    draft = start_draft(lesson)
    moved = list(draft.questions.all())
    Question.every.filter(pk=moved[0].pk).update(number=100)
    copied = copy_row(moved[1], lesson=draft, number=101, key="copied")
    for choice in moved[1].choices.all():
        copy_row(choice, question=copied)
    publish_draft(draft, None)
    first = lesson.questions.first()
    answered = f"{lesson.get_absolute_url()}quiz/{first.key}/"
    client.post(answered, {f"q{first.number}-choice": "a"}, headers={"HX-Request": "true"})
    assert QuizVersion.objects.exists()
    undo_publication(lesson, User.objects.get())
    undone = Version.objects.get_for_object(lesson).first()
    earlier = f"/admin/lessons/lesson/{lesson.pk}/history/{undone.pk}/"
    answer = client.get(earlier)
    assert "Nothing. The lesson is as it was then." in text_of(answer)

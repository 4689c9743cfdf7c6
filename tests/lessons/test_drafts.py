"""A public lesson stays while its draft is edited, looked at, compared, published, scheduled and undone."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User

from lessons.admin.withdrawing import WANTED
from lessons.drafts.draft import start_draft
from lessons.models import EarlierVersion, Learner, Lesson
from quizzes.attempt_models import Attempt
from quizzes.question_models import Question
from quizzes.reports.models import Report
from tests.lessons.desk_page import DeskPage, said
from tests.lessons.draft_steps import act, after, after_edit, begin, edit, page_of
from tests.lessons.uploads import text_of
from tutorial.roles import make_roles

pytestmark = pytest.mark.django_db
LIST = "/admin/lessons/lesson/"
HTMX = {"HX-Request": "true"}


def test_a_draft_has_all_that_the_public_lesson_has(desk, lesson):
    draft = begin(desk, lesson)
    assert begin(desk, lesson) == draft
    shown = desk.get(page_of(draft))
    assert "Nothing is missing" in text_of(shown)
    assert "Nothing. The draft is the same as the public lesson." in text_of(shown)
    assert draft.recording.points == lesson.recording.points
    form = text_of(desk.get(f"/admin/lessons/lesson/{draft.pk}/change/"))
    assert f"Draft of “{lesson}”" in form
    assert f"{lesson} ({lesson.track})" not in form
    edit(desk, draft, slug="another")
    assert Lesson.every.get(draft_of=lesson).slug == draft.slug
    after_edit(desk, draft, status="published")
    assert Lesson.every.get(draft_of=lesson).is_draft


def test_what_is_saved_in_a_draft_is_public_when_it_is_published(desk, lesson, client):
    draft = begin(desk, lesson)
    after_edit(desk, draft, **{"title": "A better title", "questions-0-text": "Which *one*?"})
    assert "A better title" not in desk.get("/").text
    assert "A better title" in desk.get(draft.get_absolute_url()).text
    told = text_of(desk.get(page_of(draft)))
    assert 'title = "A better title"' in told
    assert 'text = "Which *one*?"' in told
    keys = dict(lesson.questions.values_list("key", "pk"))
    assert "is now public" in said(after(desk, draft, "publish"))
    held = Lesson.objects.get()
    assert (held.pk, held.slug, held.title, held.status) == (
        lesson.pk,
        lesson.slug,
        "A better title",
        "published",
    )
    assert dict(held.questions.values_list("key", "pk")) == keys
    assert not Lesson.every.exclude(pk=lesson.pk).exists()


def test_every_way_of_a_draft_is_seen_by_instructors_only(desk, lesson, client):
    draft = begin(desk, lesson)
    for way in ("flow", "step", "snapshot", "transcript", "live", "predict", "quiz", "recall"):
        assert desk.get(draft.way_address(way)).status_code == 200, way
    listed = desk.get("/").text + desk.get(f"/learn/{lesson.track.slug}/").text
    assert draft.slug not in listed
    desk.logout()
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_draft_that_is_not_complete_is_saved_and_what_is_missing_leads_to_its_fields(desk, lesson):
    draft = begin(desk, lesson)
    edit(desk, draft, **{"summary": "", "questions-1-choices-2-feedback": ""})
    shown = desk.get(page_of(draft))
    assert "Still missing (2)" in text_of(shown)
    for place in ("id_summary", "id_questions-1-choices-2-feedback"):
        assert f'href="/admin/lessons/lesson/{draft.pk}/change/#{place}"' in shown.text
        assert f'id="{place}"' in desk.get(f"/admin/lessons/lesson/{draft.pk}/change/").text
    act(desk, draft, "publish")
    assert Lesson.every.filter(pk=draft.pk).exists()
    assert Lesson.objects.get().summary


def test_what_an_instructor_should_look_at_once_more_hinders_no_publication(desk, lesson):
    assert "once more" not in text_of(desk.get(page_of(lesson)))
    draft = begin(desk, lesson)
    first = draft.questions.first()
    desk.post(f"/admin/quizzes/arranging/{draft.pk}/", {"do": f"duplicate-{first.pk}"})
    draft.flow_steps.first().steps.clear()
    for question in draft.questions.all():
        question.choices.update(is_right=False)
        question.choices.filter(number=1).update(is_right=True)
    told = text_of(desk.get(page_of(draft)))
    assert "Look at these once more (3)" in told
    assert "flow, step 1, covers: it covers no row of the execution table" in told
    assert "question 2, text: it has the same words as question 1" in told
    assert "questions: the first choice is right in each of them, and learners see this order" in told
    assert "is now public" in said(after(desk, draft, "publish"))


def test_a_publication_is_undone_and_what_was_public_becomes_the_draft(desk, lesson):
    title = lesson.title
    draft = begin(desk, lesson)
    edit(desk, draft, title="A worse title")
    act(desk, draft, "publish")
    assert EarlierVersion.objects.count() == 1
    asked = text_of(desk.get(page_of(lesson)))
    assert f"title A worse title {title}" in asked
    assert "What is public now would become a draft." in asked
    undone = after(desk, lesson, "undo")
    assert "is public again" in said(undone)
    assert Lesson.objects.get().title == title
    address = f"/admin/lessons/lesson/{Lesson.every.get(draft_of=lesson).pk}/change/"
    assert f'is in <a href="{address}">the draft</a>' in undone.text
    assert f'href="{address}"' in desk.get(page_of(lesson)).text
    assert "submit-row" not in desk.get(page_of(lesson)).text
    listed = desk.get("/admin/lessons/lesson/").text
    assert f'published, with <a href="{address}">a draft</a>' in listed
    assert Lesson.every.get(draft_of=lesson).title == "A worse title"
    told = text_of(desk.get(f"/admin/lessons/lesson/{lesson.pk}/history/"))
    assert "Published from its draft. It changed: title." in told
    assert "A publication was undone. It changed: title." in told
    assert "No earlier version" in said(after(desk, lesson, "undo"))


def test_a_draft_is_discarded(desk, lesson):
    draft = begin(desk, lesson)
    edit(desk, draft, title="Nothing of it")
    address = f'href="/admin/lessons/lesson/{draft.pk}/change/">Nothing of it</a>'
    assert f"{address} (its draft)" in desk.get("/admin/").text
    assert (
        f'with <a href="/admin/lessons/lesson/{draft.pk}/change/"'
        in desk.get(f"{LIST}?status__exact=draft").text
    )
    asked = BeautifulSoup(desk.get(page_of(draft)).content, "html.parser").select_one(
        "details:has([value=discard])"
    )
    assert "It cannot be brought back" in asked.get_text()
    assert not asked.select("[value=publish]")
    assert not asked.has_attr("open")
    act(desk, draft, "discard")
    assert list(Lesson.every.values_list("pk", "title")) == [(lesson.pk, lesson.title)]
    front = desk.get("/admin/")
    assert "Nothing of it (no longer there)" in text_of(front)
    assert address not in front.text
    assert "0 lessons" in text_of(desk.get(f"{LIST}?status__exact=draft"))


def test_the_front_page_shows_drafts_and_open_reports_of_ones_own_tracks(client, desk, lesson):
    draft = begin(desk, lesson)
    Report.objects.create(learner=Learner.objects.create(), question=lesson.questions.first(), reason="key")
    told = text_of(desk.get("/admin/"))
    assert f"Drafts (1) {draft}" in told
    assert f"Open reports (1) The right answer is not right: {lesson}" in told
    make_roles()
    bob = User.objects.create_user("bob", is_staff=True)
    bob.groups.add(Group.objects.get(name="Instructors"))
    client.force_login(bob)
    assert "Drafts (0) No draft. Open reports (0) No report is open." in text_of(client.get("/admin/"))


def test_a_learner_in_mid_quiz_finishes_with_the_questions_of_before(desk, lesson):
    quiz = f"{lesson.get_absolute_url()}quiz/"
    first = lesson.questions.first()
    desk.post(f"{quiz}{first.key}/", {f"q{first.number}-choice": "a"}, headers=HTMX)
    draft = begin(desk, lesson)
    second = lesson.questions.get(number=2).text
    edit(desk, draft, **{"questions-1-text": "Another question?"})
    act(desk, draft, "publish")
    assert "Another question?" not in desk.get(quiz).text
    assert "The quiz has changed since you began." in desk.get(quiz).text
    assert Attempt.objects.get().version.questions[1]["text"] == second
    desk.post(f"{quiz}again/", headers=HTMX)
    assert "Another question?" in desk.get(quiz).text


def test_an_instructor_publishes_drafts_of_the_own_tracks_only(client, lesson):
    make_roles()
    bob = User.objects.create_user("bob", is_staff=True)
    bob.groups.add(Group.objects.get(name="Instructors"))
    client.force_login(bob)
    draft = start_draft(lesson)
    for address in (page_of(draft), f"/admin/lessons/lesson/{draft.pk}/change/"):
        assert client.get(address).status_code in (302, 404)
    assert client.post(f"/admin/lessons/lesson/{lesson.pk}/draft/").status_code == 404
    lesson.track.instructors.add(bob)
    assert client.get(page_of(draft)).status_code == 200
    assert "is now public" in said(after(client, draft, "publish"))


def test_who_takes_a_lesson_from_learners_is_told_how_many_have_answered(desk, lesson):
    withdrawn = f"Learners no longer see “{lesson}”. "
    assert withdrawn not in said(after_edit(desk, lesson, title=lesson.title))
    asked = after_edit(desk, lesson, status="draft")
    assert "As a draft they no longer find it, not even in the middle of it. Save again" in said(asked)
    assert not Lesson.objects.get(pk=lesson.pk).is_draft
    assert f"{withdrawn}Publish it again" in said(DeskPage(desk, lesson, asked).save())
    assert withdrawn not in said(after_edit(desk, lesson, status="draft"))
    act(desk, lesson, "publish")
    first = lesson.questions.first()
    desk.post(f"{lesson.get_absolute_url()}quiz/{first.key}/", {f"q{first.number}-choice": "a"}, headers=HTMX)
    data = {"action": "unpublish", "_selected_action": [lesson.pk], "index": 0}
    asked = text_of(desk.post("/admin/lessons/lesson/", data))
    assert f"{lesson}: 1 learner has answered its quiz; the answers are kept" in asked
    assert not Lesson.objects.get(pk=lesson.pk).is_draft
    told = said(desk.post("/admin/lessons/lesson/", data | {WANTED: "yes"}, follow=True))
    assert f"{withdrawn}1 learner has answered its quiz; the answers are kept. Publish it again" in told


def test_answers_stay_with_their_questions(desk, lesson):
    first = lesson.questions.first()
    quiz = f"{lesson.get_absolute_url()}quiz/{first.key}/"
    desk.post(quiz, {f"q{first.number}-choice": "a"}, headers=HTMX)
    draft = begin(desk, lesson)
    Question.every.get(lesson=draft, key=first.key).delete()
    act(desk, draft, "publish")
    assert Question.every.get(pk=first.pk).is_retired
    assert Question.every.get(pk=first.pk).responses.count() == 1

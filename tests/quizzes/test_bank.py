"""Questions are found by words, tags and statistics, and taken into a draft as copies with an origin."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from lessons.drafts.copying import duplicate
from lessons.drafts.draft import start_draft
from lessons.markdown import plain
from lessons.models import Track
from quizzes.analysis.models import QuestionSummary
from tests.lessons.desk_page import said
from tests.lessons.uploads import text_of
from tutorial.roles import make_roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(lesson):
    made = duplicate(lesson)
    made.questions.all().delete()
    return made


def search(desk, lesson, **asked):
    return text_of(desk.get(f"/admin/quizzes/bank/{lesson.pk}/", asked))


def test_questions_are_found_by_words_tags_and_statistics(desk, lesson, draft):
    assert "3 questions found" in search(desk, draft)
    first, second, third = lesson.questions.all()
    lesson.questions.filter(pk=first.pk).update(tags=["basics"])
    summary = {"n": 9, "hinted": 0, "timed": 0, "facility": 0.2, "taken": {}}
    QuestionSummary.objects.create(question=second, made_at=timezone.now(), **summary)
    for asked, key in (
        ({"words": "basics"}, first.key),
        ({"words": third.key}, third.key),
        ({"difficulty": "hard"}, second.key),
    ):
        told = search(desk, draft, **asked)
        assert "1 question found" in told
        assert key in told
    right = lesson.questions.get(pk=first.pk).choices.filter(is_right=True).first()
    assert f"{plain(right.text)} (right)" in search(desk, draft, words="basics")
    assert "0 questions found" in search(desk, start_draft(lesson))
    assert "20.0% facility, 9 answers" in search(desk, draft, difficulty="hard")
    assert "0 questions found" in search(desk, draft, words="basics nowhere")


def test_a_question_is_taken_as_a_copy_that_knows_its_origin_and_points_nowhere(desk, lesson, draft):
    question = lesson.questions.first()
    take = {"take": question.pk}
    told = said(desk.post(f"/admin/quizzes/bank/{draft.pk}/", take, follow=True))
    assert "Say which place of this lesson proves it" in told
    made = draft.questions.get()
    assert made.origin == f"django-channels/websocket-support: {question.key}"
    assert (made.number, made.proof, made.text) == (1, "", question.text)
    assert [row.text for row in made.choices.all()] == [row.text for row in question.choices.all()]
    assert {row.points_to for row in made.hints.all()} <= {""}
    assert "proof" in text_of(desk.get(f"/admin/lessons/lesson/{draft.pk}/publishing/"))
    assert "This lesson is public" in said(desk.post(f"/admin/quizzes/bank/{lesson.pk}/", take, follow=True))
    assert lesson.questions.count() == 3


def test_questions_of_tracks_that_an_instructor_does_not_work_on_are_not_found(client, lesson, draft):
    make_roles()
    bob = User.objects.create_user("bob", is_staff=True)
    bob.groups.add(*bob.groups.model.objects.filter(name="Instructors"))
    other = Track.objects.create(slug="other", title="Other", number=2)
    other.instructors.add(bob)
    draft.track = other
    draft.save()
    client.force_login(bob)
    assert "0 questions found" in search(client, draft)
    address = f"/admin/quizzes/bank/{draft.pk}/"
    assert client.post(address, {"take": lesson.questions.first().pk}).status_code == 404

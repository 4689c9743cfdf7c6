"""Questions are listed by their words, moved and duplicated; a lesson is duplicated as a draft."""

import pytest
from django.contrib.auth.models import Group, User

from lessons.drafts.draft import start_draft
from lessons.models import Lesson
from quizzes.question_models import Question
from tests.lessons.desk_page import said
from tests.lessons.uploads import text_of
from tutorial.roles import make_roles

pytestmark = pytest.mark.django_db


def act(desk, lesson, do, question):
    return desk.post(f"/admin/quizzes/arranging/{lesson.pk}/", {"do": f"{do}-{question.pk}"}, follow=True)


def keys(lesson):
    return list(lesson.questions.order_by("number").values_list("key", flat=True))


def test_questions_are_listed_by_their_words_and_moved(desk, lesson):
    one, two, three = keys(lesson)
    shown = text_of(desk.get(f"/admin/quizzes/arranging/{lesson.pk}/"))
    assert " ".join(lesson.questions.get(key=two).text.split()[:5]).replace("`", "`") in shown
    assert "It is question 1 now." in said(act(desk, lesson, "up", lesson.questions.get(key=two)))
    assert keys(lesson) == [two, one, three]
    act(desk, lesson, "down", lesson.questions.get(key=one))
    act(desk, lesson, "down", lesson.questions.get(key=one))
    assert keys(lesson) == [two, three, one]
    assert list(lesson.questions.values_list("number", flat=True)) == [1, 2, 3]
    dragged = {"moved": lesson.questions.get(key=one).pk, "place": "1"}
    desk.post(f"/admin/quizzes/arranging/{lesson.pk}/", dragged)
    assert keys(lesson) == [one, two, three]


def test_a_question_is_duplicated_below_itself_with_its_choices_and_hints(desk, lesson):
    question = lesson.questions.get(number=1)
    assert f"as '{question.key}-copy'" in said(act(desk, lesson, "duplicate", question))
    act(desk, lesson, "duplicate", question)
    made = lesson.questions.get(number=3)
    assert keys(lesson)[:3] == [question.key, f"{question.key}-copy2", f"{question.key}-copy"]
    assert [row.text for row in made.choices.all()] == [row.text for row in question.choices.all()]
    assert [row.text for row in made.hints.all()] == [row.text for row in question.hints.all()]


def test_a_question_is_deleted_in_a_draft_only(desk, lesson):
    one, two, three = keys(lesson)
    act(desk, lesson, "delete", lesson.questions.get(key=one))
    assert keys(lesson) == [one, two, three]
    draft = start_draft(lesson)
    assert "Question 1 was deleted." in said(act(desk, draft, "delete", draft.questions.get(key=one)))
    assert list(draft.questions.values_list("number", "key")) == [(1, two), (2, three)]
    assert keys(lesson) == [one, two, three]


def test_a_lesson_is_duplicated_as_a_draft_that_is_last_in_its_track(desk, lesson):
    action = {"action": "duplicate", "_selected_action": [lesson.pk]}
    assert "is a draft now" in said(desk.post("/admin/lessons/lesson/", action, follow=True))
    made = Lesson.objects.exclude(pk=lesson.pk).get()
    assert (made.title, made.status, made.number) == (f"{lesson.title} (copy)", "draft", lesson.number + 1)
    assert keys(made) == keys(lesson)
    assert list(made.authors.all()) == [User.objects.get()]
    desk.post("/admin/lessons/lesson/", action)
    assert Lesson.objects.count() == 3


def test_only_who_works_on_the_track_moves_its_questions(client, lesson):
    make_roles()
    bob = User.objects.create_user("bob", is_staff=True)
    bob.groups.add(Group.objects.get(name="Instructors"))
    client.force_login(bob)
    before = keys(lesson)
    address = f"/admin/quizzes/arranging/{lesson.pk}/"
    assert client.post(address, {"do": f"down-{Question.objects.first().pk}"}).status_code == 404
    lesson.track.instructors.add(bob)
    assert client.post(address, {"do": "down-0"}).status_code == 404
    assert client.post(address, {"do": "drop-1"}).status_code in (302, 404)
    assert keys(lesson) == before

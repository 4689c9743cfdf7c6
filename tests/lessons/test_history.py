"""The history of a lesson: what differs from now, and what a revert has changed."""

import pytest
from django.contrib.auth.models import User
from reversion.models import Version

from lessons.models import Lesson
from tests.lessons.desk_page import DeskPage, said
from tests.lessons.uploads import text_of

pytestmark = pytest.mark.django_db


def test_an_earlier_version_shows_what_differs_and_a_revert_says_what_it_changed(client, lesson):
    client.force_login(User.objects.create_superuser("ada"))
    history = f"/admin/lessons/lesson/{lesson.pk}/history/"
    before = lesson.summary
    page = DeskPage(client, lesson)
    page.save()
    oldest = Version.objects.get_for_object(lesson).last()
    page = DeskPage(client, lesson)
    page |= {"summary": "Another summary.", "questions-0-text": "Another question?"}
    page.save()

    earlier = f"{history}{oldest.pk}/"
    answer = client.get(earlier)
    told = text_of(answer)
    assert '-summary = "Another summary."' in told
    assert "quiz.toml" in told
    assert "Another question?" in told
    assert Lesson.objects.get().summary == "Another summary."

    reverted = DeskPage.of(client, lesson, answer)
    reverted.address = earlier
    after = reverted.save()
    assert "It changed: lesson.toml (1 line added, 1 removed); quiz.toml (1 line added, 1 removed)." in said(
        after
    )
    assert Lesson.objects.get().summary == before
    shown = text_of(client.get(history))
    assert "It changed: lesson.toml (1 line added, 1 removed)" in shown
    newest = Version.objects.get_for_object(lesson).first()
    assert "Nothing. The lesson is as it was then." in text_of(client.get(f"{history}{newest.pk}/"))

"""The index of the search: a change shows at once, nobody learns of a draft, and no text is read twice."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lessons.models import Lesson, Track
from lessons.search import index
from lessons.search.find import find

pytestmark = pytest.mark.django_db
GUEST = AnonymousUser()


@pytest.fixture
def editor():
    return User.objects.create_superuser("ada")


def lesson_about(summary, number, status="published"):
    track, _ = Track.objects.get_or_create(slug="birds", title="Birds", summary="Two birds.")
    fields = {"title": f"Lesson {number}", "lab": "chat", "status": status, "summary": summary}
    return Lesson.objects.create(track=track, slug=f"bird-{number}", number=number, **fields)


def titles(question, user=GUEST):
    return [each.title for each in find(Lesson.objects.visible_to(user), question).with_all]


def test_a_change_shows_at_once_and_what_was_there_is_gone():
    lesson = lesson_about("The plover nests on gravel.", 1)
    assert titles("plover gravel") == ["Lesson 1"]
    lesson.summary = "The dunlin nests in grass."
    lesson.save()
    assert titles("plover") == []
    assert titles("dunlin") == ["Lesson 1"]
    Track.objects.filter(pk=lesson.track_id).update(title="Waders")
    assert titles("waders dunlin") == ["Lesson 1"]
    lesson.delete()
    assert titles("dunlin") == []


def test_a_text_is_read_once(lesson):
    titles("consumer")
    with CaptureQueriesContext(connection) as queries:
        titles("handshake")
    assert len(queries) == 1


def test_what_an_editor_finds_in_a_draft_is_neither_found_nor_suggested_to_a_guest(editor):
    lesson_about("The plover nests on gravel.", 1)
    lesson_about("The phalarope spins.", 2, status="draft")
    assert titles("phalarope", editor) == ["Lesson 2"]
    found = find(Lesson.objects.visible_to(GUEST), "phalaropes")
    assert not found.with_some
    assert found.suggestion == ""
    assert find(Lesson.objects.visible_to(editor), "phalaropes").suggestion == "phalarope"


def test_of_two_that_fit_alike_the_first_lesson_is_first_however_late_it_was_changed():
    first, *_ = [lesson_about("The plover nests on gravel.", number) for number in (1, 2, 3)]
    assert titles("plover") == ["Lesson 1", "Lesson 2", "Lesson 3"]
    first.save()
    assert titles("plover") == ["Lesson 1", "Lesson 2", "Lesson 3"]


def test_many_changes_make_one_segment_again(monkeypatch):
    monkeypatch.setattr(index, "MAX_SEGMENTS", 3)
    lessons = [lesson_about(f"The plover nests on gravel {number}.", number) for number in (1, 2)]
    for _ in range(5):
        lessons[0].save()
        assert titles("plover") == ["Lesson 1", "Lesson 2"]
    assert len(index.segments._segments) <= 3


def test_a_page_shows_twenty_results_and_leads_to_the_others(client):
    for number in range(1, 46):
        lesson_about("The plover nests on gravel.", number)
    first, second, last = (client.get("/search/", {"q": "plover", "page": page}).text for page in (1, 2, 3))
    assert "45 results for “plover”. These are 1 to 20, best first." in first
    found = [re.findall(r'<li><a href="[^"]+">(Lesson \d+)<', html) for html in (first, second, last)]
    assert [title for page in found for title in page] == [f"Lesson {number}" for number in range(1, 46)]
    assert 'href="?q=plover&amp;page=2">More results' in first
    assert "More results" not in last
    assert 'href="?q=plover&amp;page=2">Results before' in last


def test_a_page_of_results_that_does_not_exist_is_the_nearest_one(client):
    lesson_about("The plover nests on gravel.", 1)
    for page in ("0", "7", "x", ""):
        assert "1 result for “plover”." in client.get("/search/", {"q": "plover", "page": page}).text

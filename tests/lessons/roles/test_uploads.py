"""The lessons that an upload may change."""

import pytest

from lessons.models import Lesson, Track
from tests.lessons.roles.desk import lesson, sign_in
from tests.lessons.uploads import decide, shipped, spoiled, text_of, upload
from tutorial.roles import EDITORS

pytestmark = pytest.mark.django_db


def renamed(track, old, new):
    """The shipped track as `track`, its lesson as `track`-support, with a change in it."""
    files = spoiled("django-channels/01-websocket-support/lesson.toml", old, new)
    return {
        name.replace("django-channels", track).replace("websocket", track): content
        for name, content in files.items()
    }


def test_an_upload_changes_ones_own_lessons(instructor):
    page = upload(instructor, renamed("mine", "minutes = 10", "minutes = 12"))
    decide(instructor, page)
    assert (lesson("mine").minutes, lesson("theirs").minutes) == (12, 10)


def test_an_upload_with_anothers_lesson_is_refused_as_a_whole_and_shows_nothing_of_it(instructor):
    files = renamed("mine", "minutes = 10", "minutes = 12") | renamed(
        "theirs", "minutes = 10", "minutes = 13"
    )
    page = upload(instructor, files)
    told = text_of(page)
    assert "theirs/theirs-support: refused The track is not one of yours." in told
    assert "minutes = 13" not in told
    assert "Apply all of it" not in told
    decide(instructor, page)
    assert set(Lesson.objects.values_list("minutes", flat=True)) == {10}


def test_a_new_track_is_an_editors_to_make(instructor):
    page = upload(instructor, renamed("new", "minutes = 10", "minutes = 12"))
    assert "his is a new track: ask an editor to make it." in text_of(page)
    decide(instructor, page)
    assert Track.objects.count() == 2
    sign_in(instructor, "eve", EDITORS)
    decide(instructor, upload(instructor, renamed("new", "minutes = 10", "minutes = 12")))
    assert Track.objects.count() == 3


def test_lesson_folders_go_into_ones_own_track_only(instructor):
    files = {name.partition("/")[2]: text for name, text in shipped().items() if "/01" in name}
    page = upload(instructor, files, track=Track.objects.get(slug="theirs").pk)
    assert "Select a valid choice" in text_of(page)

"""What-ifs that a lesson names, and that run in the lab of another lesson of its track."""

import pytest

from lessons.folder.faults import FolderError
from lessons.folder.load import load
from lessons.folder.write import export
from lessons.models import Lesson
from live_demo.what_if_definitions import titles

pytestmark = pytest.mark.django_db
LINK = 'href="/learn/django-channels/websocket-support/live/?what_if=vanish"'


@pytest.fixture
def second(lesson):
    return Lesson.objects.create(
        track=lesson.track,
        slug="second",
        number=2,
        title="Second",
        lab="groups",
        what_ifs=["chat/vanish"],
        status="published",
    )


def test_live_leads_to_them(client, second):
    html = client.get(f"{second.get_absolute_url()}live/").content.decode()
    assert LINK in html
    assert titles()["chat/vanish"] in html
    assert client.get("/learn/django-channels/websocket-support/live/?what_if=vanish").status_code == 200


def test_they_are_left_out_where_no_lesson_with_their_lab_may_be_seen(client, second):
    Lesson.objects.filter(lab="chat").update(status="draft")
    assert LINK not in client.get(f"{second.get_absolute_url()}live/").content.decode()


def test_what_a_folder_names_is_loaded_and_exported(lesson_folders, tmp_path):
    file = lesson_folders / "django-channels/01-websocket-support/lesson.toml"
    text = file.read_text()
    named = 'lab = "chat"\nwhat_ifs = ["chat/{}", "chat/{}"]'
    file.write_text(text.replace('lab = "chat"', named.format("vanish", "binary")))
    load(lesson_folders)
    assert Lesson.objects.get().what_ifs == ["chat/binary", "chat/vanish"]  # as their lab has them
    export(tmp_path)
    assert (tmp_path / file.relative_to(lesson_folders)).read_text() == text.replace(
        'lab = "chat"', named.format("binary", "vanish")
    )


def test_one_that_does_not_exist_is_a_fault(lesson_folders):
    file = lesson_folders / "django-channels/01-websocket-support/lesson.toml"
    file.write_text(file.read_text().replace('lab = "chat"', 'lab = "chat"\nwhat_ifs = ["chat/nothing"]'))
    with pytest.raises(
        FolderError, match=r"there is no what-if 'chat/nothing'; there are: .*chat/accept_forgotten"
    ):
        load(lesson_folders)

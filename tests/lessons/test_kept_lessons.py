"""Loading says of each lesson that an instructor has changed whether it stays behind its folder."""

import shutil
from io import StringIO

import pytest
from django.core.management import call_command

from lessons.folder.load import load
from lessons.models import Lesson, Step, Track
from tests.lessons.lesson_files import spoil

pytestmark = pytest.mark.usefixtures("no_lessons")

NAME = "django-channels/websocket-support"
BEHIND = (
    "kept as an instructor has changed it: the new version is not loaded (load_lessons --overwrite does it)"
)


def said(path, **options):
    """What loading prints; without options as `set_up` loads."""
    output = StringIO()
    call_command("load_lessons", path, stdout=output, **{"verbosity": 0} | options)
    return output.getvalue().splitlines()


@pytest.fixture
def changed(no_lessons, lesson_folders):
    """Folders that were loaded, and whose lesson and track an instructor has changed then."""
    load(lesson_folders)
    Step.objects.filter(number=2).update(action="Mine")
    Track.objects.update(title="Mine")
    return lesson_folders


def test_a_kept_lesson_whose_folder_is_as_before_is_not_behind(changed):
    assert said(changed) == []
    assert f"{NAME}: kept as an instructor has changed it" in said(changed, verbosity=1)


def test_each_lesson_and_track_that_stays_old_is_named_until_it_is_loaded(changed, lesson_toml):
    spoil(lesson_toml, "minutes = 10", "minutes = 12")
    track = lesson_toml.parents[1] / "track.toml"
    track.write_text(track.read_text().replace('summary = "', 'summary = "New. '))
    for _ in range(2):
        assert said(changed) == [f"django-channels: {BEHIND}", f"{NAME}: {BEHIND}"]
    assert (Lesson.objects.get().minutes, Track.objects.get().title) == (10, "Mine")
    said(changed, overwrite=True)
    assert said(changed) == []
    assert Lesson.objects.get().minutes == 12
    assert Track.objects.get().summary.startswith("New. ")


def test_one_lesson_alone_is_taken_from_a_folder_with_nothing_else_of_its_track(
    changed, lesson_toml, tmp_path
):
    other = shutil.copytree(lesson_toml.parent, lesson_toml.parents[1] / "02-another") / "lesson.toml"
    load(changed)
    Step.objects.filter(lesson__slug="another", number=2).update(action="Mine")
    for toml in (lesson_toml, other):
        spoil(toml, "minutes = 10", "minutes = 12")
    alone = tmp_path / "new/django-channels"
    shutil.copytree(lesson_toml.parent, alone / lesson_toml.parent.name)
    shutil.copy(lesson_toml.parents[1] / "track.toml", alone)
    said(tmp_path / "new", overwrite=True)
    assert dict(Lesson.objects.values_list("slug", "minutes")) == {"websocket-support": 12, "another": 10}
    assert said(changed) == [f"django-channels/another: {BEHIND}"]

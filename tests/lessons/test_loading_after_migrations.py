"""Loading after a migration that has rewritten the content of lessons, and with it their history."""

import json

import pytest
import reversion
from django.contrib.auth.models import User
from reversion.models import Version

from lessons.folder.load import load
from lessons.models import Lesson, Step
from quizzes.question_models import Question

pytestmark = pytest.mark.usefixtures("no_lessons")

NAME = "django-channels/websocket-support"


@pytest.fixture
def toml(lesson_folders):
    return lesson_folders / NAME.replace("/", "/01-") / "lesson.toml"


@pytest.fixture
def migrated(no_lessons, lesson_folders, toml):
    """A lesson that was loaded, whose second step a migration then rewrote, and a newer folder of it."""
    load(lesson_folders)
    step = Step.objects.get(number=2)
    Step.objects.filter(pk=step.pk).update(action="Migrated")
    version = Version.objects.get_for_object(step).get()
    data = json.loads(version.serialized_data)
    data[0]["fields"]["action"] = "Migrated"
    Version.objects.filter(pk=version.pk).update(serialized_data=json.dumps(data))
    toml.write_text(toml.read_text().replace("minutes = 10", "minutes = 12", 1))
    return Lesson.objects.get()


def outcome(path):
    return {outcome.name: outcome.done for outcome in load(path)}[NAME]


@pytest.mark.usefixtures("migrated")
def test_a_lesson_that_only_a_migration_has_changed_is_updated(lesson_folders):
    assert outcome(lesson_folders) == "updated"
    assert Lesson.objects.get().minutes == 12
    assert not Step.objects.filter(action="Migrated")
    assert outcome(lesson_folders) == "unchanged"


@pytest.mark.usefixtures("migrated")
def test_a_row_that_changed_besides_a_migration_is_kept(lesson_folders):
    Step.objects.filter(number=3).update(action="Mine")
    assert outcome(lesson_folders) == "kept"
    assert Step.objects.get(number=3).action == "Mine"


def test_what_an_instructor_changed_besides_a_migration_is_kept(lesson_folders, migrated):
    with reversion.create_revision():
        reversion.set_user(User.objects.create(username="ada"))
        migrated.summary = "Mine."
        migrated.save()
    assert outcome(lesson_folders) == "kept"
    assert Lesson.objects.get().summary == "Mine."


def test_a_question_that_an_instructor_added_besides_a_migration_is_kept(lesson_folders, migrated):
    with reversion.create_revision():
        reversion.set_user(User.objects.create(username="ada"))
        Question.objects.create(lesson=migrated, number=9, key="mine", kind="single", text="Mine?")
    assert outcome(lesson_folders) == "kept"
    assert Question.objects.filter(key="mine")

"""Two tracks of one lesson each, and who works on them."""

import pytest

from lessons.folder.load import load
from lessons.models import Lesson, Track
from tests.lessons.roles.desk import sign_in
from tests.lessons.uploads import shipped
from tests.support.database_fixtures import delete_lessons
from tutorial.roles import EDITORS, INSTRUCTORS, make_roles


@pytest.fixture(scope="module", autouse=True)
def two_tracks(rows_of_module, tmp_path_factory):
    folder = tmp_path_factory.mktemp("two-tracks")
    for track in ("mine", "theirs"):
        for name, content in shipped().items():
            file = folder / name.replace("django-channels", track).replace("websocket", track)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    delete_lessons()
    load(folder)
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    make_roles()


@pytest.fixture
def instructor(client):
    Track.objects.get(slug="mine").instructors.add(sign_in(client, "ada", INSTRUCTORS))
    return client


@pytest.fixture
def editor(client):
    sign_in(client, "eve", EDITORS)
    return client

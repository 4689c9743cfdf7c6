"""A program that uses the API."""

import json

import pytest

from lessons.folder.load import load
from lessons.models import Learner, Lesson
from quizzes.api.keys import new_key
from quizzes.api.models import ApiKey
from tests.lessons.learners import with_cookie
from tests.quizzes.changed_quiz import QUIZ
from tests.quizzes.kinds.lessons import lesson_of_every_kind
from tests.quizzes.recall_cards import Learning
from tests.quizzes.sittings import RIGHT, start
from tests.support.database_fixtures import delete_lessons
from tests.support.server_fixtures import SHIPPED


def make_key(**fields):
    """A key with every scope, and its secret."""
    key = ApiKey(**{"name": "a school", "may_see_results": True, "may_manage": True} | fields)
    secret = new_key(key)
    key.save()
    return key, secret


@pytest.fixture(scope="module")
def folder_of_every_kind(rows_of_module, tmp_path_factory):
    """The folder of a track whose lesson has a question of each type: the only one for the whole module."""
    delete_lessons()
    folder = lesson_of_every_kind(tmp_path_factory.mktemp("every-kind"))
    load(folder)
    return folder


@pytest.fixture
def every_kind(folder_of_every_kind, db):
    """A lesson with a question of each type, alone in its database."""
    return Lesson.objects.get()


@pytest.fixture
def api_key(db):
    return make_key()


@pytest.fixture
def other_client(api_key, caller):
    """Calls the API with the key of another client."""
    return caller(make_key(name="another school")[1])


@pytest.fixture
def attempt(api):
    """The id of an attempt that has just begun."""
    return start(api).json()["id"]


@pytest.fixture(scope="session")
def new_key_of(at_database):
    """Gives a key of a running server that nobody has used."""
    return lambda server: at_database(server, make_key)[1]


@pytest.fixture
def secret(api_key):
    return api_key[1]


@pytest.fixture
def caller(client):
    """Make a program that calls with this secret."""

    def calling(secret):
        def call(method, path, body=None, **headers):
            headers = {"authorization": f"Bearer {secret}"} | headers
            data = {
                "data": body if isinstance(body, str) else json.dumps(body),
                "content_type": "application/json",
            }
            return getattr(client, method)(
                f"/api/v1{path}", **(data if body is not None else {}), headers=headers
            )

        return call

    return calling


@pytest.fixture
def api(caller, secret):
    return caller(secret)


@pytest.fixture
def is_problem():
    def check(response, status, words):
        assert response.status_code == status, response.content
        assert response.headers["Content-Type"] == "application/problem+json"
        body = response.json()
        assert body["status"] == status
        assert body["type"].startswith("http://localhost/api/problems#")
        assert body["request_id"] == response.headers["X-Request-Id"]
        assert words in json.dumps(body)
        return body

    return check


@pytest.fixture
def learn(client, db):
    """Rate cards and answer questions as one learner."""
    return Learning(with_cookie(client))


@pytest.fixture
def other_lesson(every_kind):
    """A lesson of another track than `every_kind`."""
    load(SHIPPED)
    return Lesson.objects.get(slug="websocket-support")


@pytest.fixture
def quiz_toml(lesson, lesson_folders):
    """The quiz.toml that the lesson in the database was loaded from, to be changed."""
    return next(lesson_folders.rglob("quiz.toml"))


@pytest.fixture
def all_right(lesson, client):
    """The learner of `client`, who has every answer right."""
    for number, (key, choice) in enumerate(RIGHT.items(), start=1):
        client.post(f"{QUIZ}quiz/{key}/", {f"q{number}-choice": choice})
    return Learner.objects.get()

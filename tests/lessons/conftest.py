import pytest
from django.contrib.auth.models import User
from django.test import Client

from lessons import page_cache
from lessons.models import Lesson
from live_demo.rooms.models import Room
from tests.lessons.desk_page import DeskPage
from tests.lessons.learners import PASSWORD, guest_of


@pytest.fixture
def room(lesson):
    """The room that `do_everything` joins."""
    return Room.objects.create(lesson=lesson)


@pytest.fixture(scope="module")
def first_page(rows_of_module):
    """The lesson's page at the desk as it is before each test of the module, read once."""
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return DeskPage(client, Lesson.objects.get())


@pytest.fixture
def page(first_page, client):
    """The lesson's page, opened by an administrator."""
    client.force_login(User.objects.get(username="root"))
    return first_page.again(client)


@pytest.fixture
def ada(db):
    return User.objects.create_user("ada", password=PASSWORD)


@pytest.fixture
def guest(client, room):
    """The learner of `client`, who has done one of everything without an account."""
    return guest_of(client)


@pytest.fixture
def renders(monkeypatch):
    """A list with an entry for each page that has been rendered."""
    count = []
    rendered = page_cache._rendered
    monkeypatch.setattr(page_cache, "_rendered", lambda *args: count.append(1) or rendered(*args))
    return count


@pytest.fixture
def lesson_toml(lesson_folders):
    """The lesson.toml of a copy of the shipped lesson folders."""
    return lesson_folders / "django-channels" / "01-websocket-support" / "lesson.toml"

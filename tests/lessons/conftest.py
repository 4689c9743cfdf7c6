import pytest
from django.contrib.auth.models import User

from live_demo.rooms.models import Room
from tests.lessons.learners import PASSWORD, guest_of


@pytest.fixture
def room(lesson):
    """What `do_everything` joins."""
    return Room.objects.create(lesson=lesson)


@pytest.fixture
def ada(db):
    return User.objects.create_user("ada", password=PASSWORD)


@pytest.fixture
def guest(client, room):
    """The learner of `client`, who has done one of everything without an account."""
    return guest_of(client)

"""A public lesson with a question of each type, and an administrator at the desk."""

import pytest
from django.contrib.auth.models import User


@pytest.fixture
def lesson(every_kind):
    return every_kind


@pytest.fixture
def admin(client, lesson):
    client.force_login(User.objects.create_superuser("ada"))
    return client

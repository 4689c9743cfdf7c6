import pytest

from lessons.models import Learner


@pytest.fixture
def learner(db):
    return Learner.objects.create()

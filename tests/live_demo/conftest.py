import pytest

from lessons.models import Learner
from live_demo.what_ifs.models import Diagnosis
from tests.lessons.learners import with_cookie
from tests.live_demo.predict.predictions import PAGE
from tests.live_demo.what_ifs.mysteries import MYSTERY


@pytest.fixture
def learner(db):
    return Learner.objects.create()


@pytest.fixture
def predictor(client, lesson):
    """A client who has looked at the page of a prediction, which hands out the learner's cookie."""
    client.get(PAGE)
    return client


@pytest.fixture
def builder(client, lesson):
    """A client who writes code, with the cookie of a learner."""
    return with_cookie(client)


@pytest.fixture
def visitor(client, lesson):
    """A client who has a mystery of its own, and the row of it."""
    with_cookie(client).post(MYSTERY)
    client.mystery = Diagnosis.objects.get()
    return client

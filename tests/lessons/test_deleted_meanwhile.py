"""What is answered when a learner or an account is deleted while a request of theirs is under way."""

from contextlib import contextmanager

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from lessons.accounts.deleted_meanwhile import WORDS
from lessons.folder.load import load
from lessons.models import KeyMoment, Learner, Lesson
from quizzes.recall.flashcard import Flashcard
from tests.lessons.learners import PAGE, PASSWORD
from tests.support.server_fixtures import SHIPPED

pytestmark = pytest.mark.django_db(transaction=True)
LIVE = PAGE.replace("/learn/", "/live/")
SAID = {"option": 0, "close_code": "1000", "disconnect": "no"}
SENT = {
    "an answer": (f"{PAGE}quiz/state-after-step-2/", {"q1-choice": "a"}),
    "a hint": (f"{PAGE}quiz/state-after-step-2/hint/", {}),
    "a new attempt": (f"{PAGE}quiz/again/", {}),
    "a report": (
        f"{PAGE}quiz/state-after-step-2/report/",
        {"report-state-after-step-2-reason": "typo", "report-state-after-step-2-text": "here"},
    ),
    "a rating": (f"{PAGE}recall/rate/", {"rating": "3", "reviews": "0"}),
    "a run": (f"{LIVE}runs/", {}),
    "a what-if": (f"{LIVE}what-if/blocking/", SAID),
    "a mystery": (f"{LIVE}mystery/", {}),
    "a prediction": (f"{PAGE}predict/", {"step-1": "a", "value-1-1": "1"}),
}


@pytest.fixture(autouse=True)
def _lessons(db):
    """A test that cannot roll back leaves no rows, nor does it find those of the session."""
    if not Lesson.objects.exists():
        load(SHIPPED)


@contextmanager
def deleting_before_the_first_write(delete):
    """Delete by another request when this one is about to write, after it has read the learner."""
    waiting = [delete]

    def execute(call, sql, params, many, context):
        if sql.startswith(("BEGIN", "INSERT", "UPDATE")) and waiting:
            waiting.pop()()
        return call(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield waiting


@pytest.mark.parametrize("sent", SENT)
def test_a_request_of_a_guest_who_is_deleted_meanwhile_is_no_error(client, sent):
    client.post(f"{PAGE}read/used/")
    path, data = SENT[sent]
    data = {**data, "card": Flashcard(KeyMoment.objects.first(), None, timezone.now()).key}
    with deleting_before_the_first_write(Learner.objects.get().delete) as waiting:
        response = client.post(path, data, headers={"HX-Request": "true"})
    assert waiting == [], "nothing was written"
    assert response.status_code in (302, 409)
    if response.status_code == 409:
        assert WORDS in response.content.decode()


@pytest.mark.parametrize("sent", ["an answer", "a run"])
def test_a_request_of_an_account_that_is_deleted_meanwhile_is_no_error(client, sent):
    ada = User.objects.create_user("ada", password=PASSWORD)
    client.force_login(ada)
    client.post(f"{PAGE}read/used/")
    path, data = SENT[sent]
    with deleting_before_the_first_write(ada.delete):
        response = client.post(path, data, headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert WORDS in response.content.decode()
    assert not Learner.objects.exists()

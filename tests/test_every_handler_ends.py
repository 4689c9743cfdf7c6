"""No handler holds a thread for long while the database is locked: each waits for it once, or twice.

How long a wait may take is set in `tutorial.statement_limits`. So waits are counted here, not seconds.
"""

import re

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection, transaction
from django.test import Client

from lessons.models import Learner
from live_demo.runs.models import Run
from quizzes.attempt_models import Attempt
from tests.support.routes import REAL, address_of, routes
from tutorial.statement_limits import LOCK_MS, WRITE_SECONDS

pytestmark = pytest.mark.django_db
MOST_WAITS = 10 // max(WRITE_SECONDS, LOCK_MS / 1000)
"""No connection holds a thread over 10 s."""
WRITES = re.compile("INSERT|UPDATE|DELETE|SAVEPOINT")
"""On SQLite a transaction begins as a writer; in a test it begins as a savepoint."""
SENT = dict.fromkeys(("said", "text", "q1", "rating", "theme", "name", "card", "source", "status"), "1")
WHO = re.compile('.*FROM "(django_session|auth_user|lessons_learner)"')
"""Who asks is known, so that the handlers get their turn."""


class Locked:
    """Every statement that matches fails as one that has waited for its lock in vain."""

    def __init__(self, statements):
        self.statements = statements
        self.waits = []

    def __call__(self, execute, sql, params, many, context):
        if self.statements.match(sql) and not WHO.match(sql):
            self.waits.append(sql)
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)


@pytest.fixture
def desk(lesson):
    """An administrator who is a learner, too, with a run and an attempt of the ids that addresses name."""
    user = User.objects.create_superuser("ada")
    learner = Learner.objects.create(user=user)
    Attempt.objects.create(pk=1, learner=learner, lesson=lesson)
    Run.objects.create(pk=REAL["run_id"], learner=learner, lesson=lesson)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def addresses():
    for route in sorted(set(routes())):
        if not re.search("sign-out|logout", route):
            yield address_of(route)


def asked(ask, address, statements):
    """The answer to a request whose statements wait in vain, and for which of them it has waited."""
    locked = Locked(statements)
    with transaction.atomic():
        with connection.execute_wrapper(locked):
            response = ask(address, SENT)
        transaction.set_rollback(True)
    return response, locked.waits


def ends(response, waits):
    """Whether the handler has ended in time with an answer, which says when to come back."""
    if response.status_code >= 500 and response.status_code != 501:
        return response.status_code == 503 and response.has_header("Retry-After") and len(waits) <= MOST_WAITS
    return len(waits) <= MOST_WAITS


@pytest.mark.parametrize("statements", [re.compile(""), WRITES], ids=["reads and writes", "writes"])
def test_every_handler_ends_while_the_database_is_locked(desk, statements):
    answers = {
        (ask.__name__, address): asked(ask, address, statements)
        for address in addresses()
        for ask in (desk.get, desk.post)
    }
    assert [found for found, answer in answers.items() if not ends(*answer)] == []
    assert sum(bool(waits) for _, waits in answers.values()) > 40

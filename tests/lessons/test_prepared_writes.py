"""Rows that are written by prepared statements."""

import uuid

import pytest
from django.db import DatabaseError, IntegrityError

from lessons.models import Learner
from lessons.prepared_writes import insert, insert_unless_there, update
from quizzes.attempt_models import Attempt, Response

pytestmark = pytest.mark.django_db


def test_a_row_is_stored_as_save_stores_it(lesson):
    learner = Learner()
    insert(learner)
    attempt = Attempt(learner=learner, lesson=lesson)
    insert(attempt)
    response = Response(attempt=attempt, question=lesson.questions.first(), answer=["a", "ü"], best=0.5)
    insert(response)
    stored = Response.objects.select_related("attempt__learner").get(pk=response.pk)
    assert (stored.answer, stored.best, stored.credit) == (["a", "ü"], 0.5, None)
    assert (stored.attempt.started_at, stored.attempt.learner) == (attempt.started_at, learner)


def test_only_the_fields_that_are_named_are_changed(lesson):
    attempt = Attempt(learner=Learner.objects.create(), lesson=lesson)
    insert(attempt)
    response = Response(attempt=attempt, question=lesson.questions.first(), tries=1)
    insert(response)
    response.tries, response.confidence = 2, "sure"
    update(response, "tries")
    response.refresh_from_db()
    assert (response.tries, response.confidence) == (2, "")


def test_a_row_that_is_there_is_left_alone_or_refused():
    there = Learner.objects.create()
    assert not insert_unless_there(Learner(id=there.id))
    with pytest.raises(IntegrityError):
        insert(Learner(id=there.id))


def test_a_change_of_a_row_that_is_gone_is_an_error():
    with pytest.raises(DatabaseError):
        update(Learner(id=uuid.uuid4()), "last_act_on")

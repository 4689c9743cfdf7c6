"""Learners who have done one of everything, with an account or without."""

import uuid

from django.apps import apps
from django.core import signing
from django.utils import timezone
from fsrs import Rating

from lessons.identity import COOKIE, learner_id_in
from lessons.models import Learner, Lesson, WayUse
from live_demo.build.models import CodeVersion
from live_demo.challenges.models import CodeConsent, Standing
from live_demo.expect.models import Streak
from live_demo.predict.models import Prediction
from live_demo.rooms.models import Room
from live_demo.runs.models import PastRuns, Run
from live_demo.what_ifs.models import Diagnosis
from quizzes.attempt_models import Attempt, Response
from quizzes.question_models import Question
from quizzes.recall.rating import rate
from quizzes.reports.models import Report

PAGE = "/learn/django-channels/websocket-support/"
PASSWORD = "a password of the tests"
NAMED = {"username": "ada", "password": PASSWORD}
NEW = {"username": "ada", "password1": PASSWORD, "password2": PASSWORD}
NOW = timezone.now()


def with_cookie(client):
    """`client` with the cookie of a new learner, which any page hands out. None is rendered for it."""
    client.cookies[COOKIE] = signing.dumps(str(uuid.uuid4()), salt="lessons.identity")
    return client


def guest_of(client):
    client.post(f"{PAGE}read/used/")
    guest = Learner.objects.get(id=learner_id_in({COOKIE: client.cookies[COOKIE].value}))
    return do_everything(guest)


def do_everything(learner, started_at=NOW):
    """A row of each kind that belongs to a learner; the attempt is open."""
    lesson, question = Lesson.objects.get(), Question.objects.first()
    WayUse.objects.update_or_create(
        learner=learner, lesson=lesson, way="read", defaults={"last_at": started_at}
    )
    WayUse.objects.filter(learner=learner).update(first_at=started_at)
    attempt = Attempt.objects.create(learner=learner, lesson=lesson)
    Attempt.objects.filter(pk=attempt.pk).update(started_at=started_at)
    choice = question.choices.first()
    Response.objects.create(
        attempt=attempt, question=question, answer=choice.key, tries=1, best=1.0, credit=1.0
    )
    run = Run.objects.create(
        learner=learner, lesson=lesson, ended_at=started_at, trace=lesson.recording.trace
    )
    Prediction.objects.create(
        learner=learner, lesson=lesson, run=run, cells=[], score=3, total=4, graded_at=started_at
    )
    PastRuns.objects.create(learner=learner, lesson=lesson)
    CodeConsent.objects.create(learner=learner)
    Streak.objects.keep(learner.pk, [True])
    Diagnosis.objects.create(learner=learner, lesson=lesson, what_if="blocking", solved_at=started_at)
    Standing.objects.create(learner=learner, lesson=lesson, challenge="first").challenge_attempts.create()
    CodeVersion.objects.keep(learner, lesson, "# a consumer")
    rate(learner, lesson.key_moments.first(), Rating.Easy, reviews=0, at=started_at)
    Report.objects.create(learner=learner, question=question, reason="typo")
    room = Room.objects.get()  # it is everybody's: only the place in it is the learner's
    room.members.create(learner=learner, number=room.members.count())
    return learner


def rows():
    """{table: number of its rows}."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def html_of(response, status=200):
    assert response.status_code == status
    return response.content.decode()

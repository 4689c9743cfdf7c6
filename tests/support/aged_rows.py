"""Rows that are as old as a test wants them, and the command that removes those whose time is over."""

import uuid
from datetime import timedelta
from io import StringIO

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from lessons.models import Learner, Lesson, Picture, Upload
from live_demo.models import Room, Run
from quizzes.models import ApiClient, QuestionImport, StoredResponse


def cleaned(*arguments):
    """Run the command, and return its output."""
    out = StringIO()
    call_command("clean_up", *arguments, stdout=out)
    return out.getvalue()


def ago(**time):
    return timezone.now() - timedelta(**time)


def guest(**fields):
    return Learner.objects.create(**fields)


def run_of(learner, age=timedelta(), **fields):
    """A stored run that was started `age` ago."""
    started = timezone.now() - age
    run = Run.objects.create(
        learner=learner, lesson=Lesson.objects.get(), **{"opened_at": started, "ended_at": started} | fields
    )
    Run.objects.filter(pk=run.pk).update(started_at=started)
    return run


def session(at):
    return Session.objects.create(session_key=uuid.uuid4().hex, session_data="", expire_date=at)


def access(model, at, **fields):
    row = model.objects.create(username="ada", ip_address="192.0.2.1", **fields)
    model.objects.filter(pk=row.pk).update(attempt_time=at)
    return row


def stored_response(at):
    client, _ = ApiClient.objects.get_or_create(name="school")
    return StoredResponse.objects.create(client=client, key=uuid.uuid4().hex, claimed_at=at, status=201)


def upload(at):
    user = User.objects.create_user(uuid.uuid4().hex)
    return Upload.objects.create(user=user, content=b"", made_at=at)


def question_import(at):
    user = User.objects.create_user(uuid.uuid4().hex)
    return QuestionImport.objects.create(user=user, lesson=Lesson.objects.get(), content=b"", made_at=at)


def room(at):
    made = Room.objects.create(lesson=Lesson.objects.get(), closes_at=at)
    made.members.create(learner=guest(), number=0)
    return made


def unopened(age):
    return run_of(guest(), age, opened_at=None, ended_at=None)


def deleted_lesson(at):
    track = Lesson.objects.get().track
    return Lesson.objects.create(track=track, slug=uuid.uuid4().hex, title="x", lab="chat", binned_at=at)


def picture(at):
    made = Picture.objects.create(digest=uuid.uuid4().hex, ending="png", width=4, height=3, content=b"x")
    Picture.objects.filter(pk=made.pk).update(made_at=at)
    return made

"""What is removed when its time is over, what stays, and that nobody else has to wait for it."""

import datetime
import uuid
from datetime import timedelta
from io import StringIO

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from reversion import create_revision

from lessons.identity import COOKIE, learner_id_in
from lessons.models import Learner, Lesson, Picture, Upload, WayUse
from lessons.pictures.decode import DecodedPicture
from lessons.progress import progress_of
from live_demo.models import PastRuns, Prediction, Room, Run, WhatIfAnswer
from live_demo.what_ifs.answering import names_answered
from quizzes.models import ApiClient, ApiLearner, Attempt, KeptAnswer, QuestionImport, QuizVersion, Response
from tutorial.retention.clean_up import clean_up
from tutorial.retention.pace import LEAST, MOST, TARGET, Pace
from tutorial.retention.rules import RULES
from tutorial.retention.runs import DEPENDS

pytestmark = pytest.mark.django_db
PAGE = "/learn/django-channels/websocket-support/"


def cleaned(*arguments):
    """What the command prints."""
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


def kept_answer(at):
    client, _ = ApiClient.objects.get_or_create(name="school")
    return KeptAnswer.objects.create(client=client, key=uuid.uuid4().hex, claimed_at=at, status=201)


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


ROWS = {
    "sessions": (lambda: session(ago(seconds=1)), lambda: session(ago(seconds=-60))),
    "failed sign-ins": (
        lambda: access(AccessAttempt, ago(days=31), failures_since_start=1),
        lambda: access(AccessAttempt, ago(days=29), failures_since_start=1, user_agent="another"),
    ),
    "records of failed sign-ins": (
        lambda: access(AccessFailureLog, ago(days=31)),
        lambda: access(AccessFailureLog, ago(days=29)),
    ),
    "records of sign-ins": (lambda: access(AccessLog, ago(days=31)), lambda: access(AccessLog, ago(days=29))),
    "answers of the API": (lambda: kept_answer(ago(hours=25)), lambda: kept_answer(ago(hours=23))),
    "uploads": (lambda: upload(ago(minutes=61)), lambda: upload(ago(minutes=59))),
    "files of questions": (
        lambda: question_import(ago(minutes=61)),
        lambda: question_import(ago(minutes=59)),
    ),
    "deleted lessons": (lambda: deleted_lesson(ago(days=31)), lambda: deleted_lesson(ago(days=29))),
    "pictures": (lambda: picture(ago(days=31)), lambda: picture(ago(days=29))),
    "rooms": (lambda: room(ago(hours=25)), lambda: room(ago(hours=23))),
    "runs that nobody opened": (lambda: unopened(timedelta(hours=25)), lambda: unopened(timedelta(hours=23))),
    "runs": (lambda: run_of(guest(), timedelta(days=91)), lambda: run_of(guest(), timedelta(days=89))),
    "guests": (
        lambda: guest(last_act_on=ago(days=367).date()),
        lambda: guest(last_act_on=ago(days=364).date()),
    ),
}
"""For each rule, how to make a row whose time is over and one that stays, with the times of the settings."""


def test_there_is_a_row_of_every_kind():
    assert list(ROWS) == [rule.name for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_what_is_outdated_goes_and_what_is_not_stays(rule):
    outdated, fresh = (make() for make in ROWS[rule.name])
    rows = type(fresh)._base_manager
    assert f"{rule.name}: 1 would be removed" in cleaned("--dry-run")
    assert rows.filter(pk=outdated.pk).exists()
    said = cleaned()
    assert f"{rule.name}: 1 removed" in said
    assert said.count("1 removed") == 1
    assert not rows.filter(pk=outdated.pk).exists()
    assert rows.filter(pk=fresh.pk).exists()
    assert "1 removed" not in cleaned()


def test_a_picture_stays_while_anything_shows_it():
    """It is on a list, or its address stands in a text: each of these may be the only place."""
    lesson, binned = Lesson.objects.get(), deleted_lesson(ago(days=1))
    shown = [picture(ago(days=99)) for _ in range(7)]
    texts = [f"![a]({each.address})" for each in shown]
    lesson.pictures.add(shown[0])
    Lesson.every.filter(pk=binned.pk).update(snapshot=texts[1])
    Lesson.every.create(
        track=lesson.track, slug="draft", title="x", lab="chat", draft_of=lesson, summary=texts[2]
    )
    lesson.steps.update(result=texts[3])
    lesson.earlier_versions.create(content={"files": {"snapshot.md": texts[4]}})
    QuizVersion.objects.create(lesson=lesson, digest="x", title="x", total=1, questions=[{"text": texts[5]}])
    with create_revision():
        lesson.flow_note = texts[6]
        lesson.save()
    Lesson.objects.update(flow_note="")
    unused = picture(ago(days=99))
    assert "pictures: 1 removed" in cleaned()
    assert set(Picture.objects.all()) == {*shown}
    Lesson.every.filter(slug="draft").update(summary="")
    decoded = DecodedPicture("new", unused.address, b"x")
    Picture.kept(decoded)  # stored once more: it counts as new
    Picture.kept(DecodedPicture("again", shown[1].address, b"x"))
    Lesson.every.filter(pk=binned.pk).update(snapshot="")
    assert "pictures: 1 removed" in cleaned()
    assert set(Picture.objects.all()) == {unused, *shown[:2], *shown[3:]}


def test_the_times_are_settings(settings):
    settings.RETENTION = {name: timedelta(days=400) for name in settings.RETENTION}
    for outdated, _ in ROWS.values():
        outdated()
    said = cleaned("--dry-run")
    for rule in ("failed sign-ins", "answers of the API", "rooms", "runs", "guests"):
        assert f"\n{rule}: 0 would be removed" in f"\n{said}"


def test_many_rows_go_in_batches_of_their_own_transactions():
    learner = guest()
    old = run_of(learner, timedelta(days=100))
    Run.objects.bulk_create(
        Run(learner=learner, lesson=old.lesson, ended_at=old.ended_at) for _ in range(LEAST)
    )
    Run.objects.update(started_at=ago(days=100))
    (rule,) = (rule for rule in RULES if rule.name == "runs")
    outcome = clean_up(rule)
    assert (outcome.removed, outcome.left) == (LEAST + 1, "")
    assert PastRuns.objects.get().count == LEAST + 1


def test_all_that_refers_to_a_run_is_known():
    fields = Run._meta.get_fields(include_hidden=True)
    assert {each.field for each in fields if each.auto_created and not each.concrete} == DEPENDS


def test_a_run_beside_one_that_goes_stays():
    learner = guest()
    stays = run_of(learner, beside=run_of(learner, timedelta(days=91)))
    assert "runs: 1 removed" in cleaned()
    assert Run.objects.get() == stays
    assert Run.objects.get().beside is None


def test_the_batches_follow_what_they_take():
    pace = Pace()
    for _ in range(20):
        pace.took(TARGET / 100)
    assert pace.rows == MOST
    pace.took(TARGET)
    assert pace.rows == MOST
    for _ in range(20):
        pace.took(TARGET * 2)
    assert pace.rows == LEAST
    pace.rows = 1
    pace.took(TARGET * 2)
    assert pace.rows == 2


def test_a_transaction_that_is_slow_by_itself_removes_as_many_rows_as_fit():
    pace = Pace()
    for _ in range(20):
        pace.took(TARGET / 2 + pace.rows * TARGET / 1000)
    assert 400 <= pace.rows <= 600


# Runs: what a learner has reached stays, and what a learner keeps


def test_progress_outlives_the_runs():
    learner, lesson = guest(), Lesson.objects.get()
    WayUse.objects.create(learner=learner, lesson=lesson, way="read", last_at=timezone.now())
    attempt = Attempt.objects.create(learner=learner, lesson=lesson, finished_at=timezone.now())
    for question in lesson.questions.all():
        Response.objects.create(attempt=attempt, question=question, answer="a", tries=1, best=1, credit=1)
    old = timedelta(days=91)
    answered = run_of(learner, old, what_if="blocking")
    WhatIfAnswer.objects.create(run=answered, said={}, graded_at=timezone.now())
    graded = run_of(learner, old)
    Prediction.objects.create(
        learner=learner, lesson=lesson, run=graded, cells=[], score=3, total=4, graded_at=timezone.now()
    )
    run_of(learner)
    before = progress_of(learner)
    assert before[lesson.pk].is_done
    assert "runs: 2 removed" in cleaned()
    assert progress_of(learner) == before
    assert "3 runs" in before[lesson.pk].facts
    assert names_answered(learner.pk, lesson.pk) == {"blocking"}
    prediction = Prediction.objects.get()
    assert (prediction.run, prediction.is_run_removed, prediction.evidence()) == (None, True, "")
    Run.objects.update(started_at=ago(days=91))
    cleaned()
    assert progress_of(learner) == before
    assert sorted(PastRuns.objects.values_list("what_if", "count")) == [("", 2), ("blocking", 1)]


def test_an_open_prediction_whose_run_goes_waits_for_another():
    learner = guest()
    run = run_of(learner, timedelta(days=2), opened_at=None, ended_at=None)
    Prediction.objects.create(learner=learner, lesson=run.lesson, run=run, cells=[])
    cleaned()
    assert (Prediction.objects.get().run, Prediction.objects.get().is_run_removed) == (None, False)


def test_a_kept_run_stays_and_its_learner_finds_it_again(client):
    client.post(f"{PAGE}read/used/")
    learner = Learner.objects.get()
    run = run_of(learner, timedelta(days=1))
    until = timezone.now() + timedelta(days=89)
    words = f"Kept until {until:%B} {until.day}, {until.year}."
    for address in ("/account/", f"{PAGE}live/"):
        assert words in client.get(address).content.decode()
    assert words.lower().removesuffix(".") in client.get(f"/live/runs/{run.pk}/").content.decode().lower()
    response = client.post(f"/live/runs/{run.pk}/keep/", follow=True)
    assert "This run is kept." in response.content.decode()
    assert "Stop keeping it" in response.content.decode()
    Run.objects.update(started_at=ago(days=91))
    assert "runs: 0 removed" in cleaned()
    html = client.get("/account/").content.decode()
    assert "Runs that you keep" in html
    assert "You keep it." in html
    client.post(f"/live/runs/{run.pk}/keep/", {"let_go": ""})
    assert "runs: 1 removed" in cleaned()
    assert client.get(f"/live/runs/{run.pk}/").status_code == 404


def test_nobody_keeps_or_lets_go_anothers_run(client):
    client.post(f"{PAGE}read/used/")
    run = run_of(guest(), is_kept=True)
    assert client.post(f"/live/runs/{run.pk}/keep/", {"let_go": ""}).status_code == 404
    assert client.get(f"/live/runs/{run.pk}/keep/").status_code == 405
    assert Run.objects.get().is_kept


def test_one_keeps_only_so_many_runs(client, settings):
    settings.LIVE_DEMO = settings.LIVE_DEMO | {"MAX_KEPT_RUNS": 1}
    client.post(f"{PAGE}read/used/")
    learner = Learner.objects.get()
    first, second = run_of(learner), run_of(learner)
    for run in (first, first, second):
        response = client.post(f"/live/runs/{run.pk}/keep/", follow=True)
    assert "You keep 1 runs already." in response.content.decode()
    assert list(Run.objects.filter(is_kept=True)) == [first]


# Guests


def test_accounts_and_the_learners_of_schools_stay():
    long_ago = ago(days=1000).date()
    account = guest(user=User.objects.create_user("ada"), last_act_on=long_ago)
    school = ApiClient.objects.create(name="school")
    pupil = ApiLearner.objects.create(client=school, external_id="1", learner=guest(last_act_on=long_ago))
    gone = guest(last_act_on=long_ago)
    run_of(gone)
    cleaned()
    assert set(Learner.objects.all()) == {account, pupil.learner}
    assert not Run.objects.exists()


def test_whoever_does_something_begins_another_year(client):
    client.post(f"{PAGE}read/used/")
    Learner.objects.update(last_act_on=ago(days=300).date())
    client.get(PAGE)
    assert Learner.objects.get().last_act_on == ago(days=300).date()
    client.post(f"{PAGE}quiz/used/")
    assert Learner.objects.get().last_act_on == datetime.datetime.now(datetime.UTC).date()
    cleaned()
    assert Learner.objects.exists()


def test_a_guest_who_was_removed_comes_back_with_the_same_cookie(client):
    client.post(f"{PAGE}read/used/")
    known = learner_id_in({COOKIE: client.cookies[COOKIE].value})
    Learner.objects.update(last_act_on=ago(days=400).date())
    cleaned()
    assert not Learner.objects.exists()
    client.post(f"{PAGE}read/used/")
    assert Learner.objects.get().pk == known

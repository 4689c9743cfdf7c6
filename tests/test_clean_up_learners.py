"""What learners have reached and what they keep outlives the clean-up, and guests who stay away do not."""

import datetime
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from lessons.identity import COOKIE, learner_id_in
from lessons.models import Learner, Lesson, WayUse
from lessons.progress import progress_of
from live_demo.models import PastRuns, Prediction, Run, WhatIfAnswer
from live_demo.what_ifs.answering import names_answered
from quizzes.models import ApiClient, ApiLearner, Attempt, Response
from tests.support.aged_rows import (
    ago,
    cleaned,
    guest,
    run_of,
)

pytestmark = pytest.mark.django_db
PAGE = "/learn/django-channels/websocket-support/"


def test_progress_outlives_the_runs():
    learner, lesson = guest(), Lesson.objects.get()
    WayUse.objects.create(learner=learner, lesson=lesson, way="read", last_at=timezone.now())
    attempt = Attempt.objects.create(learner=learner, lesson=lesson, finished_at=timezone.now())
    for question in lesson.questions.all():
        Response.objects.create(attempt=attempt, question=question, answer="a", tries=1, best=1, credit=1)
    old = timedelta(days=91)
    answered = run_of(learner, old, what_if="blocking")
    WhatIfAnswer.objects.create(run=answered, answers={}, graded_at=timezone.now())
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

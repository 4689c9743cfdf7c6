"""The run that grades a prediction grades it once."""

import re

import pytest
from django.utils import timezone

from lessons.models import Learner, Step
from live_demo.predict.committing import (
    bind,
    commit,
    grade_by_recording,
    grade_by_run,
)
from live_demo.predict.models import Prediction
from live_demo.runs.models import Run
from tests.live_demo.predict.predictions import (
    PAGE,
    PREDICTED_START,
    START,
    answers,
    predicted,
    run_of,
)
from tests.live_demo.watching import read_until
from tests.support.servers import LESSON

pytestmark = pytest.mark.django_db


def test_the_first_run_after_committing_is_bound_and_no_other(predictor, lesson):
    predictor.post(PREDICTED_START, HTTP_HX_REQUEST="true")
    predictor.post(PAGE, answers(lesson))
    predictor.post(START, HTTP_HX_REQUEST="true")
    assert Prediction.objects.get().run is None
    predictor.post(PREDICTED_START, HTTP_HX_REQUEST="true")
    bound = Prediction.objects.get().run
    assert bound == Run.objects.first()
    Run.objects.claim(str(bound.pk))
    predictor.post(PREDICTED_START, HTTP_HX_REQUEST="true")
    assert Prediction.objects.get().run == bound


def test_a_run_that_never_opened_or_was_left_behind_gives_its_place_to_the_next(lesson, learner):
    prediction, _ = commit(learner, lesson, predicted(lesson))
    first, second, third = (Run.objects.create(learner=learner, lesson=lesson) for _ in range(3))
    bind(first)
    bind(second)
    prediction.refresh_from_db()
    assert prediction.run == second
    Run.objects.filter(pk=second.pk).update(opened_at=timezone.now(), ended_at=timezone.now(), is_lost=True)
    bind(third)
    prediction.refresh_from_db()
    assert prediction.run == third


def test_a_run_of_another_learner_grades_nothing(lesson, learner):
    prediction, _ = commit(learner, lesson, predicted(lesson))
    bind(Run.objects.create(learner=Learner.objects.create(), lesson=lesson))
    prediction.refresh_from_db()
    assert prediction.run is None


def test_the_run_grades_once_and_what_it_said_stays(lesson, learner):
    prediction, _ = commit(learner, lesson, predicted(lesson, value_1_1="0"))
    run = run_of(prediction)
    assert (prediction.score, prediction.total) == (14, 15)
    first = prediction.grades
    grade_by_run(str(run.pk), [])
    grade_by_recording(prediction, lesson.recording)
    Step.objects.all().delete()
    prediction.refresh_from_db()
    assert prediction.grades == first
    assert prediction.outcome.right == 14


def test_the_recorded_run_grades_too_and_the_page_says_so(predictor, lesson):
    predictor.post(PAGE, answers(lesson))
    predictor.post(f"{PAGE}recorded/")
    html = predictor.get(PAGE).content.decode()
    assert "15 of 15 right." in html
    assert "not by one of your own" in html
    assert f'href="/learn/{LESSON}/step/?point=9#point-9"' in html
    predictor.cookies.clear()
    assert predictor.post(f"{PAGE}recorded/").status_code == 302


def test_a_run_that_ended_unnoticed_grades_when_the_page_is_opened(predictor, lesson):
    predictor.post(PAGE, answers(lesson))
    prediction = Prediction.objects.get()
    run = Run.objects.create(
        learner=prediction.learner,
        lesson=lesson,
        trace=lesson.recording.trace,
        ended_at="2026-01-01T00:00:00Z",
    )
    bind(run)
    assert "15 of 15 right." in predictor.get(PAGE).content.decode()


async def test_the_truth_travels_from_the_process_of_the_run_to_the_one_of_the_watcher(server):
    with server.learner() as learner:
        headers = {"HX-Request": "true", "X-CSRFToken": learner.csrf_token(PAGE), "Referer": server.url}
        assert (
            learner.post_patiently(PAGE, data={"value-1-2": "Accepted"}, headers=headers).status_code == 302
        )
        html = learner.post_patiently(PREDICTED_START, headers=headers).text
        ticket = re.search(r'ws-connect="/ws/watch/([^"]+)/"', html)[1]
        async with learner.watch(ticket) as watch, learner.lab(ticket) as lab:
            assert 'data-verdict="right"' not in await read_until(watch, 'id="cell-result-2"')
            await lab.send("hi")
            moved = await read_until(watch, 'id="cell-value-1-2" data-verdict="right"')
            assert "Python writes a string with them" in moved
            await lab.close(1000)
            assert "1 of 15 right." in await read_until(watch, "Replay this run")
        assert "1 of 15 right." in learner.get(PAGE).text

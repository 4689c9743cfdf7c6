"""Predictions: what is stored of them, which run grades them, and what the page shows."""

import json

import pytest
from django.db import IntegrityError

from lessons.admin.tracker import TrackerField
from lessons.models import Learner, Lesson, Step, Variable
from lessons.page_cache import forget_pages
from live_demo.predict.cells import MAX_RESULT_LENGTH
from live_demo.predict.committing import (
    MAX_PREDICTIONS_PER_MINUTE,
    commit,
)
from live_demo.predict.forms import PredictionForm
from live_demo.predict.models import Prediction
from tests.live_demo.predict.predictions import (
    PAGE,
    answers,
    predicted,
    run_of,
)

pytestmark = pytest.mark.django_db


def test_looking_makes_no_row_and_tells_no_value(predictor):
    html = predictor.get(PAGE).content.decode()
    assert not Learner.objects.exists()
    assert html.count('<fieldset class="results"') == 5
    assert html.count('class="literal"') == 10
    form, code = html.split('class="predict-code"')
    assert "Accepted" not in form
    assert "Accepted" in code  # in the file that will run, to be reasoned from
    assert 'id="live"' not in html


def test_committing_locks_the_table(predictor, lesson):
    response = predictor.post(PAGE, answers(lesson))
    assert (response.status_code, response.url) == (302, f"{PAGE}#predict")
    html = predictor.get(PAGE).content.decode()
    assert 'name="value-1-1"' not in html
    assert "&#x27;Accepted&#x27;" in html
    assert 'data-verdict="waiting"' in html
    assert 'id="live"' in html


def test_a_result_keeps_its_code_when_it_is_locked_and_graded_and_an_older_one_is_its_text(predictor, lesson):
    step = lesson.steps.get(number=2)
    step.result, step.wrong_results = "fires `open` with <b>", "fires `error`"
    step.save()
    lesson.new_version()
    wrong = next(
        key for key, text in PredictionForm(lesson).results["result-2"].items() if text != step.result
    )
    predictor.post(PAGE, {**answers(lesson), "result-2": wrong})
    assert "</span> fires <code>error</code></p>" in predictor.get(PAGE).content.decode()
    prediction = Prediction.objects.get()
    run_of(prediction)
    html = predictor.get(PAGE).content.decode()
    assert "</span> fires <code>error</code></p>" in html
    assert "</span> fires <code>open</code> with &lt;b&gt;</p>" in html

    new = ("own_markdown", "answer_markdown")
    prediction.cells = [{key: cell[key] for key in cell if key not in new} for cell in prediction.cells]
    prediction.save()
    html = predictor.get(PAGE).content.decode()
    assert "</span> fires error</p>" in html
    assert "</span> fires open with &lt;b&gt;</p>" in html


MEET = [{"do": "connect", "client": 2}, {"do": "send", "client": 2, "text": "hi"}, {"do": "await"}]


@pytest.mark.parametrize(
    ("lab", "script", "said", "control"),
    [
        ("catchup", [{"do": "send"}, {"do": "cut"}], "To vanish, press Cut.", "data-cut="),
        ("groups", MEET, "Browser A is socket 1, and browser B is socket 2", "data-second="),
    ],
)
def test_what_the_page_asks_for_can_be_done_on_it(predictor, lesson, lab, script, said, control):
    lesson.lab, lesson.script = lab, script
    lesson.save()
    predictor.post(PAGE, answers(lesson))
    html = predictor.get(PAGE).content.decode()
    assert said in html
    assert control in html


def test_a_double_submit_keeps_the_first(predictor, lesson):
    predictor.post(PAGE, answers(lesson, value_1_1="first"))
    response = predictor.post(PAGE, answers(lesson, value_1_1="second"), follow=True)
    assert "It counts" in response.content.decode()
    assert {cell.key: cell.answer for cell in Prediction.objects.get().predicted}["value-1-1"] == "first"


def test_the_database_holds_one_open_prediction_a_learner_and_lesson(lesson, learner):
    Prediction.objects.create(learner=learner, lesson=lesson, cells=[])
    with pytest.raises(IntegrityError):
        Prediction.objects.create(learner=learner, lesson=lesson, cells=[])


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "Fill in at least one cell"),
        ({"value-1-1": "x" * 81}, "at most 80 characters"),
        ({"result-1": "z"}, "This row does not offer this result"),
        ({"value-1-1": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_what_was_filled_in(predictor, data, told):
    response = predictor.post(PAGE, {"value-2-1": "[1, 2]"} | data if data else {})
    html = response.content.decode()
    assert response.status_code == 400
    assert told in html
    assert "[1, 2]" in html or not data
    assert not Prediction.objects.exists()
    assert not Learner.objects.exists()


def test_too_many_predictions_in_a_minute_are_refused_in_words(predictor, lesson):
    for _ in range(MAX_PREDICTIONS_PER_MINUTE):
        predictor.post(PAGE, answers(lesson))
        predictor.post(f"{PAGE}recorded/")
    response = predictor.post(PAGE, answers(lesson))
    assert response.status_code == 429
    assert "Wait a moment" in response.content.decode()
    assert Prediction.objects.count() == MAX_PREDICTIONS_PER_MINUTE


def test_a_draft_cannot_be_predicted(predictor, lesson):
    data = answers(lesson)
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    assert predictor.post(PAGE, data).status_code == 404
    assert predictor.post(f"{PAGE}recorded/").status_code == 404


def test_the_page_shows_verdict_truth_why_and_the_way_to_the_point(predictor, lesson):
    predictor.post(PAGE, answers(lesson, value_1_2="'Open'"))
    prediction = Prediction.objects.get()
    run = run_of(prediction)
    html = predictor.get(PAGE).content.decode()
    assert "14 of 15 right." in html
    assert html.count("Right</p>") == 14
    assert "✕</span> Wrong" in html
    assert f'href="/live/runs/{run.pk}/?point=9#point-9"' in html
    assert "Connect" not in html
    assert "14 of 15 predicted" in predictor.get("/").content.decode()


def test_predict_again_makes_a_new_one_and_the_old_one_stays(predictor, lesson):
    predictor.post(PAGE, answers(lesson))
    assert 'name="result-' not in predictor.get(f"{PAGE}?again").content.decode()
    run_of(Prediction.objects.get(), lesson.recording.points[:9])
    html = predictor.get(PAGE).content.decode()
    assert "6 of 6 right." in html
    assert "9 cells this run did not reach: not counted." in html
    assert "Not reached by this run" in html
    assert html.count('name="result-') == 0
    assert predictor.get(f"{PAGE}?again").content.decode().count('<fieldset class="results"') == 5
    predictor.post(PAGE, answers(lesson))
    assert Prediction.objects.count() == 2
    assert Prediction.objects.open().count() == 1


def test_a_prediction_is_nobody_elses(predictor, lesson):
    predictor.post(PAGE, answers(lesson))
    predictor.cookies.clear()
    html = predictor.get(PAGE).content.decode()
    assert html.count('<fieldset class="results"') == 5


def test_what_a_learner_typed_stays_text(predictor, lesson):
    predictor.post(PAGE, answers(lesson, value_1_1="<script>alert(1)</script>{{ 7 }}"))
    run_of(Prediction.objects.get())
    html = predictor.get(PAGE).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 }}" in html


def test_what_the_instructor_shows_is_not_asked(predictor, lesson):
    Step.objects.filter(number=2).update(is_blank=False)
    Variable.objects.filter(number=1).update(is_blank=False)
    html = predictor.get(PAGE).content.decode()
    assert html.count('<fieldset class="results"') == 4
    assert "<samp>&#x27;Accepted&#x27;</samp>" in html


def test_the_queries_of_the_page_do_not_grow_with_its_rows(predictor, lesson, django_assert_max_num_queries):
    for number in range(6, 30):
        lesson.steps.create(
            number=number, action="a", evaluation="b", result=f"c{number}", reached_by="websocket.send"
        )
    lesson.save()
    forget_pages()
    with django_assert_max_num_queries(11):
        predictor.get(PAGE)
    predictor.post(PAGE, {"value-1-1": "x"})
    run_of(Prediction.objects.get())
    with django_assert_max_num_queries(11):
        predictor.get(PAGE)


def test_a_stored_prediction_is_small(lesson, learner):
    prediction, _ = commit(learner, lesson, predicted(lesson))
    assert len(json.dumps(prediction.cells)) < 15 * (2 * MAX_RESULT_LENGTH + 400)


def test_the_grid_of_the_desk_says_which_variables_are_predicted():
    grid = {"moments": [{"title": "Start", "after": None}], "variables": []}
    grid["variables"] = [{"name": "one", "values": ["1"], "notes": [""], "blank": False}]
    html = TrackerField().widget.render("tracker", grid)
    assert 'name="tracker-v0-blank">' in html
    assert 'name="tracker-v1-blank" checked>' in html
    posted = {"tracker-moments": "1", "tracker-m0-title": "Start", "tracker-variables": "2"}
    posted |= {f"tracker-v{row}-name": f"v{row}" for row in (0, 1)} | {"tracker-v1-blank": "on"}
    cleaned = TrackerField().widget.value_from_datadict(posted, {}, "tracker")
    assert [row.get("blank", True) for row in cleaned["variables"]] == [False, True]

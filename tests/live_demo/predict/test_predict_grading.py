"""How a run grades a prediction, cell by cell."""

from dataclasses import replace

import pytest

from lessons.models import Lesson
from live_demo.feed.batch import newer
from live_demo.predict.committing import (
    commit,
)
from live_demo.predict.comparing import compare
from live_demo.predict.grading import Score
from live_demo.predict.predicted_view import PredictedView
from live_demo.trace.live_run import LiveRun
from live_demo.trace.recorder import Recorder
from live_demo.view.run_view import RunView
from tests.live_demo.predict.predictions import graded, predicted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("told", "truth", "likeness"),
    [
        ("'Accepted'", "'Accepted'", "same"),
        ('"Accepted"', "'Accepted'", "same"),
        ("Accepted", "'Accepted'", "without quotes"),
        ("accepted", "'Accepted'", "other"),
        ("None", "None", "same"),
        ("none", "None", "other"),
        ("None", "'None'", "other"),
        (" [ 'a' ,\"b\" ] ", "['a', 'b']", "same"),
        ("[a]", "['a']", "other"),
        ("1", "True", "other"),
        ("[1]", "[True]", "other"),
        ("{'a': 1}", "{'a': 1}", "same"),
        ("<Thing>", "<Thing>", "same"),
        ("", "''", "other"),
        ("__import__('os')", "None", "other"),
        ("(" * 80, "None", "other"),
        ("[" * 5000, "None", "other"),
        ("9" * 80, "1", "other"),
        ("\x00", "None", "other"),
        ("'\\d'", "None", "other"),
    ],
)
def test_values_are_compared_as_python_values(told, truth, likeness):
    assert compare(told, truth) == likeness


def test_a_prediction_that_the_run_bears_out_is_right_everywhere(lesson):
    cells = graded(lesson, lesson.recording.points)
    assert {each.verdict for each in cells.values()} == {"right"}
    assert Score.of(cells.values()) == Score(right=15, total=15, empty=0, missed=0)
    assert cells["value-1-2"].why == 'Line 12 ran: self.connection_state = "Accepted"'
    assert cells["value-1-2"].point == 9
    assert cells["value-2-2"].why == "Line 8 ran: self.message_buffer = [] (nothing has changed it since)"
    assert cells["result-2"].why.startswith("accept() has made the server answer 101.")
    assert cells["result-2"].point == 7


def test_an_empty_cell_a_wrong_one_and_missing_quotes_are_told_apart(lesson):
    cells = graded(
        lesson, lesson.recording.points, value_1_1="", value_1_2="'Open'", value_1_3="Open", result_1=""
    )
    assert [cells[f"value-1-{number}"].verdict for number in (1, 2, 3)] == ["empty", "wrong", "right"]
    assert cells["value-1-2"].truth == "'Accepted'"
    assert "Python writes a string with them" in cells["value-1-3"].why
    assert Score.of(cells.values()) == Score(right=12, total=15, empty=2, missed=0)


def test_the_truth_is_what_the_run_recorded_and_not_what_the_author_typed(lesson):
    points = [replace(point, attributes=dict(point.attributes)) for point in lesson.recording.points]
    points[8].attributes["connection_state"] = "'Something'"
    cell = graded(lesson, points)["value-1-2"]
    assert (cell.verdict, cell.truth) == ("wrong", "'Something'")


def test_rows_that_the_run_never_reached_are_not_counted(lesson):
    cells = graded(lesson, lesson.recording.points[:9])
    assert cells["result-2"].verdict == "right"
    assert cells["value-1-2"].verdict == "right"
    assert cells["result-3"].verdict == cells["value-2-5"].verdict == "missed"
    assert Score.of(cells.values()) == Score(right=6, total=6, empty=0, missed=9)
    assert Score.of(graded(lesson, []).values()).total == 0


def test_a_second_message_changes_nothing_that_was_told(lesson):
    points = lesson.recording.points
    again = [
        replace(points[9 + number], number=18 + number, attributes={"message_buffer": "['x']"})
        for number in range(8)
    ]
    cells = graded(lesson, [*points[:17], *again])
    assert cells["value-2-3"].truth == "['hello']"
    assert cells["value-2-4"].truth == "['hello', 'echo: hello']"


def test_the_proof_of_a_result_is_the_first_moment_at_which_it_holds(lesson):
    points = lesson.recording.points
    cells = graded(lesson, points)
    for key, held in {"result-3": "['hello']", "result-5": "[]"}.items():
        number = cells[key].point
        assert points[number - 1].attributes["message_buffer"] == held
        assert points[number - 2].attributes["message_buffer"] != held
    assert cells["result-3"].why == "Line 16 ran: self.message_buffer.append(text_data)"
    assert points[cells["result-2"].point - 1].event == "websocket.accept"


def test_while_the_run_goes_on_a_value_is_told_when_its_step_is_over(lesson):
    points = lesson.recording.points
    cells = graded(lesson, points[:9], over=False)
    assert cells["result-2"].verdict == "right"
    assert cells["value-1-2"].verdict == cells["result-3"].verdict == "waiting"
    cell = graded(lesson, points[:10], over=False)["value-1-2"]
    assert (cell.verdict, cell.known_at) == ("right", 10)


async def test_the_watch_socket_carries_each_cell_once_and_the_late_comer_gets_all(lesson_of_today):
    lesson, prediction, points = lesson_of_today
    recorder = Recorder([])
    view = PredictedView.around(RunView.of(lesson), prediction, recorder.points)
    run = LiveRun("r", recorder, lambda run, points: None, view=view)
    told = []
    for point in points:
        run.recorder.points.append(point)
        told.append(newer(run, [point]).html)
    html = "".join(told)
    decided = [cell.key for cell in prediction.predicted if f'id="cell-{cell.key}"' in html]
    assert len(decided) == 12  # what the last step leads to is told at the end
    assert html.count('class="cell"') == 12
    assert 'id="cell-value-1-2"' in told[9]
    assert run.view.whole(points).count('class="cell"') == 12
    assert run.view.render_changes(points).count('class="cell"') == 12
    assert run.view.whole([]).count('class="cell"') == 0


@pytest.fixture
def lesson_of_today(lesson, learner):
    prediction, _ = commit(learner, lesson, predicted(lesson))
    lesson = Lesson.objects.with_sections().get()
    return lesson, prediction, lesson.recording.points

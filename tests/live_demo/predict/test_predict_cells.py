"""What a prediction asks: the cells, and what a row offers to choose from."""

import re

import pytest

from lessons.folder.load import load
from lessons.folder.write import export
from lessons.models import Lesson, Step, Variable
from live_demo.predict.cells import MAX_RESULT_LENGTH, cells_of, plain, results_of
from live_demo.predict.forms import PredictionForm
from tests.support.servers import LESSON

pytestmark = pytest.mark.django_db


def test_every_result_and_every_value_is_blank_unless_the_instructor_says_otherwise(lesson):
    assert len(cells_of(lesson)) == 15
    Step.objects.filter(number=2).update(is_blank=False)
    Variable.objects.filter(number=1).update(is_blank=False)
    keys = [cell.key for cell in cells_of(Lesson.objects.get())]
    assert keys[:4] == ["result-1", "result-3", "result-4", "result-5"]
    assert keys[4:] == [f"value-2-{moment}" for moment in range(1, 6)]


def test_a_row_offers_its_result_among_three_of_other_rows_always_in_one_order(lesson):
    Step.objects.update(wrong_results="")
    rows = {step.result for step in lesson.steps.all()}
    offered = results_of(lesson)
    assert offered == results_of(lesson)
    for step in lesson.steps.all():
        texts = offered[f"result-{step.number}"]
        assert step.result in texts
        assert len(set(texts)) == len(texts) == 4
        assert set(texts) < rows


def test_a_result_of_another_row_that_the_run_shows_here_too_is_not_offered_as_wrong(lesson):
    Step.objects.update(wrong_results="")
    Step.objects.filter(number=3).update(holds_when="connection_state = 'Open'")
    opened = lesson.steps.get(number=3).result
    at_end = {point.current: point.attributes.get("connection_state") for point in lesson.recording.points}
    assert (at_end[2], at_end[3], at_end[4]) == ("'Accepted'", "'Open'", "'Open'")
    offered = PredictionForm(lesson).results
    assert [opened in offered[f"result-{row}"].values() for row in (2, 3, 4)] == [True, True, False]
    assert opened in results_of(lesson)["result-4"]


def test_a_row_offers_the_wrong_results_that_its_author_wrote_and_no_others(lesson):
    Step.objects.filter(number=2).update(wrong_results="The server answers `200`\n\nNothing happens\n")
    row = lesson.steps.get(number=2)
    assert sorted(results_of(lesson)["result-2"]) == sorted(
        [row.result, "The server answers `200`", "Nothing happens"]
    )
    assert lesson.steps.get(number=3).expected_instead[0] in results_of(lesson)["result-3"]


def test_the_right_result_has_no_place_of_its_own(lesson):
    Step.objects.update(wrong_results="one\ntwo\nthree")
    places = set()
    for lesson.slug in "abcdefgh":
        places |= {
            results_of(lesson)[f"result-{step.number}"].index(step.result) for step in lesson.steps.all()
        }
    assert places == {0, 1, 2, 3}


def test_a_choice_is_plain_text_of_bounded_length():
    assert plain("`send()` *hands* [it](https://x.example) over & `a < b`") == "send() hands it over & a < b"
    assert len(plain("word " * 500)) == MAX_RESULT_LENGTH


def test_what_is_shown_is_loaded_exported_and_loaded_again(lesson_folders, tmp_path):
    file = lesson_folders / LESSON.replace("/", "/01-") / "lesson.toml"
    text = file.read_text()
    text = re.sub(
        r'(reached_by = "websocket.accept"\nholds_when = [^\n]*\n)wrong_results = \[.*?\]',
        r'\1wrong_results = ["Nothing", "A `403`"]\nblank = false',
        text,
        flags=re.S,
    )
    text = text.replace('["empty", "empty"', '["empty", "empty"').replace(
        '"reply stored", "cleared"]', '"reply stored", "cleared"]\nblank = false'
    )
    file.write_text(text)
    load(lesson_folders)
    step = Step.objects.get(is_blank=False)
    assert (step.number, step.expected_instead) == (2, ["Nothing", "A `403`"])
    assert Variable.objects.get(is_blank=False).name == "message_buffer"
    export(tmp_path)
    assert (tmp_path / file.relative_to(lesson_folders)).read_text() == text

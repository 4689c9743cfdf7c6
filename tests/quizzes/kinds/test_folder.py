"""quiz.toml of every type: what is wrong with it is told with file, line and reason."""

import re

import pytest

from lessons.folder.faults import FolderError
from lessons.folder.load import load
from lessons.folder.read import read_tracks
from tests.quizzes.kinds.lessons import QUIZ, lesson_of_every_kind

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            'kind = "multiple"',
            'kind = "many"',
            "questions[2].kind: there is no type 'many'; the types are: single,",
        ),
        ("[100, 70, 50]", "[70, 100]", "questions[1].credits: write a percent for each try"),
        ("[100, 70, 50]", "[100, 90, 80, 70, 60, 50]", "questions[1].credits: write a percent"),
        ("[100, 70, 50]", "[]", "questions[1].credits: write a percent"),
        ("[100, 70, 50]", "[true]", "questions[1].credits[1]: input should be a valid integer"),
        (
            'reveal = "never"',
            'reveal = "later"',
            "questions[6].reveal: input should be 'closed', 'finished' or",
        ),
        (
            'order = ["b", "c", "a"]',
            'order = ["b", "c"]',
            "questions[3].expects: write the right order of the choices, each letter once, "
            "such as order = ['c', 'b', 'a']",
        ),
        ('order = ["b", "c", "a"]', 'order = ["a", "b", "c"]', "questions[3].expects: the choices stand in"),
        ('{ form = "code" }', '{ form = "kode" }', "questions[5].expects: there is no form 'kode'"),
        ('text = "1006", right', 'text = "06", right', "questions[5].expects: '06' is no close code"),
        ('text = "1006", right = true', 'text = "1006"', "questions[5].choices: no right answers in a short"),
        ("after = 3", "after = 0", "questions[6].expects: after is the number of a step"),
        ('variable = "connection_state", ', "", "questions[6].expects: name the cell"),
        (
            "after = 3",
            "after = 9",
            "questions[6].expects: the recorded run has no 'connection_state' after step 9;",
        ),
        (
            'variable = "connection_state", after = 3',
            'variable = "conection_state"',
            "questions[6].expects: the recorded run has no 'conection_state' at the start;",
        ),
    ],
)
def test_a_fault_is_told_with_its_place_and_reason(tmp_path, old, new, told):
    track = lesson_of_every_kind(tmp_path)
    file = track / "01-every-kind" / "quiz.toml"
    assert old in QUIZ
    file.write_text(QUIZ.replace(old, new, 1))
    with pytest.raises(FolderError) as raised:
        load(track)
    (fault,) = raised.value.faults
    assert told in str(fault)
    assert re.search(r"\]\.(\w+)", told)[1] in file.read_text().splitlines()[fault.line - 1]


def test_a_cell_is_looked_for_only_in_a_run_that_stays(tmp_path):
    track = lesson_of_every_kind(tmp_path)
    quiz, trace = (track / "01-every-kind" / name for name in ("quiz.toml", "trace.json"))
    quiz.write_text(QUIZ.replace("after = 3", "after = 9"))
    assert read_tracks(track, record_anew=True)
    trace.unlink()
    with pytest.raises(FolderError, match="its answer is read from the recorded run"):
        read_tracks(track)
    lesson = track / "01-every-kind" / "lesson.toml"
    lesson.write_text(lesson.read_text().replace('"published"', '"draft"'))
    assert read_tracks(track)


def test_a_question_without_choices_is_told(tmp_path):
    track = lesson_of_every_kind(tmp_path)
    quiz = '[[questions]]\nkey = "one"\ntext = "?"\nproof = "step 1"\n'
    (track / "01-every-kind" / "quiz.toml").write_text(quiz)
    with pytest.raises(
        FolderError, match=r"quiz.toml:1: questions\[1\].choices: write at least two choices: there is none"
    ):
        load(track)

"""Lesson folders: what is loaded from them is what is exported, and rows keep their place."""

import filecmp

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from reversion.models import Version

from lessons.folder.from_rows import file_contents, lesson_folder
from lessons.folder.load import load
from lessons.folder.write import export
from lessons.models import FlowStep, Lesson, Step
from quizzes.question_models import Question
from tests.lessons.lesson_files import spoil
from tests.support.server_fixtures import SHIPPED

pytestmark = pytest.mark.usefixtures("no_lessons")


def outcomes(path, **options):
    return {outcome.name: outcome.done for outcome in load(path, **options)}


def test_the_shipped_lesson_keeps_the_whole_structure_of_the_page_it_comes_from():
    load(SHIPPED)
    lesson = Lesson.objects.get()
    assert lesson.flow_steps.count() == 6
    assert lesson.steps.count() == 5
    assert [variable.values.count() for variable in lesson.variables.all()] == [5, 5]
    assert lesson.moments.count() == 5
    assert lesson.key_moments.count() == 3
    questions = Question.every.filter(lesson=lesson)
    assert [question.choices.count() for question in questions] == [4, 4, 4]
    assert all(hint.points_to for question in questions for hint in question.hints.all())
    assert lesson.snapshot
    assert lesson.transcript_parts.count() >= 5


def test_loading_twice_changes_nothing():
    assert set(outcomes(SHIPPED).values()) == {"made"}
    before = list(Step.objects.values())
    assert set(outcomes(SHIPPED).values()) == {"unchanged"}
    assert list(Step.objects.values()) == before


def test_what_is_exported_is_what_was_loaded_byte_for_byte(tmp_path):
    load(SHIPPED)
    export(tmp_path)
    files = [file.relative_to(SHIPPED) for file in SHIPPED.rglob("*") if file.is_file()]
    _, different, missing = filecmp.cmpfiles(SHIPPED, tmp_path, map(str, files), shallow=False)
    assert (different, missing) == ([], [])


def test_every_shipped_lesson_survives_an_export(every_lesson, tmp_path):
    export(tmp_path)
    assert set(outcomes(tmp_path).values()) == {"unchanged"}


def test_loading_an_export_changes_nothing(tmp_path):
    load(SHIPPED)
    Lesson.objects.update(title='A "title" with \\ and ä')
    Step.objects.filter(number=2).update(result="Two lines\n\nand a paragraph")
    export(tmp_path)
    assert set(outcomes(tmp_path).values()) == {"unchanged"}


def test_a_changed_folder_updates_rows_in_place(lesson_folders, lesson_toml):
    load(lesson_folders)
    keys = list(Step.objects.values_list("pk", flat=True))
    spoil(lesson_toml, 'action = "`connect()` accepts"', 'action = "It accepts"')
    assert outcomes(lesson_folders)["django-channels/websocket-support"] == "updated"
    assert list(Step.objects.values_list("pk", flat=True)) == keys
    assert Step.objects.get(number=2).action == "It accepts"


def test_each_loading_is_a_revision_that_brings_its_rows_back(lesson_folders, lesson_toml):
    def held():
        covers = list(FlowStep.objects.values_list("number", "steps__number"))
        return covers, lesson_folder(Lesson.objects.get()), file_contents(Lesson.objects.get())

    load(lesson_folders)
    first = held()
    spoil(lesson_toml, 'action = "`connect()` accepts"', 'action = "It accepts"')
    spoil(lesson_toml, "covers = [3, 4]", "covers = [3]")
    spoil(lesson_toml, "\"['hello']\"", "\"['hullo']\"")
    spoil(lesson_toml.with_name("quiz.toml"), 'text = "`None`"', 'text = "Nothing"')
    load(lesson_folders)
    second = held()
    assert first != second
    newest, oldest = Version.objects.get_for_object(Lesson.objects.get())
    oldest.revision.revert()
    assert held() == first
    newest.revision.revert()
    assert held() == second


def test_the_number_of_queries_does_not_grow_with_the_rows(lesson_folders, lesson_toml):
    transcript = lesson_toml.with_name("transcript.md")
    queries = []
    for more in ("", "One more.\n\n" * 3, "One more.\n\n" * 30):
        transcript.write_text(more + transcript.read_text())
        with CaptureQueriesContext(connection) as captured:
            load(lesson_folders)
        queries.append(len(captured))
    assert queries[1] == queries[2]
    assert queries[0] < 120


def test_what_an_instructor_changed_is_kept(lesson_folders, lesson_toml):
    load(lesson_folders)
    Step.objects.filter(number=2).update(action="Mine")
    spoil(lesson_toml, "minutes = 10", "minutes = 12")
    assert outcomes(lesson_folders)["django-channels/websocket-support"] == "kept"
    assert Step.objects.get(number=2).action == "Mine"
    assert Lesson.objects.get().minutes == 10


def test_overwrite_loads_over_what_an_instructor_changed(lesson_folders, lesson_toml):
    load(lesson_folders)
    Step.objects.filter(number=2).update(action="Mine")
    spoil(lesson_toml, "minutes = 10", "minutes = 12")
    assert outcomes(lesson_folders, overwrite=True)["django-channels/websocket-support"] == "updated"
    assert Step.objects.get(number=2).action == "`connect()` accepts"


def test_questions_that_change_places_stay_the_same_rows(lesson_folders, lesson_toml):
    load(lesson_folders)
    keys = dict(Question.every.values_list("key", "pk"))
    quiz = lesson_toml.with_name("quiz.toml")
    first, *others = quiz.read_text().split("[[questions]]\n")[1:]
    quiz.write_text("".join("[[questions]]\n" + part for part in [*others, "\n" + first]))
    load(lesson_folders)
    assert dict(Question.every.values_list("key", "pk")) == keys
    assert Question.every.get(number=3).key == "state-after-step-2"

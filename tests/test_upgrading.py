"""Rows of older versions, written into their tables on the way from an early database to that of today."""

import json
import shutil
import sqlite3
from contextlib import closing

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from pydantic import TypeAdapter

from lessons.models import Lesson
from lessons.script.language import ScriptRow
from live_demo.models import Prediction, WhatIfAnswer
from live_demo.what_ifs.grading import Grade
from quizzes.attempt_models import Attempt
from quizzes.question_models import Question
from tests.support.database_templates import executor_of_each
from tests.support.other_database import connected_to

pytestmark = pytest.mark.django_db
BEFORE_TYPES = [("quizzes", "0003_recall"), ("lessons", "0010_what_ifs")]
VERSIONS = ("reversion", "0002_add_index_on_version_for_content_type_and_db")
BEFORE_NAMES = ("live_demo", "0019_sockets_of_a_process")
GRADE = {"label": "?", "said": "goes on", "truth": "goes on", "verdict": "right", "point": 1, "why": ""}
CELL = {
    "key": "value-1-1",
    "label": "state, start",
    "step": None,
    "name": "state",
    "own": "",
    "said": "0",
}
THEN = [
    {"do": "connect", "client": 2, "headers": {"Origin": "https://a.b"}, "refused": 403},
    {"do": "send"},
    {"do": "send", "text": "May", "replies": 0},
    {"do": "send_binary", "hex": "c3a9", "replies": 2},
    {"do": "wait"},
    {"do": "wait", "code": 4000},
]
TODAY = [
    {"do": "connect", "client": 2, "headers": {"Origin": "https://a.b"}, "refused": 403},
    {"do": "send"},
    {"do": "await"},
    {"do": "send", "text": "May"},
    {"do": "send", "hex": "c3a9"},
    {"do": "await", "messages": 2},
    {"do": "await"},
    {"do": "await", "close": 4000},
]


def migrated(*targets):
    """The models as they are where these migrations are the last."""
    executor = executor_of_each()
    executor.migrate([*targets])
    return executor.loader.project_state([*targets, VERSIONS]).apps


def upgrade():
    """Take all migrations that are left, as an operator does."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def rows(apps, model):
    return apps.get_model(model)._base_manager


def lesson_of(apps, slug, **fields):
    track = rows(apps, "lessons.Track").create(slug=slug, title="T")
    return rows(apps, "lessons.Lesson").create(track=track, slug=slug, title="L", lab="chat", **fields)


def answered(apps):
    """An answer from before there were types of questions."""
    make = {
        name: rows(apps, f"quizzes.{name}").create for name in ("Question", "Choice", "Attempt", "Response")
    }
    lesson = lesson_of(apps, "answered")
    question = make["Question"](lesson=lesson, number=1, key="k", text="?", proof="step 1")
    choices = [make["Choice"](question=question, number=n, text="x", feedback="y") for n in (1, 2)]
    learner = rows(apps, "lessons.Learner").create()
    attempt = make["Attempt"](learner=learner, lesson=lesson)
    make["Response"](attempt=attempt, question=question, choice=choices[1], credit=1.0)


def scripted(apps):
    """A lesson with a script of then, and an older version of it."""
    lesson = lesson_of(apps, "scripted", script=THEN)
    rows(apps, "reversion.Version").create(
        revision=rows(apps, "reversion.Revision").create(date_created=timezone.now()),
        content_type=rows(apps, "contenttypes.ContentType").create(app_label="lessons", model="lesson"),
        object_id=lesson.pk,
        format="json",
        serialized_data=json.dumps([{"model": "lessons.lesson", "fields": {"script": THEN}}]),
        db="default",
    )


def scripts(apps):
    """The script of the lesson, and that of its older version."""
    version = rows(apps, "reversion.Version").get()
    lesson = rows(apps, "lessons.Lesson").get(slug="scripted")
    return lesson.script, json.loads(version.serialized_data)[0]["fields"]["script"]


def begun(apps):
    """An attempt from before attempts had a version of their quiz."""
    lesson = lesson_of(apps, "begun")
    for number, key in enumerate("abc", start=1):
        rows(apps, "quizzes.Question").create(lesson=lesson, number=number, key=key, text="?", proof="step 1")
    learner = rows(apps, "lessons.Learner").create()
    rows(apps, "quizzes.Attempt").create(learner=learner, lesson=lesson)


def predicted(apps):
    """An answer to a what-if and a prediction from before their fields had their present names."""
    run = rows(apps, "live_demo.Run").create(
        learner=rows(apps, "lessons.Learner").create(),
        lesson=lesson_of(apps, "predicted"),
        what_if="sleeping",
    )
    rows(apps, "live_demo.WhatIfAnswer").create(
        run=run, said={"beside": "goes on"}, seen={"code": 1000}, grades=[GRADE]
    )
    rows(apps, "live_demo.Prediction").create(learner=run.learner, lesson=run.lesson, cells=[CELL, CELL])


@pytest.fixture(scope="module")
def seen(django_db_setup, made_tables, django_db_blocker, tmp_path_factory):
    """What the rows were on the way. The database of the tests is the upgraded one for the module."""
    file = shutil.copy(made_tables / "early.sqlite3", tmp_path_factory.mktemp("upgrading"))
    with django_db_blocker.unblock(), connected_to(f"sqlite:///{file}"):
        apps = migrated(*BEFORE_TYPES, VERSIONS)
        answered(apps)
        scripted(apps)
        forward = scripts(migrated(("lessons", "0011_script_language")))
        back = scripts(migrated(("lessons", "0010_what_ifs")))
        begun(migrated(("quizzes", "0011_quiz_versions")))
        predicted(migrated(BEFORE_NAMES))
        upgrade()
        apps = migrated(BEFORE_NAMES)
        answer, prediction = (
            rows(apps, f"live_demo.{name}").get() for name in ("WhatIfAnswer", "Prediction")
        )
        upgrade()
        yield {"forward": forward, "back": back, "answer": answer, "prediction": prediction}


def test_answers_from_before_the_types_are_kept_by_their_letters(seen):
    response = Question.every.get(key="k").responses.get()
    assert (response.answer, response.tries, response.best, response.credit) == ("b", 1, 1.0, 1.0)


def test_rows_from_before_the_one_language_are_written_anew(seen):
    assert seen["forward"] == (TODAY, TODAY)
    rows = TypeAdapter(list[ScriptRow]).validate_python(TODAY)
    assert [row.as_data() for row in rows] == TODAY
    assert Lesson.objects.get(slug="scripted").script == TODAY


def test_rows_go_back_to_the_language_of_then(seen):
    assert seen["back"][0] == [THEN[0], {"do": "send", "replies": 1}, *THEN[2:]]


def test_an_upgrade_pins_the_attempts_that_are_there(seen):
    attempt = Attempt.objects.get(lesson__slug="begun")
    assert attempt.version.total == 3
    assert [each["key"] for each in attempt.version.questions] == ["a", "b", "c"]


def test_answers_to_what_ifs_get_the_names_of_today(seen):
    answer = WhatIfAnswer.objects.get()
    assert (answer.answers, answer.report) == ({"neighbor": "goes on"}, {"code": 1000})
    assert Grade(**answer.grades[0]).answer == "goes on"


def test_answers_to_what_ifs_go_back_to_the_names_of_then(seen):
    answer = seen["answer"]
    assert (answer.said, answer.seen, answer.grades) == ({"beside": "goes on"}, {"code": 1000}, [GRADE])


def test_predictions_get_the_names_of_today(seen):
    assert [cell.answer for cell in Prediction.objects.get().predicted] == ["0", "0"]


def test_predictions_go_back_to_the_names_of_then(seen):
    assert seen["prediction"].cells == [CELL, CELL]


def tables(database):
    """The columns of each table in any order, and all indexes."""
    columns = """
        SELECT m.name, c.name, c.type, c."notnull", c.dflt_value, c.pk
        FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'
    """
    indexes = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index'"
    found = [row for asked in (columns, indexes) for row in database.execute(asked).fetchall()]
    return sorted(found, key=str)


def test_an_upgraded_database_has_the_tables_and_indexes_of_a_new_one(seen, made_tables):
    with closing(sqlite3.connect(made_tables / "migrated.sqlite3")) as new, connection.cursor() as upgraded:
        assert tables(upgraded) == tables(new)
        assert len(tables(new)) > 300
        asked = "SELECT name FROM django_migrations WHERE app IN ('lessons', 'live_demo', 'quizzes')"
        recorded = {name for (name,) in upgraded.execute(asked).fetchall()}
        assert recorded == {name for (name,) in new.execute(asked).fetchall()}

"""Lesson folders: load, export, and what is said of a bad one."""

import filecmp
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from reversion.models import Version

from lessons.folder.faults import FolderError
from lessons.folder.load import load
from lessons.folder.store import file_contents, lesson_folder
from lessons.folder.write import export
from lessons.models import FlowStep, Lesson, Step, Track
from quizzes.question_models import Question
from tests.support.server_fixtures import SHIPPED

pytestmark = pytest.mark.usefixtures("no_lessons")


@pytest.fixture
def lesson_toml(lesson_folders):
    return lesson_folders / "django-channels" / "01-websocket-support" / "lesson.toml"


def spoil(file, old, new):
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


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


def test_a_folder_with_ten_faults_names_each_with_its_line_and_changes_nothing(lesson_folders, lesson_toml):
    quiz = lesson_toml.with_name("quiz.toml")
    spoil(lesson_toml, "minutes = 10", 'minutes = "ten"')
    spoil(lesson_toml, 'lab = "chat"', 'lab = "caht"')
    spoil(lesson_toml, 'note = "One connection', 'nota = "One connection')
    spoil(lesson_toml, 'reached_by = "websocket.send"', 'reached_by = "websocket.sent"')
    spoil(quiz, 'text = "Step 5"\n', "")
    spoil(quiz, 'key = "step-that-replies"', 'key = "Step That Replies"')
    lesson_toml.with_name("transcript.md").write_bytes(b"\xff\xfe")
    lesson_toml.with_name("snapshot.md").unlink()
    lesson_toml.with_name("notes.txt").write_text("stray")
    (lesson_folders / "django-channels" / "Second").mkdir()
    with pytest.raises(FolderError) as raised:
        load(lesson_folders)
    told = "\n".join(map(str, raised.value.faults))
    assert "lesson.toml:3: minutes: input should be a valid integer" in told
    assert "lesson.toml:9: flow.nota: unknown key" in told
    assert "execution.steps[4].reached_by: there is no event 'websocket.sent'" in told
    assert "lesson.toml:6: lab: there is no lab 'caht'" in told
    assert "quiz.toml:47: questions[2].choices[4].text: missing" in told
    assert "quiz.toml:27: questions[2].key: string should match pattern" in told
    assert "transcript.md: not UTF-8: byte 0 is not text" in told
    assert "snapshot.md: missing file" in told
    assert "notes.txt: unknown file" in told
    assert "Second: a lesson folder is named like" in told
    assert len(raised.value.faults) == 10
    assert not Track.objects.exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "lesson.toml",
            'lab = "chat"',
            'lab = "caht"',
            "lesson.toml:6: lab: there is no lab 'caht'; the labs are: ",
        ),
        (
            "lesson.toml",
            'points_to = "step 2"',
            'points_to = "step 9"',
            ("points to a row that does not exist"),
        ),
        (
            "lesson.toml",
            'points_to = "step 2"',
            'points_to = "there"',
            "is not a pointer: write one like 'step 2'",
        ),
        ("lesson.toml", "covers = [3, 4]", "covers = [3, 7]", "flow.steps[5].covers[2]: there is no step 7"),
        ("lesson.toml", '"[]", "[]", ', '"[]", ', "4 values for 5 moments"),
        ("lesson.toml", "after = 5", "after = 6", "there is no step 6"),
        ("lesson.toml", 'name = "message_buffer"', 'name = "connection_state"', "is there twice"),
        ("lesson.toml", "[flow]", "[flow", "not TOML"),
        ("quiz.toml", "right = true\n", "", "choices: no right answers in a single choice"),
        ("quiz.toml", 'text = "`None`"\n', 'text = "`None`"\npercent = 100\n', "mark it as right"),
        (
            "quiz.toml",
            'proof = "step 4"',
            'proof = "step 6"',
            "questions[2].proof: 'step 6' points to a row that does not exist",
        ),
        ("quiz.toml", 'key = "step-that-replies"', 'key = "state-after-step-2"', "is there twice"),
        (
            "transcript.md",
            "{step 4}",
            "{step 8}",
            ("transcript.md: part 5: 'step 8' points to a row that does not exist"),
        ),
        ("trace.json", '"number": 1,', '"nummer": 1,', "trace.json: points[1]: no trace point ("),
        ("trace.json", "{", "[", "not JSON"),
        ("trace.json", "{", " " * 600_000 + "{", "trace.json: larger than 512 KB"),
        ("lesson.toml", "[flow]", "#" * 600_000 + "\n[flow]", "lesson.toml: larger than 512 KB"),
        ("snapshot.md", "The browser", "![" * 10_001, "snapshot.md: longer than 20000 characters"),
        ("transcript.md", "{step 4}", "a" * 20_000 + " {step 4}", "at most 20000 characters"),
    ],
)
def test_a_fault_is_told_with_its_place_and_reason(lesson_folders, lesson_toml, file, old, new, told):
    spoil(lesson_toml.with_name(file), old, new)
    with pytest.raises(FolderError) as raised:
        load(lesson_folders)
    assert told in str(raised.value)


def test_the_command_says_how_many_faults_there_are_and_that_nothing_changed(lesson_folders, lesson_toml):
    spoil(lesson_toml, "minutes = 10", "minutes = 0")
    with pytest.raises(CommandError, match="1 fault; nothing was changed"):
        call_command("load_lessons", lesson_folders, stdout=StringIO())


def test_a_folder_without_a_track_is_told(tmp_path):
    with pytest.raises(FolderError, match=r"no track\.toml here"):
        load(tmp_path)

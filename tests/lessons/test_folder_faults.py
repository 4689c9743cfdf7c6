"""Faults of lesson folders: each is told with its place and its reason, and nothing is changed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lessons.folder.faults import FolderError
from lessons.folder.load import load
from lessons.models import Track
from tests.lessons.lesson_files import spoil

pytestmark = pytest.mark.usefixtures("no_lessons")


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

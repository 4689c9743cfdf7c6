"""The script of a recorded run: read, checked, written again."""

import re
import tomllib

import pytest
from pydantic import TypeAdapter

from lessons.folder.faults import FolderError
from lessons.folder.load import load
from lessons.folder.write import export
from lessons.models import Lesson
from lessons.script import language
from lessons.script.browser_side import BrowserSide
from lessons.script.language import ScriptRow
from lessons.script.toml import read_script, write_script
from tests.support.servers import ROOT

Rows = TypeAdapter(list[ScriptRow])
SCRIPT = """
[[script]]
do = "connect"
path = "rooms/python/"

[[script]]
do = "send"
text = "hey"

[[script]]
do = "await"
messages = 2

[[script]]
do = "close"
code = 4000
"""


def test_a_script_is_written_as_it_was_read():
    rows = read_script(SCRIPT)
    data = [row.as_data() for row in rows]
    assert data == tomllib.loads(SCRIPT)["script"]
    assert read_script(write_script(data)) == rows
    assert write_script([]) == ""


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ('{do = "dance"}', "should be 'connect', 'send'"),
        ('{do = "cut", code = 1000}', "'cut' takes no code; it takes no key but client"),
        ('{do = "close", ms = 1}', "'close' takes no ms; it takes code"),
        ('{do = "send", hex = "0"}', "two hexadecimal digits"),
        ('{do = "send", hex = "00", text = ""}', "a message is text, hex or size: say one of them"),
        ('{do = "connect", path = "/a"}', "pattern"),
        ('{do = "close", code = 99}', "greater than or equal to 1000"),
        ('{do = "await", close = 4001, messages = 1}', "write two rows"),
        ('{do = "wait"}', "'wait' needs ms, its milliseconds; 'await' awaits messages or a close"),
        ('{do = "send", client = 2}', "row 1: client 2 is not connected yet"),
        ('{do = "close"}, {do = "send"}', "row 2: client 1 is gone already"),
        (
            '{do = "connect", client = 2}, {do = "connect", client = 2}',
            "row 2: client 2 is connected already",
        ),
        ('{do = "send"}, {do = "connect"}', "row 2: client 1 is connected already"),
        ('{do = "send", mesage = "x"}', "Extra inputs"),
    ],
)
def test_a_script_that_cannot_be_played_is_refused(rows, told):
    with pytest.raises(ValueError, match=r"(?s).") as raised:
        read_script(f"script = [{rows}]")
    assert told in str(raised.value)


@pytest.mark.django_db
def test_a_script_is_kept_and_exported(lesson_folders, lesson_toml, tmp_path):
    text = lesson_toml.read_text()
    lesson_toml.write_text(text.replace("[execution]", f"{SCRIPT}\n[execution]", 1))
    load(lesson_folders)
    lesson = Lesson.objects.get(slug="websocket-support")
    assert lesson.script[0] == {"do": "connect", "path": "rooms/python/"}
    assert lesson.browser_side.paths == ["rooms/python/"]
    export(tmp_path / "out")
    (written,) = (tmp_path / "out").glob("*/01-*/lesson.toml")
    assert tomllib.loads(written.read_text())["script"] == tomllib.loads(SCRIPT)["script"]
    assert {outcome.done for outcome in load(tmp_path / "out")} == {"unchanged"}


@pytest.mark.django_db
def test_a_fault_in_a_script_names_file_and_line(lesson_folders, lesson_toml):
    spoiled = SCRIPT.replace('do = "send"', 'do = "sent"')
    lesson_toml.write_text(lesson_toml.read_text() + spoiled)
    line = lesson_toml.read_text().splitlines().index('do = "sent"') + 1
    with pytest.raises(FolderError) as raised:
        load(lesson_folders)
    assert f"lesson.toml:{line}: script[2].do: input should be 'connect'" in str(raised.value)


def test_a_row_says_only_what_was_written():
    assert ScriptRow(do="await", close=1011).as_data() == {"do": "await", "close": 1011}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ('do = "send"\nreplies = 2', "script[1].replies: 'replies' is now a row of its own after this one"),
        ('do = "send_binary"\nhex = "00"', "script[1].do: 'send_binary' is now do = \"send\" with hex"),
        ('do = "drop"', "script[1].do: 'drop' is now called 'cut'"),
        ('do = "wait"\ncode = 4000', 'script[1].code: a close is now awaited with do = "await", close'),
        ('text = "hello"', "script[1].text: 'text' now belongs to do = \"send\""),
        ("close = 1000", "script[1].close: 'close' is now do = \"close\" with code"),
        ("connect = true", "script[1].connect: 'connect = true' is now do = \"connect\""),
        ('text = "hello"\nwait = 100', "script[1].wait: 'wait' is now a row of its own before this one"),
    ],
)
@pytest.mark.django_db
def test_an_old_key_is_told_with_file_line_and_the_new_one(lesson_folders, lesson_toml, row, told):
    lesson_toml.write_text(f"{lesson_toml.read_text()}\n[[script]]\n{row}\n")
    key = told.partition(":")[0].partition(".")[2]
    lines = lesson_toml.read_text().splitlines()
    line = next(number for number in range(len(lines), 0, -1) if lines[number - 1].startswith(f"{key} ="))
    with pytest.raises(FolderError) as raised:
        load(lesson_folders)
    assert f"lesson.toml:{line}: {told}" in str(raised.value)


@pytest.mark.django_db
def test_a_fault_in_a_row_of_an_array_names_its_own_line(lesson_folders, lesson_toml):
    rows = 'script = [\n    { do = "send" },\n    # the answer\n    { do = "await", code = 1 },\n]\n'
    lesson_toml.write_text(rows + lesson_toml.read_text())
    with pytest.raises(FolderError) as raised:
        load(lesson_folders)
    assert "lesson.toml:4: script[2].code: " in str(raised.value)


@pytest.mark.parametrize(
    "place", ["CONTRIBUTING.md", "docs/writing-a-lesson.md", "lessons/script/language.py"]
)
def test_every_row_and_every_key_is_documented(place):
    text = language.ScriptRow.__doc__ if place.endswith(".py") else (ROOT / place).read_text()
    rows = [do for do in language.KEYS if not re.search(rf"\b{do}\b", text)]
    keys = [key for key in ScriptRow.model_fields if key != "do" and f"`{key}`" not in text]
    assert (rows, keys) == ([], [])


def test_the_script_of_the_guide_can_be_played():
    guide = (ROOT / "docs" / "writing-a-lesson.md").read_text()
    (example,) = re.findall(r"```toml\n(script = \[\n.*?\n\])\n```", guide, re.DOTALL)
    assert BrowserSide.of(read_script(example), "hello").has_others
    assert BrowserSide.of(read_script(example), "hello").waits_for_others


def test_a_client_that_awaits_its_own_answers_waits_for_nobody():
    other = "".join(f'{{ do = "{do}", client = 2 }}, ' for do in ("connect", "send", "await"))
    rows = f'{other}{{ do = "send" }}, {{ do = "await" }}'
    assert not BrowserSide.of(read_script(f"script = [{rows}]"), "hello").waits_for_others

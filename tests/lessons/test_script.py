"""The script of a recorded run: read, checked, written again, said in words."""

import tomllib

import pytest

from lessons.folder.faults import FolderError
from lessons.folder.load import load
from lessons.folder.write import export
from lessons.models import Lesson
from lessons.script import BrowserSide, ScriptRow, read_script, write_script

SCRIPT = """
[[script]]
do = "connect"
path = "rooms/python/"

[[script]]
do = "send"
text = "hey"
replies = 2

[[script]]
do = "close"
code = 4000
"""


@pytest.fixture
def lesson_toml(lesson_folders):
    return lesson_folders / "django-channels" / "01-websocket-support" / "lesson.toml"


def test_without_a_script_the_run_sends_the_message_and_closes():
    side = BrowserSide.of([], "hello")
    assert [(row.do, row.text, row.awaits) for row in side.rows] == [
        ("connect", None, 0),
        ("send", "hello", 1),
        ("close", None, 0),
    ]
    assert side.in_words == "opens a socket, sends `hello` and awaits a message, and then closes with 1000"
    assert (side.paths, side.messages, side.sends_binary) == ([], ["hello"], False)


def test_what_is_still_open_at_the_end_is_closed():
    rows = read_script(
        'script = [{do = "connect", client = 2, path = "a/"}, {do = "send", client = 2}, {do = "drop"}]'
    )
    side = BrowserSide.of(rows, "hi")
    assert [(row.do, row.client) for row in side.rows] == [
        ("connect", 1),
        ("connect", 2),
        ("send", 2),
        ("drop", 1),
        ("close", 2),
    ]
    assert "socket 2 opens at `a/`, socket 2 sends `hi`" in side.in_words


def test_a_refused_socket_is_told_with_what_it_asked_for():
    rows = read_script(
        'script = [{do = "connect", client = 2, headers = {Origin = "https://a.b"}, refused = 403}]'
    )
    assert "socket 2 asks with `Origin: https://a.b` and gets HTTP 403" in BrowserSide.of(rows, "hi").in_words
    [asked, *_] = read_script('script = [{do = "connect", path = "no/", refused = 500}]')
    assert BrowserSide([asked]).in_words == "asks for a socket at `no/` and gets HTTP 500"


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
        ('{do = "drop", code = 1000}', "'drop' takes no code"),
        ('{do = "send_binary", hex = "0"}', "two hexadecimal digits"),
        ('{do = "connect", path = "/a"}', "pattern"),
        ('{do = "close", code = 99}', "greater than or equal to 1000"),
        ('{do = "wait", code = 4001, replies = 1}', "write two rows"),
        ('{do = "send", client = 2}', "row 1: client 2 is not connected yet"),
        ('{do = "close"}, {do = "send"}', "row 2: client 1 is closed already"),
        ('{do = "connect", client = 2}, {do = "connect", client = 2}', "connected before"),
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


@pytest.mark.django_db
def test_an_instructor_writes_the_script_as_toml(admin_client, lesson_folders):
    load(lesson_folders)
    address = f"/admin/lessons/lesson/{Lesson.objects.get(slug='websocket-support').pk}/change/"
    form = admin_client.get(address).context["adminform"].form
    assert form["script"].value() == ""
    field = form.fields["script"]
    rows = [{"do": "send", "text": "hey"}, {"do": "drop"}]
    assert field.clean(write_script(rows)) == rows
    assert field.clean("") == []
    assert field.prepare_value(rows) == write_script(rows)
    assert not field.has_changed(rows, write_script(rows))
    for text, told in (("[[script", "Not TOML"), ('[[script]]\ndo = "x"', "script[1].do: input should be")):
        with pytest.raises(Exception, match=r"(?s).") as raised:
            field.clean(text)
        assert told in str(raised.value)


def test_a_row_says_only_what_was_written():
    assert ScriptRow(do="wait", code=1011).as_data() == {"do": "wait", "code": 1011}


def test_what_is_sent_without_awaiting_an_answer_between_goes_together():
    together = [ScriptRow(do="send", text="May", replies=0), ScriptRow(do="send", text="June", replies=2)]
    assert BrowserSide.of(together, "hello").together == ["May", "June"]
    one_by_one = [ScriptRow(do="send", text="May"), ScriptRow(do="send", text="June")]
    assert BrowserSide.of(one_by_one, "hello").together == []

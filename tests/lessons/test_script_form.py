"""The script in the form of a lesson: steps with choices, or the text of lesson.toml."""

import pytest
from django.core.exceptions import ValidationError

from lessons.admin.script.actions import ACTIONS, action_of
from lessons.admin.script.field import ScriptField
from lessons.admin.script.keys import FIELDS
from lessons.admin.script.steps import shown_steps
from lessons.folder.load import load
from lessons.models import Lesson
from lessons.script.language import KEYS, ScriptRow
from lessons.script.toml import write_script
from tests.lessons.desk_page import DeskPage, said

ROWS = [
    {
        "do": "connect",
        "path": "rooms/a/",
        "subprotocols": ["v1", "v2"],
        "headers": {"Origin": "https://a.example"},
    },
    {"do": "connect", "client": 2, "refused": 403},
    {"do": "send"},
    {"do": "send", "text": ""},
    {"do": "send", "text": "two\nlines"},
    {"do": "send", "hex": "00ff"},
    {"do": "send", "size": 70_000},
    {"do": "await"},
    {"do": "await", "messages": 3},
    {"do": "await", "text": "hey"},
    {"do": "await", "like": {"kind": "reply", "of": [1, "ü"]}},
    {"do": "wait", "ms": 20},
    {"do": "await", "close": 1011},
    {"do": "connect"},
    {"do": "close", "code": 4000},
    {"do": "connect"},
    {"do": "cut"},
]
"""A row for each action, and each key."""


def posted(rows, text=None):
    """The fields of a form that shows `rows`; `text` is typed over theirs."""
    steps = shown_steps(rows)
    before = write_script(rows)
    data = {"script-steps": str(len(steps)), "script-before": before}
    data["script"] = before if text is None else text
    for index, step in enumerate(steps):
        own = {
            "action": step.action,
            "client": step.client,
            "place": str(index + 1),
            **dict.fromkeys(FIELDS, ""),
            **step.texts,
        }
        data |= {f"script-{index}-{name}": value for name, value in own.items()}
    return data


def cleaned(data):
    field = ScriptField()
    return field.clean(field.widget.value_from_datadict(data, {}, "script"))


def test_every_row_is_written_in_the_fields_of_its_action():
    assert cleaned(posted(ROWS)) == ROWS
    assert {action_of(row).name for row in ROWS} == set(ACTIONS)
    assert {key for row in ROWS for key in row} == set(ScriptRow.model_fields)
    assert set(FIELDS) == set.union(*KEYS.values())
    assert all(action.label for action in ACTIONS.values())


def test_a_place_moves_a_step_and_no_step_removes_it():
    rows = [{"do": "send", "text": text} for text in ("one", "two", "three")]
    moved = cleaned({**posted(rows), "script-2-place": "1"})
    assert [row["text"] for row in moved] == ["three", "one", "two"]
    assert [row["text"] for row in cleaned({**posted(rows), "script-1-action": ""})] == ["one", "three"]


def test_the_text_counts_where_it_has_been_changed():
    rows = [{"do": "send", "text": "hey"}, {"do": "cut"}]
    data = posted(rows, write_script(rows[:1]))
    assert cleaned(data) == rows[:1]
    assert cleaned({"script": write_script(rows)}) == rows
    with pytest.raises(ValidationError, match="the steps and the text"):
        cleaned({**data, "script-0-text": "ho"})
    for text, told in (("[[script", "Not TOML"), ('[[script]]\ndo = "x"', "script[1].do: input should be")):
        with pytest.raises(ValidationError) as raised:
            cleaned(posted(rows, text))
        assert told in str(raised.value)


FAULTS = [
    ({"script-0-action": "send-size", "script-0-size": "many"}, 0, "size: input should be a valid integer"),
    ({"script-1-action": "wait", "script-1-ms": ""}, 1, "'wait' needs ms"),
    ({"script-0-action": "await-like", "script-0-like": "{"}, 0, "this is not JSON"),
    ({"script-0-action": "await-like", "script-0-like": '{"a": [null]}'}, 0, "null cannot stand"),
    ({"script-0-action": "await-like", "script-0-like": '{"a": NaN}'}, 0, "nan is no number"),
    ({"script-0-text": "a\x00"}, 0, "a character that text cannot have"),
    ({"script-0-action": "connect", "script-0-headers": "Origin"}, 0, "'Origin' is no header"),
    ({"script-0-action": "await-text", "script-0-client": "2"}, 0, "client 2 is not connected yet"),
    ({"script-0-action": "await-close", "script-0-close": ""}, 0, "Code with which it must close: empty"),
]


@pytest.mark.parametrize(("changes", "index", "told"), FAULTS)
def test_a_fault_is_told_at_its_step(changes, index, told):
    field = ScriptField()
    data = {**posted([{"do": "send", "text": "hey"}, {"do": "send"}]), **changes}
    script = field.widget.value_from_datadict(data, {}, "script")
    with pytest.raises(ValidationError, match=f"Mend step {index + 1} of the script"):
        field.clean(script)
    assert told in script.steps[index].fault


@pytest.mark.django_db
def test_an_instructor_changes_the_script_in_the_form(admin_client, lesson_folders):
    load(lesson_folders)
    lesson = Lesson.objects.get(slug="websocket-support")
    page = DeskPage(admin_client, lesson)
    page |= {"script-0-action": "send-text", "script-0-text": "hey", "script-1-action": "wait"}
    refused = page.save()
    assert "'wait' needs ms" in said(refused)
    page = DeskPage(admin_client, lesson, refused)
    assert page["script-0-text"] == "hey"
    page |= {"script-1-ms": "30", "script-1-place": "1"}
    page.store()
    lesson.refresh_from_db()
    assert lesson.script == [{"do": "wait", "ms": 30}, {"do": "send", "text": "hey"}]
    assert not ScriptField().has_changed(lesson.script, _as_shown(lesson.script))


def _as_shown(rows):
    return ScriptField().widget.value_from_datadict(posted(rows), {}, "script")

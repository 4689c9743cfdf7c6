"""Scripts in the one language of today: what is awaited is a row of its own, `cut` was called `drop`."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db import migrations

Row = dict[str, Any]


def to_rows_of_today(rows: list[Row]) -> list[Row]:
    return [row for old in rows for row in _today(old)]


def _today(old: Row) -> Iterator[Row]:
    row = dict(old)
    sends = row["do"] in ("send", "send_binary")
    unsaid = int(row["do"] == "send" or (row["do"] == "wait" and "code" not in row))
    messages = row.pop("replies", None)
    messages = unsaid if messages is None else messages
    client = {"client": row["client"]} if "client" in row else {}
    if sends:
        yield row | {"do": "send"}
    elif row["do"] == "drop":
        yield row | {"do": "cut"}
    elif row["do"] != "wait":
        yield row
    elif "code" in row:
        yield {"do": "await", **client, "close": row["code"]}
    if messages:
        yield {"do": "await", **client} | ({"messages": messages} if messages > 1 else {})


def to_rows_of_then(rows: list[Row]) -> list[Row]:
    """The same back. What had no word then is left out: pauses, and messages of a certain size."""
    found: list[Row] = []
    for row in rows:
        client = {"client": row["client"]} if "client" in row else {}
        messages = row.get("messages", 1)
        if row["do"] == "await" and "close" in row:
            found.append({"do": "wait", **client, "code": row["close"]})
        elif row["do"] == "await" and found and _is_answered_by(found[-1], row):
            found[-1]["replies"] = messages
        elif row["do"] == "await":
            found.append({"do": "wait", **client} | ({"replies": messages} if messages > 1 else {}))
        elif row["do"] == "send" and "size" not in row:
            found.append(row | {"do": "send_binary" if "hex" in row else "send", "replies": 0})
        elif row["do"] == "cut":
            found.append(row | {"do": "drop"})
        elif row["do"] not in ("wait", "send"):
            found.append(row)
    return found


def _is_answered_by(sent: Row, row: Row) -> bool:
    return sent.get("replies") == 0 and sent.get("client", 1) == row.get("client", 1)


def _change_all(apps: Any, change: Callable[[list[Row]], list[Row]]) -> None:
    lesson_model = apps.get_model("lessons", "Lesson")
    for lesson in lesson_model.objects.exclude(script=[]).only("script"):
        lesson.script = change(lesson.script)
        lesson.save(update_fields=["script"])
    versions = apps.get_model("reversion", "Version").objects
    for version in versions.filter(
        content_type__app_label="lessons", content_type__model="lesson", format="json"
    ).iterator():
        data = json.loads(version.serialized_data)
        if data[0]["fields"].get("script"):
            data[0]["fields"]["script"] = change(data[0]["fields"]["script"])
            version.serialized_data = json.dumps(data)
            version.save(update_fields=["serialized_data"])


def forwards(apps: Any, schema_editor: Any) -> None:
    _change_all(apps, to_rows_of_today)


def backwards(apps: Any, schema_editor: Any) -> None:
    _change_all(apps, to_rows_of_then)


class Migration(migrations.Migration):
    dependencies = [
        ("lessons", "0010_what_ifs"),
        ("reversion", "0002_add_index_on_version_for_content_type_and_db"),
    ]

    operations = [migrations.RunPython(forwards, backwards, elidable=True)]

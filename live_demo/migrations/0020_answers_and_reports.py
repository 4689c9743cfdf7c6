"""What-ifs: `said` is now `answers`, `seen` is `report`, and the item `beside` is `neighbor`, also in stored JSON."""

from typing import Any

from django.db import migrations


def _renamed(apps: Any, item: dict[str, str], key: dict[str, str]) -> None:
    """Rename items in `answers`, and keys of `grades`, in each row."""
    rows = apps.get_model("live_demo", "WhatIfAnswer").objects
    for row in rows.only("answers", "grades").iterator():
        answers = {item.get(name, name): answer for name, answer in row.answers.items()}
        grades = [{key.get(name, name): value for name, value in grade.items()} for grade in row.grades]
        if (answers, grades) != (row.answers, row.grades):
            row.answers, row.grades = answers, grades
            row.save(update_fields=["answers", "grades"])


def forwards(apps: Any, schema_editor: Any) -> None:
    _renamed(apps, {"beside": "neighbor"}, {"said": "answer"})


def backwards(apps: Any, schema_editor: Any) -> None:
    _renamed(apps, {"neighbor": "beside"}, {"answer": "said"})


class Migration(migrations.Migration):
    dependencies = [("live_demo", "0019_sockets_of_a_process")]

    operations = [
        migrations.RenameField("whatifanswer", "said", "answers"),
        migrations.RenameField("whatifanswer", "seen", "report"),
        migrations.RunPython(forwards, backwards),
    ]

"""Predictions: what a learner predicted in a cell is its `answer`, not what was `said`, in the stored JSON."""

from typing import Any

from django.db import migrations


def _renamed(apps: Any, old: str, new: str) -> None:
    """Rename the key `old` of every cell to `new`, row by row."""
    rows = apps.get_model("live_demo", "Prediction").objects
    for row in rows.only("cells").iterator():
        cells = [{new if key == old else key: value for key, value in cell.items()} for cell in row.cells]
        if cells != row.cells:
            row.cells = cells
            row.save(update_fields=["cells"])


def forwards(apps: Any, schema_editor: Any) -> None:
    _renamed(apps, "said", "answer")


def backwards(apps: Any, schema_editor: Any) -> None:
    _renamed(apps, "answer", "said")


class Migration(migrations.Migration):
    dependencies = [("live_demo", "0023_fill")]

    operations = [migrations.RunPython(forwards, backwards)]

"""The analysis counts each question as it is now, and knows its earlier versions."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def count_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What is stored mixes versions. A quiz without a summary is counted when its page is opened."""
    apps.get_model("quizzes", "QuizSummary").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0025_summary_of_earlier_wordings"),
    ]

    operations = [
        migrations.AddField(
            model_name="questionsummary",
            name="rekeyed",
            field=models.PositiveIntegerField(
                db_default=0, default=0, help_text="How many more were graded by another key."
            ),
        ),
        migrations.AddField(
            model_name="questionsummary",
            name="since",
            field=models.DateTimeField(
                help_text="When the first attempt with it as it is began; empty if it was never different.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="quizsummary",
            name="versions",
            field=models.JSONField(
                db_default=models.Value([], models.JSONField()),
                default=list,
                help_text="Earlier versions, as `EarlierQuiz` of `earlier.py` says.",
            ),
        ),
        migrations.AlterField(
            model_name="questionsummary",
            name="reworded",
            field=models.PositiveIntegerField(
                db_default=0, default=0, help_text="How many more answered it when it had other words."
            ),
        ),
        migrations.RunPython(count_again, migrations.RunPython.noop),
    ]

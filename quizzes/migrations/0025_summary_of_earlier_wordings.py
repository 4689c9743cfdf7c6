"""How many answers of a summary are to an earlier wording of the question."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0024_regraded_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="questionsummary",
            name="reworded",
            field=models.PositiveIntegerField(
                db_default=0, default=0, help_text="How many answered an earlier wording of it."
            ),
        ),
    ]

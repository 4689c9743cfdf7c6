"""Whether learners see the choices of a quiz in an order of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lessons", "0020_minutes_to_do"),
    ]

    operations = [
        migrations.AddField(
            model_name="lesson",
            name="shuffle",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Each learner sees the choices of a single or multiple choice in an order of their own. A question can say otherwise.",
                verbose_name="shuffle the choices of its questions",
            ),
        ),
    ]

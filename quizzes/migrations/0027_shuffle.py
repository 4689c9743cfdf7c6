"""Choices in an order of the learner's own: of a question, and the seed of an attempt."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lessons", "0021_shuffle"),
        ("quizzes", "0026_analysis_of_versions"),
    ]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="seed",
            field=models.PositiveSmallIntegerField(
                db_default=0,
                default=0,
                editable=False,
                help_text="The order of shuffled choices (`quizzes.shuffling`).",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="shuffle",
            field=models.BooleanField(
                blank=True,
                choices=[
                    (None, "as the quiz says"),
                    (True, "shuffled for each learner"),
                    (False, "as written"),
                ],
                default=None,
                help_text="Of a single or multiple choice.",
                null=True,
                verbose_name="order of the choices",
            ),
        ),
    ]

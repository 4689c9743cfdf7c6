import uuid

import django.db.models.deletion
from django.db import migrations, models


def drop_kept_answers(apps, schema_editor):
    """Delete the kept answers, which hold results and old ids. A repeated call finds what is stored and says so."""
    apps.get_model("quizzes", "KeptAnswer").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0012_pin_attempts"),
    ]

    operations = [
        migrations.AddField(
            model_name="apiclient",
            name="changes",
            field=models.PositiveBigIntegerField(
                db_default=0, default=0, editable=False, help_text="The number of its latest change."
            ),
        ),
        migrations.AddField(
            model_name="apikey",
            name="expires_at",
            field=models.DateTimeField(
                blank=True, help_text="Refused from then on. Left empty, it does not expire.", null=True
            ),
        ),
        migrations.AddField(
            model_name="apikey",
            name="may_manage",
            field=models.BooleanField(
                db_default=False,
                default=False,
                verbose_name="manage: erase learners with everything that is stored of them",
            ),
        ),
        migrations.AddField(
            model_name="keptanswer",
            name="learners",
            field=models.ManyToManyField(related_name="kept_answers", to="quizzes.apilearner"),
        ),
        migrations.CreateModel(
            name="ApiAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("change", models.PositiveBigIntegerField()),
                (
                    "attempt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="api", to="quizzes.attempt"
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="quizzes.apiclient",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ApiStatement",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField(help_text="When the learner did what it says.")),
                ("body", models.TextField(help_text="JSON.")),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statements",
                        to="quizzes.apiattempt",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="quizzes.apiclient",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="apiattempt",
            constraint=models.UniqueConstraint(
                fields=("client", "change"), name="api_attempt_change_once_a_client"
            ),
        ),
        migrations.AddConstraint(
            model_name="apistatement",
            constraint=models.UniqueConstraint(
                fields=("client", "number"), name="api_statement_number_once_a_client"
            ),
        ),
        migrations.RunPython(drop_kept_answers, migrations.RunPython.noop, elidable=True),
    ]

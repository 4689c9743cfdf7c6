import django.db.models.deletion
from django.db import migrations, models


def give_each_key_a_client(apps, schema_editor):
    clients = apps.get_model("quizzes", "ApiClient").objects
    for key in apps.get_model("quizzes", "ApiKey").objects.filter(client=None):
        key.client = clients.create(name=key.name)
        key.save(update_fields=["client"])


class Migration(migrations.Migration):
    dependencies = [
        ("lessons", "0004_is_blank"),
        ("quizzes", "0006_analysis"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiClient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(help_text="Such as: the evening school.", max_length=80)),
                (
                    "home_page",
                    models.URLField(
                        blank=True,
                        help_text="Where its learners have their accounts; xAPI statements name it.",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"verbose_name": "API client", "ordering": ["name"]},
        ),
        migrations.CreateModel(
            name="ApiLearner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("external_id", models.CharField(max_length=200)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="learners",
                        to="quizzes.apiclient",
                    ),
                ),
                (
                    "learner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        related_query_name="api_learner",
                        to="lessons.learner",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("client", "external_id"), name="api_learner_once_a_client"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=255)),
                (
                    "fingerprint",
                    models.CharField(help_text="SHA-256 of method, address and body.", max_length=64),
                ),
                ("claimed_at", models.DateTimeField()),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("body", models.TextField(blank=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_answers",
                        to="quizzes.apiclient",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["claimed_at"], name="kept_answer_claimed_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("client", "key"), name="idempotency_key_once_a_client")
                ],
            },
        ),
        migrations.AddField(
            "apikey",
            "may_read",
            models.BooleanField(
                default=True, verbose_name="read: tracks, lessons, quizzes without their key"
            ),
        ),
        migrations.AddField(
            "apikey",
            "may_grade",
            models.BooleanField(
                default=True, verbose_name="grade: grade answers, and store those of the client's learners"
            ),
        ),
        migrations.AddField(
            "apikey",
            "may_see_results",
            models.BooleanField(
                default=False, verbose_name="results: read back what the client's learners have answered"
            ),
        ),
        migrations.AddField(
            "apikey",
            "client",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="keys",
                to="quizzes.apiclient",
            ),
        ),
        migrations.RunPython(give_each_key_a_client, migrations.RunPython.noop, elidable=True),
    ]

"""`KeptAnswer` is now `StoredResponse`: the response to a call with an `Idempotency-Key`."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0027_shuffle")]

    operations = [
        migrations.RenameModel("KeptAnswer", "StoredResponse"),
        migrations.AlterField(
            "storedresponse",
            "client",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stored_responses",
                to="quizzes.apiclient",
            ),
        ),
        migrations.AlterField(
            "storedresponse",
            "learners",
            models.ManyToManyField(related_name="stored_responses", to="quizzes.apilearner"),
        ),
        migrations.RenameIndex(
            "storedresponse", new_name="stored_response_claimed_at", old_name="kept_answer_claimed_at"
        ),
    ]

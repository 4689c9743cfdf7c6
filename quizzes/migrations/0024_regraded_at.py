"""When a mended key changed the credit of a response."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0023_responses_to_a_question"),
    ]

    operations = [
        migrations.AddField(
            model_name="response",
            name="regraded_at",
            field=models.DateTimeField(
                help_text="When a mended key has changed the credit; empty if none has.", null=True
            ),
        ),
    ]

"""`Question.objects` leaves out retired questions, and is the default. Nothing in the database changes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0028_stored_responses")]

    operations = [
        migrations.AlterModelOptions("question", options={"ordering": ["number"]}),
        migrations.AlterModelManagers("question", managers=[]),
    ]

from django.db import migrations


class Migration(migrations.Migration):
    """Apart from 0004, so that PostgreSQL does not alter a table that its transaction has just written."""

    dependencies = [("quizzes", "0004_kinds")]

    operations = [migrations.RemoveField("response", "choice")]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    # PostgreSQL changes no table that has rows waiting for their checks: apart from what fills them.
    dependencies = [("quizzes", "0007_api")]

    operations = [
        migrations.AlterField(
            "apikey",
            "client",
            models.ForeignKey(
                blank=True,
                help_text="Whose learners it sees. Left empty, it is a new client of this name.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="keys",
                to="quizzes.apiclient",
            ),
        ),
    ]

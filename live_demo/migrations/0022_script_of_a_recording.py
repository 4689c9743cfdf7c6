"""The script that a recorded run has played."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("live_demo", "0021_first_run"),
    ]

    operations = [
        migrations.AddField(
            model_name="recording",
            name="script",
            field=models.JSONField(
                help_text="The rows that were played; empty where nobody noted them.", null=True
            ),
        ),
    ]

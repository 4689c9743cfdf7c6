"""A run at the desk can write the rows of a lesson."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("live_demo", "0022_script_of_a_recording"),
    ]

    operations = [
        migrations.AlterField(
            model_name="deskrun",
            name="purpose",
            field=models.CharField(
                choices=[("record", "Record"), ("verify", "Verify"), ("fill", "Write the rows")],
                max_length=6,
            ),
        ),
    ]

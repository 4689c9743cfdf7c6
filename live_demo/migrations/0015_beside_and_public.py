import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("live_demo", "0014_challenges"),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="beside",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="live_demo.run",
            ),
        ),
        migrations.AddField(
            model_name="run",
            name="public_key",
            field=models.CharField(blank=True, db_default="", db_index=True, default="", max_length=32),
        ),
    ]

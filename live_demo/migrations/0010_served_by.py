from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("live_demo", "0009_networks")]

    operations = [
        migrations.CreateModel(
            name="ServerProcess",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("server", models.CharField(max_length=40)),
                ("beats", models.PositiveBigIntegerField(default=0)),
                ("heard_at", models.DateTimeField()),
            ],
        ),
        # The column stays: while a deploy is under way, processes of the version before still write to it.
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name="member", name="connected_until")]
        ),
        migrations.AddField(
            model_name="run",
            name="is_lost",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(model_name="run", name="served_by", field=models.UUIDField(null=True)),
    ]

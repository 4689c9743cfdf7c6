import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lessons", "0004_is_blank"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="track",
            options={
                "ordering": ["number", "slug"],
                "permissions": [("edit_every_track", "Works on the lessons of every track")],
            },
        ),
        migrations.AddField(
            model_name="lesson",
            name="authors",
            field=models.ManyToManyField(
                blank=True,
                help_text="Who wrote it. Only the instructors of the track may change it.",
                limit_choices_to={"is_staff": True},
                related_name="lessons_written",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="track",
            name="instructors",
            field=models.ManyToManyField(
                blank=True,
                help_text="Who works on its lessons, besides the editors.",
                limit_choices_to={"is_staff": True},
                related_name="tracks_taught",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                (
                    "track",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="lessons.track",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="upload",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]

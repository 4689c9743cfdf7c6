from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lessons", "0021_shuffle")]

    operations = [
        migrations.AddIndex(
            model_name="lesson",
            index=models.Index(fields=["track", "draft_of", "number"], name="lessons_of_a_track"),
        ),
    ]

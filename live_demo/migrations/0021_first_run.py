"""`Run.beside` is now `Run.first_run`: the run of browser A, of which a run of browser B is the second."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("live_demo", "0020_answers_and_reports")]

    operations = [migrations.RenameField("run", "beside", "first_run")]

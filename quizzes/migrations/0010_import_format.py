from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0009_question_import")]

    operations = [migrations.RenameField("QuestionImport", "form", "file_format")]

from string import ascii_lowercase

from django.db import migrations, models

import quizzes.kinds
import quizzes.question_models


def keep_answers(apps, schema_editor):
    """The choice that was taken, by its letter. What was answered had one try."""
    Response = apps.get_model("quizzes", "Response")
    changed = []
    for response in Response.objects.exclude(choice=None).select_related("choice").iterator(chunk_size=1000):
        response.answer = ascii_lowercase[response.choice.number - 1]
        response.tries, response.best = 1, response.credit or 0
        changed.append(response)
        if len(changed) == 1000:
            _save(Response.objects, changed)
    _save(Response.objects, changed)


def _save(responses, changed):
    responses.bulk_update(changed, ["answer", "tries", "best"], batch_size=200)
    changed.clear()


def keep_choices(apps, schema_editor):
    """Backwards, what is an answer of a single choice."""
    Response = apps.get_model("quizzes", "Response")
    Choice = apps.get_model("quizzes", "Choice")
    for response in Response.objects.exclude(credit=None).iterator(chunk_size=1000):
        if (
            isinstance(response.answer, str)
            and len(response.answer) == 1
            and response.answer in ascii_lowercase
        ):
            number = ascii_lowercase.index(response.answer) + 1
            choice = Choice.objects.filter(question=response.question_id, number=number).first()
            Response.objects.filter(pk=response.pk).update(choice=choice)


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0003_recall")]

    operations = [
        migrations.AddField(
            "choice",
            "missed",
            models.TextField(
                blank=True,
                help_text="What learners read who did not choose this option, although it is right (Markdown).",
            ),
        ),
        migrations.AddField(
            "question",
            "kind",
            models.CharField(
                choices=quizzes.kinds.kind_choices, default="single", max_length=20, verbose_name="type"
            ),
        ),
        migrations.AddField(
            "question",
            "expects",
            models.JSONField(
                blank=True,
                default=dict,
                help_text='What some types need: ordering {"order": ["b", "a"]}, short answer {"form": "number", "tolerance": 0.5} or {"form": "code"}, cell {"variable": "state", "after": 3}.',
            ),
        ),
        migrations.AddField(
            "question",
            "credits",
            models.JSONField(
                default=quizzes.question_models.full_credit,
                help_text="Percent of the credit for each try, such as: [100, 70, 50].",
                validators=[quizzes.question_models.check_credits],
            ),
        ),
        migrations.AddField(
            "question",
            "reveal",
            models.CharField(
                choices=[
                    ("closed", "when the question is answered, or its tries are used up"),
                    ("finished", "when the whole quiz is finished"),
                    ("never", "never"),
                ],
                default="closed",
                max_length=10,
                verbose_name="right answer is shown",
            ),
        ),
        migrations.AddField(
            "response",
            "answer",
            models.JSONField(
                null=True,
                help_text='The latest try: "a", ["a", "c"] or a text, depending on the question type.',
            ),
        ),
        migrations.AddField(
            "response",
            "confidence",
            models.CharField(
                blank=True,
                choices=[("sure", "Sure"), ("think-so", "I think so"), ("guessing", "Guessing")],
                max_length=10,
            ),
        ),
        migrations.AddField(
            "response",
            "tries",
            models.PositiveSmallIntegerField(default=0, help_text="How many were counted."),
        ),
        migrations.AddField("response", "best", models.FloatField(default=0)),
        migrations.AlterField(
            "response",
            "answered_at",
            models.DateTimeField(help_text="The time of the latest try.", null=True),
        ),
        migrations.RunPython(keep_answers, keep_choices, elidable=True),
    ]

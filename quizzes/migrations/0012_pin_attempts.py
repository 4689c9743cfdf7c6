import hashlib
import json

from django.db import migrations

_OWN = ("id", "number", "key", "kind", "text", "proof", "expects", "credits", "reveal")
_OF_CHOICE = ("number", "text", "is_right", "feedback", "missed")
_OF_HINT = ("number", "text", "points_to")


def pin_attempts(apps, schema_editor):
    """Give each attempt the quiz as it is now, so that it changes no more."""
    attempts = apps.get_model("quizzes", "Attempt").objects
    for lesson in apps.get_model("lessons", "Lesson").objects.all():
        begun = attempts.filter(lesson=lesson, version=None)
        if begun.exists():
            begun.update(version=_version(apps, lesson))


def _version(apps, lesson):
    rows = apps.get_model("quizzes", "Question")._base_manager.filter(lesson=lesson).order_by("number")
    questions = [_content(question) for question in rows]
    written = json.dumps([lesson.title, questions], sort_keys=True)
    return apps.get_model("quizzes", "QuizVersion").objects.create(
        lesson=lesson,
        digest=hashlib.sha256(written.encode()).hexdigest(),
        title=lesson.title,
        total=len(questions),
        questions=questions,
    )


def _content(question):
    """The content of a question as `quizzes.question_content` writes it, without the value of a recorded run."""
    return {
        **{name: getattr(question, name) for name in _OWN},
        "recorded": None,
        "choices": [
            {name: getattr(row, name) for name in _OF_CHOICE} for row in question.choices.order_by("number")
        ],
        "hints": [
            {name: getattr(row, name) for name in _OF_HINT} for row in question.hints.order_by("number")
        ],
    }


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0011_quiz_versions")]

    operations = [migrations.RunPython(pin_attempts, migrations.RunPython.noop, elidable=True)]

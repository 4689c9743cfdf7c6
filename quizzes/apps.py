"""The quizzes app."""

from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = "Quizzes"

    def ready(self) -> None:
        from lessons.plugin import register
        from quizzes.plugin import QuizzesPlugin

        register(QuizzesPlugin())

"""The quizzes app."""

from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = "Quizzes"

    def ready(self) -> None:
        from lessons.folder.parts import parts
        from lessons.progress import sources
        from quizzes.folder_part import QuizPart
        from quizzes.progress import answers_given
        from quizzes.recall.progress import reviews_due

        parts.append(QuizPart())
        sources.append(answers_given)
        sources.append(reviews_due)

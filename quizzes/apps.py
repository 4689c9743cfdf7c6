"""The quizzes app."""

from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = "Quizzes"

    def ready(self) -> None:
        from lessons.accounts.data import holdings
        from lessons.accounts.merging import merges
        from lessons.folder.parts import parts
        from lessons.progress import sources
        from quizzes.folder_part import QuizPart
        from quizzes.learner_data import attempts_of, merge_attempts
        from quizzes.progress import answers_given

        parts.append(QuizPart())
        sources.append(answers_given)
        merges.append(merge_attempts)
        holdings["attempts"] = attempts_of

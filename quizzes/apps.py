"""The quizzes app."""

from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = "Quizzes"

    def ready(self) -> None:
        from lessons.accounts.data import holdings
        from lessons.accounts.merging import merges
        from lessons.claims import sources as claim_sources
        from lessons.folder.parts import parts
        from lessons.progress import finishers, sources
        from quizzes.claims import claims_of_quiz
        from quizzes.folder_part import QuizPart
        from quizzes.learner_data import attempts_of, merge_attempts
        from quizzes.progress import answers_given, quizzes_finished
        from quizzes.recall.learner_data import cards_of, merge_cards
        from quizzes.recall.progress import reviews_due
        from quizzes.reports.learner_data import merge_reports, reports_of

        parts.append(QuizPart())
        claim_sources.append(claims_of_quiz)
        sources["quiz"] = answers_given
        finishers["quiz"] = quizzes_finished
        sources["recall"] = reviews_due
        merges.extend([merge_attempts, merge_cards, merge_reports])
        holdings.update(attempts=attempts_of, cards=cards_of, reports=reports_of)

"""What quizzes add to a lesson: quiz.toml, two ways, and the answers and cards of learners."""

from collections.abc import Iterable, Iterator

from django.urls import reverse

from lessons.models import Learner, Lesson, Track
from lessons.plugin import Claim, Finding, LessonPlugin, PathEntry
from quizzes.attempt_models import Attempt
from quizzes.claims import claims_of_quiz
from quizzes.copying import copy_questions
from quizzes.folder_file import QuizFile
from quizzes.learner_data import attempts_of, merge_attempts
from quizzes.path import attempts_in
from quizzes.progress import answers_given, quizzes_finished
from quizzes.publish_warnings import warnings_about_quiz
from quizzes.recall.learner_data import cards_of, merge_cards
from quizzes.recall.progress import reviews_due
from quizzes.recall.views import recall
from quizzes.regrading.affected import affected_by_change
from quizzes.reports.learner_data import latest_reports, merge_reports, reports_of
from quizzes.views import quiz


class QuizzesPlugin(LessonPlugin):
    folder_files = (QuizFile(),)
    way_contexts = {"quiz": quiz, "recall": recall}
    progress = {"quiz": answers_given, "recall": reviews_due}
    completions = {"quiz": quizzes_finished}
    merges = (merge_attempts, merge_cards, merge_reports)
    learner_data = {"attempts": attempts_of, "cards": cards_of, "reports": reports_of}

    history = {"Your reports of questions": latest_reports}

    def copy_content(self, source: Lesson, target: Lesson) -> None:
        copy_questions(source, target)

    def to_decide(self, lesson: Lesson) -> Iterator[tuple[str, str]]:
        count = sum(affected.answers for affected in affected_by_change(lesson))
        if count:
            were = "1 answer was" if count == 1 else f"{count} answers were"
            words = (
                f"{were} graded by an earlier key: choose what becomes of {'it' if count == 1 else 'them'}"
            )
            yield words, reverse("regrading", args=[lesson.pk])

    def answered(self, lesson: Lesson) -> int:
        attempts = Attempt.objects.filter(lesson=lesson, responses__isnull=False)
        return attempts.order_by().values("learner").distinct().count()

    path_rows = (Attempt,)

    def path(self, learner: Learner, track: Track) -> Iterator[PathEntry]:
        return attempts_in(learner, track)

    def publish_warnings(self, lesson: Lesson) -> Iterable[Finding]:
        return warnings_about_quiz(lesson)

    def claims(self, lesson: Lesson) -> Iterable[Claim]:
        return claims_of_quiz(lesson)

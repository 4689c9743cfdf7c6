"""All models of the app, where Django looks for them. Each part defines its own."""

from quizzes.analysis.models import QuestionSummary, QuizSummary
from quizzes.api.models import (
    ApiAttempt,
    ApiChallengeAttempt,
    ApiClient,
    ApiKey,
    ApiLearner,
    ApiStatement,
    StoredResponse,
)
from quizzes.attempt_models import Attempt, Response
from quizzes.formats.models import QuestionImport
from quizzes.question_models import Choice, Hint, Question
from quizzes.recall.models import Card, Rating
from quizzes.regrading.models import Regrading
from quizzes.reports.models import Report
from quizzes.version_models import QuizVersion

__all__ = [
    "ApiAttempt",
    "ApiChallengeAttempt",
    "ApiClient",
    "ApiKey",
    "ApiLearner",
    "ApiStatement",
    "Attempt",
    "Card",
    "Choice",
    "Hint",
    "Question",
    "QuestionImport",
    "QuestionSummary",
    "QuizSummary",
    "QuizVersion",
    "Rating",
    "Regrading",
    "Report",
    "Response",
    "StoredResponse",
]

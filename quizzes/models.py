"""Where Django looks for the models of this app; each part keeps its own, a quiz in `quiz_models.py`."""

from quizzes.analysis.models import QuestionSummary, QuizSummary
from quizzes.api.models import ApiAttempt, ApiClient, ApiKey, ApiLearner, ApiStatement, KeptAnswer
from quizzes.formats.models import QuestionImport
from quizzes.quiz_models import Attempt, Choice, Hint, Question, Response
from quizzes.recall.models import Card, Rating
from quizzes.regrading.models import Regrading
from quizzes.reports.models import Report
from quizzes.version_models import QuizVersion

__all__ = [
    "ApiAttempt",
    "ApiClient",
    "ApiKey",
    "ApiLearner",
    "ApiStatement",
    "Attempt",
    "Card",
    "Choice",
    "Hint",
    "KeptAnswer",
    "Question",
    "QuestionImport",
    "QuestionSummary",
    "QuizSummary",
    "QuizVersion",
    "Rating",
    "Regrading",
    "Report",
    "Response",
]
